"""What this stage is told of stories: the reports of one event, and where watches hit them. Values only."""

from dataclasses import dataclass
from datetime import datetime

from monitor.model import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One article of a story. `copy_of` names the article that it repeats; a copy confirms nothing."""

    article_id: int
    url: str
    outlet: str
    outlet_name: str
    title: str
    found_at: datetime
    published_at: datetime | None = None
    authors: tuple[str, ...] = ()
    copy_of: int | None = None

    @property
    def reported_at(self) -> datetime:
        """When it was published, as far as that can be believed: never after it was found."""
        if self.published_at is None or self.published_at > self.found_at:
            return self.found_at
        return self.published_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Articles on one event, in order of report. `first_reported_by` is an outlet's id."""

    id: int
    title: str
    first_reported_by: str | None
    opened_at: datetime
    reports: tuple[Report, ...]

    @property
    def voices(self) -> tuple[str, ...]:
        """The outlets that reported it themselves, first one first; those that only copied are left out."""
        return tuple(dict.fromkeys(report.outlet for report in self.reports if report.copy_of is None))

    def outlet_name(self, outlet: str | None) -> str | None:
        """The name of an outlet of this story; its id where no report tells the name."""
        return next((report.outlet_name for report in self.reports if report.outlet == outlet), outlet)

    def report(self, article_id: int) -> Report | None:
        """The report that is this article."""
        return next((report for report in self.reports if report.article_id == article_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryHit:
    """A watch found in a report. `snippet_marks` are (start, end) offsets in `snippet`."""

    watch: str
    story: int
    report: Report
    field: str
    snippet: str
    snippet_marks: tuple[tuple[int, int], ...] = ()
    origin: Origin = Origin.LIVE
