"""Single blocks that a reading keeps wrongly are dropped; the article's own paragraphs are not asked."""

import pytest
from lxml import html

from monitor.extract import forest
from monitor.extract.body import correction_features, corrections
from monitor.extract.layout.visible import VisiblePage, prepared

TITLE = "Heat 2 starts shooting"
TEXT = [
    f"Michael Mann told a packed hall that the cameras will roll in the spring, with a cast of {n}." for n in range(9)
]
FIELD = "Your nickname (optional)"
MARKUP = (
    f"<table><tr><td><h1>{TITLE}</h1>{''.join(f'<p>{text}</p>' for text in TEXT)}</td></tr></table>"
    f"<table><tr><td><form><div><div>Have your say on this story</div><div>{FIELD}</div></div></form></td></tr></table>"
)


def _page() -> tuple[VisiblePage, list[int]]:
    """An old page laid out in tables, and the places of all that stands under its headline."""
    visible = prepared(html.document_fromstring(f"<html><body>{MARKUP}</body></html>"), TITLE)
    return visible, list(range(visible.headline + 1, len(visible.blocks.blocks)))


def test_the_field_of_a_form_is_dropped_though_no_name_speaks_against_it() -> None:
    """It is made otherwise than the text, and far from it."""
    visible, places = _page()

    right = [visible.blocks.blocks[place].text for place in corrections.corrected(visible, places)]

    assert right[: len(TEXT)] == TEXT
    assert FIELD in [visible.blocks.blocks[place].text for place in places]
    assert FIELD not in right


def test_what_is_likely_right_or_was_not_asked_stays_and_something_always_does() -> None:
    """Below one half a block is dropped; a text of which nothing would be left is left whole."""
    assert corrections.right([3, 4, 5, 6], {4: 0.49, 5: 0.5}) == [3, 5, 6]
    assert corrections.right([3, 4], {3: 0.1, 4: 0.2}) == [3, 4]


def test_the_articles_own_paragraphs_are_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is anything of a text that is longer than any that was learnt from, or that is empty."""
    visible, places = _page()
    asked = [place for place, _ in correction_features.of_blocks(correction_features.summed(visible, places))]

    assert [visible.blocks.blocks[place].text for place in asked] == ["Have your say on this story", FIELD]
    assert corrections.corrected(visible, []) == []
    monkeypatch.setattr(corrections, "_MOST_BLOCKS", 5)
    assert corrections.corrected(visible, places) == places


def test_the_weights_were_learnt_for_these_numbers() -> None:
    """The forest's numbers are those that the code computes, in the same order; what was left out teaches, too."""
    learnt = forest.load(corrections.WEIGHTS)
    visible, places = _page()
    kept = correction_features.summed(visible, places[:-1])
    asked, taught = (dict(correction_features.of_blocks(kept, left_out=left_out)) for left_out in (False, True))

    assert learnt.features == correction_features.NAMES
    assert set(asked) < set(taught) | {places[-1]}
    assert {len(row) for row in taught.values()} == {len(correction_features.NAMES)}
    assert all(node[0] < len(learnt.features) for tree in learnt.trees for node in tree)
    assert corrections.WEIGHTS.stat().st_size < 100_000
