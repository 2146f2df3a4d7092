"""The benchmark of extraction deals pages by outlet, lets free licences alone teach, and names unsound truths."""

import importlib
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from monitor.extract.layout.visible import prepared

BENCH = Path(__file__).parents[1] / "bench"
ROW = {"source": "people/one", "file": "a.html", "truth_kind": "human", "kind": "article", "entertainment": False}


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The module that knows the labelled pages."""
    monkeypatch.syspath_prepend(str(BENCH))
    module = importlib.import_module("extract_pages")
    yield module
    sys.modules.pop("extract_pages", None)


def test_pages_of_one_outlet_are_in_one_fold(pages: Any) -> None:
    """Subdomains of a registrable domain are one outlet, and its fold never changes."""
    rows = [ROW | {"url": f"https://{host}/a"} for host in ("www.film.example.com", "news.example.com", "example.com")]

    assert {pages.outlet(row) for row in rows} == {"example.com"}
    assert pages.fold("example.com") == 0
    assert {pages.fold(f"outlet{number}.com") for number in range(40)} == {0, 1, 2, 3, 4}


@pytest.mark.parametrize(
    ("licence", "free"),
    [
        ("MIT", True),
        ("CC-BY-4.0", True),
        ("Apache-2.0 OR MIT", True),
        ("GPL-3.0", False),
        ("seomoz/dragnet_data: AGPL-3.0", False),
        ("L3S-GN1: research use only", False),
        ("CleanEval: none stated", False),
        ("", False),
    ],
)
def test_free_licences_alone_teach(pages: Any, tmp_path: Path, licence: str, *, free: bool) -> None:
    """What is for research only, under a GPL, or without a licence scores and teaches nothing."""
    (tmp_path / "articles").mkdir()
    row = ROW | {"id": "a", "url": "https://one.example/a", "extra": {}}
    (tmp_path / "articles" / "truth.jsonl").write_text(json.dumps(row))
    (tmp_path / "manifest.jsonl").write_text(json.dumps({"file": "a.html", "licence": licence}))

    assert [row["free"] for row in pages.rows(tmp_path, ("articles",))] == [free]


def test_unsound_truths_are_found_by_rule(pages: Any) -> None:
    """The outlet's name at a title's end, and several names in one string, are no sound truths."""
    row = ROW | {"id": "a", "url": "https://www.filmpost.com/a", "authors": ["Kay Fox"]}
    assert pages.is_sound(row | {"title": "Heat 2 - a sequel"}, "title")
    assert not pages.is_sound(row | {"title": "Heat 2 | Film Post"}, "title")
    assert pages.is_sound(row, "authors")
    assert not pages.is_sound(row | {"authors": ["Kay Fox and Jo Hill"]}, "authors")


def test_a_date_that_the_page_does_not_write_is_no_sound_truth(pages: Any) -> None:
    """Nor is the first day of all clocks."""
    row = ROW | {"id": "a", "url": "https://www.filmpost.com/a", "extra": None}
    assert pages.is_sound(row | {"published": "2024-03-05"}, "date")
    assert not pages.is_sound(row | {"published": "1970-01-01T00:00:00+00:00"}, "date")
    assert not pages.is_sound(row | {"published": "2024-03-05", "extra": {"date_not_seen_in_page": True}}, "date")


@pytest.mark.parametrize(
    ("found", "true", "right"),
    [
        ("2022-07-19", "2022-07-18T22:00:00+00:00", 1.0),
        ("2022-07-18", "2022-07-18T22:00:00+00:00", 1.0),
        ("2022-07-20", "2022-07-18T22:00:00+00:00", 0.0),
        ("2022-07-19", "2022-07-18T22:10:00+00:00", 0.0),
        ("2022-07-19", "2022-07-18T09:00:00+00:00", 0.0),
        ("2022-07-19", "2022-07-18T22:00:00+02:00", 0.0),
        ("2022-07-19T08:00:00+00:00", "2022-07-18T22:00:00+00:00", 0.0),
    ],
)
def test_a_midnight_elsewhere_is_a_day(pages: Any, found: str, true: str, right: float) -> None:
    """A truth in UTC may be the day of a page that lost its zone: a bare day is held against both."""
    scores = importlib.import_module("extract_scores")
    row = ROW | {"body": None, "title": None, "authors": [], "published": true, "set": "one"}

    assert dict(scores.measures(row, {"published": found}))["date"] == right
    sys.modules.pop("extract_scores", None)
    assert pages


@pytest.mark.parametrize(
    ("truth", "found", "is_right"),
    [
        ("Jane Doe and John Roe, AP", ["John Roe"], True),
        ("Von Jane Doe", ["Jane Doe"], True),
        ("Dr. Jane Doe", ["Prof. Dr. Jane Doe"], True),
        ("Jane Doe Illustration by Max Roe", ["Jane Doe"], True),
        ("Jane Doe Illustration by Max Roe", ["Max Roe"], False),
        ("Jane Doe, London", ["London"], False),
        ("Jane Doe (Film Post)", ["Jane Doe"], True),
        ("王小明、李大山", ["李大山"], True),
        ("Jane Doe", ["Jane Doe and John Roe"], True),
        ("Jane Doe", ["Jane Roe"], False),
    ],
)
def test_names_are_separated_by_one_rule(
    monkeypatch: pytest.MonkeyPatch, truth: str, found: list[str], *, is_right: bool
) -> None:
    """Truth and answer alike: each name of a string counts, a place or an agency alone does not."""
    monkeypatch.syspath_prepend(str(BENCH))
    measures = importlib.import_module("extract_scores").measures
    row = ROW | {"set": "one", "body": None, "title": None, "published": None, "authors": [truth]}

    assert dict(measures(row, {"authors": found}))["any name"] == is_right


def test_a_form_without_names_has_none_in_how_its_blocks_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it teaches is of old pages, whose elements have none."""
    monkeypatch.syspath_prepend(str(BENCH))
    markup = (
        f"<body><div class=story><h1>Heat 2</h1>{'<p class=lede>Michael Mann returns to Los Angeles.</p>' * 9}</div>"
    )
    page = prepared(html.document_fromstring(markup), "Heat 2")
    forms = importlib.import_module("harder_readings").of_page(page, list(range(1, 10)), None, "one")

    assert {("p", "lede", "story")} < {(made[0], *made[2:]) for made in (one.made for one in page.blocks.blocks)}
    assert any(
        {made[2:] for made in (one.made for one in seen.blocks.blocks)} <= {("", "div"), ("", "body")}
        for seen, _ in forms
    )
