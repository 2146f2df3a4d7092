"""Whether two lists hold the same articles: only the stretch counts that both cover."""

import pytest

from monitor.discover import overlap

ALL = list("zyxwvutsrqponmlkjihgfedcba")  # newest first


@pytest.mark.parametrize(
    ("before", "now", "is_same"),
    [
        ("nmlkjih", "rqponmlkjihgf", True),  # later by four, and longer
        ("nmlkjih", "rqponmlkj", True),  # later by four, with five in common
        ("nmlkjih", "rqponmlk", False),  # four in common may be chance
        ("nmlkjih", "tsrqpo", False),  # nothing: it moved on, or is another
        ("nmlkjihg", "mkigeca", False),  # every second one: a section
        ("mkigeca", "nmlkjihgfedcba", False),  # everything, where a section was listed
        ("nmlkjih", "nmxlkjih", True),  # one more in between
        ("cba", "cba", True),  # all of a short list
        ("cba", "cb", False),
        ("", "cba", False),
    ],
)
def test_a_list_is_told_from_its_sections_and_from_everything(before: str, now: str, is_same: bool) -> None:  # noqa: FBT001
    """No more and no less than seven in ten of the common stretch, on both sides."""
    assert overlap.is_same_list(before, now) is is_same


def test_what_is_older_than_the_stretch() -> None:
    """Everything after the last common article; all of it where there is none."""
    assert list(overlap.older("dcb", "fedcba")) == ["a"]
    assert list(overlap.older("x", "ba")) == ["b", "a"]
