"""Plain text: cleaning it for storage, folding it for comparison, and finding its words and sentences.

    clean(" Zoë  Kravitz ")  ->  "Zoë Kravitz"            fold("‘Heat 2’: Zoë Kravitz’s")  ->  "heat 2 zoe kravitz s"

Folding and words agree: `fold(text)` has exactly one item for each span of `words(text)`, in the same order.
Scripts that put no spaces between words (Chinese, Japanese, Thai, Lao, Khmer, Burmese) and emoji give one word for
each character, so that a phrase of them is found inside longer runs.

It does not know markup (see `soup`) and does not stem: "drive" and "drives" are different words.
"""

import codecs
import re
import unicodedata
from functools import cache

# Letters that no decomposition explains, as people write them without their keyboard.
_SPELLED: dict[str, str] = dict(
    zip("ßẞæÆœŒøØłŁđĐðÐþÞıħĦ", ("ss", "ss", "ae", "ae", "oe", "oe", *"oolldddd", "th", "th", *"ihh"), strict=True)
)
_LETTERS_OF_THEIR_OWN = "йЙ"  # their mark is no accent
# Marks that are dropped: Latin, Greek and Cyrillic accents, Hebrew points, Arabic vowel signs and the filler stroke.
_ACCENTS = (
    "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
    "\u0591-\u05bd\u05bf-\u05c7\u0640\u064b-\u065f\u0670"
)
# Characters without width or of direction only: soft hyphen, zero-width, bidi, variation selectors, tags.
_JOINERS = "\u200c\u200d"
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_WIDTHLESS = "\u00ad\u034f\u180b-\u180e\u200b\u2060-\u2065\u206a-\u206f\ufeff\U000e0000-\U000e007f"
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef\U0001f3fb-\U0001f3ff"
_DROPPED = re.compile(f"[{_ACCENTS}{_JOINERS}{_BIDI}{_WIDTHLESS}{_SELECTORS}]")
_UNSEEN = re.compile(f"[{_JOINERS}{_BIDI}{_WIDTHLESS}{_SELECTORS}]")
# Han, kana, Thai, Lao, Burmese, Khmer (the voiced-sound marks of kana included) and pictographs: a word each.
_ALONE = re.compile(
    "[\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u1000-\u1049\u1050-\u109f\u1780-\u17d3\u3005-\u3007\u3041-\u309a\u309d-\u309f"
    "\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U0001b000-\U0001b16f"
    "\U00020000-\U000323af\u2600-\u27bf\u2b05-\u2b55\U0001f000-\U0001f3fa\U0001f400-\U0001faff]"
)
_CACHED = 30_000  # characters remembered: hostile text could name all 1.1 million
_RUN_CACHED = 24  # characters of the longest run beyond ASCII that is remembered
# The commonest characters beyond ASCII in news; replacing them first is three times as fast as the general way.
_TYPOGRAPHY = (("’", "'"), ("“", '"'), ("”", '"'), ("–", "-"), ("—", "-"), ("\u00a0", " "))
_LETTERS = bytes(
    ord(chr(byte).lower()) if byte < 128 and chr(byte).isalnum() else 32 if byte < 128 else byte for byte in range(256)
)


def _fold_character(character: str) -> str:  # noqa: PLR0911  one return for each kind of character
    """What one character beyond ASCII becomes: letters, "" (dropped), " " (parts words), " x " (a word by itself)."""
    if character in _SPELLED:
        return _SPELLED[character]
    if character in _LETTERS_OF_THEIR_OWN:
        return character.lower()
    if _DROPPED.match(character):
        return ""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    if _ALONE.match(character):
        whole = unicodedata.normalize("NFC", plain)
        return f" {whole if len(whole) == 1 and not whole.isascii() else character} "
    if character.isdecimal():
        return f"{unicodedata.decimal(character)}"
    if not (character.isalnum() or unicodedata.category(character) in {"Mn", "Mc"}):
        return " "
    plain = unicodedata.normalize("NFC", _DROPPED.sub("", plain))
    return plain if plain and all(_is_letter(letter) for letter in plain) else character.casefold()


def _is_letter(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character) in {"Mn", "Mc"}


class _Folded(dict[int, str]):
    """Code point -> folded text, made when first asked for."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = _fold_character(character) if code > 127 else character
        if len(self) < _CACHED:
            self[code] = folded
        return folded


_BLANK_BYTES = bytes(byte for byte in range(128) if _LETTERS[byte] == 32)
_GONE, _ONE = "\x01", "\x02"  # shapes: dropped, and a word alone


class _Shape(dict[int, str]):
    """Code point -> one ASCII character: in a word, a word alone, dropped, or between words."""

    def __missing__(self, code: int) -> str:
        folded = _FOLDED[code]
        shape = " " if folded == " " else _GONE if not folded else _ONE if folded[0] == " " else "a"
        if len(self) < _CACHED:
            self[code] = shape
        return shape


_FOLDED = _Folded()
_SHAPE = _Shape()
_runs: dict[str, tuple[bytes, bool]] = {}  # run beyond ASCII -> its folded form, and whether offsets stay
# ASCII to shapes: a letter or figure, a blank; the shapes of other characters stay.
_SHAPES = bytes(97 if chr(byte).isalnum() and byte < 128 else byte if byte in {1, 2} else 32 for byte in range(256))
_BEYOND_ASCII = re.compile("[^\x00-\x7f]+")
_LOOSE_WORD = re.compile(rb"\S+")
_ASCII_WORD = re.compile("[0-9A-Za-z]+")
_WORD = re.compile(b"a[a\x01]*|\x02\x01*")


def _fold_run(error: UnicodeError) -> tuple[bytes, int]:
    """An error handler for encoding to ASCII: the folded form of a run of characters beyond it."""
    assert isinstance(error, UnicodeEncodeError)
    folded, is_level = _folded_run(error.object[error.start : error.end])
    if not is_level:
        _Uneven.seen += 1
    return folded, error.end


def _folded_run(run: str) -> tuple[bytes, bool]:
    known = _runs.get(run)
    if known is None:
        known = run.translate(_FOLDED).encode(), all(len(_FOLDED[ord(one)].encode()) == 1 for one in run)
        if len(run) <= _RUN_CACHED and len(_runs) < _CACHED:
            _runs[run] = known
    return known


class _Uneven:
    """How many runs were met whose characters do not become one byte each. It only grows."""

    seen = 0


def _shape_run(error: UnicodeError) -> tuple[bytes, int]:
    """An error handler for encoding to ASCII: one byte for each character, by its shape."""
    assert isinstance(error, UnicodeEncodeError)
    return error.object[error.start : error.end].translate(_SHAPE).encode(), error.end


codecs.register_error("monitor.fold", _fold_run)
codecs.register_error("monitor.shape", _shape_run)


def fold(text: str) -> str:
    """The matching form: words without case, accents and punctuation, parted by one space."""
    return b" ".join(fold_loose(text).split()).decode()


def fold_loose(text: str) -> bytes:
    """The matching form as UTF-8 with any number of spaces between words: the fast part of `fold`."""
    return to_ascii(text).translate(_LETTERS)


def to_ascii(text: str) -> bytes:
    """The text as UTF-8 in which only ASCII is left to fold: `spaced` and `compact` do that, quickly."""
    if not text.isascii():
        for character, plain in _TYPOGRAPHY:
            text = text.replace(character, plain)
    return text.encode("ascii", "monitor.fold")


def to_ascii_level(text: str) -> tuple[bytes, bool]:
    """As `to_ascii`, and whether each character became one byte, so that offsets are the same."""
    before = _Uneven.seen  # another thread may add to it: then "no" is said, which is only slower
    encoded = to_ascii(text)
    return encoded, before == _Uneven.seen


def spaced(encoded: bytes) -> bytes:
    """What `to_ascii` made, folded: one space or more between words."""
    return encoded.translate(_LETTERS)


def compact(encoded: bytes) -> bytes:
    """What `to_ascii` made, folded, all words written as one."""
    return encoded.translate(_LETTERS, _BLANK_BYTES)


def uneven(text: str) -> list[tuple[int, int, int]]:
    """The runs that `fold_loose` makes longer or shorter than they are: start and end, and the bytes they become."""
    found = []
    for match in _BEYOND_ASCII.finditer(text):
        folded, is_level = _folded_run(match.group())
        if not is_level:
            found.append((*match.span(), len(folded)))
    return found


def folded_length(run: str) -> int:
    """How many bytes `fold_loose` makes of characters beyond ASCII."""
    return len(_folded_run(run)[0])


def fold_words(text: str) -> list[str]:
    """The folded words."""
    return fold_loose(text).decode().split()


def respelled(*texts: str) -> str | None:
    """The folded words that SQLite's full-text index would not have in this form, in order; None: there are none.

    That index ("unicode61 remove_diacritics 2") keeps ø, ß, ligatures and Greek accents, takes a run of Japanese for
    one word, and parts Hindi words at their vowels. The words go into a column of their own there, after the word
    "respelled", so that every query finds what a watch finds.
    """
    found = [
        chunk.group()
        for text in texts
        if not text.isascii() and _odd().search(text)
        for chunk in _CHUNK.finditer(text)
        if _odd().search(chunk.group())
    ]
    return f"{RESPELLED} {fold(' '.join(found))}".strip() if found else None


RESPELLED = "respelled"
_CHUNK = re.compile(r"[^\x00-/:-@\[-`{-\x7f\xa0\xab\xbb\u2010-\u2027\u3001\u3002]+")  # between plain punctuation


@cache
def _odd() -> re.Pattern[str]:
    """A character beyond those that we and SQLite's index are known to take for the same letter, or for none."""
    ranges = ((0xC0, 0x1E0), (0x1E2, 0x250), (0x391, 0x3CA), (0x400, 0x460), (0x490, 0x500), (0x1E00, 0x1F00))
    same = "".join(chr(code) for first, past in ranges for code in range(first, past) if _is_plain(chr(code)))
    return re.compile(
        "[^\x00-\x7f\xa0\xa1\xa3-\xa9\xab\xac\xae\xb0\xb4\xb6-\xb8\xbb\xbf\xd7\xf7\u05d0-\u05ea\u0627-\u063a\u0641-\u064a"
        f"\u10d0-\u10f0\u2010-\u2027\u2030-\u205e\u20ac\u2122\u3001\u3002\uac00-\ud7a3{same}]"
    )


def _is_plain(letter: str) -> bool:
    """Whether a letter only loses its case, or is an ASCII letter with an accent."""
    base = unicodedata.normalize("NFD", letter)[0]
    return _FOLDED[ord(letter)] == (base.lower() if base.isascii() else letter.lower())


def loose_words(loose: bytes, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The (start, end) offsets of the words in what `fold_loose` made, or in a part of it."""
    return [match.span() for match in _LOOSE_WORD.finditer(loose, start, len(loose) if end is None else end)]


def words(text: str) -> list[tuple[int, int]]:
    """The (start, end) offsets of the words in the text as it stands, one for each word of `fold`."""
    if text.isascii():
        return [match.span() for match in _ASCII_WORD.finditer(text)]
    if _GONE in text or _ONE in text:
        text = text.replace(_GONE, " ").replace(_ONE, " ")
    shapes = text.encode("ascii", "monitor.shape").translate(_SHAPES)
    return [match.span() for match in _WORD.finditer(shapes)]


def accents(word: str) -> list[str]:
    """For each letter that `fold` makes of a word: the letter with its accent, or "" where it bears none."""
    found: list[str] = []
    for character in unicodedata.normalize("NFC", _LONG_RUN.sub(_thin, word)):
        folded = _FOLDED[ord(character)] if character > "\x7f" else character
        if folded:
            marked = character in _SPELLED or bool(_DROPPED.search(unicodedata.normalize("NFD", character)))
            found.extend([character.lower() if marked else ""] * len(folded.strip()))
        elif found and unicodedata.combining(character):
            found[-1] += character
    return found


def spelling(word: str) -> str:
    """The word as it is seen: composed, without zero-width characters; case and accents stay."""
    return word if word.isascii() else unicodedata.normalize("NFC", _LONG_RUN.sub(_thin, _UNSEEN.sub("", word)))


# --- cleaning ---------------------------------------------------------------------------------------------------

_LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNWANTED = re.compile(
    f"[\x00-\x08\x0e-\x1b\x7f-\x9f{_BIDI}{_WIDTHLESS}\ud800-\udfff\ufff9-\ufffc\ufdd0-\ufdef\ufffe\uffff]"
)
# Joiners mean something between two letters or pictographs beyond ASCII (Persian, Hindi, families of emoji) only.
_IDLE_JOINER = re.compile(f"[{_JOINERS}]+(?![^\x00-\x7f\\s{_JOINERS}])|(?<![^\x00-\x7f\\s{_JOINERS}])[{_JOINERS}]+")
_JOINER_RUN = re.compile(f"([{_JOINERS}])[{_JOINERS}]+")
_BLANKS = re.compile("[^\\S\n]+")
_AROUND_LINE_END = re.compile(" ?\n ?")
_LINE_ENDS = re.compile("\n{3,}")
# Normalising takes time quadratic in the length of a run of marks, and no script needs many on one letter.
_LONG_RUN = re.compile(r"[^\w\s\x00-\x7f]{17,}")
_MARKS_KEPT = 16
_UNWANTED_THOUGH_PRINTABLE = "\u034f\u180b\u180c\u180d\u180f\ufffc"


def clean(text: str, *, limit: int | None = None) -> str:
    """Plain text fit for storage, cut at a word's border to at most `limit` characters. Cleaning twice changes nothing.

    Composed (NFC); without control, direction and zero-width characters and lone surrogates; every line end is
    a line feed, at most two in a row; one space between words; nothing at either end.
    """
    if not _is_clean(text):
        text = _cleaned(text)
    return text if limit is None or len(text) <= limit else _cut(text, limit)


def _is_clean(text: str) -> bool:
    """Whether nothing in a text needs cleaning: a few fast searches tell so of most articles."""
    return (
        text.replace("\n", "").isprintable()
        and not any(blanks in text for blanks in ("  ", " \n", "\n ", "\n\n\n"))
        and text == text.strip()
        and (text.isascii() or _is_composed(text))
    )


def _is_composed(text: str) -> bool:
    return (
        unicodedata.is_normalized("NFC", text)
        and not any(mark in text for mark in _UNWANTED_THOUGH_PRINTABLE)
        and _LONG_RUN.search(text) is None
    )


def _cleaned(text: str) -> str:
    text = _LINE_END.sub("\n", text)
    text = _UNWANTED.sub("", text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", _LONG_RUN.sub(_thin, text))
        text = unicodedata.normalize("NFC", _IDLE_JOINER.sub("", _JOINER_RUN.sub(r"\1", text)))
    text = _AROUND_LINE_END.sub("\n", _BLANKS.sub(" ", text))
    return _LINE_ENDS.sub("\n\n", text).strip()


def clean_line(text: str, *, limit: int = 500) -> str:
    """As `clean`, on one line: for titles, names and labels."""
    return clean(" ".join(clean(text).split()), limit=limit)


def _thin(run: re.Match[str]) -> str:
    """The run without the marks that follow sixteen others."""
    kept = []
    marks = 0
    for character in run.group():
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MARKS_KEPT:
            kept.append(character)
    return "".join(kept)


def _cut(text: str, limit: int) -> str:
    """The text up to the last whole word within the limit; a word longer than half of the limit is cut."""
    if limit <= 0:
        return ""
    if text[limit].isspace():
        return text[:limit].rstrip()
    blank = max(text.rfind(" ", limit // 2, limit), text.rfind("\n", limit // 2, limit))
    cut = text[: blank if blank > 0 else limit]
    return cut.rstrip(" \n" + _JOINERS)


def slug(text: str) -> str:
    """An ASCII id made of the folded words: "Heat 2" -> "heat-2". Empty where no word has an ASCII letter."""
    return "-".join(re.findall("[a-z0-9]+", fold(text)))


# --- sentences --------------------------------------------------------------------------------------------------

# Short forms whose full stop ends no sentence; a single letter ("Michael B. Jordan") does not either.
_SHORT_FORM = re.compile(
    r"(?<![^\W_])(?:[^\W\d_]|mr|mrs|ms|mx|dr|st|ste|ft|jr|sr|vs|prof|rev|sgt|capt|lt|gov|sen|hon|feat|inc|corp|ltd|bros|dept|"
    r"jan|feb|apr|jun|jul|aug|sep|sept|oct|nov|dec|bzw|usw|mme|mlle|sra|srta|dra)$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?<![^\W_])(?:no|nos|nr|vol|pt|ep|ch|p|pp)$", re.IGNORECASE)  # before a figure only
_CLOSERS = "\"'’”»)\\]›」』"
_SENTENCE_END = re.compile(f"(?:(?<=(.))([.!?…]+)[{_CLOSERS}]*\\s+|[。！？｡]+[{_CLOSERS}]*\\s*|\n\\s*)", re.DOTALL)


def sentences(text: str) -> list[tuple[int, int]]:
    """The (start, end) offsets of the sentences, without the blanks between them. A line end always ends one."""
    spans = []
    start = len(text) - len(text.lstrip())
    for match in _SENTENCE_END.finditer(text, start):
        if not is_sentence_end(text, match.start(), match.end()):
            continue
        end = match.start() + len(match.group().rstrip())
        if end > start:
            spans.append((start, end))
        start = match.end()
    end = len(text.rstrip())
    if end > start:
        spans.append((start, end))
    return spans


def is_sentence_end(text: str, start: int, end: int) -> bool:
    """Whether the punctuation and blanks in text[start:end], between two words, end a sentence."""
    gap = text[start:end]
    if "\n" in gap or any(stop in gap for stop in "。！？｡"):
        return True
    follower = text[end : end + 1]
    if follower.islower():
        return False
    if not gap.startswith(".") or gap.startswith(".."):
        return True
    before = text[max(0, start - 8) : start]
    return not (_SHORT_FORM.search(before) or (follower.isdigit() and _NUMBERED.search(before)))
