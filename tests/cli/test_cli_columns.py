"""Listings on a terminal: what is shown at which width, and that no text breaks them."""

import sys
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from monitor.cli import output
from monitor.cli.columns import Column, placed, spans, steady
from monitor.cli.output import Listing
from monitor.cli.rendering import Line, Screen, records, table
from monitor.views import readable

COLUMNS = (
    Column("id", numeric=True),
    Column("at"),
    Column("outlet", minimum=12),
    Column("story", priority=1, numeric=True),
    Column("watch", priority=2, minimum=10),
    Column("title", minimum=28, wish=44, link="url"),
)
PIPED = Listing(as_json=False, limit=9, fail_empty=False)
TEXT = st.text(max_size=120).map(lambda text: steady(readable.visible(text)))
ROW = st.fixed_dictionaries({
    "id": st.integers(0, 10**9).map(str), "at": st.sampled_from(["14:05", "21 Sep 14:05", "2020-09-21"]),
    "outlet": TEXT, "story": st.integers(0, 10**6).map(str), "watch": TEXT, "title": TEXT,
})  # fmt: skip
ROWS = st.lists(ROW, min_size=1, max_size=4)


def keys(rows: list[dict[str, str]], width: int) -> list[str]:
    """The columns that are shown."""
    return [one.column.key for one in placed(COLUMNS, rows, width) or ()]


@given(ROWS, st.integers(40, 300))
def test_no_line_is_wider_than_the_terminal(rows: list[dict[str, str]], width: int) -> None:
    """Whatever the texts are: Chinese, emoji, marks without a letter, nothing at all; and ids are whole."""
    lines = list(table(COLUMNS, [Line(row) for row in rows], Screen(width, styled=False, links=False)))

    assert max(map(cell_len, lines)) <= width
    assert len(lines) == len(rows) + 1
    for row, line in zip(rows, lines[1:], strict=True):
        assert line.split()[0] == row["id"]
        assert row["at"] in line


@given(ROWS, st.integers(40, 300))
def test_a_wider_terminal_only_adds_columns(rows: list[dict[str, str]], width: int) -> None:
    """Id, time, outlet and title are there at any width, and what one width shows, a larger one shows too."""
    shown = keys(rows, width)

    assert {"id", "at", "outlet", "title"} <= set(shown)
    assert set(shown) <= set(keys(rows, width + 1))
    assert [key for key in ("id", "at", "outlet", "story", "watch", "title") if key in shown] == shown


@given(ROWS, st.integers(40, 300))
def test_the_title_has_its_room_before_a_name_is_whole(rows: list[dict[str, str]], width: int) -> None:
    """Where an outlet or a watch has more than its minimum, the title has its 44 columns, or is whole."""
    sizes = {one.column.key: one.width for one in placed(COLUMNS, rows, width) or ()}
    assert sizes
    whole = max(cell_len("title"), *(cell_len(row["title"]) for row in rows))

    if sizes["outlet"] > 12 or sizes.get("watch", 0) > 10:
        assert sizes["title"] >= min(44, whole)


@given(ROWS, st.integers(40, 400))
def test_a_luxury_takes_nothing_from_the_others(rows: list[dict[str, str]], width: int) -> None:
    """The snippet comes where every other column is whole, and no earlier."""
    columns = (*COLUMNS, Column("snippet", priority=3, minimum=60, luxury=True))
    texts = [{**row, "snippet": "Michael Mann said that " * 5} for row in rows]
    sizes = {one.column.key: one.width for one in placed(columns, texts, width) or ()}
    whole = {one.column.key: one.width for one in placed(COLUMNS, rows, 9999) or ()}
    assert whole

    assert ("snippet" in sizes) == (sum(whole.values()) + 2 * len(whole) + 60 <= width)
    if "snippet" in sizes:
        assert {key: sizes[key] for key in whole} == whole


@given(ROWS, st.integers(40, 300))
def test_columns_begin_where_their_headings_do(rows: list[dict[str, str]], width: int) -> None:
    """A wide or a right-to-left title shifts nothing: the title is under its heading."""
    layout = placed(COLUMNS, rows, width)
    assert layout
    heading, *lines = table(COLUMNS, [Line({**row, "title": "title"}) for row in rows], Screen(width, False, False))
    column = cell_len(heading[: heading.rindex("title")])

    assert {cell_len(line[: line.rindex("title")]) for line in lines} == {column}


@given(st.text(max_size=300), st.integers(20, 120))
def test_lines_of_a_long_text(text: str, width: int) -> None:
    """Nothing is lost but the blanks between the lines, and only a word of ASCII is wider than its line."""
    text = readable.visible(text)
    lines = spans(text, width)

    assert "".join(text[start:end] for start, end in lines).replace(" ", "") == text.replace(" ", "")
    for start, end in lines:
        assert cell_len(text[start:end]) <= width or text[start:end].strip().isascii()


@given(ROWS)
def test_a_narrow_terminal_has_records(rows: list[dict[str, str]]) -> None:
    """Where the first columns have no room, each row is printed over several lines, whole."""
    lines = list(table(COLUMNS, [Line(row) for row in rows], Screen(12, styled=False, links=False)))

    assert lines == list(records(COLUMNS, rows, Screen(12, styled=False, links=False)))
    assert all(any(line.endswith(row["id"]) for line in lines) for row in rows)


@pytest.mark.parametrize("text", ["\x1b]0;owned\x07", "\x9b31mred", "\x9d0;owned\x9c", "a\rb", "a\x08b"])
@pytest.mark.parametrize(
    "wanted",
    [
        Listing(False, 9, False),
        Listing(True, 9, False),
        Listing(False, 9, False, as_csv=True),
        Listing(False, 9, False, in_full=True),
    ],
)
@pytest.mark.parametrize("terminal", [True, False])
def test_a_title_cannot_command_the_terminal(
    text: str,
    wanted: Listing,
    terminal: bool,  # noqa: FBT001 - a parameter of the test
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In no form, on a terminal or not: neither seven-bit escape sequences nor eight-bit ones come out."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal, raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    output.show(
        [{"id": 1, "title": text, "url": f"https://example.org/{text}"}],
        (Column("id"), Column("title", minimum=9, link="url")),
        wanted,
        below="url",
    )
    shown = capsys.readouterr().out

    assert not set(shown) & {"\x1b", "\x07", "\x08", "\x9b", "\x9c", "\x9d"}


def test_an_address_in_a_link_is_harmless() -> None:
    """It is written in ASCII, so that it cannot end the sequence; one that is too long is no link."""
    columns = (Column("title", link="url"),)
    screen = Screen(80, styled=True, links=True)

    def shown(url: str) -> str:
        return list(table(columns, [Line({"title": "Heat 2"}, {"url": url})], screen))[1]

    assert shown("https://example.org/é\x1b\\\x07x") == (
        "\x1b]8;;https://example.org/%C3%A9%1B%5C%07x\x1b\\Heat 2\x1b]8;;\x1b\\"
    )
    assert shown("https://example.org/" + "a" * 3000) == "Heat 2"


def test_what_follows_hebrew_stays_where_it_is() -> None:
    """A mark of no width ends the right-to-left run: numbers in the next column are not drawn into it."""
    columns = (Column("title", minimum=9), Column("story"))
    rows = [Line({"title": title, "story": "17"}) for title in ("מייקל מאן", "العربية", "Heat 2")]
    lines = list(table(columns, rows, Screen(40, styled=False, links=False)))

    assert ["\N{LEFT-TO-RIGHT MARK}" in line for line in lines] == [False, True, True, False]
    assert {cell_len(line) for line in lines[1:]} == {13}


@pytest.mark.parametrize("text", ["👨\u200d👩\u200d👧", "👍🏽", "\u2764\ufe0f"])
def test_an_emoji_is_as_wide_as_its_parts(text: str) -> None:
    """Terminals disagree on the width of joined, coloured and restyled ones; of the plain parts they do not."""
    shown = steady(text)

    assert cell_len(shown) == sum(cell_len(char) for char in shown)
    assert shown[0] == text[0]


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (datetime(2026, 9, 21, 14, 5), "14:05"),  # noqa: DTZ001 - local, as a person reads it
        (datetime(2026, 9, 20, 23, 59), "20 Sep 23:59"),  # noqa: DTZ001
        (datetime(2026, 12, 31, 8, 0), "31 Dec 08:00"),  # noqa: DTZ001
        (datetime(2020, 9, 21, 14, 5), "2020-09-21"),  # noqa: DTZ001
        (date(2026, 9, 21), "21 Sep"),
        (date(2020, 9, 21), "2020-09-21"),
    ],
)
def test_a_time_is_as_short_as_it_can_be_read(moment: date, shown: str) -> None:
    """Today the hour, this year the day and the hour, before that the date; a day alone has no hour."""
    now = datetime(2026, 9, 21, 16, 0).astimezone()
    local = moment.astimezone() if isinstance(moment, datetime) else moment

    assert readable.short_time(local, now) == shown


def test_a_pipe_gets_whole_values_between_tabs(capsys: pytest.CaptureFixture[str]) -> None:
    """No heading, no padding, nothing cut; times in UTC with a Z, and a tab or a line break in a text is a blank."""
    at = datetime.fromisoformat("2026-09-21T08:00:00-08:00")
    long = "a title\twith a tab,\na line break, " + "and no end " * 30
    output.show([{"id": 7, "at": at, "title": long}], (Column("id"), Column("at"), Column("title", minimum=9)), PIPED)

    number, time, title = capsys.readouterr().out.rstrip("\n").split("\t")
    assert (number, time) == ("7", "2026-09-21T16:00:00Z")
    assert title == long.replace("\t", " ").replace("\n", " ")
