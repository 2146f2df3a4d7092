"""What of the archive somebody names: an article by address or number, a watch or outlet by name or id, a channel."""

from collections.abc import Iterable

from monitor import phrasing
from monitor.errors import NotFoundError
from monitor.reading import urls
from monitor.store import articles, channels, links, outlets, watches
from monitor.store.archive import Archive
from monitor.store.articles import StoredArticle

LARGEST = (1 << 63) - 1  # SQLite counts no further


def stored_article(archive: Archive, named: str) -> StoredArticle:
    """The article of an address, wherever that leads, or of a number.

    Raises:
        NotFoundError: the archive has none.
    """
    found = found_article(archive, named)
    if found is None:
        hint = "`monitor search` and `monitor story` show their numbers; `monitor explain URL` says what became of it"
        raise NotFoundError(f"there is no article {named}", hint=hint)
    return found


def found_article(archive: Archive, named: str) -> StoredArticle | None:
    """The same; None where the archive has none."""
    return _numbered(archive, int(named)) if named.isdecimal() else _at(archive, named)


def watch_id(archive: Archive, name: str) -> str:
    """The id of the watch of that name or id.

    Raises:
        NotFoundError: the archive knows none.
    """
    known = watches.listing(archive)
    for row in known:
        if name in {row.id, row.name}:
            return row.id
    names = ", ".join(row.name for row in known[:20])
    raise NotFoundError(f"no watch is named {name!r}", hint=f"the archive knows: {names}" if names else None)


def outlet_id(archive: Archive, name: str) -> str:
    """The id of the outlet of that id or name, whatever its capitals.

    Raises:
        NotFoundError: none such was ever followed.
    """
    known = outlets.known(archive)
    if name in known:
        return name
    ids = {named.casefold(): id_ for id_, named in known.items()} | {id_.casefold(): id_ for id_ in known}
    if name.casefold() in ids:
        return ids[name.casefold()]
    raise _unknown("outlet", name, (*known, *known.values()), "`monitor status` lists those that are followed")


def channel_name(archive: Archive, name: str) -> str:
    """The name of a channel that was ever configured.

    Raises:
        NotFoundError: none such was.
    """
    known = channels.kinds(archive)
    if name not in known:
        raise _unknown("channel", name, known, f"there are: {', '.join(known) or 'none'}")
    return name


def _unknown(kind: str, name: str, known: Iterable[str], hint: str) -> NotFoundError:
    from monitor.config.suggest import did_you_mean  # noqa: PLC0415 - it brings the shape of the whole configuration

    near = did_you_mean(name, known).strip()
    return NotFoundError(f"the archive knows no {kind} {phrasing.cut(name, 80)!r}", hint=near or hint)


def _numbered(archive: Archive, number: int) -> StoredArticle | None:
    return articles.get(archive, number) if number <= LARGEST else None


def _at(archive: Archive, url: str) -> StoredArticle | None:
    key = urls.canonical(url)
    found = articles.find(archive, key) if key else None
    link = links.find(archive, url) if key and found is None else None
    return articles.get(archive, link.article_id) if link and link.article_id else found
