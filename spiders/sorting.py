"""Which links of a listing are to be read: those that are new, and those whose headline changed."""

from collections.abc import Iterable, Mapping

from monitor.known_links import is_retitled, known_as, mark
from monitor.model import Link, Source
from monitor.reading import urls

MOST_RETITLED = 10  # in one listing


def is_settled(known: Mapping[str, str], source: Source, key: str, title: str | None) -> bool:
    """Whether the link of this key is known, and not under another title of the source: it is not read again."""
    before = known.get(known_as(key))
    return before is not None and not is_retitled(before, mark(source.url, title))


def sorted_out(
    known: Mapping[str, str], seen: set[str], listed: Iterable[Link], source: Source
) -> tuple[list[Link], list[Link]]:
    """The links that are new, and the known ones that the source now lists under another title.

    `known` are the marks of links by their keys; `seen` are the keys that this crawl met, to which those listed come.
    """
    new, changed = [], []
    for link in listed:
        full_key = urls.key_of(link)
        if full_key is None:
            continue
        key = known_as(full_key)
        if key in seen:
            continue
        seen.add(key)
        before = known.get(key)
        if before is None:
            new.append(link)
        elif is_retitled(before, mark(source.url, link.title)):
            changed.append(link)
    # All at once is not an editor at work: the outlet changed how it writes titles.
    return new, changed if len(changed) <= MOST_RETITLED else []
