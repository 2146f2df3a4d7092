"""Persons in an author's string, by one rule for truths and for every reader's answers.

The rule: a label in front goes ("By", "Von", "Text:"), and so does what follows a credit of pictures ("Illustration
by") or stands in brackets; the rest is separated at , ; & | / and "and" in the languages of the pages; titles go
("Dr.", "the"). Of several parts those of two words or more are names, or of two to four Chinese, Japanese or Korean
characters: "AP", "London" and "br" alone match nothing. A string that is not separated is a name whatever it is.
"""

import re
from collections.abc import Iterable, Iterator

_LABEL = re.compile(
    r"^(?:(?:written |posted |text |texte |words )?(?:by|von|par|por|di|door|av|af|oleh)|text|texte|texto|autor(?:in)?|"
    r"author|作者|記者|记者)(?:\s*[:：]\s*|\s+)(?=\S)",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"\s(?:illustrations?|photos?|photographs?|fotos?|bilder|pictures)(?:\s(?:by|von|par|por|de)\b|:).*",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\([^()]*\)|（[^（）]*）|\[[^\[\]]*\]")
_APART = re.compile(r"\s*[,;&|/、，]\s*|\s(?:and|und|et|y|e|og|och|en|i|и)\s", re.IGNORECASE)
_TITLE = re.compile(r"^(?:(?:the|dr|prof|mr|mrs|ms|sir|dipl|ing|mag|med)\b\.?[\s-]*)+(?=\S)", re.IGNORECASE)
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,4}")


def separated(names: Iterable[str]) -> set[str]:
    """The names in some strings, as they are written."""
    return {part for name in names for part in _parts(name)}


def _parts(text: str) -> Iterator[str]:
    bare = _BRACKETS.sub(" ", _CREDIT.sub("", _LABEL.sub("", text.strip())))
    parts = [part for one in _APART.split(bare) if (part := _TITLE.sub("", one.strip(" .:-–—")))]
    if len(parts) == 1:
        yield parts[0]
    yield from (part for part in parts if len(part.split()) > 1 or _WIDE.fullmatch(part))
