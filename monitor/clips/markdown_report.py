"""The report as Markdown, for wikis, notes and chats. What stands in an article is text, and never a mark."""

from collections.abc import Iterator

from monitor.clips import report_words as words
from monitor.clips.clip import Clip, ClipReport, ClipStory
from monitor.digest.brief_form import link
from monitor.digest.markdown import plain

_LED = 10  # stories that are shown at length
_SILENT = 60  # outlets that are named


def text(report: ClipReport) -> str:
    """The whole report."""
    return "\n".join(_lines(report)).rstrip() + "\n"


def _lines(report: ClipReport) -> Iterator[str]:
    yield f"# {plain(report.title)}: coverage"
    yield from ("", plain(words.period(report.period)), "", plain(words.opening(report)), "")
    yield from (f"- **{number}** {name} ({of})" for number, name, of in words.figures(report))
    yield from _voices(report)
    if report.starred:
        yield from ("", "## Chosen", "")
        for clip in report.starred:
            yield from _item(clip, report)
    if report.led:
        yield from ("", "## What led", "")
        for story in report.led[:_LED]:
            yield from _story(story, report)
    yield from _reviews(report)
    yield from _outlets(report)
    for name, clips in words.groups(report):
        yield from ("", f"## {plain(name)} ({len(clips):,})", "")
        for clip in clips:
            yield from _item(clip, report, quoted=clip.is_own)
    yield from _reach(report)
    yield from ("", "## How it was counted", "")
    yield from (f"- {plain(said)}" for said in words.counted(report))


def _story(story: ClipStory, report: ClipReport) -> Iterator[str]:
    yield f"### {plain(story.title)}"
    facts = [words.reach_of(story), words.first(story, report.period), f"weight {story.weight}"]
    yield from ("", plain(" · ".join(filter(None, facts))), "")
    for clip in story.clips:
        if clip.is_own:
            yield from _item(clip, report, quoted=clip is story.lead)
    yield ""


def _item(clip: Clip, report: ClipReport, *, quoted: bool = True) -> Iterator[str]:
    target = link(clip.url)
    title = f"[{plain(clip.title)}](<{target}>)" if target else plain(clip.title)
    star = "★ " if clip.stars else ""
    tags = "".join(f" · *{plain(tag)}*" for tag in words.tags(clip))
    yield f"- {star}{title}<br>{plain(words.source(clip, report.period))}{tags}"
    if quoted and clip.quote:
        said = "".join(f"**{plain(piece.strip())}**" if found else plain(piece) for piece, found in clip.quote)
        yield from ("", f"  > {said}", "")
    yield from (f"  - Note by {plain(note.by)}: {plain(_one_line(note.text))}" for note in clip.notes)


def _one_line(text_: str) -> str:
    return " ".join(text_.split())


def _voices(report: ClipReport) -> Iterator[str]:
    if not report.voices:
        return
    yield from ("", "## Share of voice", "")
    yield "| Subject | Stories | Share | Articles | Outlets | Points | Weighted |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for one in report.voices:
        name = f"**{plain(one.name)}**" if one.is_subject else plain(one.name)
        yield (
            f"| {name} | {one.stories:,} | {one.share:.1%} | {one.clips:,} | {one.outlets:,} | {one.points:,} | "
            f"{one.weighted:.1%} |"
        )


def _reviews(report: ClipReport) -> Iterator[str]:
    for wave in report.waves:
        yield from ("", "## Reviews", "", plain(words.embargo(wave, report.period)), "")
        for clip in wave.early:
            yield from _item(clip, report, quoted=False)
        for hour, clips in wave.hours:
            names = ", ".join(clip.outlet_name for clip in clips)
            yield f"- {words.hour_after(wave, hour, report.period)}: {len(clips):,} ({plain(names)})"


def _outlets(report: ClipReport) -> Iterator[str]:
    if not report.outlets:
        return
    yield from ("", "## Outlets", "")
    yield "| Outlet | Tier | Own | First | Copies | Release pickups | Round-ups | Paywall |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    for line in report.outlets:
        numbers = (line.own, line.firsts, line.copies, line.pickups, line.round_ups, line.paywalled)
        yield f"| {plain(line.name)} | {line.tier or ''} | {' | '.join(f'{number:,}' for number in numbers)} |"


def _reach(report: ClipReport) -> Iterator[str]:
    reach = report.reach
    yield from ("", "## Not reached", "")
    yield from (f"- Everything: {plain(said)}" for said in reach.overall)
    for one in reach.unread:
        number = f" ({one.clips:,} found all the same)" if one.clips else ""
        yield f"- {plain(one.name)}{number}: {plain('; '.join(one.why))}"
    if reach.silent:
        names = ", ".join(one.name for one in reach.silent[:_SILENT])
        more = f" and {len(reach.silent) - _SILENT:,} more" if len(reach.silent) > _SILENT else ""
        yield from ("", f"Read without trouble, and nothing found: {plain(names)}{more}.")
    if not (reach.overall or reach.unread or reach.silent):
        yield "Every followed outlet was read, and every one had coverage."
