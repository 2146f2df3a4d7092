"""A channel is one receiver: what fails because of it brakes all that waits for it, and one success releases it."""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from desk_made import CHANNELS, rows
from make import NOW

from monitor.deliver import Kind, Outcome
from monitor.deliver.outcome import SENT, Blame, failed
from monitor.desk import Desk, posting
from monitor.observations import Brake
from monitor.store import channels, outbox
from monitor.store.outbox import NewMessage
from monitor.views import out_of_order

HOUR, MINUTE, SECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)
BUSY = failed(Kind.TEMPORARY, "answered 503", blame=Blame.MOMENT)
LIMITED = failed(Kind.TEMPORARY, "answered 429", blame=Blame.CHANNEL, retry_after=10 * MINUTE)
CLOSED = failed(Kind.GONE, "answered 410", blame=Blame.CHANNEL)
PASSWORD = failed(Kind.REFUSED, "answered 535", blame=Blame.CHANNEL)
SILENT = failed(Kind.TEMPORARY, "no answer in 30 s", blame=Blame.EITHER, maybe_sent=True)
POISON = failed(Kind.TEMPORARY, "answered 500", blame=Blame.EITHER)
FULL = failed(Kind.TEMPORARY, "answered 450", blame=Blame.MESSAGE)


@pytest.fixture(autouse=True)
def _same_jitter(monkeypatch):
    monkeypatch.setattr(posting, "_RNG", random.Random(7))  # noqa: S311 - jitter


@dataclass
class Receiver:
    """What stands at the other end of every channel, by a clock of its own; `says` gets the moment and the id."""

    desk: Desk
    says: Callable[[datetime, str], Outcome]
    now: datetime = NOW
    tried: list[tuple[datetime, str]] = field(default_factory=list)
    taken: list[tuple[datetime, str]] = field(default_factory=list)

    def until(self, end: datetime, *, step: timedelta = 5 * SECOND) -> "Receiver":
        """Let the daemon send until then, as it does: batch after batch, until a batch is cut short."""
        while self.now < end:
            while claims := self.desk.claim(self.now, 20, ["hook"]):
                self._batch(claims)
            self.now += step
        return self

    def _batch(self, claims: list) -> None:
        for place, claim in enumerate(claims, 1):
            message = claim.outgoing.message_id
            outcome = self.says(self.now, message)
            self.tried.append((self.now, message))
            if outcome is SENT:
                self.taken.append((self.now, message))
            if self.desk.settle(claim, outcome, self.now).brake:
                self.desk.give_back(claims[place:])
                return


def queue(desk: Desk, ids: Iterable[str], at: datetime = NOW, **of: object) -> list[str]:
    """Messages for the webhook."""
    made = list(ids)
    for one in made:
        outbox.enqueue(desk.context.archive, NewMessage(id=one, type="x", **of), [("hook", None, "{}")], at)
    return made


def hundred(desk: Desk) -> list[str]:
    """A hundred messages that wait."""
    return queue(desk, (f"m{number:03}" for number in range(100)))


@pytest.mark.parametrize(
    ("outcome", "requests"),
    [(BUSY, 20), (LIMITED, 6), (CLOSED, 1), (PASSWORD, 1), (SILENT, 20)],
    ids=["503", "429", "410", "535", "silent"],
)
def test_a_hundred_messages_on_a_channel_that_takes_none(desk, outcome, requests):
    """An hour of it is a handful of requests, and none of the messages is lost or uses up its attempts."""
    hundred(desk)

    receiver = Receiver(desk, lambda *_: outcome).until(NOW + HOUR)

    assert 1 <= len(receiver.tried) <= requests
    states = dict(rows(desk, "select state, count(*) from deliveries group by state"))
    assert set(states) <= {"queued", "failed"}
    assert sum(states.values()) == 100
    assert rows(desk, "select max(attempts) from deliveries")[0][0] <= 1


def test_an_outage_is_caught_up_in_order_with_the_first_success(desk):
    """A message each twenty minutes while the server is away from nine to twelve: all come as they were made."""
    nine, twelve = NOW, NOW + 3 * HOUR
    receiver = Receiver(desk, lambda now, _: SENT if now >= twelve else BUSY)
    made = []
    for number in range(9):
        at = nine + number * 20 * MINUTE
        receiver.until(at)
        made += queue(desk, [f"m{number}"], at)

    receiver.until(twelve + HOUR)

    first = receiver.taken[0][0]
    assert first - twelve <= 6 * MINUTE
    assert [message for _, message in receiver.taken] == made
    assert receiver.taken[-1][0] - first <= MINUTE


def test_a_closed_channel_stays_closed_until_a_person_opens_it(desk):
    """No trial in a month; then all in order."""
    made = queue(desk, ["a", "b"])
    receiver = Receiver(desk, lambda *_: CLOSED).until(NOW + SECOND)
    receiver.until(NOW + 5 * 24 * HOUR, step=HOUR)
    assert len(receiver.tried) == 1

    channels.release(desk.context.archive, ["hook"])
    receiver.says = lambda *_: SENT
    receiver.until(receiver.now + MINUTE)

    assert [message for _, message in receiver.taken] == made


def test_changed_settings_are_tried_at_once_and_the_same_ones_are_not(desk):
    """Also where only the secret changed; a reload for another reason changes nothing."""
    queue(desk, ["a"])
    Receiver(desk, lambda *_: PASSWORD).until(NOW + SECOND)
    desk.reload(replace(desk.context.config, flood=7), NOW)
    assert desk.claim(NOW + MINUTE, 10, ["hook"]) == []

    unread = tuple(replace(one, url="https://unread.example/") if one.name == "hook" else one for one in CHANNELS)
    desk.reload(replace(desk.context.config, channels=unread, has_secrets=False), NOW)  # as `scrapy crawl` reads it
    desk.reload(replace(desk.context.config, channels=CHANNELS, has_secrets=True), NOW)
    assert desk.claim(NOW + MINUTE, 10, ["hook"]) == []

    hook = replace(CHANNELS[0], secrets=("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",))
    desk.reload(replace(desk.context.config, channels=(hook, *CHANNELS[1:])), NOW)

    assert len(desk.claim(NOW + MINUTE, 10, ["hook"])) == 1


def test_one_message_that_breaks_its_receiver_holds_up_no_other(desk):
    """It goes by its own timetable; the channel is not braked for it."""
    made = hundred(desk)
    bad = made[0]

    receiver = Receiver(desk, lambda _, message: POISON if message == bad else SENT).until(NOW + MINUTE)

    assert [message for _, message in receiver.taken] == made[1:]
    assert channels.grip(desk.context.archive, "hook").brake is None


@pytest.mark.parametrize("bad", [2, 3, 5])
def test_bad_messages_in_a_row_hold_up_the_others_for_seconds(desk, bad):
    """Three brake the channel, but the next trial is made with another one, and its success releases all."""
    made = hundred(desk)

    receiver = Receiver(desk, lambda _, message: POISON if message in made[:bad] else SENT).until(NOW + 10 * MINUTE)

    assert {message for _, message in receiver.taken} == set(made[bad:])


def test_a_receiver_that_fails_one_time_in_five_is_used_as_before(desk):
    """Without an order of its own for each failure: six hundred messages go out within minutes."""
    chance = random.Random(3)  # noqa: S311 - faults
    made = queue(desk, (f"m{number:03}" for number in range(600)))

    receiver = Receiver(desk, lambda *_: BUSY if chance.random() < 0.2 else SENT).until(NOW + 10 * MINUTE)

    assert len(receiver.taken) >= len(made) - 10  # a few wait for their third attempt
    assert sum(at - NOW < 2 * MINUTE for at, _ in receiver.taken) > 480


def test_an_update_waits_for_its_opening(desk):
    """Where the opening was put off for a reason of its own, the other stories' messages go on."""
    archive = desk.context.archive
    archive.execute("insert into stories (id, title, opened_at, updated_at) values (1, 'x', ?, ?)", ("2026", "2026"))
    queue(desk, ["opened", "updated"], watch="heat-2", story=1)
    queue(desk, ["other"])
    refusals = {"opened": 1}

    def says(_: datetime, message: str) -> Outcome:
        if refusals.get(message, 0):
            refusals[message] -= 1
            return FULL
        return SENT

    receiver = Receiver(desk, says).until(NOW + HOUR)

    assert [message for _, message in receiver.taken] == ["other", "opened", "updated"]


@pytest.mark.parametrize("is_told", [False, True])
def test_an_opening_that_was_given_up_and_is_sent_after_all(desk, is_told):
    """It goes before the update that still waits; where the update left meanwhile, that it comes late is said."""
    archive = desk.context.archive
    archive.execute("insert into stories (id, title, opened_at, updated_at) values (1, 'x', ?, ?)", ("2026", "2026"))
    queue(desk, ["opened", "other"], watch="heat-2", story=1)
    outbox.enqueue(archive, NewMessage(id="far", type="x", watch="heat-2", story=1), [("mail", "a@b.c", "")], NOW)
    archive.execute("update deliveries set state = 'dead', next_at = null")
    queue(desk, ["updated"], watch="heat-2", story=1)
    receiver = Receiver(desk, lambda *_: SENT)
    if is_told:
        receiver.until(NOW + MINUTE)
    outbox.requeue(archive, [1, 2, 3], NOW)

    late = out_of_order.warning(archive, [1, 2, 3])
    receiver.until(receiver.now + MINUTE)

    assert [message for _, message in receiver.taken] == (
        ["updated", "opened", "other"] if is_told else ["opened", "other", "updated"]
    )
    said = "2 come out of order, for their receivers have had later messages on the same stories: 1, 2"
    assert late == (said if is_told else None)


def test_alerts_go_before_digests(desk):
    """A digest that was made earlier does not hold up an alert."""
    archive = desk.context.archive
    archive.execute(
        "insert into digests (id, name, window_start, window_end, created_at) values (1, 'x', '2026', '2027', '2027')"
    )
    queue(desk, ["digest"], digest=1)
    queue(desk, ["alert"])

    receiver = Receiver(desk, lambda *_: SENT).until(NOW + MINUTE)

    assert [message for _, message in receiver.taken] == ["alert", "digest"]


def test_what_was_not_tried_did_not_perhaps_arrive(desk):
    """The rest of a batch whose first message failed goes back as it was."""
    queue(desk, ["a", "b", "c"])

    Receiver(desk, lambda *_: LIMITED).until(NOW + SECOND)

    found = rows(desk, "select state, attempts, maybe_sent, lease_until from deliveries order by id")
    assert found == [("failed", 0, 0, None), ("queued", 0, 0, None), ("queued", 0, 0, None)]


def test_what_waits_for_a_week_is_given_up_and_reported(desk):
    """By the channel itself where there is no other, as soon as it works again."""
    desk.reload(replace(desk.context.config, incidents_to=("hook",)), NOW)
    queue(desk, ["a"])
    Receiver(desk, lambda *_: PASSWORD).until(NOW + SECOND)
    desk.check_health(NOW + 6 * 24 * HOUR)
    assert rows(desk, "select state from deliveries where message_id = 'a'") == [("failed",)]

    desk.check_health(NOW + 8 * 24 * HOUR)

    assert rows(desk, "select state from deliveries where message_id = 'a'") == [("dead",)]
    sent = "select kind, channel, state from incidents join messages on incident_id = incidents.id join deliveries"
    notices = rows(desk, f"{sent} on message_id = messages.id where kind like 'channel%'")
    assert notices == [("channel_failing", "hook", "queued")]


def test_a_renamed_channel_is_asked_about_and_its_messages_can_be_moved(desk):
    """The incident stands until none waits; what is moved goes out by the new name."""
    queue(desk, ["a", "b"])
    post = replace(CHANNELS[0], name="post")
    desk.reload(replace(desk.context.config, channels=(post, *CHANNELS[1:]), incidents_to=("post",)), NOW)
    desk.check_health(NOW)
    assert rows(desk, "select kind, subject from incidents") == [("channel_missing", "hook")]

    assert outbox.move(desk.context.archive, "hook", "post", NOW) == 2

    desk.check_health(NOW + MINUTE)
    assert rows(desk, "select kind from incidents where closed_at is null and kind like 'channel%'") == []
    claimed = [claim.outgoing.message_id for claim in desk.claim(NOW, 10, ["post"])]
    assert claimed[:2] == ["a", "b"]


def test_what_a_channel_gave_up_before_it_was_renamed_is_asked_about(desk):
    """Another name is no cure: until they are moved or dropped, nobody was told what they said."""
    queue(desk, ["a"])
    (claim,) = desk.claim(NOW, 1, ["hook"])
    desk.settle(claim, failed(Kind.PERMANENT, "answered 400"), NOW)
    post = replace(CHANNELS[0], name="post")
    desk.reload(replace(desk.context.config, channels=(post, *CHANNELS[1:]), incidents_to=("post",)), NOW)

    desk.check_health(NOW)

    standing = "select kind, detail from incidents where closed_at is null and kind like 'channel%'"
    assert rows(desk, standing) == [("channel_missing", "The channel hook is gone: 1 message given up")]
    assert outbox.move(desk.context.archive, "hook", "post", NOW) == 1
    desk.check_health(NOW + MINUTE)
    assert rows(desk, standing) == []


def test_the_brake_is_one_value_through_the_archive(desk):
    """What is kept is what was decided."""
    queue(desk, ["a"])
    (claim,) = desk.claim(NOW, 1, ["hook"])

    settled = desk.settle(claim, LIMITED, NOW)

    kept = channels.grip(desk.context.archive, "hook").brake
    assert isinstance(kept, Brake)
    assert settled.brake is not None
    assert replace(kept, until=None) == replace(settled.brake, until=None)
    assert timedelta() <= kept.until - settled.brake.until < SECOND


def test_what_follows_a_message_is_a_reply_to_it(desk):
    """By the receiver's own name for the first one on the same story; the same goes for an incident."""
    archive = desk.context.archive
    archive.execute("insert into stories (id, title, opened_at, updated_at) values (1, 'x', ?, ?)", ("2026", "2026"))
    archive.execute(
        "insert into incidents (id, kind, subject, detail, opened_at, last_seen_at) values (5, 'k', 's', 'd', '1', '1')"
    )
    for number, of in enumerate([{"watch": "heat-2", "story": 1}, {"incident": 5}, {}]):
        queue(desk, [f"first{number}", f"second{number}"], **of)
    replies = {}

    for _ in range(2):
        for claim in desk.claim(NOW, 20, ["hook"]):
            message = claim.outgoing.message_id
            replies[message] = claim.outgoing.reply_to
            desk.settle(claim, replace(SENT, receipt=f"r-{message}"), NOW)

    assert {message: reply for message, reply in replies.items() if reply} == {
        "second0": "r-first0",
        "second1": "r-first1",
    }
