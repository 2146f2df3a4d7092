"""Round-ups and lists are known by their form; they mention events, and neither join nor confirm them."""

from collections.abc import Callable

import pytest

from monitor.dedupe import Document, StoryIndex
from monitor.dedupe.acts import Act
from monitor.dedupe.conflicts import Conflict
from monitor.dedupe.document import profile

MakeDocument = Callable[..., Document]

ITEMS = (
    "On Monday the director Lotte Brandt said that her film will open in Kiel in the first week of March.\n"
    "The singer Omar Said cancelled six concerts after a fall on the stage of the opera in Cairo last night.\n"
    "A judge let the actor Ada Lunde keep the house in Bergen that her former agent had wanted to sell.\n"
    "For the part of the pilot the producer Nils Ekman found a dancer, and filming starts on Gotland in May.\n"
    "Two paintings that Carla Boone left to the museum in Turku were stolen, and the police look for a van.\n"
)
ONE = (
    "On Monday the director Lotte Brandt said that her film Harbour Lights will open in Kiel in early March.\n"
    "The singer Omar Said wrote the music, and Lotte Brandt asked him for two more songs in the winter.\n"
    "A judge let the actor Ada Lunde leave Harbour Lights after a quarrel with the director in Bergen.\n"
    "For the part of the pilot Lotte Brandt found a dancer, and filming went on around Gotland in May.\n"
    "Two paintings that Lotte Brandt used in Harbour Lights were stolen, and the police look for a van.\n"
)


@pytest.mark.parametrize(
    ("title", "act"),
    [
        ("Brandt Wraps ‘Harbour Lights’; Said Cancels Tour; Lunde Keeps House", Act.ROUND_UP),
        ("Brandt wraps her film; Said cancels his tour; more", Act.ROUND_UP),
        ("Brandt wraps her film; Said cancels his tour", None),
        ("Five things we learned from Brandt", Act.LIST),
        ("The 7 Strangest Moments of Harbour Lights", Act.LIST),
        ("Nordfilm cancels five shows", None),
        ("Five ships leave Kiel", None),
        ("Harbour Lights | Official Trailer | Nordfilm", None),
    ],
)
def test_a_headline_is_known_by_its_form(make: MakeDocument, title: str, act: Act | None) -> None:
    """News after news makes a round-up, a counted opening a list."""
    main = profile(make(title)).gist.deed.main

    assert main & {Act.ROUND_UP, Act.LIST} == ({act} if act else set())


@pytest.mark.parametrize(
    ("title", "body", "is_round_up"),
    [
        ("The Tuesday page", ITEMS, True),
        ("The Tuesday page", ONE, False),
        ("Lotte Brandt opens film in Kiel", ITEMS, False),
    ],
    ids=["items", "one subject", "a headline that its text bears out"],
)
def test_a_text_of_items_is_a_round_up(make: MakeDocument, title: str, body: str, *, is_round_up: bool) -> None:
    """Where the headline names nothing of the text, and its paragraphs share no name."""
    assert (Act.ROUND_UP in profile(make(title, body)).gist.deed.main) == is_round_up


def test_a_round_up_joins_nothing_and_nothing_joins_it(make: MakeDocument) -> None:
    """Neither the news that it mentions nor the round-up of another outlet."""
    title = "Lotte Brandt opens Harbour Lights in Kiel; Omar Said cancels concerts; Ada Lunde keeps house in Bergen"
    index = StoryIndex()
    index.add(make("Lotte Brandt opens Harbour Lights in Kiel", ITEMS.splitlines()[0]), 1)
    first = make(title, ITEMS, hours=1)
    placement = index.place(first)

    assert (placement.story, placement.role) == (None, "mention")
    index.add(first, 2)
    halves = [(line.split()[:9], line.split()[9:]) for line in ITEMS.splitlines()]
    other = "\n".join(" ".join([*second, *first]) for first, second in halves)
    placement = index.place(make(title.replace("cancels", "drops"), other, hours=2))
    assert (placement.story, placement.conflict) == (None, Conflict.ROUND_UP)
