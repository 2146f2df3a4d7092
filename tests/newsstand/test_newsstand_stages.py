"""The pure stages on the newsstand's texts: what each must make of them, without sockets and archive."""

import random
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from monitor import dedupe, match
from monitor.cards.card import Card, Credit
from monitor.match.advice import card_watch
from monitor.model import Article, Watch, WatchKind
from monitor.newsstand import Expectations, Press
from monitor.newsstand.expected import ExpectedStory
from monitor.newsstand.markup import to_text
from monitor.newsstand.press import Article as Piece

START = datetime(2024, 1, 5, 9, tzinfo=UTC)
EXPECTED = Expectations.load()
LATE = (
    3,
    5,
    11,
    29,
)  # orders in which two films of one director became one story, until all works that headlines name counted


def pieces() -> list[Piece]:
    """Give the articles in the order of publication, the pages that are none left out."""
    return sorted((p for p in Press.load().articles if p.page == "article"), key=lambda piece: piece.minute)


def article(piece: Piece) -> Article:
    """Give the article as a perfect extractor would."""
    return Article(
        url=f"https://{piece.outlet}.example/{piece.slug}",
        outlet=piece.outlet,
        title=piece.headline,
        standfirst=piece.standfirst,
        body=to_text(piece.body),
        authors=piece.byline,
        section=piece.section,
        tags=piece.tags,
    )


Placed = dict[str, tuple[int, int | None]]


def place(arrivals: Iterable[Piece]) -> Placed:
    """Place articles one after the other: the number of each one's story, and of what it copies."""
    grouping, out = dedupe.Grouping(window=dedupe.WINDOW), {}
    for number, piece in enumerate(arrivals, start=1):
        published = START + timedelta(minutes=piece.minute)
        doc = dedupe.Document(
            id=number,
            outlet=piece.outlet,
            title=piece.headline,
            standfirst=piece.standfirst,
            body=to_text(piece.body),
            published_at=published,
            found_at=max(START, published),
        )
        found = grouping.take(doc)
        out[piece.id] = (found.story, found.copy_of)
    return {piece: (grouping.story(story), copied) for piece, (story, copied) in out.items()}


def check(placed: Placed, story: ExpectedStory) -> None:
    """All that tell an event are in one story, and nothing else is, but what may be."""
    members = {*story.articles, *story.copies}
    numbers = {placed[member][0] for member in members}

    assert len(numbers) == 1
    assert {piece for piece, (number, _) in placed.items() if number in numbers} - set(story.related) == members


@pytest.fixture(scope="module")
def placed() -> Placed:
    """All articles, placed in the order of publication."""
    return place(pieces())


@pytest.mark.parametrize("watch", EXPECTED.watches, ids=lambda watch: watch.name)
def test_a_watch_finds_what_it_must_and_nothing_else(watch: object) -> None:
    """The matcher agrees with the list of expectations on every article."""
    settings = dict(watch.settings)
    compiled = match.compile_watches(
        [
            Watch(
                id="w",
                name=settings["name"],
                query=settings["query"],
                masks=tuple(settings.get("except", ())),
                case=settings.get("case", False),
            )
        ]
    )

    assert [piece.id for piece in pieces() if compiled.match(article(piece))] == list(watch.finds)


@pytest.mark.parametrize("story", EXPECTED.stories, ids=lambda story: story.id)
def test_a_story_is_one_and_holds_no_other(placed: Placed, story: ExpectedStory) -> None:
    """All that tell an event are in one story, and nothing else is, but what may be."""
    check(placed, story)


@pytest.mark.parametrize(("seed", "late"), [*((seed, 8) for seed in range(6)), *((seed, 30) for seed in LATE)])
def test_stories_are_the_same_in_other_orders_of_arrival(seed: int, late: int) -> None:
    """What was there before comes in any order, what follows some minutes late, as to a slow daemon."""
    chance = random.Random(seed)  # noqa: S311 - the same each time
    arrives = {one.id: one.minute + chance.uniform(0, late) if one.minute > 0 else -chance.random() for one in pieces()}
    arrived = place(sorted(pieces(), key=lambda one: arrives[one.id]))

    assert EXPECTED.stories
    for story in EXPECTED.stories:
        check(arrived, story)


def test_copies_are_reported_from_reports(placed: Placed) -> None:
    """Only the agency's texts at other outlets are copies, and of the agency's article."""
    order = [piece.id for piece in pieces()]
    copies = {piece: order[copied - 1] for piece, (_, copied) in placed.items() if copied}

    assert copies == {piece.id: piece.copy_of for piece in pieces() if piece.copy_of}


def test_a_card_narrows_a_common_word_and_loses_nothing() -> None:
    """Of all articles that say "heat", those on the film are found, and one more: of a namesake of its director."""
    card = Card(
        place="heat.csv:2",
        name="Heat",
        credits={Credit.DIRECTOR: ("Michael Mann",), Credit.CAST: ("Al Pacino", "Robert De Niro", "Val Kilmer")},
    )
    options = card_watch.options(card, "Heat", WatchKind.FILM, ["en"])
    bare = match.compile_watches([Watch(id="w", name="Heat", query="Heat")])
    made = match.compile_watches([Watch(id="w", name="Heat", query=options.query, context=options.context)])
    found = {piece.id for piece in pieces() if made.match(article(piece))}

    (heat_2,) = (watch for watch in EXPECTED.watches if watch.name == "Heat 2")
    right = {*heat_2.finds, "second-unit/ferrari-in-4k-and-the-sound-of-a-tunnel"}
    assert len([piece for piece in pieces() if bare.match(article(piece))]) == len(right) + 7
    assert right <= found
    assert found - right == {"harbour-tribune/heat-wave-closes-drive-in"}
