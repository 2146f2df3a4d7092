"""An article costs no more the more articles there are on its event: what is read of the window is counted."""

from collections.abc import Callable
from random import Random

import pytest

from monitor.dedupe import Document, StoryIndex
from monitor.dedupe.centroid import Centroid, Summed
from monitor.dedupe.member import Member

MakeDocument = Callable[..., Document]
FEW, MANY = 130, 520  # articles of one story
FORMER, NEW = 9_001, 9_201  # the first of the ids of other articles
WORDS = (
    "sirens crews towns night chief stages roof smoke sets costumes trucks engines gates sparks cables damage footage"
)


class Counting(dict[int, Member]):
    """The articles by their slots, and how often one was read."""

    read = 0

    def __getitem__(self, slot: int) -> Member:
        self.read += 1
        return super().__getitem__(slot)


def _window(make: MakeDocument, size: int) -> tuple[StoryIndex, Counting]:
    """A story of so many brief articles, none of them a copy, and one of a hundred that is near to it."""
    index = StoryIndex()
    for number in range(FORMER, FORMER + 100):
        index.add(_brief(make, number, "Stunt coordinator dies in"), 2)
    for number in range(1, size + 1):
        index.add(_brief(make, number), 1)
    index._held.entries = index._entries = counting = Counting(index._entries)
    index.place(_brief(make, NEW))  # what is known of a story is worked out once
    counting.read = 0
    return index, counting


def _brief(make: MakeDocument, number: int, title: str = "Crews fight") -> Document:
    words = Random(number).sample(WORDS.split(), 9)  # noqa: S311  the same words at each run
    return make(f"{title} fire at Pinetop studios", f"Pinetop {' '.join(words)}", id=number)


def _placed(index: StoryIndex, make: MakeDocument, _: int) -> None:
    """Brief articles come that are near to both stories."""
    for number in range(NEW, NEW + 10):
        index.place(_brief(make, number, "Stunt coordinator hurt as crews fight"))


def _joined(index: StoryIndex, make: MakeDocument, _: int) -> None:
    """Articles come that join both the large story and another one, so these are asked whether they are one event."""
    for number in range(NEW + 50, NEW + 55):
        index.add(_brief(make, number), 3)
    assert [index.place(_brief(make, number)).merged for number in range(NEW, NEW + 10)].count((3,)) > 5


def _moved(index: StoryIndex, make: MakeDocument, _: int) -> None:
    """Articles leave the story one by one, and each time another comes."""
    for number in range(1, 11):
        index.move(number, 100 + number, None)
        index.place(_brief(make, NEW))


def _forgotten(index: StoryIndex, make: MakeDocument, _: int) -> None:
    """Articles leave the window one by one, and each time another comes."""
    for number in range(1, 11):
        index._remove(index._slots[number])
        index.place(_brief(make, NEW))


def _merged(index: StoryIndex, make: MakeDocument, _: int) -> None:
    """A story of one article becomes part of the large one, whose articles came before and after it."""
    index.add(_brief(make, NEW + 1), 3)
    index.add(_brief(make, NEW + 2), 1)
    index.place(_brief(make, NEW))
    index.merge(3, 1)
    index.place(_brief(make, NEW))


def _copied(index: StoryIndex, make: MakeDocument, size: int) -> None:
    """Articles turn out one by one to have the text that all the others of the story have."""
    index.close_text(range(2, size + 1), 1)
    index.place(_brief(make, NEW))
    index._entries.read = 0  # type: ignore[attr-defined]
    for number in range(FORMER, FORMER + 5):
        index.close_text([number], 1)
        index.place(_brief(make, NEW))


def test_a_large_story_that_rests_between_its_losses_is_up_to_date(make: MakeDocument) -> None:
    """What it is compared as is never more out of date than its sums, which are made again after a rest."""
    index = StoryIndex()
    for number in range(70):
        index.add(_brief(make, number), 1)
    story, entries = index._stories[1], index._entries
    story.subject(entries)
    for number in range(6):
        index.move(number, 2, None)
    story.rest()
    assert story.outlets(entries) == 64
    fresh = Centroid(Summed())
    for slot in story.slots:
        fresh.take(slot, entries[slot])

    assert story.subject(entries) == fresh.subject(entries)


@pytest.mark.parametrize("work", [_placed, _joined, _moved, _forgotten, _merged, _copied])
def test_what_is_read_does_not_grow_with_a_story(
    work: Callable[[StoryIndex, MakeDocument, int], None], make: MakeDocument
) -> None:
    """Of a story four times as large as many articles are read, or a few more."""
    read = []
    for size in (FEW, MANY):
        index, counting = _window(make, size)
        work(index, make, size)
        read.append(counting.read)

    assert 0 < read[1] <= 1.2 * read[0] + 20, read
