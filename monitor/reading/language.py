"""The language of an article: what the page declares, checked by what the text is."""

import re
from itertools import islice

from monitor.reading import trigrams

_TAG = re.compile(r"^([a-zA-Z]{2,3})(?:[-_][a-zA-Z0-9]{2,8})*$")
_NO_LANGUAGE = frozenset({"und", "mul", "zxx", "xx"})
_OF_THREE = {"eng": "en", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es", "ita": "it", "por": "pt"}
# A script and the languages in it, the likeliest first.
_SCRIPTS = (
    (re.compile(r"[\u3040-\u30ff]"), ("ja",)),
    (re.compile(r"[\uac00-\ud7af]"), ("ko",)),
    (re.compile(r"[\u4e00-\u9fff]"), ("zh", "ja")),
    (re.compile(r"[\u0400-\u04ff]"), ("ru", "uk", "bg", "sr", "be", "mk", "kk", "mn")),
    (re.compile(r"[\u0370-\u03ff]"), ("el",)),
    (re.compile(r"[\u0600-\u06ff]"), ("ar", "fa", "ur")),
    (re.compile(r"[\u0590-\u05ff]"), ("he", "yi")),
    (re.compile(r"[\u0900-\u097f]"), ("hi", "mr", "ne")),
    (re.compile(r"[\u0e00-\u0e7f]"), ("th",)),
    (re.compile(r"[\u0530-\u058f]"), ("hy",)),
    (re.compile(r"[\u10a0-\u10ff]"), ("ka",)),
    (re.compile(r"[\u1200-\u137f]"), ("am", "ti")),
    (re.compile(r"[\u0980-\u09ff]"), ("bn", "as")),
    (re.compile(r"[\u0a00-\u0a7f]"), ("pa",)),
    (re.compile(r"[\u0a80-\u0aff]"), ("gu",)),
    (re.compile(r"[\u0b80-\u0bff]"), ("ta",)),
    (re.compile(r"[\u0c00-\u0c7f]"), ("te",)),
    (re.compile(r"[\u0c80-\u0cff]"), ("kn",)),
    (re.compile(r"[\u0d00-\u0d7f]"), ("ml",)),
    (re.compile(r"[\u0d80-\u0dff]"), ("si",)),
    (re.compile(r"[\u0e80-\u0eff]"), ("lo",)),
    (re.compile(r"[\u1000-\u109f]"), ("my",)),
    (re.compile(r"[\u1780-\u17ff]"), ("km",)),
)
_ANY_SCRIPT = re.compile("|".join(script.pattern for script, _ in _SCRIPTS))
_ENGLISH = re.compile(
    r"\b(?:the|of|and|to|in|that|is|for|with|was|on|at|his|her|he|she|it|they|you|we|this|are|has|"
    r"have)\b"
)
_SURE = 5.0  # how much must speak against a template's English: names reach 3, Lorem ipsum 4, half of all news 25
_SAMPLE = 1_000  # characters
_ENOUGH = 60  # characters below which only a declaration counts


def code(declared: str | None) -> str | None:
    """The two-letter language of a declaration like `en-US`, or None."""
    found = _TAG.match(declared.strip()) if declared else None
    if not found or found[1].lower() in _NO_LANGUAGE:
        return None
    return _OF_THREE.get(found[1].lower(), found[1].lower())


def of(text: str, *tags: str | None) -> str | None:
    """The language of a text: the first declaration that its script allows; without one, by its words.

    English is what templates declare for any language, so it is believed only where the words do not speak against it.
    """
    declared = next((known for tag in tags if (known := code(tag))), None)
    sample = text[:_SAMPLE]
    of_scripts = not sample.isascii() and len(_ANY_SCRIPT.findall(sample)) * 4 > len(sample)
    for script, languages in _SCRIPTS if of_scripts else ():
        if len(script.findall(sample)) * 4 > len(sample):
            return declared if declared in languages else _of_script(sample, languages)
    if declared is not None and declared != "en":
        return declared
    if len(sample) < _ENOUGH or (declared == "en" and _is_english(sample)):
        return declared
    guess, lead = trigrams.likeliest(sample)
    return guess if declared is None or lead > _SURE else declared


def _is_english(sample: str) -> bool:
    """Whether more than one in sixty characters begins a common English word; no more is read than tells so."""
    enough = len(sample) // 60 + 1
    return sum(1 for _ in islice(_ENGLISH.finditer(sample), enough)) == enough


def _of_script(sample: str, languages: tuple[str, ...]) -> str:
    """Which of the languages of a script a text is in: by its words, or else the likeliest."""
    guess = trigrams.likeliest(sample)[0] if len(languages) > 1 else None
    return guess if guess in languages else languages[0]
