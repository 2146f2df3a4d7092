"""What a later article shows of earlier ones: two stories are one event, two groups of copies one text."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from fire import FIRE

from monitor.dedupe import WINDOW, Document, Grouping, StoryIndex
from monitor.dedupe.late import asked_again, stays
from monitor.dedupe.similarity import similarity

MakeDocument = Callable[..., Document]
LATER = datetime(2026, 11, 7, tzinfo=UTC)
WORDS = " ".join(FIRE[number][2] for number in (0, 3, 4)).split()


@pytest.fixture
def docs(make: MakeDocument) -> list[Document]:
    """The articles on the fire, ten minutes apart."""
    return [
        make(title, body, outlet=outlet, hours=number / 6) for number, (outlet, title, body) in enumerate(FIRE, start=1)
    ]


def told(index: StoryIndex, docs: list[Document]) -> StoryIndex:
    """The window with the first four articles: the fire is story 1, the hospital story 2 with three outlets."""
    for doc, story in zip(docs, (1, 2, 2, 2), strict=False):
        index.add(doc, story)
    return index


def test_two_stories_turn_out_to_be_one(docs: list[Document]) -> None:
    """Two reports join one of them, the fifth both: from then on all are of the larger one, in one thread."""
    grouping = Grouping(window=WINDOW)
    placed = [grouping.take(doc) for doc in docs]

    assert [item.story for item in placed] == [1, 2, 2, 2, 2, 2]
    assert [item.merged for item in placed] == [(), (), (), (), (1,), ()]
    assert [grouping.story(number) for number in (1, 2)] == [2, 2]
    assert {grouping.member(doc.id or 0).story for doc in docs} == {2}
    assert grouping.thread(1) == grouping.thread(2)


def test_what_a_person_split_stays_apart(docs: list[Document]) -> None:
    """No article makes one of two stories of which a person said that they are two."""
    index = told(StoryIndex(), docs)
    assert index.place(docs[4]).merged == (1,)
    index.keep_apart([(2, 1)])

    assert (index.place(docs[4]).story, index.place(docs[4]).merged) == (2, ())


def test_what_a_person_split_is_not_tied_by_a_third(bridged: list[Document]) -> None:
    """Nor by a story that one of the two is part of by now, whoever made it one."""
    first, last, whole = bridged
    index = StoryIndex()
    for doc, story in zip((first, last, replace(last, id=99)), (1, 2, 3), strict=True):
        index.add(doc, story)
    assert {index.place(whole).story, *index.place(whole).merged} == {1, 2, 3}
    index.keep_apart([(2, 3)])
    assert len({2, 3} & {index.place(whole).story, *index.place(whole).merged}) == 1

    index.merge(2, 1)
    assert len({1, 3} & {index.place(whole).story, *index.place(whole).merged}) == 1
    index.merge(3, 1)
    assert index.place(whole).story == 1


def test_a_merged_story_is_as_a_start_finds_it(docs: list[Document]) -> None:
    """Its articles are in order of arrival, not those of its part after all others, which are the newest then."""
    merged, started = told(StoryIndex(), docs), StoryIndex()
    merged.merge(1, 2)
    for doc in docs[:4]:
        started.add(doc, 2)

    assert merged._recent.stories[2].slots == started._recent.stories[2].slots
    assert merged._recent.stories[2].subject(merged._recent.entries) == (
        started._recent.stories[2].subject(started._recent.entries)
    )


def test_what_headlines_keep_apart_no_article_ties(docs: list[Document]) -> None:
    """Where the headlines say that other things were done, the stories stay two, whatever a later text has of both."""
    index = told(StoryIndex(), [replace(docs[0], title="Pinetop Studios Fires Lena Ortiz"), *docs[1:]])
    index.add(replace(docs[1], title="Pinetop Studios Suspends Lena Ortiz"), 2)
    for number in (2, 3):
        index.add(replace(docs[number], title="Pinetop Studios Suspends Stunt Coordinator Lena Ortiz"), 2)

    assert index.place(docs[4]).merged == ()


@pytest.mark.parametrize(
    ("told", "given", "joins"),
    [
        pytest.param(3, {}, True, id="a text that the story's words explain"),
        pytest.param(1, {}, False, id="not yet: the story is small"),
        pytest.param(4, {}, False, id="nor now: it has not doubled"),
        pytest.param(3, {"title": "Union Wants Safer Sets Everywhere"}, False, id="its headline is not borne out"),
        pytest.param(3, {"body": FIRE[1][2][:300]}, False, id="it is brief"),
        pytest.param(3, {"published_at": LATER, "found_at": LATER}, False, id="it is on a later event"),
    ],
)
def test_a_text_is_asked_again_when_a_story_has_grown(
    docs: list[Document], told: int, given: dict[str, object], *, joins: bool
) -> None:
    """It came before the words of the story were known, and opened one of its own."""
    index = StoryIndex()
    for number in range(told):
        index.add(replace(docs[1 + number % 3], id=100 + number), 1)
    facts = {"id": 50, "outlet": "other", "title": "Lena Ortiz Hurt: Stunt Coordinator in Hospital"} | given
    alone = replace(docs[1], **facts)  # type: ignore[arg-type]
    index.add(alone, 2)
    recent = index._recent
    found = {slot: similarity(entry.as_incoming(), entry.subject) for slot, entry in recent.entries.items()}

    assert asked_again(1, found, recent) == ([2] if joins else [])


@pytest.mark.parametrize(("work", "joins"), [("Heat 2", True), ("Ferrari", False)])
def test_a_text_on_another_work_is_not_asked_again(docs: list[Document], work: str, *, joins: bool) -> None:
    """Two films by one director share his name and most of their words."""
    index = StoryIndex()
    for number in range(1, 4):
        index.add(replace(docs[number], id=99 + number, title=f"{docs[number].title}: “Heat 2”"), 1)
    title = f"Lena Ortiz Hurt: Stunt Coordinator of “{work}” in Hospital"
    index.add(replace(docs[1], id=50, outlet="other", title=title, body=f"{docs[1].body} {work}."), 2)
    recent = index._recent
    found = {slot: similarity(entry.as_incoming(), entry.subject) for slot, entry in recent.entries.items()}

    assert asked_again(1, found, recent) == ([2] if joins else [])


def test_a_story_whose_older_articles_left_the_window_is_not_alone(docs: list[Document]) -> None:
    """It has as many articles as it ever had, so a text of it is not asked again, and it has grown by no loss."""
    sizes = {1: 3, 2: 1}
    index = StoryIndex(articles=sizes.__getitem__)
    for number in range(3):
        index.add(replace(docs[1 + number], id=100 + number), 1)
    index.add(replace(docs[1], id=50, outlet="other", title="Lena Ortiz Hurt: Stunt Coordinator in Hospital"), 2)
    recent = index._recent
    found = {slot: similarity(entry.as_incoming(), entry.subject) for slot, entry in recent.entries.items()}
    assert asked_again(1, found, recent) == [2]
    sizes[2] = 2
    assert asked_again(1, found, recent) == []
    sizes.update({1: 4, 2: 1})
    assert asked_again(1, found, recent) == []

    unlike = replace(docs[0], title="Copper Prices Fall", body="Copper fell to its lowest price in a year.")
    grouping = Grouping(window=WINDOW)
    for hours, doc in ((0, docs[1]), (95, docs[2]), (98, unlike)):
        at = docs[1].found_at + timedelta(hours=hours)
        grouping.take(replace(doc, published_at=at, found_at=at))
    recent = grouping._index._recent
    assert (len(recent.stories[1].slots), recent.size(1)) == (1, 2)


def test_the_larger_story_stays_and_of_equals_the_older(docs: list[Document]) -> None:
    """A number that a person holds leads to the other; most people hold that of the larger story."""
    index = told(StoryIndex(), docs)

    assert stays((1, 2), index._recent) == 2
    index.merge(2, 1)
    index.add(docs[4], 3)
    index.add(replace(docs[4], id=99), 4)
    assert (stays((3, 1), index._recent), stays((4, 3), index._recent)) == (1, 3)


@pytest.fixture
def bridged(make: MakeDocument) -> list[Document]:
    """A text's first and last seven tenths, which came to be apart, and the text as a whole."""
    cut = 7 * len(WORDS) // 10
    texts = WORDS[:cut], WORDS[-cut:], WORDS
    return [make("Fire at Pinetop Studios", " ".join(words), hours=hours) for hours, words in enumerate(texts)]


def test_groups_of_copies_that_an_article_bridges_are_one(bridged: list[Document]) -> None:
    """The whole text is a copy of both cuts, so these are of one text, and their stories are one."""
    index = StoryIndex()
    index.add(bridged[0], 1)
    index.add(bridged[1], 2)
    placement = index.place(bridged[2])
    first, last, whole = (doc.id or 0 for doc in bridged)

    assert (placement.story, placement.copy_of, placement.merged, placement.same_text) == (1, first, (2,), (last,))

    index.merge(2, 1)
    index.close_text(placement.same_text, first)
    index.add(bridged[2], 1, copy_of=first)
    assert [index.member(number).copy_of for number in (first, last, whole)] == [None, first, first]
    assert {index.member(number).story for number in (first, last, whole)} == {1}


def test_copies_are_not_bridged_over_what_a_person_split(bridged: list[Document]) -> None:
    """It is a copy of the one text alone."""
    index = StoryIndex()
    index.add(bridged[0], 1)
    index.add(bridged[1], 2)
    index.keep_apart([(1, 2)])
    placement = index.place(bridged[2])

    assert (placement.merged, placement.same_text) == ((), ())
