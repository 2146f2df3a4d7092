"""Of which earlier story of a thread people were notified."""

import pytest
from store_made import NOW, populate

from monitor.store import notified, outbox, sagas, stories, story_links
from monitor.store.archive import Archive
from monitor.store.notified import Audience
from monitor.store.outbox import NewMessage
from monitor.story import LinkKind

PEOPLE = Audience(watches=("heat-2",), channels=("desk",), until=NOW)
OTHERS = Audience(watches=(), channels=("elsewhere",), until=NOW)
BEFORE = NOW.replace(year=NOW.year - 1)


@pytest.fixture
def known(archive: Archive) -> Archive:
    """Three stories of a thread; of the first two a message went to the desk."""
    populate(archive)
    for number in (2, 3):
        assert stories.open(archive, f"Heat 2, part {number}", NOW) == number
    for number in (1, 2, 3):
        sagas.join(archive, number, 1)
    for number in (1, 2):
        message = NewMessage(id=f"m{number}", type="story.opened", watch="heat-2", story=number)
        outbox.enqueue(archive, message, [("desk", None, "x")], BEFORE)
    return archive


def earlier(archive: Archive, people: Audience = PEOPLE, story: int = 3) -> tuple[int, str] | None:
    """The story that one follows, and how."""
    found = notified.earlier(archive, story, people)
    return (found.story, found.kind.value) if found else None


def test_the_last_one_that_they_know(known: Archive) -> None:
    """Of several, where none is linked; the story itself is none, nor what came after it."""
    assert earlier(known) == (2, "follows")
    assert earlier(known, story=2) == (1, "follows")
    assert earlier(known, story=1) is None


def test_the_one_that_it_is_linked_to_comes_first(known: Archive) -> None:
    """With what it is to that; a linked one that they do not know is passed over."""
    story_links.keep(known, 3, 1, LinkKind.REVIEW, ["heat 2"])
    linked = earlier(known)
    known.execute("delete from deliveries where message_id = 'm1'")
    known.execute("delete from messages where id = 'm1'")

    assert linked == (1, "review")
    assert earlier(known) == (2, "follows")


def test_a_channel_is_enough_and_another_one_is_not(known: Archive) -> None:
    """People are asked about by the watch of a message, or by where it went."""
    assert earlier(known, OTHERS) is None
    assert earlier(known, Audience(watches=(), channels=("desk",), until=NOW)) == (2, "follows")
    assert earlier(known, Audience(watches=("heat-2",), channels=(), until=BEFORE)) is None
