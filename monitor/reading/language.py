"""The language of an article: what the page declares, checked by what the text is."""

import re
from functools import cache
from typing import Any

_TAG = re.compile(r"^([a-zA-Z]{2,3})(?:[-_][a-zA-Z0-9]{2,8})*$")
_SCRIPTS = (
    (re.compile(r"[\u3040-\u30ff]"), ("ja",)),
    (re.compile(r"[\uac00-\ud7af]"), ("ko",)),
    (re.compile(r"[\u4e00-\u9fff]"), ("zh", "ja")),
    (re.compile(r"[\u0400-\u04ff]"), ("ru", "uk", "bg", "sr", "be", "mk", "kk", "mn")),
    (re.compile(r"[\u0370-\u03ff]"), ("el",)),
    (re.compile(r"[\u0600-\u06ff]"), ("ar", "fa", "ur")),
    (re.compile(r"[\u0590-\u05ff]"), ("he",)),
    (re.compile(r"[\u0900-\u097f]"), ("hi", "mr", "ne")),
    (re.compile(r"[\u0e00-\u0e7f]"), ("th",)),
)
_ENGLISH = re.compile(
    r"\b(?:the|of|and|to|in|that|is|for|with|was|on|at|his|her|he|she|it|they|you|we|this|are|has|"
    r"have)\b"
)
_PRESS = """
    af ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk km kn ko lt lv
    mk ml mn mr ms mt ne nl nn no pa pl pt ro ru si sk sl sq sr sv sw ta te th tl tr uk ur vi xh zh zu
"""  # the languages that are told apart: more would be guessed into lists of names
_SURE = 0.9
_SAMPLE = 1_000  # characters
_ENOUGH = 60  # characters below which only a declaration counts


def code(declared: str | None) -> str | None:
    """The two-letter language of a declaration like `en-US`, or None."""
    found = _TAG.match(declared.strip()) if declared else None
    if not found or found[1].lower() in {"und", "mul", "zxx", "xx"}:
        return None
    return (
        found[1].lower()[:2]
        if len(found[1]) == 2
        else {"eng": "en", "deu": "de", "ger": "de", "fra": "fr", "spa": "es"}.get(found[1].lower(), found[1].lower())
    )


def of(text: str, *declared: str | None) -> str | None:
    """The language of a text: the first declaration that its script allows; without one, by its words."""
    stated = next((known for tag in declared if (known := code(tag))), None)
    sample = text[:_SAMPLE]
    for script, languages in _SCRIPTS:
        if len(script.findall(sample)) * 4 > len(sample):
            return stated if stated in languages else languages[0]
    if stated is not None and stated != "en":
        return stated
    if len(sample) < _ENOUGH or (stated == "en" and len(_ENGLISH.findall(sample)) * 60 > len(sample)):
        return stated
    guess, sure = _guess(sample)
    return guess if sure or stated is None else stated


def _guess(sample: str) -> tuple[str | None, bool]:
    language, score = _identifier().classify(sample)
    return str(language), float(score) > _SURE


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - it loads numpy: only when asked

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_PRESS.split())
    return identifier
