from dataclasses import replace
from datetime import timedelta

import pytest
from store_made import DAY, HOUR, MINUTE, NOW, SECOND, dump

from monitor.events import Fetched
from monitor.model import Incident
from monitor.store import alerts_made, fetches, incidents, leases, outbox, stories
from monitor.store.alerts_made import Recipient
from monitor.store.archive import Archive
from monitor.store.leases import ClaimedDelivery
from monitor.store.outbox import NewMessage
from monitor.store.queries import history

LEASE = 2 * MINUTE
TO = [("desk", None, b'{"a": 1}'), ("mail", "a@example.org", "A"), ("mail", "b@example.org", "B")]


def message(number: int = 1, **fields: object) -> NewMessage:
    """A message of the watch "Heat 2"."""
    return NewMessage(**{"id": f"msg-{number}", "type": "story.opened", "watch": "heat-2", **fields})  # type: ignore[arg-type]


@pytest.fixture
def queued(archive: Archive) -> Archive:
    """One message to three receivers."""
    outbox.enqueue(archive, message(), TO, NOW)
    return archive


def claim(archive: Archive, wait: timedelta = timedelta(), limit: int = 10) -> list[ClaimedDelivery]:
    """Take what is due."""
    return leases.claim(archive, NOW + wait, limit, LEASE)


def states(archive: Archive) -> list[str]:
    """The state of each delivery, oldest first."""
    return [row.state for row in reversed(outbox.listing(archive))]


class TestEnqueue:
    def test_id_is_sent_once(self, queued: Archive) -> None:
        """The same message id again writes nothing, whatever it says."""
        before = dump(queued)

        assert not outbox.enqueue(queued, message(type="digest"), [("file", None, "x")], NOW + DAY)
        assert dump(queued) == before

    def test_renders_once(self, queued: Archive) -> None:
        """What goes out is what was rendered, at each attempt the same."""
        first = claim(queued)
        for delivery in first:
            leases.retry(queued, delivery.id, next_at=NOW + MINUTE, error="503")
        second = claim(queued, MINUTE)

        assert [each.rendered for each in first] == ['{"a": 1}', "A", "B"]
        assert [each.rendered for each in second] == [each.rendered for each in first]
        assert [(each.message_id, each.type, each.channel, each.recipient) for each in first] == [
            ("msg-1", "story.opened", "desk", None),
            ("msg-1", "story.opened", "mail", "a@example.org"),
            ("msg-1", "story.opened", "mail", "b@example.org"),
        ]

    def test_receiver_is_addressed_once(self, archive: Archive) -> None:
        """A receiver that is named twice gets one delivery."""
        outbox.enqueue(archive, message(), [("desk", None, "x"), ("desk", None, "x")], NOW)

        assert states(archive) == ["queued"]

    def test_what_was_said_before(self, queued: Archive) -> None:
        """The messages of a watch on a story are known, oldest first."""
        story = stories.open(queued, "Heat 2 is on", NOW)
        outbox.enqueue(queued, message(2, story=story, data={"reason": "new outlet"}), [], NOW)
        outbox.enqueue(queued, message(3, story=story, type="story.updated"), [], NOW + HOUR)
        said = alerts_made.to(queued, Recipient(channels=(), watch="heat-2"), [story])

        assert [(each.id, each.type, each.at) for each in said] == [
            ("msg-2", "story.opened", NOW),
            ("msg-3", "story.updated", NOW + HOUR),
        ]
        assert said[0].data == {"reason": "new outlet"}
        assert outbox.watches_alerted(queued, story) == ["heat-2"]
        assert alerts_made.to(queued, Recipient(channels=(), watch="mann"), [story]) == []


class TestClaim:
    def test_taken_once(self, queued: Archive) -> None:
        """What is under lease is not given out again."""
        assert len(claim(queued)) == 3
        assert claim(queued) == []
        assert claim(queued, LEASE - SECOND) == []

    def test_lease_that_ran_out(self, queued: Archive) -> None:
        """A lease that ran out makes the delivery due again, as one that may have arrived."""
        first = claim(queued, limit=1)
        second = claim(queued, LEASE)

        assert [(each.maybe_sent, each.attempts) for each in first] == [(False, 1)]
        assert [(each.id, each.maybe_sent, each.attempts) for each in second] == [
            (1, True, 2),
            (2, False, 1),
            (3, False, 1),
        ]

    def test_channels_take_turns(self, archive: Archive) -> None:
        """The oldest of each channel goes first, and a long queue of one does not hold up the others."""
        for number in range(5):
            outbox.enqueue(archive, message(number), [("slow", None, "x")], NOW)
        for number in range(5, 8):
            outbox.enqueue(archive, message(number), [("quick", None, "x")], NOW)

        assert [(each.channel, each.message_id) for each in claim(archive, limit=4)] == [
            ("slow", "msg-0"),
            ("slow", "msg-1"),
            ("quick", "msg-5"),
            ("quick", "msg-6"),
        ]

    def test_one_channel(self, queued: Archive) -> None:
        """A claim can be for some channels alone."""
        assert [each.id for each in leases.claim(queued, NOW, 9, LEASE, channels=["desk"])] == [1]
        assert leases.claim(queued, NOW, 9, LEASE, channels=[]) == []


class TestSettle:
    def test_sent_is_final(self, queued: Archive) -> None:
        """Once sent, nothing that comes late changes it."""
        claim(queued)
        leases.sent(queued, 1, NOW)
        before = dump(queued)
        leases.retry(queued, 1, next_at=NOW, error="late")
        leases.dead(queued, 1, "late")
        leases.sent(queued, 1, NOW + DAY)

        assert dump(queued) == before
        assert outbox.requeue(queued, [1], NOW) == 0
        assert outbox.drop(queued, [1], NOW) == 0

    def test_arrives_after_its_lease(self, queued: Archive) -> None:
        """A sender that comes back late with success is believed."""
        claim(queued, limit=1)
        claim(queued, LEASE, limit=1)
        leases.retry(queued, 1, next_at=NOW + HOUR, error="503")
        leases.sent(queued, 1, NOW + LEASE)

        assert states(queued) == ["sent", "queued", "queued"]

    def test_waits_its_time(self, queued: Archive) -> None:
        """A failed delivery is due when its wait is over and not a moment earlier; the doubt is remembered."""
        claim(queued)
        leases.retry(queued, 1, next_at=NOW + MINUTE + SECOND / 10, error="reset\udc00", maybe_sent=True)

        assert claim(queued, MINUTE) == []
        assert [(each.id, each.attempts, each.maybe_sent) for each in claim(queued, MINUTE + SECOND)] == [(1, 2, True)]

    def test_dead_until_requeued(self, queued: Archive) -> None:
        """A dead delivery is not tried again until a person says so, and then from the beginning."""
        claim(queued)
        leases.dead(queued, 1, "410 Gone")
        row = outbox.listing(queued, state="dead")[0]

        assert (row.last_error, row.next_at) == ("410 Gone", None)
        assert claim(queued, LEASE - SECOND) == []
        assert outbox.requeue(queued, [1, 2, 99], NOW) == 1
        assert [(each.id, each.attempts) for each in claim(queued)] == [(1, 1)]

    def test_dropped_although_dead(self, queued: Archive) -> None:
        """A delivery that was given up can be dropped too, once: it keeps its error, and can be sent again."""
        claim(queued, limit=1)
        leases.dead(queued, 1, "410 Gone")

        assert [outbox.drop(queued, [1], NOW), outbox.drop(queued, [1], NOW)] == [1, 0]
        assert [(row.id, row.last_error) for row in outbox.listing(queued, state="dead")] == [(1, "410 Gone")]
        assert [channel.dead for channel in history.channels(queued)] == [0, 0]
        assert outbox.requeue(queued, [1], NOW) == 1
        claim(queued, limit=1)
        leases.dead(queued, 1, "410 Gone")
        assert [channel.dead for channel in history.channels(queued)] == [1, 0]

    def test_dropped(self, queued: Archive) -> None:
        """What a person drops is not sent; what is being sent cannot be dropped."""
        claim(queued, limit=1)

        assert outbox.drop(queued, [1, 2, 3], NOW + HOUR) == 2
        assert states(queued) == ["sending", "dead", "dead"]
        assert outbox.counts(queued) == {"dead": 2, "sending": 1}
        assert [row.dropped_at for row in outbox.listing(queued)] == [NOW + HOUR, NOW + HOUR, None]

    def test_sent_after_all(self, queued: Archive) -> None:
        """What was dropped can be queued again, and then nobody has given it up."""
        outbox.drop(queued, [1], NOW)

        assert outbox.requeue(queued, [1], NOW) == 1
        assert outbox.listing(queued)[-1].dropped_at is None

    def test_listing(self, queued: Archive) -> None:
        """Deliveries are listed newest first, by state and channel."""
        claim(queued, limit=1)

        assert [row.id for row in outbox.listing(queued)] == [3, 2, 1]
        assert [row.id for row in outbox.listing(queued, channel="mail", limit=1)] == [3]
        assert [(row.id, row.watch) for row in outbox.listing(queued, state="sending")] == [(1, "heat-2")]


class TestIncidents:
    FROZEN = Incident(
        kind="frozen", subject="https://joblo.example/feed", detail="no news", outlet="joblo", evidence={"days": "9"}
    )

    def test_opened_once(self, archive: Archive) -> None:
        """One of a kind and subject is open at a time; what is seen again brings its evidence up to date."""
        first = incidents.open(archive, self.FROZEN, NOW)
        again = incidents.open(archive, replace(self.FROZEN, evidence={"days": "10"}), NOW + DAY)
        (row,) = incidents.listing(archive)

        assert (first, again) == (1, None)
        assert (row.opened_at, row.last_seen_at, row.evidence, row.outlet) == (NOW, NOW + DAY, {"days": "10"}, "joblo")

    def test_closed_once(self, archive: Archive) -> None:
        """Closing tells what was closed, once; then the same may open again."""
        incidents.open(archive, self.FROZEN, NOW)
        closed = incidents.close(archive, "frozen", self.FROZEN.subject, NOW + HOUR)
        again = incidents.close(archive, "frozen", self.FROZEN.subject, NOW + HOUR)
        incidents.open(archive, self.FROZEN, NOW + DAY)

        assert [(row.id, row.closed_at) for row in closed] == [(1, NOW + HOUR)]
        assert again == []
        assert [row.id for row in incidents.listing(archive)] == [2, 1]
        assert [row.id for row in incidents.listing(archive, open_only=True)] == [2]


class TestFetches:
    ASKED = Fetched(
        outlet="joblo", url="https://joblo.example/1", kind="page", at=NOW, status=200, bytes=9, seconds=0.5
    )

    def test_same_event_twice(self, archive: Archive) -> None:
        """A request is kept once, with an answer or without."""
        for event in (self.ASKED, replace(self.ASKED, status=None, error="timeout", bytes=0)):
            fetches.add(archive, event)
            fetches.add(archive, event)

        assert fetches.of_url(archive, self.ASKED.url) == [
            replace(self.ASKED, status=None, error="timeout", bytes=0),
            self.ASKED,
        ]
