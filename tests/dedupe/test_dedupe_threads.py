"""Threads: stories on one saga come together, whenever they are, and others do not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from saga import SAGA

from monitor.dedupe import WINDOW, Document, Grouping, small_threads, story_threads
from monitor.dedupe.better_threads import better
from monitor.dedupe.story_threads import JOIN, LARGE, Threads
from monitor.dedupe.thread_evidence import ANCHOR, LEARNT, Evidence, learnt
from monitor.dedupe.thread_memory import ProcessMemory
from monitor.dedupe.thread_whole import HELD, Whole, grown, without
from monitor.story_terms import StoryTerms

MakeDocument = Callable[..., Document]
NOW = datetime(2026, 11, 2, tzinfo=UTC)
OTHER = (
    "Stagehands end strike at Lindgren Opera",
    (
        "Stagehands at the Lindgren Opera voted to end a strike that had closed the house for nineteen days. Wages "
        "rise by eleven percent over three years."
    ),
)


@pytest.fixture
def grouping() -> Grouping:
    """Stories that close after four days."""
    return Grouping(window=WINDOW)


def threads_of(grouping: Grouping, docs: list[Document]) -> list[int]:
    """The threads of documents, in order of arrival, as they are in the end."""
    stories = [grouping.take(doc).story or 0 for doc in docs]
    return [grouping.thread(story) for story in stories]


@pytest.mark.parametrize("weeks", [1, 20])
def test_stories_on_one_film_are_a_thread(grouping: Grouping, make: MakeDocument, weeks: int) -> None:
    """Casting, shoot and trailer are three stories and one thread, weeks or a year apart; a strike is another."""
    docs = [make(title, text, hours=168 * weeks * number) for number, (title, text) in enumerate(SAGA)]
    docs.append(make(*OTHER, hours=168 * weeks * 3))
    stories = [grouping.take(doc).story for doc in docs]
    threads = [grouping.thread(story or 0) for story in stories]

    assert stories == [1, 2, 3, 4]
    assert threads == [1, 1, 1, 4]


def test_much_later_words_alone_make_no_thread(grouping: Grouping, make: MakeDocument) -> None:
    """After a month a name that both are about ties them, or nothing does."""
    strike = make("stagehands end long strike at opera", OTHER[1].replace("Lindgren Opera", "opera"))
    again = make("stagehands end long strike at opera", OTHER[1].replace("Lindgren Opera", "opera"), hours=2400)

    assert threads_of(grouping, [strike, again]) == [1, 2]


@pytest.fixture
def known(make: MakeDocument) -> tuple[Grouping, Threads]:
    """The first two stories of the saga, of the threads 5 and 6, and the window that they are in."""
    source, threads = Grouping(window=WINDOW), Threads()
    for hours, thread in ((0, 5), (200, 6)):
        doc = make(*SAGA[thread - 5], hours=hours)
        source.take(doc)
        threads.add(source.member(doc.id or 0), thread)
    return source, threads


def test_a_thread_that_is_settled_is_kept(make: MakeDocument, monkeypatch: pytest.MonkeyPatch) -> None:
    """What people say of a story's thread is not decided again, nor is an earlier one asked again for it."""
    monkeypatch.setattr(story_threads, "LATER", 1)
    monkeypatch.setattr(story_threads, "home", lambda *_: pytest.fail("asked again"))
    source, threads = Grouping(window=WINDOW), Threads()
    for number, thread in enumerate((5, 6)):
        doc = make(*SAGA[number], hours=200 * number)
        source._index.add(doc, 1 + number)
        threads.add(source.member(doc.id or 0), thread)

    assert (threads.of(1), threads.of(2)) == (5, 6)


def test_two_threads_become_one_when_a_story_ties_them(known: tuple[Grouping, Threads], make: MakeDocument) -> None:
    """Two beginnings of one saga are one thread once a story is of both; the older number stays."""
    source, threads = known
    doc = make(*SAGA[2], hours=400)
    source.take(doc)
    threads.add(source.member(doc.id or 0))

    assert [threads.of(story) for story in (1, 2, 3)] == [5, 5, 5]


def test_a_copy_changes_no_thread(make: MakeDocument) -> None:
    """A duplicate is of its original's thread."""
    grouping = Grouping(window=WINDOW)
    first, copy = make(*SAGA[0]), make("Other headline", SAGA[0][1], hours=1)

    assert threads_of(grouping, [first, copy]) == [1, 1]


def test_the_score_is_the_sum_of_its_evidence() -> None:
    """Each part counts by its weight, each day takes off a little, and a name that both are about adds something."""
    weights = {"bias": -1.0} | dict.fromkeys(LEARNT, 1.0)
    found = Evidence(
        whole=0.5, words=0.75, nearest=0.5, smaller=0.25, brevity=0.0, breadth=7.0, anchored=False, days=10.0
    )

    assert found.score(weights) == pytest.approx(-1.0 + 2.0 - 0.2)
    assert replace(found, anchored=True).score(weights) == pytest.approx(-1.0 + 2.0 - 0.2 + ANCHOR)


def test_a_report_in_another_script_is_of_the_saga_whose_name_it_writes(make: MakeDocument) -> None:
    """All that it shares with the others is the film's name, which is among what both are about."""
    grouping = Grouping(window=WINDOW)
    tokyo = make(
        "ヒート2、来年撮影開始 Heat 2 マイケル・マン監督が語る続編の構想",
        "The distributor in Tokyo bought the rights for Japan at the market in May, and will open Heat 2 in four "
        "hundred cinemas. A dubbed version is planned, with the voices that the first film had thirty years ago.",
        hours=200,
    )

    assert threads_of(grouping, [make(*SAGA[0]), tokyo]) == [1, 1]


@pytest.mark.parametrize(
    ("articles", "shared", "are_one"),
    [
        pytest.param(LARGE - 1, ("gas",), True, id="few articles have few words"),
        pytest.param(LARGE, ("gas",), False, id="many would share more than one"),
        pytest.param(LARGE, ("gas", "pipeline"), True, id="and these do"),
    ],
)
def test_two_large_threads_are_one_by_several_words(articles: int, shared: tuple[str, ...], *, are_one: bool) -> None:
    """On the price at the pump and on a war "gas" is the strongest word, and each of many articles has it."""
    held = ProcessMemory()
    for thread in (1, 2):
        terms = dict.fromkeys(shared, 5.0) | {f"own{thread}x{number}": 1.0 for number in range(20)}
        about = StoryTerms(articles=articles, terms=terms, headline=terms, shares=terms, first=NOW, last=NOW)
        held.opened(thread, thread, Whole(about))

    Threads(held)._merge(1, {1: 2.0, 2: JOIN})

    assert (held.thread_of(1) == held.thread_of(2)) is are_one


def test_a_headline_all_in_capitals_is_its_words() -> None:
    """Each two words of such a headline stand as a name, which no other headline has: they count for nothing here."""
    terms = {"copper slumps": 0.7, "slumps": 0.4, "slump": 0.2, "copper": 0.8}
    about = StoryTerms(terms=terms, headline=terms, shares=terms, first=NOW, last=NOW)

    assert Whole(about).words == pytest.approx({"slump": 0.6, "copper": 0.8})


def test_the_learnt_weights_are_all_there() -> None:
    """The data file has a weight for each piece of evidence, and no other."""
    assert learnt().keys() == {"bias", *LEARNT}


def test_a_thread_as_a_whole_is_bounded(make: MakeDocument) -> None:
    """However much is told on one saga, so many terms are kept of it, the strongest first."""
    source, held = Grouping(window=WINDOW), ProcessMemory()
    threads = Threads(held)
    for number in range(8):
        doc = make(*SAGA[0], hours=number)
        text = " ".join(f"word{number}x{place}" for place in range(100))
        doc = replace(doc, body=f"{doc.body} {text}")
        source.take(doc)
        threads.add(source.member(doc.id or 0), 1)
    whole = held.wholes([1])[1].terms

    assert len(whole.terms) == HELD
    assert list(whole.terms.values()) == sorted(whole.terms.values(), reverse=True)
    assert whole.articles == 8


def opened(memory: ProcessMemory, story: int, thread: int, *terms: str, articles: int = 1) -> None:
    """A story of these terms, which is all that its thread is about where it is the first."""
    said = dict.fromkeys(terms, 1.0)
    about = StoryTerms(articles=articles, terms=said, headline=said, shares=said, first=NOW, last=NOW)
    memory.opened(story, thread, Whole(about))


@pytest.mark.parametrize(
    ("small", "large", "others", "found"),
    [
        pytest.param(1, small_threads.LARGE, 0, 1, id="its word is that thread's"),
        pytest.param(1, small_threads.LARGE, 100, None, id="its word is everybody's"),
        pytest.param(1, small_threads.LARGE - 1, 0, None, id="that thread is not large"),
        pytest.param(small_threads.SMALL, small_threads.LARGE, 0, None, id="nor twice as large"),
        pytest.param(small_threads.SMALL + 1, 99, 0, None, id="it is not small"),
    ],
)
def test_a_small_thread_is_part_of_the_one_that_owns_its_words(
    small: int, large: int, others: int, found: int | None
) -> None:
    """One word is enough, where hardly another thread has it."""
    memory = ProcessMemory()
    opened(memory, 1, 1, "divergent", "woodley", "premiere", articles=large)
    for story in range(2, 12):
        opened(memory, story, 1, "divergent", f"word{story}")
    for story in range(20, 20 + others):
        opened(memory, story, story, "divergent", f"else{story}")
    opened(memory, 500, 500, "divergent", "costume", "sketches", articles=small)
    home = small_threads.home(memory, 500)

    assert (None if home is None else home[0]) == found


@pytest.mark.parametrize(
    ("story", "stocks", "found"),
    [
        pytest.param(30, small_threads.LARGE, 20, id="its words are that thread's"),
        pytest.param(30, small_threads.LARGE - 1, None, id="that thread is not large"),
        pytest.param(31, small_threads.LARGE, None, id="it is where it belongs"),
        pytest.param(1, small_threads.LARGE, None, id="its thread is numbered by it"),
    ],
)
def test_a_story_in_the_wrong_thread_is_of_the_one_that_owns_its_words(
    story: int, stocks: int, found: int | None
) -> None:
    """Stocks fell on a war: early, that is all that the story shares with any other."""
    memory = ProcessMemory()
    opened(memory, 1, 1, "war", "troops", articles=9)
    opened(memory, 20, 20, "stocks", "fall", "nasdaq", articles=stocks)
    for number in range(2, 12):
        opened(memory, number, 1, "war", f"front{number}")
        opened(memory, number + 20, 20, "stocks", "fall", f"bank{number}")
    for number, terms in ((30, ("stocks", "fall", "war")), (31, ("war", "front2", "front3"))):
        opened(memory, number, 1, *terms)
        memory.grown(1, grown(memory.wholes([1])[1], next(iter(memory.openings([number]))).about))
    move = better(memory, story)

    assert (None if move is None else move.thread) == found


def test_a_thread_that_a_story_leaves_is_what_it_was_before() -> None:
    """What the story added is taken off, and what that alone had is gone."""
    memory = ProcessMemory()
    opened(memory, 1, 1, "war", "front", articles=2)
    opened(memory, 2, 2, "war", "stocks")
    first, second = (memory.wholes([number])[number] for number in (1, 2))
    left = without(grown(first, second), second).terms

    assert (left.terms, left.headline, left.articles) == (first.terms.terms, first.terms.headline, 2)


def test_a_story_that_is_alone_stays() -> None:
    """Its first story was merged into another thread's: what would be left of its own is nothing."""
    memory = ProcessMemory()
    opened(memory, 1, 1, "war")
    opened(memory, 2, 2, "stocks")
    opened(memory, 3, 2, "stocks", "war")
    memory.joined(2, 1)
    [war, stocks] = memory.wholes([1, 2]).values()
    memory.moved(3, without(stocks, stocks), 1, war)

    assert memory.threads_of([1, 3]) == {1: 1, 3: 2}


def test_each_story_is_asked_again_once_or_at_the_end(make: MakeDocument, monkeypatch: pytest.MonkeyPatch) -> None:
    """When so many have opened since, or when there are no more to come."""
    asked: list[int] = []
    monkeypatch.setattr(story_threads, "LATER", 2)
    monkeypatch.setattr(story_threads, "home", lambda _, thread: asked.append(thread))
    grouping = Grouping(window=WINDOW)
    texts = ("Copper Falls", "Rain in Oslo", "Opera Opens", "Ferry Sinks", "Bees Return")
    assert threads_of(grouping, [make(text, hours=200 * number) for number, text in enumerate(texts)]) == [*range(1, 6)]
    before = [*asked]
    grouping.close()

    assert (before, asked) == ([1, 2, 3], [1, 2, 3, 4, 5])
