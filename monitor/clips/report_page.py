"""The report as one HTML page: it loads nothing, runs nothing, and prints as it looks."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from monitor.clips import report_words
from monitor.clips.clip import ClipReport, ClipStanding
from monitor.digest.brief_form import link

_TEMPLATES = Path(__file__).parent / "templates"
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_LED = 10  # stories that are shown at length


def html(report: ClipReport) -> str:
    """The whole page."""
    days = report_words.by_day(report)
    values: dict[str, Any] = {
        "report": report,
        "period": report.period,
        "led": report.led[:_LED],
        "more_stories": report.led[_LED:],
        "days": days,
        "highest": max((own + other for _, own, other in days), default=0),
        "words": report_words,
        "ClipStanding": ClipStanding,
    }
    return _environment().get_template("report.html").render(values)


def language(of: str | None) -> str:
    """A language as an attribute may say it; empty where it is none."""
    return of if of and _LANGUAGE.fullmatch(of) else ""


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"link": link, "language": language}
    return environment
