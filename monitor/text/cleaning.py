"""Cleaning text for storage: composed, without what cannot be seen, one kind of blank and of line end."""

import re
import unicodedata

from monitor.text.characters import BIDI, JOINERS, WIDTHLESS, has_long_run, thinned

# Controls beyond ASCII are the quotes, dashes and letters of Windows-1252 under their old numbers, as in "&#146;": what
# HTML makes of them, XML and JSON do not. Five of the numbers mean nothing.
_C1 = re.compile("[\x80-\x9f]")
_LETTERS_OF_C1 = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
_LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\u2028\u2029]")
_UNWANTED = re.compile(f"[\x00-\x08\x0e-\x1b\x7f{BIDI}{WIDTHLESS}\ud800-\udfff\ufff9-\ufffc\ufdd0-\ufdef\ufffe\uffff]")
# Joiners mean something between two letters or pictographs beyond ASCII (Persian, Hindi, families of emoji) only.
_IDLE_JOINER = re.compile(f"[{JOINERS}]+(?![^\x00-\x7f\\s{JOINERS}])|(?<![^\x00-\x7f\\s{JOINERS}])[{JOINERS}]+")
_JOINER_RUN = re.compile(f"([{JOINERS}])[{JOINERS}]+")
_UNWANTED_MARKS = "\u034f\u180b\u180c\u180d\u180f\ufffc"  # unwanted, though printable


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
        and "  " not in text
        and not ("\n" in text and (" \n" in text or "\n " in text or "\n\n\n" in text))
        and text == text.strip()
        and (text.isascii() or _is_composed(text))
    )


def _is_composed(text: str) -> bool:
    return unicodedata.is_normalized("NFC", text) and not _has_unwanted_mark(text) and not has_long_run(text)


def _has_unwanted_mark(text: str) -> bool:
    """Whether it has one: of few characters, asking for each is many times as fast as one search for them all."""
    return any(map(text.__contains__, _UNWANTED_MARKS))


def _cleaned(text: str) -> str:
    visible = text.replace("\n", "").replace("\t", "").replace("\xa0", "")
    if not visible.isprintable() or (not text.isascii() and _has_unwanted_mark(text)):
        if _C1.search(text):
            text = text.translate(_LETTERS_OF_C1)
        text = _LINE_END.sub("\n", text)
        text = _UNWANTED.sub("", text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", thinned(text))
        if "\u200c" in text or "\u200d" in text:  # JOINERS
            text = unicodedata.normalize("NFC", _IDLE_JOINER.sub("", _JOINER_RUN.sub(r"\1", text)))
    text = "\n".join(map(str.strip, text.split("\n")))
    if "  " in text or not text.replace("\n", "").isprintable():  # what is printable and no letter is a space
        text = "\n".join([_with_single_blanks(line) for line in text.split("\n")])
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.strip()


def _with_single_blanks(line: str) -> str:
    """The line with one space between words: where some lines need it, most have it already."""
    return line if line.isprintable() and "  " not in line else " ".join(line.split())


def clean_line(text: str, *, limit: int = 500) -> str:
    """As `clean`, on one line: for titles, names and labels."""
    if text.isascii() and text.isprintable() and len(text) <= limit:  # nothing to clean but blanks: most lines
        return " ".join(text.split())
    cleaned = clean(text)
    if "\n" in cleaned:  # else nothing is left to join: its blanks are single spaces
        cleaned = clean(" ".join(cleaned.split()))
    return cleaned if len(cleaned) <= limit else _cut(cleaned, limit)


def _cut(text: str, limit: int) -> str:
    """The text up to the last whole word within the limit; a word longer than half of the limit is cut."""
    if limit <= 0:
        return ""
    if text[limit].isspace():
        return text[:limit].rstrip()
    blank = max(text.rfind(" ", limit // 2, limit), text.rfind("\n", limit // 2, limit))
    cut = text[: blank if blank > 0 else limit]
    return cut.rstrip(" \n" + JOINERS)
