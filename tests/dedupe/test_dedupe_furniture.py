"""The furniture of an outlet: what is counted as articles come and go is what reading them all would find."""

import random
from collections import Counter
from collections.abc import Callable

from monitor.dedupe import Document, StoryIndex
from monitor.dedupe.furniture import FURNITURE, LOOKED_AT, Newest
from monitor.dedupe.similarity import Member

MakeDocument = Callable[..., Document]


def test_furniture_is_what_reading_all_the_newest_finds(make: MakeDocument) -> None:
    """Whatever comes, is forgotten or is pushed out: the runs of three others on other stories, and no more."""
    chance = random.Random(11)  # noqa: S311 - the same each time
    boxes = [" ".join(f"box{box}word{at}" for at in range(20)) for box in range(6)]
    newest, held, index = Newest(), list[Member](), StoryIndex()
    found = 0
    for number in range(1, 4 * LOOKED_AT):
        own = " ".join(f"own{chance.randrange(9999)}" for _ in range(30))
        body = f"{own} {chance.choice(boxes)} {chance.choice(boxes)}"
        entry = index.describe(make(f"Headline {number}", body, id=number), story=number // 2)
        truth = _furniture(entry, held)
        found += len(truth)
        assert set(newest.furniture(entry.signature, entry)) == truth

        newest.add(entry)
        held = [*held, entry][-LOOKED_AT:]
        if number % 7 == 0:
            gone = held.pop(chance.randrange(len(held)))
            newest.remove(gone.id)
            newest.remove(gone.id)
    assert found > 100


def test_an_outlet_without_articles_holds_nothing(make: MakeDocument) -> None:
    """When its last article leaves the window, an outlet leaves it too."""
    index = StoryIndex(limit=1)
    for number, outlet in enumerate("abc", 1):
        index.add(make("Headline", "Text of it", id=number, outlet=outlet), number)

    assert list(index._outlets) == ["c"]


def _furniture(entry: Member, held: list[Member]) -> set[int]:
    others = [one.signature for one in held if one.story != entry.story]
    counts = Counter(run for text in others for run in {*text.opening, *text.sample})
    mine = {*entry.signature.opening, *entry.signature.sample}
    return {run for run in mine if counts[run] >= FURNITURE}
