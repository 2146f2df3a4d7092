"""What `monitor watch test` and `add` say of what a watch finds in the archive: counts, days, outlets, samples."""

from collections.abc import Iterator
from typing import Any

import click

from monitor.cli import output
from monitor.cli.watch import chart
from monitor.match.advice.diff import Change
from monitor.phrasing import count
from monitor.views import readable

_OUTLETS = 10  # named, those with most hits
_COLOURS = {Change.GAINED: "green", Change.LOST: "red"}  # what is kept needs no word


def lines(found: dict[str, Any], *, styled: bool) -> Iterator[str]:
    """The facts, for a person: styled for a terminal, or with stars around the words that were found."""
    since = readable.visible(found["since"])
    which = f" ({count(found['stories'], 'story', 'stories')}, {count(len(found['outlets']), 'outlet')})"
    yield readable.visible(
        f"{found['watch']}: {found['hits']:,} of the {count(found['articles'], 'article')} seen since {since}"
        f"{which if found['hits'] else ''}"
    )
    if found["older_articles"]:
        older = count(found["older_articles"], "older article is", "older articles are")
        yield f"{older} in the archive: --since {found['older_since'].astimezone():%Y-%m-%d} counts them too"
    if found["watch_id"]:
        yield _compared(found["version_in_use"])
    if found["hits"]:
        yield ""
        yield from chart.lines([(row["day"], row["hits"]) for row in found["days"]])
        yield ""
        yield from _by_outlet(found["outlets"])
    for sample in found["samples"]:
        yield ""
        yield from _sample(sample, styled=styled)
    shown, there = len(found["samples"]), found["hits"] + (found["version_in_use"] or {}).get("lost", 0)
    if shown < there:
        yield ""
        yield f"{shown} of {there:,} are shown; --limit shows more"


def _compared(in_use: dict[str, Any] | None) -> str:
    if in_use is None:
        return "not in use yet: the daemon has not loaded this watch"
    since = f"the version in use (since {readable.visible(in_use['since'])})"
    if not in_use["gained"] and not in_use["lost"]:
        return f"{since} finds the same"
    return f"against {since}: {in_use['gained']:,} gained, {in_use['lost']:,} lost, {in_use['kept']:,} kept"


def _by_outlet(rows: list[dict[str, Any]]) -> Iterator[str]:
    shown = [(readable.visible(row["outlet"]), f"{row['hits']:,} of {row['articles']:,}") for row in rows[:_OUTLETS]]
    if more := rows[_OUTLETS:]:
        shown.append((f"{count(len(more), 'outlet')} more", f"{sum(row['hits'] for row in more):,}"))
    wide = max(len(name) for name, _ in shown)
    for name, hits in shown:
        yield f"{name:{wide}}  {hits}"


def _sample(sample: dict[str, Any], *, styled: bool) -> Iterator[str]:
    change = ""
    if colour := _COLOURS.get(sample["change"]):
        change = (click.style(sample["change"], fg=colour) if styled else sample["change"]) + "  "
    at = readable.visible(sample["reported_at"])
    yield f"{change}{at}  {readable.visible(sample['outlet'])}  {readable.visible(sample['title'])}"
    yield f"    {output.marked(sample['snippet'], sample['snippet_marks'], styled=styled)}"
    yield f"    {readable.visible(sample['url'])}"
