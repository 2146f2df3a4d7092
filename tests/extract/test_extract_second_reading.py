"""A text that is doubtful is read again, and the likelier reading is taken; one that is sure is not."""

import itertools
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import html

from monitor.extract import forest, read_article
from monitor.extract.body import block_features, body_text, choice_features, second_reading
from monitor.extract.layout.blocks import Walk
from monitor.extract.layout.visible import Hearing, VisiblePage, prepared, reheard, weighed
from monitor.model import Article, Link, Outlet, Page, Refusal

NOW = datetime(2026, 11, 23, tzinfo=UTC)
OUTLET = Outlet(id="post", name="Post", home="https://post.example/")
SENTENCE = "Michael Mann told a packed hall that the cameras will roll on the film in the spring, with a cast of {}."
TEXT = [SENTENCE.format(number) for number in range(12, 24)]


def _page(inside: str, *, title: str = "Heat 2 starts shooting") -> str:
    menu = "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in ("film", "music", "games", "books"))
    return f"<html><head><title>{title}</title></head><body><ul>{menu}</ul>{inside}</body></html>"


def _body(markup: str) -> second_reading.Body:
    root = html.document_fromstring(markup)
    visible = prepared(root, "Heat 2 starts shooting")
    return second_reading.read(visible, root, described=None, declared=None)


def test_a_plain_article_is_sure_and_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the rules' text is likely right no block is asked."""
    asked: list[object] = []
    monkeypatch.setattr(block_features, "of_blocks", lambda *_: asked.append(1))
    paragraphs = "".join(f"<p>{text}</p>" for text in TEXT)

    body = _body(_page(f"<article><h1>Heat 2 starts shooting</h1>{paragraphs}</article>"))

    assert not asked
    assert body.confidence is not None
    assert body.confidence >= second_reading.SURE
    assert body.text.split("\n\n") == TEXT


def test_a_text_that_no_visible_block_holds_is_not_judged_by_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """The text of JSON-LD, taken where little is shown, has no confidence, and no other reading replaces it."""
    chances = {second_reading.DOUBT: 0.1, second_reading.BLOCKS: 0.9}
    likelier = itertools.count()  # each reading than the one before
    monkeypatch.setattr(second_reading, "chance", lambda weights, _row: chances.get(weights) or next(likelier))
    root = html.document_fromstring(_page("<h1>Heat 2 starts shooting</h1><p>Please log in to read all of it.</p>"))
    whole = "\n\n".join(TEXT)

    body = second_reading.read(prepared(root, "Heat 2 starts shooting"), root, described=None, declared=whole)

    assert body == second_reading.Body(whole, None)


def test_a_text_that_names_rule_out_is_among_the_other_readings() -> None:
    """Where names rule out the text (it stands in a "newsletter"), it is not lost: a reading that hears none has it."""
    paragraphs = "".join(f"<p>{text}</p>" for text in TEXT[:7])
    other = "<li>The paper is printed every day, and brought to you by eight, in each edition of the week.</li>" * 3
    root = html.document_fromstring(
        _page(f"<h1>Heat 2 starts shooting</h1><div class='newsletter'>{paragraphs}</div><ul>{other}</ul>")
    )
    visible = prepared(root, "Heat 2 starts shooting")
    blocks = visible.blocks.blocks
    chances = [0.0] * len(blocks)

    unheard, comments, *_ = second_reading.others(visible, [0], None, chances)

    assert TEXT[0] not in body_text.read(visible, root)
    assert [blocks[place].text for place in unheard][:7] == TEXT[:7]
    assert TEXT[0] not in [blocks[place].text for place in comments]


def test_the_better_reading_is_taken_only_by_a_margin(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reading that is hardly likelier than the rules' does not replace it."""
    paragraphs = "".join(f"<p>{text}</p>" for text in TEXT)
    markup = _page(f"<h1>Heat 2 starts shooting</h1><div>{paragraphs}</div>")
    rules = _body(markup).text

    def judged(gain: float) -> Callable[..., float]:
        chances = iter([0.5, *[0.5 + gain] * 9])
        return lambda weights, _row: (
            0.1 if weights == second_reading.DOUBT else 0.0 if weights == second_reading.BLOCKS else next(chances)
        )

    monkeypatch.setattr(second_reading, "others", lambda *_: iter([[0]]))
    monkeypatch.setattr(second_reading, "chance", judged(second_reading.MARGIN - 0.01))
    assert _body(markup).text == rules
    monkeypatch.setattr(second_reading, "chance", judged(second_reading.MARGIN + 0.01))
    assert _body(markup).text != rules


def test_a_page_heard_once_more_is_weighed_as_if_for_the_first_time() -> None:
    """Another look at a page sees the masses of the walk, whatever came before, and leaves them as they were."""
    root = _with_a_box_and_comments()
    visible = prepared(root, "Heat 2 starts shooting")
    first = _weights(visible)

    looks = [(again.away, again.chosen, _weights(again)) for again in reheard(visible)]

    hearings = (Hearing.NOTHING, Hearing.COMMENTS)
    fresh = [weighed(Walk().read(root), "Heat 2 starts shooting", hearing) for hearing in hearings]
    assert looks == [(one.away, one.chosen, _weights(one)) for one in fresh]
    assert looks[0] != looks[1]
    assert _weights(visible) == first not in [weights for *_, weights in looks]


def test_a_look_that_breaks_off_leaves_the_masses_as_they_were() -> None:
    """Whoever stops after the first of the other looks has the page as it was."""
    visible = prepared(_with_a_box_and_comments(), "Heat 2 starts shooting")
    first = _weights(visible)

    looks = reheard(visible)
    next(looks)
    looks.close()

    assert _weights(visible) == first


def _with_a_box_and_comments() -> html.HtmlElement:
    own = "".join(f"<p>{text}</p>" for text in TEXT[3:])
    box, talk = (f'<div class="{name}"><p>{TEXT[0]}</p></div>' for name in ("related", "comments"))
    return html.document_fromstring(_page(f"<p>{TEXT[2]}</p><h1>Heat 2 starts shooting</h1>{own}{box}{talk}"))


def _weights(visible: VisiblePage) -> list[float]:
    return [holder.mass for holder in (*visible.blocks.blocks, *visible.blocks.nodes)]


def test_what_is_probable_twice_is_taken_once() -> None:
    """A page that holds its text twice, for two kinds of screens, has it once among the probable blocks."""
    paragraphs = "".join(f"<p>{text}</p>" for text in TEXT)
    root = html.document_fromstring(_page(f"<div>{paragraphs}</div><div>{paragraphs}</div>"))
    visible = prepared(root, None)
    *_, probable = second_reading.others(visible, [0], None, [1.0] * len(visible.blocks.blocks))

    assert sorted(visible.blocks.blocks[place].text for place in probable if place >= 4) == TEXT


@pytest.mark.parametrize(
    ("weights", "names"),
    [
        (second_reading.BLOCKS, block_features.NAMES),
        (second_reading.DOUBT, choice_features.NAMES),
        (second_reading.CHOICE, (*choice_features.NAMES, *choice_features.MORE)),
    ],
)
def test_the_weights_were_learnt_for_these_numbers(weights: object, names: tuple[str, ...]) -> None:
    """A forest's numbers are those that the code computes, in the same order, and its trees are whole."""
    path = second_reading.Path(str(weights))
    learnt = forest.load(path)

    assert learnt.features == names
    assert len(learnt.trees) == 60
    assert all(node[0] < len(names) for tree in learnt.trees for node in tree)
    assert len(json.dumps(json.loads(path.read_text()))) < 100_000


def test_numbers_have_the_length_of_their_names() -> None:
    """Each block and each choice has as many numbers as there are names."""
    root = html.document_fromstring(_page("".join(f"<p>{text}</p>" for text in TEXT)))
    visible = prepared(root, None)
    rows = block_features.of_blocks(visible, {4, 5}, "A description of the page")
    sums = choice_features.sums(visible, None, None)

    assert {len(row) for row in rows} == {len(block_features.NAMES)}
    assert len(choice_features.of_choice(sums, visible, [4, 5])) == len(choice_features.NAMES)
    assert len(choice_features.of_probable([3, 4], [1], [0.2, 0.9])) == len(choice_features.MORE)


def test_what_no_tree_asks_for_is_not_looked_for(tmp_path: Path) -> None:
    """Credits are sought for a forest that asks for them, and for those who learn one."""
    visible = prepared(html.document_fromstring(_page("<p>Photo: Jane Doe / Reuters</p>")), None)
    paths = [tmp_path / name for name in ("credit", "mass")]
    for path in paths:
        place = block_features.NAMES.index(path.name)
        tree = [(place, 0.5, 1, 2), (-1, 0.0, 0, 0), (-1, 1.0, 0, 0)]
        path.write_text(json.dumps({"features": block_features.NAMES, "trees": [tree], "base": 0, "scale": [1, 0]}))

    credit = block_features.NAMES.index("credit")
    asking = [block_features.NAMES, *(forest.load(path).asked for path in paths)]
    found = [block_features.of_blocks(visible, set(), None, asked)[-1][credit] for asked in asking]

    assert found == [1.0, 1.0, 0.0]


def test_a_page_that_its_listing_names_as_a_story_is_not_refused_as_a_section() -> None:
    """A listing that calls a page by a headline, as it calls itself, outweighs the doubt of the gate."""
    items = "".join(f"<li>{text}</li>" for text in TEXT[:3])
    pager = "".join(f"<a href='?page={number}'>{number}</a> " for number in range(2, 9))
    title = "The ten films that everybody talks about this week"
    prices = "".join(f"<li><a href='/{number}'>{number}</a> $ {number}</li>" for number in range(8))
    markup = _page(
        f"<h1>{title}</h1><ul>{items}</ul><ul>{prices}</ul>{pager}<a rel='next' href='?page=2'>Next page</a>",
        title=title,
    )
    page = Page(url="https://post.example/shop/list?q=films", body=markup.encode(), content_type="text/html")

    alone = read_article(page, OUTLET, now=NOW)
    named = read_article(page, OUTLET, Link(url=page.url, title=title), now=NOW)

    assert isinstance(alone, Refusal)
    assert isinstance(named, Article)
