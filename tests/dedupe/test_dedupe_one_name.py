"""News of one star that has only the star's name in common, while the window knows hardly any word."""

from collections.abc import Callable

import pytest

from monitor.dedupe import Document, StoryIndex, group

MakeDocument = Callable[..., Document]

FILMING = (
    "Tamsin Orrery films in an old tannery",
    (
        "The tannery by the weir becomes a workshop of clockmakers for the film in which Tamsin Orrery plays "
        "an apprentice who hears a tick behind the wall, its producers said on Monday.\n\n"
        "Two retired clockmakers teach the cast how to hold a file; the oldest clock in the scene belongs to "
        "the county and is wound each morning by its keeper.\n\n"
        "The set stands until June, and the yard will be open to visitors on Sundays, with the actor in the "
        "ticket booth for an hour if it does not rain.\n\n"
        "Children of the village school play the customers."
    ),
)
INJURED = (
    "Tamsin Orrery breaks an ankle on a ski slope",
    (
        "Tamsin Orrery broke an ankle on a slope above the valley on Friday and was flown to hospital, "
        "mountain rescue said.\n\n"
        "A surgeon set the bone in the evening; she is expected to walk with a stick within six weeks and "
        "signed the plaster of the boy in the next bed.\n\n"
        "The slope had been closed for an hour when she took it, a guard said."
    ),
)
INJURED_ELSEWHERE = (
    "Ski accident puts Tamsin Orrery in hospital with broken ankle",
    (
        "The actor Tamsin Orrery is in hospital after a fall on a closed ski slope, the rescue service of the"
        " valley said on Friday.\n\n"
        "Her ankle is broken and was set by a surgeon in the evening. A helicopter had taken her from the "
        "slope, and six weeks with a stick lie before her."
    ),
)


@pytest.mark.parametrize("order", [(FILMING, INJURED), (INJURED, FILMING)])
def test_two_acts_of_one_star_are_two_stories(make: MakeDocument, order: tuple[tuple[str, str], ...]) -> None:
    """A name alone bears no headline out where one says an act that the other does not."""
    placed = group([make(*one, hours=3 * number) for number, one in enumerate(order)])

    assert len({one.story for one in placed}) == 2


def test_one_act_of_one_star_is_one_story(make: MakeDocument) -> None:
    """What both tell of the act is borne out besides the name."""
    index = StoryIndex()
    index.add(make(*INJURED), 1)

    assert index.place(make(*INJURED_ELSEWHERE, hours=3)).story == 1
