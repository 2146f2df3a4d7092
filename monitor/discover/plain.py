"""Plain text of the small fields that listings carry, each on one line: titles, names, subjects."""

import re

from monitor import text
from monitor.reading import html

_PAIRED = re.compile(
    r"<(i|b|u|em|strong|cite|span|q|sup|sub|small|mark|font|a|p)(?:\s[^<>]{0,500})?>([^<>]{0,500})</\1>", re.IGNORECASE
)
TITLE_LIMIT = 500  # characters, as of the other one-line fields

_MARKUP = re.compile(r"</?[a-zA-Z]|<!|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_FALSE_DECLARATION = re.compile(r"<!(?!--|\[CDATA\[|doctype)", re.IGNORECASE)


def without_false_declarations(markup: str) -> str:
    """The markup with "<!" as text where it begins nothing that HTML knows: a parser would drop the words after it."""
    return _FALSE_DECLARATION.sub("&lt;!", markup) if "!" in markup else markup  # one character is found soonest


def has_markup(value: str) -> bool:
    """Whether a text may be markup: most titles have neither of its two characters, which is found out soonest."""
    return ("<" in value or "&" in value) and _MARKUP.search(value) is not None


def one_line(value: str | None, *, is_text: bool = False) -> str | None:
    """Plain text on one line, of a field that may be markup. None where nothing remains."""
    if not value:
        return None
    short = head(value, 8 * TITLE_LIMIT)
    if not is_text and has_markup(short):
        short = html.stripped(short)
    if "</" in short or "]]>" in short:  # escaped twice, or declared to be text: no headline has tags in pairs
        short = _PAIRED.sub(r"\2", short).rstrip().removesuffix("]]>")
    return text.clean_line(short, limit=TITLE_LIMIT) or None


def head(value: str, limit: int) -> str:
    """The beginning of a long value, without half a tag at its end."""
    if len(value) <= limit:
        return value
    short = value[:limit]
    return short[: short.rfind("<")] if short.rfind("<") > short.rfind(">") else short
