"""What the demo prints: the news as it happens, the digest, what was found and what not, and where it all lies."""

import os
import shutil
import sys
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from monitor.cli.demo import setting
from monitor.cli.demo.findings import WatchFindings
from monitor.cli.demo.stage import Performance
from monitor.newsstand import Press
from monitor.story import Story
from monitor.views.readable import visible

_WIDTH = 110  # columns where there is no terminal to ask
_STYLES = {
    "story.opened": "bold green",
    "story.updated": "green",
    "incident.opened": "yellow",
    "warning": "bold red",
}


class Program:
    """The printed page."""

    def __init__(self) -> None:
        width = None if sys.stdout.isatty() else _WIDTH
        self._console = Console(file=sys.stdout, width=width, markup=False, highlight=False, emoji=False)

    def opening(self, press: Press, folder: Path) -> None:
        """Say what is about to happen."""
        self._console.print(
            Text.assemble(
                ("The newsstand", "bold"),
                f": {len(press.outlets)} invented outlets with {len(press.articles)} pages on this machine. "
                f"The daemon works in {folder}/.",
            )
        )

    def news(self, kind: str, text: str) -> None:
        """One line, as it happens."""
        line = Text.assemble(
            (f"{datetime.now().astimezone():%H:%M:%S}  ", "dim"), (f"{kind:<16}", _STYLES.get(kind, "cyan"))
        )
        line.append(visible(text))
        self._print_line(line)

    def curtain(self, report: Performance) -> None:
        """Everything that was found, and where it lies."""
        self._console.print()
        if report.digest:
            self._console.print(
                Panel(Text(visible(report.digest.strip(), keep_lines=True)), title="The digest, as it came by mail")
            )
        for found in report.findings.watches:
            self._watch(found)
        self._rest(report)
        self._places(report)

    def verdict(self, report: Performance, seconds: float) -> None:
        """The last word."""
        self._console.print()
        if not report.missing:
            self._console.print(Text(f"Everything expected was seen, in {seconds:.0f} seconds.", style="bold green"))
            return
        self._console.print(Text(f"After {seconds:.0f} seconds this was expected and not seen:", style="bold red"))
        for line in report.missing:
            self._console.print(Text(f"  - {visible(line)}"))

    def _watch(self, found: WatchFindings) -> None:
        watch = found.watch
        self._heading(f"Watch “{watch.name}”", f"{watch.query}")
        if watch.masks:
            self._console.print(Text(f"  except {', '.join(watch.masks)}", style="dim"))
        for story in found.stories:
            self._story(story, found)
        if found.misses:
            self._console.print(Text("\n  Rightly not found", style="bold"))
        for miss in found.misses:
            self._hung("  · ", Text.assemble(visible(miss.title), (f"  {miss.outlet}", "dim")))
            self._hung("      ", Text(miss.why, style="italic"))
            for line in miss.evidence[:2]:
                self._hung("      ", Text(visible(line), style="dim"))

    def _story(self, story: Story, found: WatchFindings) -> None:
        hits = {hit.report.article_id: hit for hit in found.hits}
        first = story.first_reported_by_name or "an outlet unknown"
        self._console.print()
        self._hung("  ", Text(visible(story.title), style="bold"))
        self._hung("  ", Text(f"story {story.id}, first reported by {first}"))
        width = max(len(report.outlet_name) for report in story.reports)
        for place, report in enumerate(story.reports, start=1):
            hit = hits.get(report.article_id)
            notes = ["duplicate"] if report.copy_of else []
            notes += ["not a hit"] if hit is None else ["there before"] if hit.origin != "live" else []
            line = Text(f"  {place:>3}  ")
            line.append(f"{report.reported.at.astimezone():%H:%M}  ", style="dim")
            line.append(f"{visible(report.outlet_name):<{width}}  {visible(report.title)}")
            line.append(f"  ({', '.join(notes)})" if notes else "", style="dim")
            self._print_line(line)

    def _rest(self, report: Performance) -> None:
        findings = report.findings
        self._heading("Revisions, refusals, incidents")
        for outlet, before, after in findings.revised:
            self._hung("  ", Text(f"{outlet} changed a headline: “{visible(before)}” → “{visible(after)}”"))
        for refusal in findings.refused:
            where = f"  {refusal.outlet}: {visible(refusal.detail)}"
            self._hung(f"  {refusal.reason:<18}", Text.assemble(visible(refusal.title), (where, "dim")))
        for row in findings.incidents:
            self._hung(f"  {row.kind:<18}", Text(visible(row.detail)), style="yellow")
        self._hung("  ", Text(_manners(report), style="dim"))

    def _places(self, report: Performance) -> None:
        folder = Path(os.path.relpath(report.folder))
        self._heading("Where it all lies")
        rows = (
            (setting.ARCHIVE, "the archive: one SQLite file"),
            ("mails/", f"{report.mails} mails as they came (.eml)"),
            ("webhooks/", f"{report.hooks} webhooks with their headers (.json)"),
            ("digest.txt", "the digest above"),
            ("monitor.toml", "the configuration: outlets, watches, channels"),
            ("daemon.log", "what the daemon logged"),
            ("requests.jsonl", "what the press was asked for"),
        )
        for name, what in rows:
            self._console.print(Text.assemble(f"  {folder / name}", (f"  {what}", "dim")), soft_wrap=True)
        self._heading("Look into it")
        for command in commands(folder, report):
            self._console.print(Text(f"  {command}"), soft_wrap=True)

    def _hung(self, before: str, text: Text, *, style: str = "") -> None:
        """A text after something short; where it is too long, it goes on under its own beginning."""
        for line in text.wrap(self._console, self._console.width - len(before)):
            self._console.print(Text.assemble((before, style), line))
            before = " " * len(before)

    def _print_line(self, line: Text) -> None:
        """One line: what does not fit is cut."""
        self._console.print(line, no_wrap=True, overflow="ellipsis")

    def _heading(self, title: str, rest: str = "") -> None:
        self._console.print()
        self._console.print(Text.assemble((title, "bold cyan"), f"  {rest}" if rest else ""))


def _manners(report: Performance) -> str:
    """How the daemon behaved at the press, in a sentence."""
    visits = report.stand.visits
    agent, unchanged = visits[-1].user_agent if visits else "", sum(visit.status == 304 for visit in visits)
    return (
        f"{len(visits)} requests as {visible(agent)}, {unchanged} of them answered “not modified”; "
        f"under /private/: {sum(visit.target.startswith('/private/') for visit in visits)}; "
        f"at most {max((visit.in_flight for visit in visits), default=0)} at once to one outlet"
    )


def commands(folder: Path, report: Performance) -> list[str]:
    """A listing of the monitor, and three commands of sqlite-utils that show the archive."""
    tool, monitor = _typed("sqlite-utils"), _typed("monitor")
    story = next((story.id for found in report.findings.watches for story in found.stories), 1)
    timeline = f"select outlet, title from story_timeline where story_id={story} order by place"  # noqa: S608 - printed
    archive = folder / setting.ARCHIVE
    return [
        f"{monitor} --config {folder / 'monitor.toml'} hits",
        f"{tool} rows {archive} latest_hits \\\n    -c watch -c title --limit 5 -t",
        f'{tool} {archive} -t \\\n    "{timeline}"',
        f"{tool} search {archive} articles lighthouse \\\n    -c title -c url -t",
    ]


def _typed(program: str) -> str:
    """How a program is reached from here: by its name, or in the environment of this one."""
    return program if shutil.which(program) else os.path.relpath(Path(sys.executable).parent / program)
