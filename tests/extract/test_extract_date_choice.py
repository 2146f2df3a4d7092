"""When a page was published of whose dates the rules believe none: which day is weighed and taken, and how sure."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from monitor.extract import article, forest
from monitor.extract.dating import date_candidates, date_choice, publication
from monitor.extract.dating.publication import Dates
from monitor.model import Outlet, Page, PageRule
from monitor.reading import html

NOW = datetime(2026, 11, 29, tzinfo=UTC)
TEXT = "".join(
    f"<p>The harbour authority said after {count} nights that the ships would wait until the fog had lifted and "
    "the pilots were back on board.</p>"
    for count in ("two", "three", "four", "five", "six")
)
OUTLET = Outlet(id="p", name="Port Dispatch", home="https://www.portdispatch.example/")


def dates(
    markup: str, outlet: Outlet = OUTLET, url: str = "https://www.portdispatch.example/fog"
) -> tuple[Dates, Dates]:
    """What the rules say of a page's dates, and what is said after the choice."""
    root = html.tree(f"<html lang=en><title>Fog holds ships</title><body><h1>Fog holds ships in the bay</h1>{markup}")
    assert root is not None
    page = Page(url=url, body=b"")
    read = article.look(root, page, outlet, None, NOW)
    return read.when, date_choice.read(read.when, read.declared, read.visible, NOW)


def test_a_day_that_no_rule_believes_is_weighed() -> None:
    """A date in a footer without a paragraph, which the walk passes over, is the publication: it is sure enough."""
    footer = "<div class=footer><span class=info>Published 12 August 2025 11:15</span> <a href=/a>Share</a></div>"

    before, after = dates(f"{TEXT}{footer}")

    assert before.published is None
    assert after.published == datetime(2025, 8, 12, 11, 15, tzinfo=UTC)
    assert after.confidence is not None
    assert date_choice.LEAST <= after.confidence < 1


def test_a_page_that_writes_no_day_of_its_own_has_none() -> None:
    """The year of a copyright and the day of an event in the text are no publication."""
    _, after = dates(f"{TEXT}<p>The bay was closed in 1987, too.</p><footer>© 2019 Port Dispatch</footer>")

    assert after == Dates()


@pytest.mark.parametrize(
    ("head", "sure"),
    [
        ("<meta property=article:published_time content=2026-03-04T10:00:00Z>", publication.DECLARED),
        ("<p>Published 4 March 2026</p>", publication.SHOWN),
    ],
)
def test_what_the_rules_believe_stays(head: str, sure: float) -> None:
    """A day that is declared or shown by the headline is not weighed; a declared one is surer."""
    before, after = dates(f"{head}{TEXT}<footer>12 August 2025</footer>")

    assert after is before
    assert after.published is not None
    assert (after.published.month, after.confidence) == (3, sure)


def test_a_day_that_an_outlets_rule_gives_is_of_unknown_sureness() -> None:
    """What an outlet's own selector gives was weighed against nothing."""
    ruled = replace(OUTLET, rules=(PageRule(date="footer"),))

    assert dates(f"{TEXT}<footer>12 August 2025</footer>", ruled)[0].confidence is None


def test_the_model_is_of_these_features() -> None:
    """The shipped forest was learnt from the features that the product computes, in their order."""
    assert forest.load(date_choice.MODEL).features == date_candidates.FEATURES


@pytest.mark.parametrize(("declared", "kept"), [("2026-03-04T10:00:00Z", True), ("2024-03-04T10:00:00Z", False)])
def test_a_declared_update_is_kept_with_the_day_that_is_chosen(declared: str, *, kept: bool) -> None:
    """It was dropped before the day was known; one before that day is none."""
    head = f"<meta property=article:modified_time content={declared}>"
    footer = "<div class=footer><span class=info>Published 12 August 2025 11:15</span> <a href=/a>Share</a></div>"

    _, after = dates(f"{head}{TEXT}{footer}")

    assert after.published == datetime(2025, 8, 12, 11, 15, tzinfo=UTC)
    assert after.updated == (datetime.fromisoformat(declared) if kept else None)


@pytest.mark.parametrize(("month", "day"), [("2025/08", "2025-08-12"), ("2025/07", None)])
def test_a_day_of_the_month_in_the_address_is_the_publication(
    month: str, day: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Blogs have it there; a day of it need not be sure, and no other is believed for it."""
    monkeypatch.setattr(date_choice, "LEAST", 1.1)
    days = "<footer>11 March 2024</footer><footer>12 August 2025</footer><footer>1 August 2026</footer>"

    before, after = dates(f"{TEXT}{days}", url=f"https://www.example.org/{month}/the-title.html")

    assert before.published is None
    assert (after.published.date().isoformat() if after.published else None) == day


def test_an_update_of_no_known_day_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no day is sure enough the page has neither."""
    monkeypatch.setattr(date_choice, "LEAST", 1.1)
    before, after = dates(f"<meta property=article:modified_time content=2026-03-04T10:00:00Z>{TEXT}")

    assert before.updated is not None
    assert after == Dates()
