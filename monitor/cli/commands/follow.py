"""`monitor follow` and `monitor unfollow`: articles that are read again and again, and whose pages are kept."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from monitor import atomic_file
from monitor.cli import output
from monitor.cli.columns import Column
from monitor.cli.command_context import Given
from monitor.cli.output import Listing, listing, say
from monitor.cli.path_options import NamedPath
from monitor.cli.stored_article import found_article, stored_article
from monitor.cli.time_options import now
from monitor.errors import NotFoundError, UserError
from monitor.model import Link, Outlet, Policy
from monitor.phrasing import count
from monitor.reading import urls
from monitor.store import links, outlets, page_records, rereadings
from monitor.store.archive import Archive
from monitor.store.file import page_files

_COLUMNS = (
    Column("article_id", title="article", numeric=True),
    Column("followed_at", title="since"),
    Column("revisions", priority=2, numeric=True),
    Column("pages", priority=3, numeric=True),
    Column("next_at", priority=1, title="next look"),
    Column("outlet", priority=4, minimum=12),
    Column("title", minimum=28, wish=44, link="url"),
)
_PAGES = (
    Column("taken_at", title="taken"),
    Column("status", numeric=True),
    Column("bytes", priority=2, numeric=True),
    Column("digest", minimum=20),
    Column("file", priority=1),
)


@click.command()
@click.argument("url", metavar="[URL|ID]", required=False)
@click.option("--warc", type=NamedPath(dir_okay=False), help="Write the pages that are kept to a file")
@click.option("--pages", is_flag=True, help="List the pages that are kept")
@listing(limit=50)
@click.pass_obj
def follow(given: Given, *, url: str | None, warc: Path | None, pages: bool, wanted: Listing) -> None:
    """Follow an article: read it now and then ever more rarely, keep its pages, and be sent each revision.

    Without an address, what is followed. An article that is not in the archive is read first; its outlet must be
    followed, and its pages may be read. Whoever is sent messages is sent each revision that is more than spelling.

    The pages are kept as they came, in WARC files of the folder ARCHIVE.pages, each with the sha256 of its bytes.
    --warc FILE copies those of one article. They are kept for `pages_keep`, and up to `pages_max` MB of all.
    """
    if url is None:
        if warc or pages:
            raise click.UsageError("--warc and --pages are of one article: name it")
        with given.archive() as archive:
            output.show(map(asdict, rereadings.followed(archive, wanted.limit)), _COLUMNS, wanted, below="url")
        return
    if warc or pages:
        with given.archive() as archive:
            _show_pages(archive, stored_article(archive, url).id, warc, wanted)
        return
    followed = {outlet.id: outlet for outlet in given.loaded(need_secrets=False).outlets}
    with given.archive(read_only=False) as archive, archive.transaction():
        name = _follow(archive, url, followed, now())
    say(f"followed; `monitor crawl {name}` reads it now, a running daemon within a minute")


@click.command()
@click.argument("url", metavar="URL|ID")
@click.pass_obj
def unfollow(given: Given, *, url: str) -> None:
    """Follow an article no more. The pages that are kept stay for their time."""
    with given.archive(read_only=False) as archive, archive.transaction():
        stored = found_article(archive, url)
        key = None if url.isdecimal() else urls.canonical(url)
        if not rereadings.unfollow(archive, stored.id if stored else None, key):
            raise NotFoundError(f"{url} is not followed", hint="`monitor follow` lists what is")
    say("followed no more")


def _follow(archive: Archive, url: str, followed: dict[str, Outlet], at: datetime) -> str:
    """Follow an article, or the address of one that is still to be read; its outlet's id."""
    stored = found_article(archive, url)
    outlet = followed.get(stored.article.outlet) if stored else _at_host(followed, url)
    if outlet is None:
        raise NotFoundError(
            f"{stored.article.outlet if stored else urls.host(url) or url} is no outlet that is followed",
            hint="`monitor outlet add URL` follows one",
        )
    if outlet.policy is Policy.FEED:
        raise UserError(
            f'the pages of {outlet.name} are not read (`policy = "feed"`)', hint=f"`monitor outlet show {outlet.id}`"
        )
    if stored is not None:
        rereadings.follow(archive, stored.id, at)
    else:
        key = urls.canonical(url)
        if key is None:
            raise NotFoundError(f"{url} is not a web address that can be read")
        link = Link(url=url, key=key)
        links.ensure(archive, outlet.id, link, at)
        links.reopen(archive, url)
        rereadings.follow_link(archive, key, at)
    outlets.due_at(archive, outlet.id, at)
    return outlet.id


def _at_host(followed: dict[str, Outlet], url: str) -> Outlet | None:
    """The outlet on whose site an address lies."""
    sites = (outlet for outlet in followed.values() if urls.same_site(url, outlet.home))
    return next(sites, None)


def _show_pages(archive: Archive, article_id: int, warc: Path | None, wanted: Listing) -> None:
    kept = page_records.of(archive, article_id)
    if warc is None:
        output.show([_page(archive, one) for one in kept], _PAGES, wanted)
        return
    if not kept:
        raise NotFoundError(f"no page of article {article_id} is kept", hint="`monitor follow URL` begins to keep them")
    parts = page_files.exported(archive.path, (one.place for one in kept))
    atomic_file.write(warc, b"".join(parts), mode=0o600)
    say(f"{warc}: {count(len(kept), 'page')} of article {article_id}")


def _page(archive: Archive, one: page_records.PageRecord) -> dict[str, Any]:
    return asdict(one) | {"folder": str(page_files.folder_of(archive.path))}
