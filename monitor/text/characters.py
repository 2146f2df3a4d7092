"""What each character becomes when text is folded, and which have no width, or say only in which direction to write."""

import re
import unicodedata

# Letters that no decomposition explains, as people write them without their keyboard.
SPELLED: dict[str, str] = dict(
    zip("ßẞæÆœŒøØłŁđĐðÐþÞıħĦ", ("ss", "ss", "ae", "ae", "oe", "oe", *"oolldddd", "th", "th", *"ihh"), strict=True)
)
NO_ACCENTS = (
    "ßẞæÆœŒıİ"  # two letters in another hand, and the Turkish i, whose dot capitals without Turkish do not tell
)
_LETTERS_OF_THEIR_OWN = "йЙ"  # their mark is not an accent
# Letters to Unicode, as in O\u02bcBrien and Hawai\u02bbi: primes, turned commas, half rings, strokes, saltillos.
APOSTROPHES = "\u02b9\u02ba\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u02ca\u02cb\u02ee\u0374\u07f4\u07f5\ua78b\ua78c"
_SAME = str.maketrans("\u06cc\u06a9", "\u064a\u0643")  # yeh and kaf, as Persian and as Arabic keyboards write them
VOICED = "\u3099\u309a\uff9e\uff9f"  # marks of kana, which make another letter of the one before, see `folding`
# Marks that are dropped: Latin, Greek and Cyrillic accents, Hebrew points, Arabic vowel signs and the filler stroke.
_ACCENTS = (
    "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
    "\u0591-\u05bd\u05bf-\u05c7\u0640\u064b-\u065f\u0670"
)
# Characters without width or of direction only: soft hyphen, zero-width, bidi, variation selectors, tags.
JOINERS = "\u200c\u200d"
BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
WIDTHLESS = "\u00ad\u034f\u180b-\u180e\u200b\u2060-\u2065\u206a-\u206f\ufeff\U000e0000-\U000e007f"
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef\U0001f3fb-\U0001f3ff"
DROPPED = re.compile(f"[{_ACCENTS}{JOINERS}{BIDI}{WIDTHLESS}{_SELECTORS}]")
UNSEEN = re.compile(f"[{JOINERS}{BIDI}{WIDTHLESS}{_SELECTORS}]")
# Han, kana, Thai, Lao, Burmese, Khmer (the voiced-sound marks of kana included) and pictographs: a word each.
_ALONE = re.compile(
    "[\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u1000-\u1049\u1050-\u109f\u1780-\u17d3\u3005-\u3007\u3041-\u309a\u309d-\u309f"
    "\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U0001b000-\U0001b16f"
    "\U00020000-\U000323af\u2600-\u27bf\u2b05-\u2b55\U0001f000-\U0001f3fa\U0001f400-\U0001faff]"
)
CACHED = 30_000  # characters remembered: hostile text could name all 1.1 million


def _fold_character(character: str) -> str:  # noqa: PLR0911  one return for each kind of character
    """What a character beyond ASCII becomes: letters, "" (dropped), " " (between words), " x " (a word by itself)."""
    if character in SPELLED:
        return SPELLED[character]
    if character in _LETTERS_OF_THEIR_OWN:
        return character.lower()
    if character in VOICED or DROPPED.match(character):
        return ""
    if character in APOSTROPHES:
        return " "
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    if _ALONE.match(character):
        whole = unicodedata.normalize("NFC", plain)
        return f" {whole if len(whole) == 1 and not whole.isascii() else character} "
    if character.isdecimal():
        return f"{unicodedata.decimal(character)}"
    if not (character.isalnum() or unicodedata.category(character) in {"Mn", "Mc"}):
        return " "
    plain = unicodedata.normalize("NFC", DROPPED.sub("", plain)).translate(_SAME)
    if not (plain and all(_is_letter(letter) for letter in plain)):
        return character.casefold()
    # What it is made of may be folded itself: an æ with an accent, an n after an apostrophe, two Lao letters in one.
    return plain if plain == character else "".join(map(_fold_letter, plain))


def _fold_letter(letter: str) -> str:
    return letter if letter.isascii() else _fold_character(letter)


def _is_letter(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character) in {"Mn", "Mc"}


class _Folded(dict[int, str]):
    """Code point -> folded text, made when first asked for."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = _fold_character(character) if code > 127 else character
        if len(self) < CACHED:
            self[code] = folded
        return folded


FOLDED = _Folded()

# Normalising takes time quadratic in the length of a run of marks, and no script needs many on one letter.
_LONG_RUN = re.compile(r"[^\w\s\x00-\x7f]{17,}")
_OF_A_RUN = re.compile(r"[^\w\s\x00-\x7f]")
_MARKS_KEPT = 16


def has_long_run(text: str) -> bool:
    """Whether more than sixteen characters that are neither letters nor ASCII follow each other.

    Each seventeenth character of a text is one of such a run, if there is any: most texts need no closer look.
    """
    step = _MARKS_KEPT + 1
    if not _OF_A_RUN.search(text[::step]):
        return False
    places = (step * found.start() for found in _OF_A_RUN.finditer(text[::step]))
    return any(_LONG_RUN.search(text, max(0, place - _MARKS_KEPT), place + step) for place in places)


def thinned(text: str) -> str:
    """The text without the marks that follow sixteen others on one letter."""
    return _LONG_RUN.sub(_thinned_run, text) if has_long_run(text) else text


def _thinned_run(run: re.Match[str]) -> str:
    """The run without the marks that follow sixteen others."""
    kept = []
    marks = 0
    for character in run.group():
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MARKS_KEPT:
            kept.append(character)
    return "".join(kept)
