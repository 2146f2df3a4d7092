"""`monitor outlet sample`: one page of an outlet, what is read of it, and both kept; `check` reads them again."""

import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from monitor.cli import output
from monitor.cli.outlet import sample_files
from monitor.cli.outlet.sample_files import Difference, Result, Sample
from monitor.cli.trial import lines
from monitor.config import Config
from monitor.errors import MonitorError, UserError
from monitor.model import Outlet, Page, Policy, Reading, Refusal
from monitor.phrasing import count
from monitor.views import readable

SAME = "sample: as accepted"
_SHOWN = 3  # paragraphs at either end of the text


def examine(outlet: Outlet, url: str, page: Page, folder: Path, *, yes: bool, as_json: bool) -> None:
    """Tell what the page gives, and how that differs from what was accepted; keep both where that is wanted."""
    now = datetime.now(UTC)
    result, reading = sample_files.read(page, outlet, url, now)
    path = sample_files.path_of(folder, outlet.id, url)
    before = _before(path, yes=yes)
    changed = sample_files.differences(before.result, result) if before else []
    if not as_json:
        _show(result, reading)
        if before:
            _tell(changed)
    can_ask = not as_json and sys.stdin.isatty() and sys.stdout.isatty()
    kept = yes or (can_ask and _is_wanted(path, before, changed))
    if kept:
        sample_files.keep(path, Sample(outlet=outlet.id, url=url, page=page, read_at=now, result=result))
    if as_json:
        output.json_line(_as_json(outlet, url, result, reading, changed) | {"kept": str(path) if kept else None})
    if kept or not before or changed:
        output.say(f"kept as {path}" if kept else "not kept" if can_ask else "not kept: --yes keeps it")


def again(folder: Path, names: Sequence[str], known: Callable[[str], Outlet]) -> list[dict[str, Any]]:
    """A row for each sample that is read as accepted, and one for each field of the others that is not."""
    rows: list[dict[str, Any]] = []
    for path in sample_files.paths(folder, names):
        found = {"outlet": path.parent.name, "url": str(path)}
        try:
            kept = sample_files.load(path)
            found["url"] = kept.url
            result, _ = sample_files.read(kept.page, known(kept.outlet), kept.url, kept.read_at)
        except MonitorError as error:
            rows.append({**found, "finding": f"sample: {error.message}"})
            continue
        rows += [
            {**found, "finding": f"sample: {each}", "field": each.field, "accepted": each.accepted, "now": each.now}
            for each in sample_files.differences(kept.result, result)
        ] or [{**found, "finding": SAME}]
    return rows


def page_of(outlet: Outlet, url: str, config: Config | None, file: str | None) -> Page:
    """The page from a file, else from its outlet: if it may be asked for.

    Raises:
        UserError: it may not, or the file cannot be read.
        CrawlError: no page came.
    """
    if file:
        try:
            return Page(url=url, body=lines.content(file), content_type="text/html", requested_url=url)
        except ValueError as error:
            raise UserError(str(error)) from None
    why = outlet.disabled or ("it is read by its listings alone" if outlet.policy is Policy.FEED else None)
    if why:
        raise UserError(f"pages of {outlet.name} are not fetched: {why}", hint="--file reads a page that you saved")
    from monitor.cli.outlet import probing  # noqa: PLC0415 - Scrapy only where it crawls

    output.say(f"asking {url} …")
    return probing.page(outlet, url, config)


def _before(path: Path, *, yes: bool) -> Sample | None:
    """What was accepted of this address; a sample that is damaged may be written over."""
    try:
        return sample_files.load(path) if path.exists() else None
    except MonitorError:
        if yes:
            return None
        raise


def _is_wanted(path: Path, before: Sample | None, changed: list[Difference]) -> bool:
    """Whether a person says that it is to be kept; nobody is asked about what is kept already."""
    if before and not changed:
        return False
    question = f"Accept this in the place of {path}?" if before else f"Is this right? Keep it as {path}?"
    return click.confirm(question, err=True)


def _show(result: Result, reading: Reading) -> None:
    """The fields for a person; of the text its ends."""
    for name, value in result.items():
        if name == "body":
            _show_text(value)
        elif name != "short" and value not in (None, [], False):
            output.line(f"{name:<11} {readable.visible(value)}")
    if isinstance(reading.result, Refusal):
        output.line(f"{'detail':<11} {readable.visible(reading.result.detail)}")
    for short in reading.shortfalls:
        by = f"the rule's {short.part} ({short.css})" if short.css else "the page"
        output.line(f"{'short':<11} {by} gave {short.gave}; the general reading, {short.instead}, is used")


def _show_text(paragraphs: list[str]) -> None:
    size = sum(map(len, paragraphs))
    output.line(f"{'body':<11} {count(len(paragraphs), 'paragraph')}, {count(size, 'character')}")
    skipped = len(paragraphs) - 2 * _SHOWN
    ends = [*paragraphs[:_SHOWN], f"… {skipped} more …", *paragraphs[-_SHOWN:]] if skipped > 0 else paragraphs
    for paragraph in ends:
        output.line(f"{'':<11} {readable.visible(paragraph)}")


def _tell(changed: list[Difference]) -> None:
    output.line("")
    for difference in changed:
        output.line(f"{'differs':<11} {readable.visible(str(difference))}")
    if not changed:
        output.line("as it was accepted")


def _as_json(outlet: Outlet, url: str, result: Result, reading: Reading, changed: list[Difference]) -> dict[str, Any]:
    shortfalls = [
        {"part": short.part, "css": short.css, "gave": short.gave, "instead": short.instead}
        for short in reading.shortfalls
    ]
    differ = [{"field": each.field, "accepted": each.accepted, "now": each.now} for each in changed]
    return {"outlet": outlet.id, "url": url, "result": result, "shortfalls": shortfalls, "differences": differ}
