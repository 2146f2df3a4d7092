"""Messages as Markdown, for notes, wikis and issue trackers: the short form, set in marks."""

import re
from collections.abc import Iterator

from monitor.brief import Brief, BriefItem
from monitor.digest import brief_form, imprint
from monitor.digest.imprint import Imprint
from monitor.digest.message import Message

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&])")
_LEADING = re.compile(r"^(\d+)([.)])|^([-+=])")


def text(message: Message, of: Imprint) -> str:
    """The whole message; what stands in news is text, and never a mark."""
    brief = brief_form.brief(message)
    foot = imprint.foot(message, of)
    small = [brief.foot, foot.why, foot.how, foot.archive]
    links = " · ".join(f"[{plain(label)}]({target})" for label, target in foot.links)
    end = ["", "---", "", *(f"{_coded(one)}  " for one in small if one), links]
    return "\n".join([*_lines(brief), *end]).rstrip() + "\n"


def plain(words: str) -> str:
    """Text in which nothing is a mark."""
    escaped = _MARKS.sub(r"\\\1", words)
    return _LEADING.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", escaped)


def _coded(words: str) -> str:
    """Our own words, in which what is to be typed stands between backticks."""
    return plain(words).replace("\\`", "`")


def _lines(brief: Brief) -> Iterator[str]:
    yield f"# {plain(brief.headline)}"
    for line in brief.lines:
        yield from ("", plain(line))
    for section in brief.sections:
        if section.name:
            yield from ("", f"## {plain(section.name)}")
        for item in section.items:
            yield from ("", *_item(item))
        if section.rest:
            yield from ("", plain(section.rest))
    if brief.facts:
        yield ""
        yield from (f"- {plain(name)}: {plain(value)}" for name, value in brief.facts)


def _item(item: BriefItem) -> Iterator[str]:
    title = plain(item.title)
    yield f"### [{title}](<{item.url}>)" if item.url else f"### {title}"
    yield from ("", plain(item.by))
    if item.quote:
        said = "".join(f"**{plain(piece.strip())}**" if found else plain(piece) for piece, found in item.quote)
        yield from ("", f"> {said}")
    if item.notes:
        yield ""
        yield from (f"- {plain(note)}" for note in item.notes)
