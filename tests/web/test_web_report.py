"""`/report`: the report of a period on a page and as files, and what a person says and adds there."""

import io
import json
import re
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from web_made import CONFIG, browsing, filled, token

WATCHES = f"{CONFIG}tags = ['slate']\n[[watch]]\nname = 'Mann'\nquery = '\"Michael Mann\"'\ntags = ['slate']\n"
PERIOD = "watch=heat-2&since=2026-11-22&until=2026-11-23&against1=mann"


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two watches with a tag over a story of three outlets, one of which has a hostile headline."""
    titles = ("Heat 2 is next for Mann", '=1+1<img src=x onerror="alert(1)">', "Heat 2 is on")
    return filled(tmp_path_factory.mktemp("report"), titles=titles, text=WATCHES)


def test_it_is_chosen_shown_and_taken_away(paths: Path) -> None:
    """The form names watches and tags; the page, CSV and JSON have the same clips; each file is of its kind."""
    with browsing(paths) as browser:
        form = browser.get("/report").text
        page = browser.get(f"/report?{PERIOD}")
        rows = browser.get(f"/report.json?{PERIOD}").json()["rows"]
        files = {
            form: browser.get(f"/report?{PERIOD}&form={form}&title=../../%0d%0aSet-Cookie:x")
            for form in ("html", "xlsx", "md", "json", "pdf")
        }

        assert set(re.findall(r'<option value="([^"]+)"', form)) == {"heat-2", "mann", "@slate"}
        assert page.text.count("data-item") == len(rows) == 3
        assert "<img" not in page.text
        assert "Share of voice" in page.text
        assert {one.status_code for one in files.values()} == {200}
        assert "set-cookie:x" not in str([one.headers for one in files.values()]).lower().replace(" ", "")
        for name, one in files.items():
            if name != "html":
                shape = rf'attachment; filename="coverage-[a-z0-9-]+-\d{{4}}-\d\d-\d\d\.{name}"'
                assert re.fullmatch(shape, one.headers["content-disposition"]), name
        assert "sandbox" in files["html"].headers["content-security-policy"]
        assert "<img" not in files["html"].text
        assert files["pdf"].content.startswith(b"%PDF")
        assert json.loads(files["json"].text)["figures"]["coverage"] == 3
        assert CalamineWorkbook.from_filelike(io.BytesIO(files["xlsx"].content)).sheet_names[0] == "Summary"
        assert "all of slate" in browser.get("/report?watch=@slate&since=2026-11-22").text


@pytest.mark.parametrize(
    "query",
    [
        "watch=none",
        "watch=@none",
        "watch=heat-2&since=yesterday",
        "watch=heat-2&since=0001-01-01",
        "watch=heat-2&since=2026-11-24&until=2026-11-01",
    ],
)
def test_what_cannot_be_is_a_page_that_says_why(paths: Path, query: str) -> None:
    """An unknown watch, a day that is none, a period that ends before it begins."""
    with browsing(paths) as browser:
        answer = browser.get(f"/report?{query}")

    assert 400 <= answer.status_code < 500
    assert "<h1" in answer.text


def test_stars_notes_and_additions_are_made_on_it(paths: Path) -> None:
    """Each says who did it, and is taken back; a form without a token, or with half of it, changes nothing."""
    here = f"/report?{PERIOD}"
    with browsing(paths) as browser:
        key = token(browser, here)

        def send(act: str, **fields: object) -> int:
            sent = {"token": key, "act": act, **fields}
            return browser.post(here, data=sent, headers={"origin": "http://localhost:8642"}).status_code

        def clips() -> list[dict]:
            return browser.get(f"/report.json?{PERIOD}").json()["rows"]

        assert send("star", article=1) == send("note", article=1, text="<b>lead</b>") == 303
        assert send("star", article=77) == 404
        assert send("note", article=1, text=" ") == send("add", title="x") == 400
        assert send("add", title="In print", outlet="Sight & Sound", date="2026-11-23", medium="print") == 303
        found = {row["title"]: row for row in clips()}
        assert (found["Heat 2 is next for Mann"]["starred_by"], found["Heat 2 is next for Mann"]["notes"]) == (
            ["desk"],
            ["<b>lead</b>"],
        )
        assert (found["In print"]["added_by"], found["In print"]["medium"]) == ("desk", "print")
        assert "&lt;b&gt;lead&lt;/b&gt;" in browser.get(here).text
        assert browser.post(here, data={"act": "unstar", "article": 1}).status_code == 403
        assert send("unstar", article=1) == send("unnote", note=1) == send("remove", added=1) == 303
        assert [(row["starred_by"], row["notes"], row["added_by"]) for row in clips()] == [([], [], None)] * 3
