"""All forms of a report, by the name that people give them."""

from collections.abc import Callable
from enum import StrEnum

from monitor.clips.clip import ClipReport


class ReportForm(StrEnum):
    """A form; its value is the ending of a file."""

    HTML = "html"
    XLSX = "xlsx"
    MARKDOWN = "md"
    PDF = "pdf"
    JSON = "json"

    @property
    def is_text(self) -> bool:
        """Whether a terminal can show it."""
        return self not in {ReportForm.XLSX, ReportForm.PDF}

    @property
    def media_type(self) -> str:
        """As HTTP says it."""
        return _MEDIA_TYPES[self]


_MEDIA_TYPES = {
    ReportForm.HTML: "text/html; charset=utf-8",
    ReportForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ReportForm.MARKDOWN: "text/markdown; charset=utf-8",
    ReportForm.PDF: "application/pdf",
    ReportForm.JSON: "application/json",
}


def made(report: ClipReport, form: ReportForm) -> bytes:
    """The report in a form, as the bytes of a file.

    Raises:
        UserError: a PDF is wanted, and what makes it is not installed.
    """
    return _MAKERS[form](report)


# What only one form needs is imported for it: a page needs no workbook.
def _html(report: ClipReport) -> bytes:
    from monitor.clips import report_page  # noqa: PLC0415

    return _encoded(report_page.html(report))


def _pdf(report: ClipReport) -> bytes:
    from monitor.clips import pdf, report_page  # noqa: PLC0415

    return pdf.pdf(_encoded(report_page.html(report)).decode())


def _xlsx(report: ClipReport) -> bytes:
    from monitor.clips import workbook  # noqa: PLC0415

    return workbook.xlsx(report)


def _markdown(report: ClipReport) -> bytes:
    from monitor.clips import markdown_report  # noqa: PLC0415

    return _encoded(markdown_report.text(report))


def _json(report: ClipReport) -> bytes:
    from monitor.clips import report_json  # noqa: PLC0415

    return _encoded(report_json.text(report))


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")  # a lone surrogate is no text


_MAKERS: dict[ReportForm, Callable[[ClipReport], bytes]] = {
    ReportForm.HTML: _html,
    ReportForm.XLSX: _xlsx,
    ReportForm.MARKDOWN: _markdown,
    ReportForm.PDF: _pdf,
    ReportForm.JSON: _json,
}


def file_name(report: ClipReport, form: ReportForm) -> str:
    """`coverage-heat-2-2026-11-23.pdf`: of letters, digits and `-` alone, whatever the title is."""
    from monitor.digest.message import plain  # noqa: PLC0415 - as above

    return f"coverage-{plain(report.title)}-{report.period.end.astimezone(report.period.zone):%Y-%m-%d}.{form.value}"
