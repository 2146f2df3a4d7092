"""The reference page, the shipped examples, and the completeness of the operators' definitions."""

from pathlib import Path

import pytest

from monitor import config
from monitor.match import check_watch
from monitor.match.query import nodes, query_reference
from monitor.match.query.lexer import FIELD_NAMES
from monitor.match.query.options import OPTIONS
from monitor.model import Watch

DOCS = Path(__file__).parents[2] / "docs"
EXAMPLES = config.load_watches(DOCS / "examples" / "watches.toml")


def test_page_is_generated() -> None:
    """The page is what the definitions say; `python -m monitor.match.query.query_reference` prints it."""
    assert (DOCS / "reference" / "query-language.md").read_text("utf-8") == query_reference.page()


def test_every_option_of_a_watch_is_described() -> None:
    """The options on the page are those of the configuration."""
    described = {option.name for option in OPTIONS} | {"name", "query", "should_match", "should_not_match"}
    keys = {"masks": "except", "scope": "in", "languages": "lang"}
    known = {keys.get(name, name) for name in Watch.__dataclass_fields__} - {"id", "alert", "to"}
    known -= {
        "kind",
        "ids",
        "paused",
        "max_age",
        "expect",
        "tags",
        "embargo",
        "calendar",
    }  # they decide nothing of what is found

    assert described == known
    assert set(FIELD_NAMES) == {*nodes.FIELDS, *nodes.ABOUT_FIELDS}


@pytest.mark.parametrize("one", EXAMPLES, ids=lambda one: one.id)
def test_shipped_watches_are_right(one: Watch) -> None:
    """Each shipped watch finds its lines, does not find the others, and raises no warning."""
    assert one.should_match
    assert one.should_not_match
    assert check_watch(one).lines == []
