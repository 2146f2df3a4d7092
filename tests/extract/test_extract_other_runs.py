"""Whole runs that a reading keeps, and that are none of the text, are dropped; where none is surely the text, none."""

import pytest
from lxml import html

from monitor.extract import forest
from monitor.extract.body import boilerplate, other_runs, run_features
from monitor.extract.layout.visible import VisiblePage, prepared

TITLE = "Heat 2 starts shooting"
TEXT = [
    f"Michael Mann told a packed hall that the cameras will roll in the spring, with a cast of {n}." for n in range(9)
]
LINKS = "".join(f"<li><a href=/{n}>Another story of this day, number {n}</a></li>" for n in range(9))
BOXES = [
    "The market is the place to meet buyers and agents of pictures; join today, and see what you can sell.",
    "Our photographer of the week is known for her portraits of cats, and lives in a van by the sea.",
]
MARKUP = (
    f"<body><div class=post><h1>{TITLE}</h1>{''.join(f'<p>{text}</p>' for text in TEXT)}</div><ul>{LINKS}</ul>"
    f"<ul>{''.join(f'<li class=box><h3>Sponsor</h3><div>{text}</div></li>' for text in BOXES)}</ul></body>"
)


def _page() -> tuple[VisiblePage, list[int], list[int]]:
    """A page with boxes far below its text, and the places of the one and of the others."""
    visible = prepared(html.document_fromstring(MARKUP), TITLE)
    texts = [block.text for block in visible.blocks.blocks]
    return visible, [texts.index(text) for text in TEXT], [texts.index(text) for text in BOXES]


def test_boxes_far_below_the_text_are_dropped_though_each_is_a_paragraph() -> None:
    """What parts them from the text are links of another list."""
    visible, own, boxes = _page()

    assert run_features.separated(visible, [*own, *boxes]) == [own, boxes]
    assert other_runs.without(visible, [*own, *boxes]) == own


def test_only_where_one_run_is_surely_the_text_others_are_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor where hardly any text were left; what is not separated is not asked."""
    visible, own, boxes = _page()
    runs = [own, boxes]

    assert other_runs.right(visible, runs, [0.9, 0.29]) == own
    assert other_runs.right(visible, runs, [0.9, 0.3]) == [*own, *boxes]
    assert other_runs.right(visible, runs, [0.89, 0.1]) == [*own, *boxes]
    assert other_runs.right(visible, runs, [0.1, 0.9]) == [*own, *boxes]  # the second is too short for a text
    monkeypatch.setattr(forest, "load", None)
    assert other_runs.without(visible, own) == own
    assert other_runs.without(visible, []) == []
    monkeypatch.setattr(other_runs, "_MOST", 1)
    assert other_runs.without(visible, [*own, *boxes]) == [*own, *boxes]


def test_the_weights_were_learnt_for_these_numbers() -> None:
    """The forest's numbers are those that the code computes, in the same order."""
    visible, own, boxes = _page()
    learnt = forest.load(other_runs.WEIGHTS)
    rows = [dict(zip(run_features.NAMES, row, strict=True)) for row in run_features.of_runs(visible, [own, boxes])]

    assert learnt.features == run_features.NAMES
    assert all(node[0] < len(learnt.features) for tree in learnt.trees for node in tree)
    assert other_runs.WEIGHTS.stat().st_size < 60_000
    assert [row["side"] for row in rows] == [0.0, 1.0]
    assert [row["like_main"] for row in rows] == [1.0, 0.0]
    assert [row["in_list"] for row in rows] == [0.0, 1.0]
    assert rows[1]["gap_links"] > 0.8


@pytest.mark.parametrize(
    ("text", "is_notice"),
    [
        ("未经授权禁止转载、摘编、复制及建立镜像，违者将依法追究法律责任。", True),
        ("(內容由新浪北京提供。未經授權，不得轉載。)", True),
        ("本サイトに掲載の記事・写真の無断転載を禁じます。", True),
        ("凡注明为其他媒体来源的信息，转载并不代表本网赞同其观点。", True),
        ("法院认定，该平台未经许可播放了这部电影，须赔偿制片方五十万元。", False),
        ("本片未经剪辑的版本将于下月在戛纳放映，导演将出席。", False),
    ],
)
def test_who_may_reprint_a_text_is_none_of_it(text: str, *, is_notice: bool) -> None:
    """A notice of the house in scripts without spaces; news of a work shown without permission is news."""
    assert boilerplate.is_pitch(text) == is_notice
