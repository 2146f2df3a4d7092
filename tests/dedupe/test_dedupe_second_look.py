"""Brief articles of which each picks one side of an event: a later one shows that two stories are one."""

from collections.abc import Callable, Sequence
from itertools import permutations

import pytest

from monitor.dedupe import WINDOW, Document, StoryIndex
from monitor.dedupe.second_look import look_again
from monitor.dedupe.similarity import similarity

MakeDocument = Callable[..., Document]
Brief = tuple[str, str]
ROOF: Sequence[Brief] = (
    (
        "Mallory Pier Cinema Roof Falls in Storm",
        "The roof of the pier cinema fell in on Friday as a storm hit Mallory. The harbor festival is off.",
    ),
    (
        "Harbor Festival Off After Storm Hits Pier Cinema",
        "The harbor festival of Mallory does not open on Saturday, since a storm damaged the roof of its cinema.",
    ),
)
GUESTS: Sequence[Brief] = (
    (
        "Festival Guests Sent Home From Mallory Harbor",
        "Guests of the harbor festival were sent home, as a storm had taken the roof of the pier cinema on Friday.",
    ),
    (
        "Festival of the Harbor Will Not Open After Storm",
        "The harbor festival does not open on Saturday, since a storm damaged the roof of its pier cinema in Mallory.",
    ),
)
BOTH = (
    "Mallory Pier Roof Falls, Harbor Festival Called Off",
    "A storm took the roof of the pier cinema on Friday, and the harbor festival of Mallory was called off.",
)
LIBRARY: Sequence[Brief] = (
    (
        "Mallory Library Opens Reading Room by Harbor",
        "A reading room with forty seats opens in the library of Mallory on Monday, as the mayor promised in spring.",
    ),
    (
        "Library Room Opened by Mayor of Mallory",
        "The mayor opened the reading room of the library with a view of the harbor and its pier on Monday.",
    ),
)
FERRY: Sequence[Brief] = (
    (
        "Ferry Off After Storm Hits Harbor",
        "The ferry stays in the harbor after the storm that hit Mallory on Friday, the festival being off.",
    ),
    ("Storm Sends Ferry Home From Harbor", "A storm sent the ferry home from the harbor of Mallory on Friday."),
)
ENDED: Sequence[Brief] = (
    (
        "Harbor Nights Canceled in Mallory",
        "The series Harbor Nights is canceled, its channel in Mallory said on Friday.",
    ),
    ("Channel in Mallory Cancels Harbor Nights", "Harbor Nights is canceled by its channel in Mallory, as it said."),
)
GOES_ON: Sequence[Brief] = (
    ("Harbor Nights Renewed in Mallory", "The series Harbor Nights is renewed, its channel in Mallory said on Friday."),
    ("Channel in Mallory Renews Harbor Nights", "Harbor Nights is renewed by its channel in Mallory, as it said."),
)


def read(make: MakeDocument, briefs: Sequence[Brief], **given: object) -> list[Document]:
    """Brief articles as documents."""
    return [make(*brief, **given) for brief in briefs]


def told(stories: Sequence[tuple[Document, int]]) -> StoryIndex:
    """A window with these articles in these stories."""
    index = StoryIndex(window=WINDOW)
    for doc, story in stories:
        index.add(doc, story)
    return index


def again(first: Sequence[Document], other: Sequence[Document], last: Document) -> list[int]:
    """The stories that are one with story 1, of the first articles, as the last one joins that; 2 is of the others."""
    index = told([*((doc, 1) for doc in first), *((doc, 2) for doc in other)])
    _, incoming = index._read(last)
    recent = index._recent
    found = {slot: similarity(incoming, entry.subject) for slot, entry in recent.entries.items()}
    return look_again(incoming, 1, found, recent)


@pytest.mark.parametrize(("first", "other", "days", "is_one"), [
    (ROOF, GUESTS, 0, True), (ROOF, LIBRARY, 0, False), (ROOF, FERRY, 0, False), (ROOF, GUESTS, 10, False),
    (ENDED, GOES_ON, 0, False),
])  # fmt: skip
def test_stories_are_one_whose_articles_bear_each_other_out(
    make: MakeDocument, first: Sequence[Brief], other: Sequence[Brief], days: int, *, is_one: bool
) -> None:
    """On average: not where they share little, or name other subjects, or days lie between, or acts differ."""
    last = make(*(BOTH if first is ROOF else first[0]), hours=1)
    assert again(read(make, first), read(make, other, hours=24 * days), last) == ([2] if is_one else [])


def test_of_few_articles_what_they_share_is_chance(make: MakeDocument) -> None:
    """Five at least, with the one that joins."""
    assert again(read(make, ROOF), read(make, GUESTS[1:]), make(*BOTH)) == []
    assert again(read(make, ROOF[:1]), read(make, GUESTS), make(*BOTH)) == []


@pytest.mark.parametrize("at", [0, 1, 2])
@pytest.mark.parametrize("words", [0, 80])
def test_texts_and_headlines_alone_are_left_as_they_are(make: MakeDocument, at: int, words: int) -> None:
    """Of a headline too little is said, and a text has words for any headline: in neither story, nor as the last."""
    brief = [ROOF[0], GUESTS[1], BOTH]
    title, body = brief[at]
    brief[at] = title, " ".join([body, *["harbor"] * words]) if words else ""
    assert again(read(make, [brief[0], ROOF[1]]), read(make, [GUESTS[0], brief[1]]), make(*brief[2])) == []


def test_whichever_came_first_two_stories_are_one(make: MakeDocument) -> None:
    """Once the last is there, in every order of those before it."""
    stories = [*((brief, 1) for brief in ROOF), *((brief, 2) for brief in GUESTS)]
    found = []
    for order in permutations(stories):
        index = told([(make(*brief, hours=hours), story) for hours, (brief, story) in enumerate(order)])
        placement = index.place(make(*BOTH, hours=5))
        found.append({placement.story, *placement.merged})
    assert found == [{1, 2}] * 24


def test_what_a_person_split_stays_split(make: MakeDocument) -> None:
    """Articles that bear each other out do not undo it."""
    index = told([*((doc, 1) for doc in read(make, ROOF)), *((doc, 2) for doc in read(make, GUESTS))])
    index.keep_apart([(1, 2)])
    placement = index.place(make(*BOTH, hours=5))
    assert (placement.story in {1, 2}, placement.merged) == (True, ())
