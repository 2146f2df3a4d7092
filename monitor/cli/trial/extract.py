"""`monitor try extract`: what the extractor makes of pages that are files."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from monitor import catalogue
from monitor.cli import output
from monitor.cli.command_context import Given
from monitor.cli.entry import PARTLY, stop
from monitor.cli.trial import lines
from monitor.errors import NotFoundError
from monitor.extract import read_article
from monitor.model import Outlet, Page, Refusal
from monitor.reading import urls

_UNKNOWN = "https://unknown.invalid/an-article"  # where a page came from, when nobody says


@click.command()
@click.argument("file", type=lines.Given, required=False)
@click.option("--url", help="The address that the page came from")
@click.option("--outlet", "outlet_id", metavar="ID", help="Use this outlet's selectors")
@click.option("--manifest", type=lines.Given, help="JSON lines {id, file, url}: a page each")
@click.option("--root", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder of the files")
@click.pass_obj
def extract(
    given: Given, *, file: str | None, url: str | None, outlet_id: str | None, manifest: str | None, root: Path | None
) -> None:
    """Read an article page, or the pages of a manifest; one JSON object a page.

    A page that is not an article gives its reason as "refused", a file that cannot be read gives "error".
    """
    if bool(file) == bool(manifest):
        raise click.UsageError("give a FILE, or --manifest")
    outlet = _outlet(given, outlet_id) if outlet_id else None
    if file:
        try:
            output.json_line(_read(lines.content(file), url, outlet))
        except ValueError as error:
            raise click.ClickException(str(error)) from None
        return
    failed = 0
    for line in lines.read(str(manifest)):
        failed += not _print_reading(line, root or Path(str(manifest)).parent, outlet)
    if failed:
        stop(PARTLY)


def _print_reading(line: lines.Line, root: Path, outlet: Outlet | None) -> bool:
    """Print what the page of a line of the manifest says; False for an error."""
    result: dict[str, Any] = {"id": line.id}
    file = line.text("file")
    if line.error or file is None:
        result["error"] = line.error or f"line {line.number} names no file"
    else:
        try:
            result |= _read(lines.content(root / file), line.text("url"), outlet)
        except ValueError as error:
            result["error"] = str(error)
    output.json_line(result)
    return "error" not in result


def _read(body: bytes, url: str | None, outlet: Outlet | None) -> dict[str, Any]:
    address = url if url and urls.is_web(url) else _UNKNOWN
    page = Page(url=address, body=body, content_type="text/html")
    read = read_article(page, outlet or _some_outlet(address), now=datetime.now(UTC))
    if isinstance(read, Refusal):
        return {"url": url, "refused": read.reason.value, "detail": read.detail}
    return {"url": url or read.canonical_url, **lines.printable(read)}


def _outlet(given: Given, outlet_id: str) -> Outlet:
    shipped = catalogue.load()
    own: dict[str, Outlet] = {}
    if given.config or given.env.get("MONITOR_CONFIG") or Path("monitor.toml").is_file():
        own = {outlet.id: outlet for outlet in given.loaded().outlets}
    found = own.get(outlet_id) or shipped.get(outlet_id)
    if found is None:
        raise NotFoundError(f"there is no outlet {outlet_id!r}", hint="`monitor outlet list` shows them")
    return found


def _some_outlet(url: str) -> Outlet:
    """An outlet of which nothing is known but where it is."""
    name = urls.host(url)
    return Outlet(id="trial", name=name, home=f"https://{name}/")
