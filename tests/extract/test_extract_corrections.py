"""Single blocks that a reading keeps wrongly are dropped; the article's own paragraphs are not asked."""

import pytest
from lxml import html

from monitor.extract import forest
from monitor.extract.body import correction_features, corrections, kept_runs
from monitor.extract.layout.visible import VisiblePage, prepared

TITLE = "Heat 2 starts shooting"
TEXT = [
    f"Michael Mann told a packed hall that the cameras will roll in the spring, with a cast of {n}." for n in range(9)
]
FIELD = "Your nickname (optional)"
SIZES = dict.fromkeys(range(10), 100)
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
    assert corrections.right([3, 4, 5, 6], {4: 0.49, 5: 0.5}, SIZES) == [3, 5, 6]
    assert corrections.right([3, 4], {3: 0.1, 4: 0.2}, SIZES) == [3, 4]


def test_a_text_of_which_hardly_any_would_be_left_stays_as_it_was() -> None:
    """A short paragraph among a page's furniture: without it the page had no text, and were no article."""
    sizes = {3: 150, 4: 120, 5: 90}
    assert corrections.right([3, 4, 5], {4: 0.1, 5: 0.1}, sizes) == [3, 4, 5]
    assert corrections.right([3, 4, 5], {4: 0.1, 5: 0.1}, sizes | {3: 200}) == [3]
    assert corrections.right([3, 5], {5: 0.1}, {3: 100, 5: 90}) == [3]  # it was as short before


def test_what_was_left_out_is_added_where_it_is_likely_right_and_within_the_text() -> None:
    """From six tenths on; what would stand before the first or after the last block that stays is none of it."""
    chances = {2: 0.9, 4: 0.6, 6: 0.59, 7: 0.9, 8: 0.2, 9: 0.9}
    assert corrections.right([3, 5, 8], chances, SIZES) == [3, 4, 5]
    assert corrections.right([3, 5, 8], chances, SIZES | {4: 201}) == [3, 5]  # more than what is kept


def test_a_section_that_a_name_ruled_out_by_mistake_is_read() -> None:
    """Its paragraphs are made as those around it, and stand among them."""
    parts = {"part": TEXT[:3], "part image": TEXT[3:6], "part last": TEXT[6:]}
    inner = {name: "".join(f"<p>{text}</p>" for text in texts) for name, texts in parts.items()}
    sections = "".join(
        f'<section class="{name}"><div class="rich">{some}</div></section>' for name, some in inner.items()
    )
    visible = prepared(html.document_fromstring(f"<body><article><h1>{TITLE}</h1>{sections}</article></body>"), TITLE)
    places = [place for place, block in enumerate(visible.blocks.blocks) if block.tag == "p"]
    left_out = [place for place in places if visible.away[visible.blocks.blocks[place].node]]

    assert [visible.blocks.blocks[place].text for place in left_out] == TEXT[3:6]
    assert corrections.corrected(visible, [place for place in places if place not in left_out]) == places


def test_the_articles_own_paragraphs_are_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is anything of a text that is longer than any that was learnt from, or that is empty."""
    visible, places = _page()
    asked = [place for place, _ in correction_features.of_blocks(correction_features.summed(visible, places))]

    assert [visible.blocks.blocks[place].text for place in asked] == ["Have your say on this story", FIELD]
    assert corrections.corrected(visible, []) == []
    monkeypatch.setattr(forest, "load", None)  # nothing is asked of a text that is made one way, without a gap
    assert corrections.corrected(visible, places[: len(TEXT)]) == places[: len(TEXT)]
    monkeypatch.setattr(corrections, "_MOST_BLOCKS", 5)
    assert corrections.corrected(visible, places) == places


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("30. November 2026, 04:46 Uhr", False),
        ("By Walter Pruitt, Tribune staff November 29, 2026 at 11:38 pm PT", False),
        ("On November 29, 2026, at noon, the trucks left the lot by the river.", True),
    ],
)
def test_a_line_with_the_date_is_never_added(line: str, *, asked: bool) -> None:
    """It stands between a standfirst and the text, where all that was left out is asked."""
    body = "".join(f"<p>{text}</p>" for text in (TEXT[0], line, *TEXT[1:]))
    visible = prepared(html.document_fromstring(f"<body><article><h1>{TITLE}</h1>{body}</article></body>"), TITLE)
    places = [place for place, block in enumerate(visible.blocks.blocks) if block.text in TEXT]
    kept = correction_features.summed(visible, places)

    assert kept.is_asked(places[0] + 1) == asked


def test_the_weights_were_learnt_for_these_numbers() -> None:
    """The forest's numbers are those that the code computes, in the same order; what was left out teaches, too."""
    learnt = forest.load(corrections.WEIGHTS)
    visible, places = _page()
    kept = correction_features.summed(visible, places[:-1])
    asked, taught = (dict(correction_features.of_blocks(kept, teaching=teaching)) for teaching in (False, True))
    left_out = dict(correction_features.of_blocks(correction_features.summed(visible, places[1:]), teaching=True))

    assert learnt.features == correction_features.NAMES
    assert set(asked) < set(taught) == set(places[:-1])
    assert places[0] in left_out
    assert {len(row) for row in taught.values()} == {len(correction_features.NAMES)}
    assert all(node[0] < len(learnt.features) for tree in learnt.trees for node in tree)
    assert corrections.WEIGHTS.stat().st_size < 100_000


def test_the_longest_run_of_what_is_kept_is_the_text() -> None:
    """A form far below is a run of its own, behind a gap."""
    gap = "".join(f"<p><a href=/{n}>Another story of this day, number {n}, in a line</a></p>" for n in range(9))
    markup = (
        f"<body>{''.join(f'<p>{text}</p>' for text in TEXT)}{gap}<div>Since 2019 at 10:30</div><div>Write to us</div>"
    )
    visible = prepared(html.document_fromstring(markup), None)
    places = [*range(len(TEXT)), len(visible.blocks.blocks) - 1]
    rows = kept_runs.of_blocks(visible, places, [places[0], places[-1]])
    first, last = (dict(zip(kept_runs.NAMES, rows[place], strict=True)) for place in (places[0], places[-1]))

    assert (first["in_longest"], first["gap"], first["from_longest"], first["kept_right"], first["dated_before"]) == (
        1.0,
        0.0,
        0.0,
        1.0,
        0.0,
    )
    assert last["in_longest"] == last["kept_left"] == last["kept_near"] == 0.0
    assert last["gap"] == last["from_longest"] > 5.0
    assert last["dated_before"] == 1.0
    assert first["run_share"] > 0.9
    assert 0 < last["run_share"] < 0.1
