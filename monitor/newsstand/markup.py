"""From an article's little Markdown to HTML or text, and the dates and lists that pages show.

Paragraphs, `## ` headings, `> ` quotations, `- ` lists, `*emphasis*` and `[words](address)`: no more.
"""

import re
from datetime import datetime, timedelta, timezone
from html import escape

from monitor.newsstand.press import Outlet

MONTHS = {
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    "de": (
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ),
}
_EMPHASIS = re.compile(r"\*([^*\n]+)\*")
_LINK = re.compile(r"\[([^\]\n]+)\]\(([^)\s]+)\)")


def to_html(body: str) -> str:
    """The body as block elements, one a line."""
    return "\n".join(_block(block.strip()) for block in body.split("\n\n") if block.strip())


def to_text(body: str) -> str:
    """The body as plain paragraphs, separated by blank lines."""
    blocks = []
    for block in body.split("\n\n"):
        lines = [re.sub(r"^(## |> |- )", "", line) for line in block.strip().splitlines()]
        text = _EMPHASIS.sub(r"\1", _LINK.sub(r"\1", " ".join(lines)))
        if text:
            blocks.append(text)
    return "\n\n".join(blocks)


def _block(block: str) -> str:
    if block.startswith("## "):
        return f"<h2>{_inline(block[3:])}</h2>"
    lines = block.splitlines()
    if all(line.startswith("- ") for line in lines):
        return "<ul>" + "".join(f"<li>{_inline(line[2:])}</li>" for line in lines) + "</ul>"
    if all(line.startswith("> ") for line in lines):
        return f"<blockquote><p>{_inline(' '.join(line[2:] for line in lines))}</p></blockquote>"
    return f"<p>{_inline(' '.join(lines))}</p>"


def _inline(text: str) -> str:
    text = escape(text, quote=False)
    text = _LINK.sub(r'<a href="\2">\1</a>', text)
    return _EMPHASIS.sub(r"<em>\1</em>", text)


def local(moment: datetime, outlet: Outlet) -> datetime:
    """The moment in the outlet's own zone, to the second."""
    return moment.astimezone(timezone(timedelta(minutes=outlet.offset))).replace(microsecond=0)


def spoken(moment: datetime, outlet: Outlet) -> str:
    """A date as the outlet prints it for people."""
    day = local(moment, outlet)
    if outlet.language == "de":
        return f"{day.day}. {MONTHS['de'][day.month - 1]} {day.year}, {day:%H:%M} Uhr"
    if outlet.language == "ja":
        return f"{day.year}年{day.month}月{day.day}日 {day.hour}時{day.minute:02}分"
    half = "am" if day.hour < 12 else "pm"
    clock = f"{day.hour % 12 or 12}:{day.minute:02} {half} {outlet.zone}"
    return f"{MONTHS['en'][day.month - 1]} {day.day}, {day.year} at {clock}"


def joined(names: tuple[str, ...], language: str) -> str:
    """A byline's names in a row."""
    word = {"de": " und ", "ja": "、"}.get(language, " and ")
    return word.join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
