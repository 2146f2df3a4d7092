"""Brief articles of which each picks one side of an event: they are grouped afresh when another one comes."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import permutations

import pytest
from brief_news import LIBRARY, ROOF, Brief

from monitor.dedupe import WINDOW, Document, Grouping, Placement, StoryIndex
from monitor.dedupe.conflicts import Conflict
from monitor.dedupe.joining import conflict
from monitor.dedupe.said_alike import Said, alike, is_one_name
from monitor.dedupe.second_look import ALIKE, Leaving

MakeDocument = Callable[..., Document]
CANCELED = ("Harbor Nights Canceled in Mallory", "The series Harbor Nights is canceled, its channel in Mallory said.")
RENEWED = ("Channel in Mallory Renews Harbor Nights", "Harbor Nights is renewed by its channel in Mallory, as it said.")
# News of one star, each an event of its own.
QUILL = (
    (
        "Ada Quill wins a rowing cup on the lake",
        (
            "The single scull on Sunday went to Ada Quill, who passed the holder on the last hundred metres. She took "
            "the sport up for a part in a play, her coach said."
        ),
    ),
    (
        "Town names a footbridge after Ada Quill",
        (
            "Pupils voted for the name once she had paid for new lamps on the bridge. The mayor said that it will open "
            "in spring, whether Ada Quill has the time to come or not."
        ),
    ),
    (
        "Judges let a magazine print a picture of Ada Quill",
        (
            "A person who waits for a tram does nothing private, the court found. Counsel for Ada Quill said that "
            "nobody remembered the picture any more."
        ),
    ),
    (
        "Ada Quill opens a shop for used umbrellas",
        (
            "Everything costs two coins, and what is left goes to the theatre school. Ada Quill stood at the till on "
            "Friday and gave the wrong change twice."
        ),
    ),
)


def told(stories: Iterable[tuple[Document, int]]) -> StoryIndex:
    """A window with these articles in these stories."""
    index = StoryIndex(window=WINDOW)
    for doc, story in stories:
        index.add(doc, story)
    return index


def split_wrongly(make: MakeDocument, *, roof: int = 1, library: int = 2) -> tuple[StoryIndex, list[Document]]:
    """The second on the roof is of the library's story; the others are where they belong."""
    docs = [make(*ROOF[0]), make(*LIBRARY[0]), make(*LIBRARY[1]), make(*ROOF[1]), make(*ROOF[2])]
    return told(zip(docs, (roof, library, library, library, roof), strict=True)), docs


def test_an_article_goes_to_the_story_that_it_is_alike(make: MakeDocument) -> None:
    """When another one of that comes."""
    index, docs = split_wrongly(make)
    placement = index.place(make(*ROOF[3], hours=1))
    assert (placement.story, placement.merged) == (1, ())
    assert placement.moved == (Leaving(((2, (docs[3].id or 0,)),), 1),)


def test_its_duplicates_go_with_it(make: MakeDocument) -> None:
    """And keep whose text they have."""
    index, docs = split_wrongly(make)
    index.add(copied := make(*ROOF[1]), 2, copy_of=docs[3].id)
    assert index.place(make(*ROOF[3], hours=1)).moved == (Leaving(((2, (docs[3].id or 0, copied.id or 0)),), 1),)


@pytest.mark.parametrize(("other", "leaves"), [(ROOF[0], True), (ROOF[1], False)])
def test_one_article_alone_leaves_with_what_is_much_alike(make: MakeDocument, other: Brief, *, leaves: bool) -> None:
    """Of the story that the rules on headlines found; what is a little alike stays there."""
    docs = [make(*LIBRARY[0]), make(*LIBRARY[1]), make(*other)]
    placement = told((doc, 1) for doc in docs).place(make(*ROOF[3], hours=1))
    alone = Leaving(((1, (docs[2].id or 0,)),), None, is_of_new=True)
    assert (placement.story, placement.moved) == ((None, (alone,)) if leaves else (1, ()))


@pytest.mark.parametrize("is_revised", [False, True])
def test_what_comes_opens_a_story_with_what_belongs_to_it(make: MakeDocument, *, is_revised: bool) -> None:
    """Where the story that has it is another one's, and its oldest article stays, also where it was revised since."""
    docs = [make(*LIBRARY[0]), make(*ROOF[0]), make(*LIBRARY[1]), make(*ROOF[1])]
    index = told((doc, 1) for doc in docs)
    if is_revised:
        index.replace(docs[0], 1)
    placement = index.place(make(*ROOF[3], hours=1))
    moved = docs[1].id or 0, docs[3].id or 0
    assert (placement.story, placement.moved) == (None, (Leaving(((1, moved),), None, is_of_new=True),))


def test_two_stories_are_one(make: MakeDocument) -> None:
    """Whose articles bear each other out."""
    index = told(zip([make(*brief) for brief in ROOF[:3]], (1, 2, 2), strict=True))
    placement = index.place(make(*ROOF[3], hours=1))
    assert (placement.story, placement.merged, placement.moved) == (2, (1,), ())


@pytest.mark.parametrize("touched", [1, 2])
def test_what_a_person_moved_stays(make: MakeDocument, touched: int) -> None:
    """In either story."""
    index, _ = split_wrongly(make)
    index.keep_apart([], [touched])
    assert index.place(make(*ROOF[3], hours=1)).moved == ()
    index.keep_apart([(touched, 9)])
    assert index.place(make(*ROOF[3], hours=1)).moved == ()


def test_what_a_person_moved_stays_where_the_story_is_merged(make: MakeDocument) -> None:
    """What is merged with it is touched, too."""
    index, _ = split_wrongly(make, library=3)
    index.add(make("A quite other thing", "Of which nothing is said here but this one sentence."), 2)
    index.keep_apart([], [2])
    index.merge(2, 3)
    assert index.place(make(*ROOF[3], hours=1)).moved == ()


def test_a_story_with_a_text_stays(make: MakeDocument) -> None:
    """Which has words for any headline."""
    index, _ = split_wrongly(make)
    index.add(make(LIBRARY[0][0], " ".join([LIBRARY[0][1], *["library"] * 200])), 2)
    assert index.place(make(*ROOF[3], hours=1)).moved == ()


@pytest.mark.parametrize("words", [0, 60])
def test_texts_and_headlines_alone_move_nothing(make: MakeDocument, words: int) -> None:
    """They are placed as they were."""
    index, _ = split_wrongly(make)
    title, body = ROOF[3]
    body = " ".join([body, *["harbor"] * words]) if words else ""
    assert index.place(make(title, body, hours=1)).moved == ()


def test_in_whichever_order_they_come_stories_are_the_same(make: MakeDocument) -> None:
    """Of four reports on the roof, in all orders."""
    docs = [make(*brief) for brief in ROOF]
    found = set()
    for order in permutations(docs):
        grouping = Grouping(window=WINDOW)
        for doc in order:
            grouping.take(doc)
        stories = defaultdict(set)
        for doc in docs:
            stories[grouping.story_of(doc.id or 0)].add(doc.id)
        found.add(frozenset(map(frozenset, stories.values())))
    assert found == {frozenset({frozenset(doc.id for doc in docs)})}


def test_of_two_articles_the_rules_on_headlines_decide(make: MakeDocument) -> None:
    """What two share is chance."""
    first, second = make(*LIBRARY[0]), make(*ROOF[1], hours=1)
    assert alike(*(Said.of(StoryIndex()._read(doc)[1]) for doc in (first, second))) > ALIKE
    assert told([(first, 1)]).place(second).story is None


def test_a_stream_follows_what_moves(make: MakeDocument) -> None:
    """Stories, sizes and threads; a story of its own has the thread of the one that it leaves."""
    grouping = Grouping(window=WINDOW)
    docs = [make(*LIBRARY[0]), make(*ROOF[0]), make(*LIBRARY[1]), make(*ROOF[1])]
    for doc in docs:
        grouping.take(doc)
    one, two = grouping.story_of(docs[0].id or 0), grouping.story_of(docs[1].id or 0)
    own = replace(grouping._index.place(make(*RENEWED)), story=one, moved=(Leaving(((two, (docs[3].id or 0,)),)),))
    place: Callable[[Document], Placement] = lambda _: own  # noqa: E731
    grouping._index.place = place  # type: ignore[method-assign]
    grouping.take(make(*RENEWED))
    three = grouping.story_of(docs[3].id or 0)
    assert three not in {one, two}
    assert grouping.thread(three) == grouping.thread(two)
    assert [grouping._memory.size(story) for story in (one, two, three)] == [3, 1, 1]


@pytest.mark.parametrize(("one", "other", "hours", "is_alike"), [
    (ROOF[0], ROOF[3], 0, True), (ROOF[0], LIBRARY[0], 0, False), (ROOF[0], ROOF[3], 97, False),
    (CANCELED, RENEWED, 0, False),
])  # fmt: skip
def test_articles_are_alike_by_words_acts_and_days(
    make: MakeDocument, one: Brief, other: Brief, hours: int, *, is_alike: bool
) -> None:
    """The same both ways."""
    said = [Said.of(StoryIndex()._read(doc)[1]) for doc in (make(*one), make(*other, hours=hours))]
    assert (alike(*said) > ALIKE) is is_alike
    assert alike(*said) == alike(*reversed(said))


def test_the_same_act_and_each_day_count(make: MakeDocument) -> None:
    """More and less."""
    docs = [make(*CANCELED), make(*CANCELED), make(*CANCELED, hours=24)]
    first, second, later = (Said.of(StoryIndex()._read(doc)[1]) for doc in docs)
    assert alike(first, second) == pytest.approx(1.25)
    assert alike(first, later) == pytest.approx(1.20)


@pytest.mark.parametrize(("title", "other", "more"), [
    ("storm takes cinema roof", "storm roof takes cinema", 0.1),
    ("storm takes cinema roof", "cinema roof storm takes", 0.0),
    ("how storm takes cinema roof", "how storm takes cinema roof", 0.0),
    ("Analysis | Why storm takes cinema roof", "Analysis | Why storm takes cinema roof", 0.0),
    ("how storm takes cinema roof", "cinema roof storm takes", -0.1), ("storm", "storm", 0.0),
    ("how storm is renewed", "how storm is renewed", 0.25),
])  # fmt: skip
def test_who_acts_counts_and_what_explains(make: MakeDocument, title: str, other: str, more: float) -> None:
    """A headline that opens with the same word and shares another, and one that says how or why, without an act."""
    said = [Said.of(StoryIndex()._read(make(each, "storm takes roof of cinema"))[1]) for each in (title, other)]
    assert alike(*said) == pytest.approx(1.0 + more)


def test_one_name_is_no_event(make: MakeDocument) -> None:
    """Other news of one star, in a window that holds nothing else, so that the name is as rare as any word."""
    grouping = Grouping(window=WINDOW)
    docs = [make(*brief, hours=hours) for hours, brief in enumerate(QUILL)]
    for doc in docs:
        grouping.take(doc)
    assert [grouping.story_of(doc.id or 0) for doc in docs] == [1, 2, 3, 4]


def test_one_name_keeps_apart_however_rare_it_is(make: MakeDocument) -> None:
    """What has nothing else in common joins no story by the rules on headlines, either."""
    index, umbrellas = told([(make(*QUILL[0]), 1)]), make(*QUILL[3])
    assert conflict(index._read(umbrellas)[1], next(index.members())) is Conflict.NAME


@pytest.mark.parametrize(("title", "body", "expected"), [
    ("Ada Quill Wins a Cup", "She rowed over the lake.", True),
    ("Quill Wins a Cup", "The race over the lake went to Ada Quill.", True),
    ("Ada Quill Sells Umbrellas", "Everything costs two coins.", False),  # a word of either headline
    ("Ada Quill Wins a Cup", "Everything costs two coins at the theatre school.", False),  # words of the texts
    ("A Singer Wins a Cup", "She rowed over the lake.", False),  # not even a name
])  # fmt: skip
def test_what_is_one_name_alone(make: MakeDocument, title: str, body: str, *, expected: bool) -> None:
    """And not a word of either headline besides."""
    said = [Said.of(StoryIndex()._read(make(*brief))[1]) for brief in (QUILL[3], (title, body))]
    assert is_one_name(*said) is is_one_name(*reversed(said)) is expected
