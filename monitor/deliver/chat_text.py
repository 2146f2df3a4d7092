"""A brief as pieces of text in a service's own markup, as many as there is room for. Pure.

A service is an `Ink`: how it writes bold, a link and a quotation, and what it escapes. What does not fit is
left out at the end, and said: a message is never refused for its length.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from monitor.brief import Brief, BriefItem
from monitor.phrasing import count


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """The markup of one service. `escape` makes any text plain text; the others get what is escaped."""

    escape: Callable[[str], str]
    bold: Callable[[str], str]
    link: Callable[[str, str], str]  # text, address
    quote: Callable[[str], str]  # of one line


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece that is shown whole or not at all. `is_item`: an article, of which those left out are counted."""

    text: str
    is_item: bool = False


def pieces(brief: Brief, ink: Ink) -> list[Piece]:
    """The brief from its headline to its foot."""
    found = [Piece(text="\n".join([ink.bold(ink.escape(brief.headline)), *map(ink.escape, brief.lines)]))]
    for section in brief.sections:
        if section.name:
            found.append(Piece(text=ink.bold(ink.escape(section.name))))
        found += [Piece(text="\n".join(_item(item, ink)), is_item=True) for item in section.items]
        if section.rest:
            found.append(Piece(text=ink.escape(section.rest)))
    if brief.facts:
        lines = (f"{ink.bold(ink.escape(name))}: {ink.escape(value)}" for name, value in brief.facts)
        found.append(Piece(text="\n".join(lines)))
    if brief.foot:
        found.append(Piece(text=ink.escape(brief.foot)))
    return found


def fitted(
    brief: Brief, ink: Ink, limit: int, *, size: Callable[[str], int] = len, between: int = 2, most: int = 1000
) -> list[str]:
    """As many pieces as fit into `limit`, at most `most`, each with what stands `between` it and the next.

    The first piece is cut if it must be; what is left out is counted in the last.
    """
    wanted = pieces(brief, ink)
    if sum(size(piece.text) + between for piece in wanted) <= limit and len(wanted) <= most:
        return [piece.text for piece in wanted]
    room = limit - size(_left_out(9_999, ink)) - between
    taken: list[Piece] = []
    for piece in wanted:
        room -= size(piece.text) + between
        if room < 0 or len(taken) + 1 >= most:
            break
        taken.append(piece)
    if not taken:
        return [_cut(brief, ink, limit, size)]
    articles = sum(piece.is_item for piece in wanted) - sum(piece.is_item for piece in taken)
    return [*(piece.text for piece in taken), *([_left_out(articles, ink)] if articles else [])]


def units(text: str) -> int:
    """The length of a text as most services count it: in UTF-16, where an emoji is two."""
    return len(text.encode("utf-16-le", "replace")) // 2


def _item(item: BriefItem, ink: Ink) -> Iterator[str]:
    title = ink.escape(item.title)
    yield ink.link(title, item.url) if item.url else ink.bold(title)
    yield ink.escape(item.by)
    if item.quote:
        parts = (ink.bold(ink.escape(text)) if is_hit else ink.escape(text) for text, is_hit in item.quote)
        yield ink.quote("".join(parts))
    yield from map(ink.escape, item.notes)


def _left_out(articles: int, ink: Ink) -> str:
    return ink.escape(f"and {count(articles, 'more story', 'more stories')}")


def _cut(brief: Brief, ink: Ink, limit: int, size: Callable[[str], int]) -> str:
    """The headline alone, as much of it as there is room for."""
    text = brief.headline
    while size(ink.escape(text)) > limit:
        text = text[: len(text) * 3 // 4]
    return ink.escape(text)
