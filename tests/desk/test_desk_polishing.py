"""New headlines wait while editors polish: the last of a series of edits is reported, and none is dropped."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import make
import pytest
from desk_made import HEAT, NOW, config, mails, rows

from monitor.desk import Desk
from monitor.errors import ArchiveError
from monitor.model import Article
from monitor.person import Person, Quiet

TALKS, DENIED = "Adam Driver in Talks for ‘Heat 2’", "Adam Driver Not in Talks for ‘Heat 2’, Says Rep"
BODY = (
    "Adam Driver is in talks to star in Heat 2, two people familiar with the negotiations told Joblo. He would play a "
    "young Neil McCauley, the part of Robert De Niro, for Michael Mann and Warner Bros."
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk that was sent the first headline."""
    opened = Desk.open(config(tmp_path))
    opened.sync(NOW)
    edited(opened, TALKS, 0)
    yield opened
    opened.close()


def edited(desk: Desk, title: str, minute: float, body: str = BODY) -> None:
    """The article is read with this headline."""
    at = NOW + timedelta(minutes=minute)
    article = Article(
        url="https://joblo.example/a", outlet="joblo", title=title, body=body, published_at=NOW, language="en"
    )
    desk.ingest(make.read(article, at), at)


def settle(desk: Desk, minute: float) -> int:
    """The clock's question at a minute: how many messages it made."""
    return desk.send_settled(NOW + timedelta(minutes=minute))


def test_the_last_of_a_series_of_edits_is_reported(desk: Desk) -> None:
    """One message, ten minutes after the last of them, against the headline that was sent."""
    edited(desk, DENIED, 4)
    edited(desk, "Adam Driver Never in Talks for ‘Heat 2’, Says Rep", 9)

    assert len(mails(desk)) == 1
    assert settle(desk, 18.9) == 0
    assert settle(desk, 19) == 1
    assert settle(desk, 60) == 0
    last = mails(desk)[-1]
    assert (last["kind"], last["was"]) == ("headline", TALKS)
    assert last["lead"]["title"] == "Adam Driver Never in Talks for ‘Heat 2’, Says Rep"


def test_what_was_taken_back_in_time_is_no_news(desk: Desk) -> None:
    """A headline that says again what was sent needs no message."""
    edited(desk, DENIED, 4)
    edited(desk, TALKS, 8)

    assert settle(desk, 60) == 0
    assert len(mails(desk)) == 1


def test_polish_in_between_drops_nothing(desk: Desk) -> None:
    """A comma in the text, read after the turned headline, is none; the headline is reported all the same."""
    edited(desk, DENIED, 4)
    edited(desk, DENIED, 8, BODY.replace("for Michael", "and that for Michael"))

    assert settle(desk, 14) == 0
    assert settle(desk, 18) == 1
    assert mails(desk)[-1]["kind"] == "headline"


def test_no_outlet_can_polish_for_ever(desk: Desk) -> None:
    """An edit each five minutes: half an hour after the first turn it is sent."""
    made = []
    for minute in range(5, 65, 5):
        edited(desk, f"Adam Driver Not in Talks for ‘Heat 2’, Says Rep, Take {minute}", minute)
        settle(desk, minute)
        made.append(len(mails(desk)))

    assert made[:6] == [1] * 6
    assert made[6] == 2


def test_a_restart_forgets_no_headline(tmp_path: Path) -> None:
    """The daemon ends while a headline waits: the next one sends it, once."""
    desk = Desk.open(config(tmp_path))
    desk.sync(NOW)
    edited(desk, TALKS, 0)
    edited(desk, DENIED, 4)
    desk.close()

    again = Desk.open(config(tmp_path))
    again.sync(NOW)
    assert settle(again, 30) == 1
    again.close()
    third = Desk.open(config(tmp_path))
    third.sync(NOW)
    assert settle(third, 31) == 0
    assert [mail["kind"] for mail in mails(third)] == ["opened", "headline"]
    third.close()


def test_a_restart_decides_on_no_headline_again(tmp_path: Path) -> None:
    """One that settled and was held as a flood is not sent hours later, because the program was started again."""
    desk = Desk.open(config(tmp_path, flood=1))
    desk.sync(NOW)
    edited(desk, TALKS, 0)
    edited(desk, DENIED, 4)
    assert settle(desk, 14) == 0
    desk.close()

    again = Desk.open(config(tmp_path, flood=1))
    again.sync(NOW)
    assert settle(again, 200) == 0
    assert rows(again, "select reason from suppressed order by decided_at") == [("headline_early",), ("flood",)]
    again.close()


def test_a_headline_does_not_wait_for_a_clock_that_was_set_back(desk: Desk) -> None:
    """It waits until a moment that comes a year later now: it is sent at once, and once."""
    edited(desk, DENIED, 4)
    year = 365 * 24 * 60

    assert [settle(desk, 4 - year), settle(desk, 5 - year), settle(desk, 14)] == [1, 0, 0]
    assert mails(desk)[-1]["was"] == TALKS


def test_a_correction_does_not_wait(desk: Desk) -> None:
    """What an outlet takes back is sent at once, and its headline with it."""
    edited(desk, DENIED, 4)
    edited(desk, DENIED, 6, f"{BODY} Correction: an earlier version misstated the studio.")

    assert [mail["kind"] for mail in mails(desk)] == ["opened", "correction"]
    assert settle(desk, 60) == 0


def test_an_edit_of_an_article_that_was_left_alone_is_sent_at_once(desk: Desk) -> None:
    """Forty minutes after the message nobody polishes."""
    edited(desk, DENIED, 40)

    assert [mail["kind"] for mail in mails(desk)] == ["opened", "headline"]


def test_what_was_rolled_back_is_forgotten(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of an edit whose decision could not be written no headline waits, as the archive has none."""

    def fail(*_: object, **__: object) -> None:
        raise ArchiveError("the disk is full")

    monkeypatch.setattr("monitor.store.suppressed.keep", fail)
    with pytest.raises(ArchiveError):
        edited(desk, DENIED, 4)

    assert desk.next_settled(NOW + timedelta(minutes=4)) is None


HELD = Person(
    id="ann", name="Ann", channels=("files",), watches=frozenset({HEAT.id}), quiet=Quiet(start=time(11), end=time(14))
)


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Desk]:
    """A desk whose one person has quiet hours, in which the first headline waits for two hours."""
    opened = Desk.open(config(tmp_path, watches=(replace(HEAT, to=()),), persons=(HELD,), digests=()))
    opened.sync(NOW)
    edited(opened, TALKS, 0)
    yield opened
    opened.close()


@pytest.mark.parametrize("last", [DENIED, TALKS])
def test_a_headline_turned_while_its_alert_waits_is_in_that_alert(night: Desk, last: str) -> None:
    """Who was sent no headline yet is sent the last one, and nothing of those before."""
    edited(night, DENIED, 60)
    edited(night, last, 100)
    night.release_held(NOW + timedelta(minutes=121))

    (message,) = mails(night)
    assert (message["type"], message["lead"]["title"]) == ("story.opened", last)


def test_a_headline_soon_after_the_end_of_quiet_hours_waits(night: Desk) -> None:
    """The ten minutes begin when the alert went out, not when it began to wait."""
    night.release_held(NOW + timedelta(minutes=121))
    edited(night, DENIED, 124)

    assert len(mails(night)) == 1
    assert settle(night, 134) == 1
    assert (mails(night)[-1]["kind"], mails(night)[-1]["was"]) == ("headline", TALKS)


def test_why_it_waits_is_kept(desk: Desk) -> None:
    """For `monitor explain`: until when."""
    edited(desk, DENIED, 4)

    (until,) = rows(desk, "select facts ->> 'until' from suppressed where reason = 'headline_early'")[0]
    assert until == (NOW + timedelta(minutes=14)).isoformat()


def test_a_person_waits_too(tmp_path: Path) -> None:
    """Of two watches of theirs, the settled headline is one message."""
    mann = replace(HEAT, id="mann", name="Mann", query='"Michael Mann"', to=())
    ann = Person(id="ann", name="Ann", channels=("files",), watches=frozenset({HEAT.id, "mann"}))
    watches = (replace(HEAT, to=()), mann)
    desk = Desk.open(config(tmp_path, watches=watches, persons=(ann,)))
    desk.sync(NOW)
    edited(desk, TALKS, 0)
    edited(desk, DENIED, 4)

    assert len(mails(desk)) == 1
    assert settle(desk, 13.9) == 0
    assert settle(desk, 14) == 1
    assert (mails(desk)[-1]["kind"], mails(desk)[-1]["was"]) == ("headline", TALKS)
    assert set(mails(desk)[-1]["person"]["watches"]) == {"Heat 2", "Mann"}
    desk.close()
