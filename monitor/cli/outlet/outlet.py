"""`monitor outlet`: which outlets there are, following them, and finding where a new one lists its articles."""

from dataclasses import asdict
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from monitor import catalogue, phrasing
from monitor.cli import output
from monitor.cli.changing import written
from monitor.cli.columns import Column
from monitor.cli.command_context import Given
from monitor.cli.entry import FAILED, Noun, stop
from monitor.cli.outlet import known
from monitor.cli.outlet.opml import opml
from monitor.cli.outlet.outlet_changes import move, pause, remove, rename, resume
from monitor.cli.outlet.outlet_check import check, samples
from monitor.cli.outlet.outlet_show import show
from monitor.cli.output import Listing, listing
from monitor.config import Config, toml_edit
from monitor.errors import NotFoundError, UserError
from monitor.model import LinkState, Outlet, Source, SourceKind
from monitor.reading import urls
from monitor.store import links
from monitor.text import slug

_BEST = {SourceKind.FEED: 2, SourceKind.SITEMAP: 1, SourceKind.WORDPRESS: 1, SourceKind.SECTION: 1}  # how many to take

_COLUMNS = (
    Column("id"),
    Column("name", minimum=16, link="home"),
    Column("followed"),
    Column("sources", priority=2, numeric=True),
    Column("policy", priority=4),
    Column("tags", priority=3, minimum=16),
    Column("remark", priority=1, minimum=20, wraps=True),
)
_PROBED = (
    Column("kind"),
    Column("listed", numeric=True),
    Column("newest_at", title="newest"),
    Column("verdict", minimum=24, wraps=True),
)


@click.group(cls=Noun)
def outlet() -> None:
    """Outlets: list, show, add, probe, sample, check, reopen, remove, pause, resume, rename, move."""


@outlet.command("list")
@click.option("--followed", is_flag=True, help="Only those that the configuration follows")
@click.option("--tag", help="Only those with this tag")
@click.option("--opml", "as_opml", is_flag=True, help="The feeds of those that are followed, for other feed readers")
@listing(limit=1000)
@click.pass_obj
def list_outlets(given: Given, *, followed: bool, tag: str | None, as_opml: bool, wanted: Listing) -> None:
    """The shipped outlets and your own, and which are followed.

    With --opml, those that are followed as OPML 2.0 on standard output; `monitor import` takes it too.
    """
    config = known.configuration(given)
    mine = known.own(config)
    every = {**catalogue.load(), **mine}
    chosen = [
        one
        for one in sorted(every.values(), key=lambda one: one.id)
        if (one.id in mine or not (followed or as_opml)) and (tag is None or tag.removeprefix("@") in one.tags)
    ]
    if as_opml:
        click.echo("\n".join(opml(chosen[: wanted.limit], datetime.now(UTC))))
    else:
        output.show([_row(one, followed=one.id in mine) for one in chosen], _COLUMNS, wanted)


@outlet.command()
@click.argument("names", nargs=-1, required=True)
@click.option("--name", help="What to call a new outlet")
@click.option("--id", "own_id", help="The id of a new outlet  [default: made from its host]")
@click.pass_obj
def add(given: Given, *, names: tuple[str, ...], name: str | None, own_id: str | None) -> None:
    """Follow shipped outlets, or a new one.

    Shipped ones are named by id or @tag, a new one by the address of its front page: it is probed first, and the
    sources that answer well are written as an [[outlet]].
    """
    path = given.path()
    shipped = [one for one in names if not urls.is_web(one)]
    homes = [one for one in names if urls.is_web(one)]
    if own_id and len(homes) != 1:
        raise click.UsageError("--id is for one new outlet, which is named by its address")
    if shipped:
        toml_edit.follow(path, shipped)
        written(given, f"follows {', '.join(shipped)}")
    for home in homes:
        config = given.loaded()
        entry = _new(home, own_id or _free_id(home, config), name, config)
        toml_edit.append(path, "outlet", entry)
        written(given, f"follows {entry['id']}, {phrasing.count(len(entry['sources']), 'source')}")


@outlet.command()
@click.argument("what", metavar="ID|URL")
@listing(limit=100)
@click.pass_obj
def probe(given: Given, *, what: str, wanted: Listing) -> None:
    """Ask where an outlet lists its articles.

    Its known and spare sources are asked, and the usual addresses of feeds and sitemaps. It sends one request at
    a time and obeys robots.txt, so it takes a while. Ends with 1 if none of them could be reached.
    """
    from monitor.cli.outlet import probing  # noqa: PLC0415 - Scrapy only where it crawls

    config = known.configuration(given)
    asked, sources_known = _subject(what, config)
    sources = {source.url: source for source in (*sources_known, *probing.guess(asked, config))}
    output.say(f"asking {phrasing.count(len(sources), 'address', 'addresses')} of {asked.name} …")
    found = probing.ask(asked, list(sources.values()), config)
    now = probing.now()
    found.sort(key=lambda one: (one.verdict(now) != "good", -one.listed))
    why = probing.unreached(found)
    if why is None or wanted.as_json or wanted.as_csv:
        output.show((one.row(now) for one in found), _PROBED, wanted, below="url")
    if why is not None:
        output.say(f"{why}: none of its {len(found)} addresses was read")
        stop(FAILED)


@outlet.command()
@click.argument("name", metavar="ID")
@click.argument("url")
@click.option(
    "--file", type=click.Path(exists=True, dir_okay=False, allow_dash=True), help="The page as saved, instead of asking"
)
@click.option("--yes", is_flag=True, help="Keep it without asking, in the place of an earlier one too")
@click.option("--json", "as_json", is_flag=True, help="One JSON object")
@samples
@click.pass_obj
def sample(  # noqa: PLR0913 - options
    given: Given, *, name: str, url: str, file: str | None, yes: bool, as_json: bool, folder: Path | None
) -> None:
    """Read one page of an outlet, show what comes out, and keep both if you accept it.

    The page is fetched as a crawl fetches it. On a terminal it asks whether what was read is right; what was
    accepted before is compared field by field first. `monitor outlet check` reads the kept pages again.
    """
    from monitor.cli.outlet import sample as sampling  # noqa: PLC0415 - parsers only where pages are read

    if not urls.is_web(url):
        raise click.UsageError(f"{url!r} is not a web address")
    config = known.configuration(given)
    chosen = known.outlet(name, config)
    page = sampling.page_of(chosen, url, config, file)
    sampling.examine(chosen, url, page, known.samples(folder, config), yes=yes, as_json=as_json)


@outlet.command()
@click.argument("addresses", metavar="URL...", nargs=-1, required=True)
@click.pass_obj
def reopen(given: Given, *, addresses: tuple[str, ...]) -> None:
    """Have pages read again that were refused, quarantined or given up.

    Each is read at the next crawl of its outlet, as if it had just been listed; `monitor crawl` reads it now, a running
    daemon when the outlet is due. A page that hangs the parser once more is quarantined once more. Pages that became
    articles are left as they are.
    """
    with given.archive(read_only=False) as archive:
        found = {address: links.find(archive, address) for address in addresses}
        missing = [address for address, link in found.items() if link is None or link.state is LinkState.STORED]
        if missing:
            raise NotFoundError(
                f"nothing to read again at {', '.join(missing)}: no page was changed",
                hint="`monitor explain URL` says what became of a page",
            )
        with archive.transaction():
            for address in addresses:
                links.reopen(archive, address)
    count = len(set(addresses))
    output.say(f"{count} {'page is' if count == 1 else 'pages are'} read at the next crawl")


for change in (check, show, remove, pause, resume, rename, move):
    outlet.add_command(change)


def _row(one: Outlet, *, followed: bool) -> dict[str, Any]:
    entry = catalogue.entries().get(one.id)
    return {
        "id": one.id,
        "name": one.name,
        "home": one.home,
        "tags": list(one.tags),
        "language": one.language,
        "owner": one.owner,
        "tier": one.tier,
        "kind": one.kind.value,
        "policy": one.policy.value,
        "sources": len(one.sources),
        "source_list": [asdict(source) for source in one.sources],
        "followed": followed,
        "shipped": entry is not None,
        "paused": one.paused,
        "remark": f"off: {one.disabled}" if one.disabled else "paused in monitor.toml" if one.paused else "",
        "notes": one.notes,
    }


def _free_id(home: str, config: Config) -> str:
    """The id that the host makes.

    Raises:
        UserError: another outlet has it; the hint proposes one that is free.
    """
    host = urls.host(home).removeprefix("www.")
    named = host if host.replace(".", "").isdecimal() else host.rsplit(".", 1)[0]
    wanted = slug(named) or "outlet"
    taken = {**catalogue.load(), **known.own(config)}
    if wanted not in taken:
        return wanted
    words = slug(f"{wanted} {urlsplit(home).path}")[:80]
    free = next(one for one in chain([words], (f"{wanted}-{number}" for number in count(2))) if one not in taken)
    raise UserError(
        f"the id {wanted} is taken, by {taken[wanted].name} ({taken[wanted].home}): nothing was written",
        hint=f"`monitor outlet add {home} --id {free}` adds another one"
        + ("" if wanted in known.own(config) else f"; `monitor outlet add {wanted}` follows that one"),
    )


def _new(home: str, outlet_id: str, name: str | None, config: Config) -> dict[str, Any]:
    from monitor.cli.outlet import probing  # noqa: PLC0415 - Scrapy only where it crawls

    asked = Outlet(id=outlet_id, name=name or urls.host(home).removeprefix("www."), home=home)
    now = probing.now()
    found = probing.ask(asked, probing.guess(asked, config), config)
    if why := probing.unreached(found):
        output.say(f"{why}: nothing was added")
        stop(FAILED)
    good = [one.source for one in found if one.verdict(now) == "good"]
    taken: list[Source] = []
    for kind, most in _BEST.items():
        if kind is not SourceKind.SECTION or not taken:
            taken += [source for source in good if source.kind is kind][:most]
    if not taken:
        output.say(f"no address of {home} lists articles: `monitor outlet probe {home}` shows what they answered")
        stop(FAILED)
    sources = [{"kind": source.kind.value, "url": source.url} for source in taken]
    return {"id": outlet_id, "name": asked.name, "home": home, "sources": sources}


def _subject(what: str, config: Config | None) -> tuple[Outlet, tuple[Source, ...]]:
    """The outlet to probe, and the sources that are known of it, read or spare."""
    if urls.is_web(what):
        return Outlet(id="probe", name=urls.host(what), home=what), ()
    one = known.outlet(what, config)
    return one, (*one.sources, *catalogue.spare(what))
