"""What is printed: inert text, plain JSON, local times for people."""

import json
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from monitor.views import readable


@given(st.text())
def test_no_text_commands_a_terminal(text: str) -> None:
    """Escape sequences, bidirectional controls and line breaks in a cell are made inert."""
    shown = readable.visible(text)

    assert shown.isprintable() or shown == ""
    assert len(shown) == len(text)


@given(st.dictionaries(st.text(), st.text() | st.lists(st.integers()), max_size=4))
def test_any_row_is_json(row: dict[str, object]) -> None:
    """Whatever the archive holds, a JSON reader reads it: lone surrogates too."""
    json.loads(json.dumps(readable.plain(row), ensure_ascii=False).encode("utf-8"))


def test_half_a_character_is_replaced() -> None:
    """A lone surrogate cannot be written as UTF-8, so it does not come out."""
    json.dumps(readable.plain({"a": "x\ud800", "b": ["\udfff"]}), ensure_ascii=False).encode("utf-8")


def test_times_in_json_are_utc() -> None:
    """ISO 8601 with a Z."""
    at = datetime.fromisoformat("2026-01-31T08:00:00-08:00")

    assert readable.plain({"at": at}) == {"at": "2026-01-31T16:00:00Z"}
    assert readable.plain([at.astimezone(UTC)]) == ["2026-01-31T16:00:00Z"]


def test_markup_of_the_table_library_is_text() -> None:
    """Brackets in a headline are brackets."""
    assert readable.visible("[/foo] [bold]x[/bold] :smile:") == "[/foo] [bold]x[/bold] :smile:"


def test_tables_in_a_list_are_their_values() -> None:
    """As `feed https://…`, not as a program writes them; what is not there says nothing."""
    sources = [
        {"kind": "feed", "url": "https://a.example/"},
        {"kind": "section", "url": "https://b.example/", "css": None},
    ]

    assert readable.visible(sources) == "feed https://a.example/, section https://b.example/"
