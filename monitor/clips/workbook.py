"""The report as a workbook: five sheets with real dates, links and numbers.

Whatever comes from the web is written as text, never as a formula or a number; the only formulas are those of the
shares, over our own counts.
"""

import io
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from monitor.clips import report_words as words
from monitor.clips.clip import Clip, ClipReport
from monitor.clips.voice import COUNTED, FORMULA
from monitor.digest.brief_form import link
from monitor.phrasing import listing

_CELL = 32_000  # characters: a cell of Excel takes 32,767
_LINKS = 60_000  # a sheet of Excel takes 65,530
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")  # what XML, or Excel, cannot hold
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
}
_COVERAGE = (
    ("Date", 17), ("Outlet", 24), ("Tier", 6), ("Headline", 70), ("Author", 24), ("Counts as", 16), ("Story", 8),
    ("First", 7), ("Paywall", 9), ("Medium", 11), ("Star", 14), ("Notes", 40), ("Quote", 70), ("Watches", 20),
    ("Added by", 14), ("Language", 10), ("Article", 9),
    ("Review", 12),
)  # fmt: skip
_STORIES = (
    ("Story", 8), ("Headline", 70), ("Weight", 8), ("Outlets", 9), ("Tier 1", 8), ("Tier 2", 8), ("Other", 8),
    ("First", 24), ("First at", 17), ("Copies", 8), ("Release pickups", 16), ("Round-ups", 11),
)  # fmt: skip
_VOICE = (
    ("Subject", 36), ("Stories", 10), ("Share", 10), ("Articles", 10), ("Outlets", 10), ("Points", 10), ("Weighted", 10)
)  # fmt: skip
_REACH = (("Outlet", 30), ("Tier", 6), ("What it is", 34), ("Articles read", 14), ("Coverage", 10), ("Why", 90))


def xlsx(report: ClipReport) -> bytes:
    """The bytes of the workbook."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        book.set_properties({"title": _text(f"{report.title}: coverage"), "created": _local(report.made_at, report)})
        styles = _Styles(book, report)
        styles.summary(book.add_worksheet("Summary"))
        styles.coverage(book.add_worksheet("Coverage"))
        styles.stories(book.add_worksheet("Stories"))
        styles.voices(book.add_worksheet("Share of voice"))
        styles.reach(book.add_worksheet("Not reached"))
    return buffer.getvalue()


class _Styles:
    """The sheets, each written with the same formats."""

    def __init__(self, book: Any, report: ClipReport) -> None:
        self.report = report
        self.title: Format = book.add_format({"bold": True, "font_size": 18, "font_name": "Georgia"})
        self.strong: Format = book.add_format({"bold": True, "valign": "top"})
        self.head: Format = book.add_format(
            {"bold": True, "font_color": "#ffffff", "bg_color": "#17191c", "valign": "vcenter", "text_wrap": True}
        )
        self.cell: Format = book.add_format({"valign": "top"})
        self.wrap: Format = book.add_format({"valign": "top", "text_wrap": True})
        self.link: Format = book.add_format({"valign": "top", "text_wrap": True, "font_color": "#1d4ed8"})
        self.number: Format = book.add_format({"valign": "top", "num_format": "#,##0"})
        self.share: Format = book.add_format({"valign": "top", "num_format": "0.0%"})
        self.time: Format = book.add_format({"valign": "top", "num_format": "yyyy-mm-dd hh:mm"})
        self.day: Format = book.add_format({"valign": "top", "num_format": "yyyy-mm-dd"})
        self.links = 0

    def summary(self, sheet: Worksheet) -> None:
        """What the report is of, its numbers, and how it was counted."""
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, 1, 100)
        sheet.hide_gridlines(2)
        sheet.write_string(0, 0, _text(f"{self.report.title}: coverage"), self.title)
        sheet.write_string(1, 0, words.period(self.report.period), self.cell)
        sheet.write_string(2, 0, _text(words.opening(self.report)), self.cell)
        row = 4
        for number, name, of in words.figures(self.report):
            sheet.write_number(row, 0, int(number.replace(",", "")), self.number)
            sheet.write_string(row, 1, f"{name} ({of})", self.cell)
            row += 1
        row += 1
        sheet.write_string(row, 0, "How it was counted", self.strong)
        for said in words.counted(self.report):
            sheet.write_string(row, 1, _text(said), self.wrap)
            row += 1

    def coverage(self, sheet: Worksheet) -> None:
        """Every clip, in order of report."""
        self._headed(sheet, _COVERAGE, len(self.report.clips))
        for row, clip in enumerate(self.report.clips, 1):
            self._dated(sheet, row, 0, clip.at)
            texts = {
                1: clip.outlet_name,
                4: listing(clip.authors, 3),
                5: clip.standing.value,
                7: "first" if clip.is_first else "",
                8: "paywall" if clip.is_paywalled else "",
                9: clip.medium.value,
                10: listing([star.by for star in clip.stars], 3),
                11: "\n".join(f"{note.by}: {note.text}" for note in clip.notes),
                12: clip.quoted,
                13: listing(clip.watches, 3),
                14: clip.added_by or "",
                15: clip.language or "",
                17: "early" if clip.is_early else "review" if clip.is_review else "",
            }
            self._texts(sheet, row, texts)
            self._numbers(sheet, row, {2: clip.tier, 6: clip.story, 16: clip.article_id})
            self._linked(sheet, row, clip)

    def stories(self, sheet: Worksheet) -> None:
        """The stories, those that led first."""
        self._headed(sheet, _STORIES, len(self.report.stories))
        for row, story in enumerate(self.report.stories, 1):
            first, second = (story.outlets_by_tier.get(tier, 0) for tier in (1, 2))
            numbers = {0: story.id, 2: story.weight, 3: story.outlets, 4: first, 5: second}
            numbers[6] = story.outlets - first - second
            numbers |= {9 + place: number for place, number in enumerate(words.repeated(story))}
            self._numbers(sheet, row, numbers)
            self._texts(sheet, row, {1: story.title, 7: story.first_by or ""})
            if story.first_at is not None:
                self._dated(sheet, row, 8, story.first_at)

    def voices(self, sheet: Worksheet) -> None:
        """The shares, as formulas over the counts next to them."""
        voices = self.report.voices
        self._headed(sheet, _VOICE, len(voices))
        last = len(voices) + 1
        for row, one in enumerate(voices, 1):
            self._texts(sheet, row, {0: one.name})
            self._numbers(sheet, row, {1: one.stories, 3: one.clips, 4: one.outlets, 5: one.points})
            for column, letter, share in ((2, "B", one.share), (6, "F", one.weighted)):
                whole = f"SUM({letter}$2:{letter}${last})"
                sheet.write_formula(row, column, f"=IF({whole}=0,0,{letter}{row + 1}/{whole})", self.share, share)
        said = f"{FORMULA}. {COUNTED}" if voices else "Nothing was compared: --against names other watches."
        sheet.write_string(len(voices) + 2, 0, said, self.cell)

    def reach(self, sheet: Worksheet) -> None:
        """The outlets that were not reached, then those that were silent."""
        reach = self.report.reach
        self._headed(sheet, _REACH, len(reach.overall) + len(reach.unread) + len(reach.silent))
        row = 1
        for said in reach.overall:
            self._texts(sheet, row, {0: "Everything", 2: "not reached at times", 5: said})
            row += 1
        for one in reach.unread:
            self._texts(sheet, row, {0: one.name, 2: "may have more than was read", 5: "; ".join(one.why)})
            self._numbers(sheet, row, {1: one.tier, 3: one.read, 4: one.clips})
            row += 1
        for silent in reach.silent:
            self._texts(sheet, row, {0: silent.name, 2: "read, and nothing found"})
            self._numbers(sheet, row, {1: silent.tier, 3: silent.read, 4: 0})
            row += 1

    def _headed(self, sheet: Worksheet, columns: Sequence[tuple[str, int]], rows: int) -> None:
        for column, (name, width) in enumerate(columns):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, name, self.head)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(rows, 1), len(columns) - 1)
        sheet.set_landscape()
        sheet.repeat_rows(0)
        sheet.fit_to_pages(1, 0)

    def _texts(self, sheet: Worksheet, row: int, texts: Mapping[int, str]) -> None:
        for column, said in texts.items():
            if said:
                sheet.write_string(row, column, _text(said), self.wrap)

    def _numbers(self, sheet: Worksheet, row: int, numbers: Mapping[int, int | None]) -> None:
        for column, number in numbers.items():
            if number is not None:
                sheet.write_number(row, column, number, self.number)

    def _dated(self, sheet: Worksheet, row: int, column: int, at: Any) -> None:
        if isinstance(at, datetime):
            sheet.write_datetime(row, column, _local(at, self.report), self.time)
        else:
            sheet.write_datetime(row, column, at, self.day)

    def _linked(self, sheet: Worksheet, row: int, clip: Clip) -> None:
        """The headline, leading to its page: to the web and nowhere else."""
        target = link(clip.url)
        if target and self.links < _LINKS:
            self.links += 1
            if sheet.write_url(row, 3, target, self.link, _text(clip.title)) == 0:
                return
        sheet.write_string(row, 3, _text(clip.title), self.wrap)


def _local(at: datetime, report: ClipReport) -> datetime:
    return at.astimezone(report.period.zone).replace(tzinfo=None, microsecond=0)


def _text(said: str) -> str:
    """A text that a cell can hold."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", said)[:_CELL]
