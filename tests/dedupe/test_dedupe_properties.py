"""What holds of any stream of articles: the order within an hour hardly matters, and what is known changes nothing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from dedupe_stream import documents

from monitor.dedupe import WINDOW, Document, Grouping, StoryIndex

CHANGED = 0.07  # of the articles at most are grouped otherwise, where those of an hour come in another order


def stream() -> list[Document]:
    """The stream of all figures, by the time at which each article was found."""
    docs = [replace(doc, id=number) for number, doc in enumerate(documents(), 1)]
    return sorted(docs, key=lambda doc: doc.found_at)


def shuffled(docs: Sequence[Document], seed: int) -> list[Document]:
    """Each article found up to an hour later, at random: those of one hour change places, no others."""
    random = Random(seed)  # noqa: S311  the same orders at each run
    late = [(doc.found_at + timedelta(minutes=random.uniform(0, 60)), doc.id or 0, doc) for doc in docs]
    return [doc for _, _, doc in sorted(late, key=lambda item: item[:2])]


def stories(docs: Sequence[Document]) -> dict[int, int]:
    """The story of each article."""
    grouping = Grouping(window=WINDOW)
    return {doc.id or 0: grouping.take(doc).story or 0 for doc in docs}


def changed(first: dict[int, int], second: dict[int, int]) -> float:
    """The share of articles whose company changed: of those with each article in one grouping, those not in both."""
    both = Counter((first[key], second[key]) for key in first)
    sizes = Counter(first.values()), Counter(second.values())
    kept = sum(both[first[key], second[key]] / (sizes[0][first[key]] + sizes[1][second[key]]) for key in first)
    return 1.0 - 2.0 * kept / len(first)


@pytest.mark.parametrize("seed", range(5))
def test_the_order_within_an_hour_hardly_matters(seed: int) -> None:
    """Feeds are read in turns, so which of two articles is seen first is chance."""
    docs = stream()
    other = shuffled(docs, seed)

    assert [doc.id for doc in other] != [doc.id for doc in docs]
    assert changed(stories(docs), stories(other)) <= CHANGED


def test_the_measure_of_change_tells_a_split() -> None:
    """Half of a story apart is a change of a third, the same numbers in other places none."""
    assert changed({1: 1, 2: 1}, {1: 7, 2: 7}) == 0.0
    assert changed({1: 1, 2: 1}, {1: 1, 2: 2}) == pytest.approx(1 / 3)


def test_what_is_known_changes_nothing() -> None:
    """An article that is read again, with the same text, leaves all later places as they were."""
    once, twice = StoryIndex(window=WINDOW), StoryIndex(window=WINDOW)
    for number, doc in enumerate(stream(), 1):
        first, second = once.place(doc), twice.place(doc)
        assert (first.story, first.copy_of, first.role) == (second.story, second.copy_of, second.role)
        once.add(doc, first.story or number, copy_of=first.copy_of)
        twice.add(doc, first.story or number, copy_of=first.copy_of)
        twice.replace(doc, first.story or number)
    assert len(once) == len(twice) > 100
