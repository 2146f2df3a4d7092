"""Events of bounded size: a listing or page that makes a larger one is cut, or refused, and so costs itself alone."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from monitor.causes import SourceCause
from monitor.events import LONGEST_LINE, ArticleRead, Event, LinkFailed, LinkRefused, LinksFound, SourceFailed, encode
from monitor.model import Link
from monitor.refusals import Reason


def fitted(event: Event, longest: int = LONGEST_LINE) -> Event:
    """The event, or what can be said of it in less than `longest` bytes.

    Raises:
        ValueError: it is too large in a part that no web site decides on.
    """
    for smaller in _ever_smaller(event):
        if len(encode(smaller)) < longest:
            return smaller
    raise ValueError(f"an event of more than {longest} bytes: {encode(event)[:80]!r}")


def _ever_smaller(event: Event) -> Iterator[Event]:
    yield event
    match event:
        case LinksFound():
            yield _each(event, _without_content)
            yield _each(event, _bare)
            why = f"its {len(event.links)} new links are longer than can be handed on"
            cause = SourceCause.TOO_LONG
            yield SourceFailed(outlet=event.outlet, source=event.source, at=event.at, error=why, cause=cause)
        case ArticleRead():
            yield replace(event, link=_bare(event.link))
            why = "an article that is too long to be kept"
            yield LinkRefused(
                outlet=event.outlet, link=_bare(event.link), reason=Reason.TOO_LARGE, at=event.at, detail=why
            )
        case LinkRefused() | LinkFailed():
            yield replace(event, link=_bare(event.link))
        case _:  # open: no web site decides how large the others are
            return


def _each(event: LinksFound, cut: Callable[[Link], Link]) -> LinksFound:
    return replace(event, links=tuple(map(cut, event.links)), changed=tuple(map(cut, event.changed)))


def _without_content(link: Link) -> Link:
    """The link without its article's text: its page has it, and what the crawl reads now has it still."""
    return replace(link, content=None)


def _bare(link: Link) -> Link:
    return Link(
        url=link.url,
        key=link.key,
        title=link.title,
        published_at=link.published_at,
        published_has_time=link.published_has_time,
        language=link.language,
    )
