"""A brief article whose headline is on another side of an event joins it, where no other story comes near."""

from collections.abc import Callable

import pytest

from monitor.dedupe import WINDOW, Document, Grouping, StoryIndex

MakeDocument = Callable[..., Document]

CRASH = (
    "Seaplane With Festival Guests Crashes Off Mallory Island",
    "A seaplane with eleven guests of the Mallory Island festival crashed into the sea on Sunday, coast guards said.",
)
SIDE = (
    "Two Screenwriters Mourned After Mallory Crash",
    "Two screenwriters were among the eleven guests on the seaplane that crashed off Mallory Island on Sunday.",
)
RIVAL = (
    "Harbor Square to Be Named for a Comedy",
    "A square at the harbor of Mallory Island will be named for a comedy that two screenwriters set there.",
)


def joins(*docs: Document) -> bool:
    """Whether the last document joins the story of the first."""
    grouping = Grouping(window=WINDOW)
    stories = [grouping.take(doc).story for doc in docs]
    return stories[-1] == stories[0]


@pytest.fixture
def crash(make: MakeDocument) -> Document:
    """The event."""
    return make(*CRASH)


def test_another_side_joins(make: MakeDocument, crash: Document) -> None:
    """A third of what its headline names is not in the other article."""
    assert joins(crash, make(*SIDE, hours=5))


def test_a_rival_keeps_it_apart(make: MakeDocument, crash: Document) -> None:
    """Of two stories that it may tell, its headline decides, and agrees with neither."""
    assert not joins(crash, make(*RIVAL, hours=1), make(*SIDE, hours=5))


@pytest.mark.parametrize("hours", [47, 49])
def test_two_days_later_it_is_what_came_of_it(make: MakeDocument, crash: Document, hours: int) -> None:
    """Then its headline must agree."""
    assert joins(crash, make(*SIDE, hours=hours)) == (hours < 48)


def test_words_that_others_have_tell_nothing(make: MakeDocument, crash: Document) -> None:
    """They share the words of a subject on which there is other news."""
    others = [
        make(
            f"Ferry Line {name} Adds Trips", f"Mallory Island ferries: {name} says festival guests and Sunday", hours=1
        )
        for name in ("Abel", "Birk", "Corsi")
    ]
    assert not joins(crash, *others, make(*SIDE, hours=5))


@pytest.mark.parametrize("articles", [8, 9])
def test_a_large_story_has_been_told_in_all_ways(make: MakeDocument, articles: int) -> None:
    """What a brief article says, a headline of a large story says too."""
    index = StoryIndex(window=WINDOW)
    for _ in range(articles):
        index.add(make(*CRASH), 1)

    assert (index.place(make(*SIDE, hours=5)).story == 1) == (articles < 9)


def test_headlines_that_are_borne_out_need_less(make: MakeDocument) -> None:
    """They say the same in other words, and hardly any word of the rest is shared."""
    quits = make(
        "Orla Brandt Quits ‘Tidewater’ After Two Seasons",
        "The actress told the crew of the show at a table reading that she will not come back to it in spring.",
    )
    leaving = make(
        "‘Tidewater’ Loses Its Lead: Orla Brandt Is Leaving",
        "The actress leaves the show; network executives are said to weigh a recast of the part.",
        hours=3,
    )
    assert joins(quits, leaving)
