import csv
import io
import json

import pytest
from store_made import DAY, HEAT, HIT, HOUR, NOW, new

from monitor.errors import NotFoundError
from monitor.model import Origin
from monitor.store import articles, hits, watches
from monitor.store.archive import Archive
from monitor.store.queries import export


@pytest.fixture
def filled(archive: Archive) -> Archive:
    """Two hits a day apart, the second of Collider."""
    watches.sync(archive, [HEAT], NOW)
    for number, outlet in ((1, "joblo"), (2, "collider")):
        stored = articles.add(archive, new(number, outlet=outlet))
        hits.add(archive, HIT, stored, None, Origin.LIVE, NOW + number * DAY)
    return archive


def written(archive: Archive, name: str, form: str, **narrowed: object) -> str:
    """An export as text."""
    out = io.StringIO(newline="")
    export.write(export.rows(archive, name, **narrowed), out, form)  # type: ignore[arg-type]
    return out.getvalue()


@pytest.mark.parametrize("name", export.SETS)
def test_forms_agree(filled: Archive, name: str) -> None:
    """Each set says the same as CSV, as JSON and as JSON lines."""
    as_json = json.loads(written(filled, name, "json"))
    as_lines = [json.loads(line) for line in written(filled, name, "ndjson").splitlines()]
    as_csv = list(csv.DictReader(io.StringIO(written(filled, name, "csv"), newline="")))

    assert as_lines == as_json
    assert as_csv == [{key: "" if value is None else str(value) for key, value in row.items()} for row in as_json]


def test_narrowed(filled: Archive) -> None:
    """An export is narrowed by time, watch, outlet and number."""
    by_time = export.rows(filled, "hits", since=NOW + DAY + HOUR)
    by_outlet = export.rows(filled, "hits", outlet="joblo")

    assert [row["hit_id"] for row in by_time] == [2]
    assert [row["hit_id"] for row in by_outlet] == [1]
    assert [row["hit_id"] for row in export.rows(filled, "hits", watch="heat-2", limit=1)] == [1]
    assert list(export.rows(filled, "hits", watch="none")) == []


@pytest.mark.parametrize(
    "title",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", '=HYPERLINK("http://evil.example")'],
)
def test_no_formulas(archive: Archive, title: str) -> None:
    """No cell of a CSV begins as a formula does; JSON keeps the text as it is."""
    articles.add(archive, new(1, title=title))
    (row,) = csv.DictReader(io.StringIO(written(archive, "articles", "csv"), newline=""))

    assert row["title"] == f"'{title}"
    assert json.loads(written(archive, "articles", "json"))[0]["title"] == title


def test_harmless_text(archive: Archive) -> None:
    """Text that is no formula is not touched, however it looks."""
    title = 'Heat 2, "the" sequel = more; 1-2; ünïcode'
    articles.add(archive, new(1, title=title))
    (row,) = csv.DictReader(io.StringIO(written(archive, "articles", "csv"), newline=""))

    assert row["title"] == title


def test_nothing(archive: Archive) -> None:
    """An export of nothing is valid in each form."""
    assert written(archive, "hits", "csv") == ""
    assert written(archive, "hits", "json") == "[]\n"
    assert written(archive, "hits", "ndjson") == ""


def test_json_has_a_line_for_each_row(filled: Archive) -> None:
    """Line tools see the rows: one a line, the brackets on lines of their own."""
    opening, *rows, closing = written(filled, "hits", "json").splitlines()

    assert (opening, len(rows), closing) == ("[", 2, "]")


def test_unknown(archive: Archive) -> None:
    """A set or form that is not there is an error that names those that are."""
    with pytest.raises(NotFoundError, match="there are: hits, articles"):
        export.rows(archive, "hosts")
    with pytest.raises(NotFoundError, match="there are: csv, json, ndjson"):
        export.write([], io.StringIO(), "xml")


def test_nothing_is_an_empty_list(archive: Archive) -> None:
    """Without rows JSON is an empty list on one line, and the other forms are empty."""
    assert [written(archive, "hits", form) for form in export.FORMATS] == ["", "[]\n", ""]


def test_a_list_ends_on_a_line_of_its_own(filled: Archive) -> None:
    """One row a line between brackets on lines of their own, as people read and `diff` compares it."""
    lines = written(filled, "hits", "json").splitlines()

    assert (lines[0], lines[-1]) == ("[", "]")
    assert len(lines) == len(json.loads("".join(lines))) + 2
