"""A story that goes on one that people know says so; who was first is corrected, to those whom another was named to."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from desk_made import HEAT, MORNING, NOW, config, mails, rows
from saga import SAGA

from monitor.desk import Desk
from monitor.digest import payload
from monitor.events import ArticleRead

Read = Callable[..., ArticleRead]
DAY = 24 * 60  # minutes
MONTH = 30 * DAY
DAILY = replace(MORNING, watches=("*",), to=("files",), send_empty=False)


def ingest(desk: Desk, event: ArticleRead) -> None:
    """Ingest an article at the time at which it was read."""
    desk.ingest(event, event.at)


def test_a_follow_up_names_what_was_alerted(desk: Desk, read: Read) -> None:
    """In the payload with number, headline and kind, and in the text of the mail."""
    ingest(desk, read("joblo", *SAGA[0], slug="a"))
    ingest(desk, read("joblo", *SAGA[1], minutes=MONTH, slug="b"))
    first, second = (mail["story"] for mail in mails(desk))

    assert first["follows"] is None
    assert second["follows"] == {
        "id": 1,
        "title": SAGA[0][0],
        "kind": "follows",
        "opened_at": payload.stamp(NOW),
    }
    text = rows(desk, "select rendered from deliveries where channel = 'mail' order by id desc limit 1")[0][0]
    assert "Follows: Michael Mann" in text


@pytest.mark.parametrize(
    ("headline", "kind"),
    [
        ("Michael Mann Denies ‘Heat 2’ Is Filming in Chicago", "contradicts"),
        ("‘Heat 2’ Review: Michael Mann Films Chicago", "review"),
        ("Michael Mann Says ‘Heat 2’ Needs Chicago", "reaction"),
        ("Ridley Scott Says ‘Gladiator 3’ Is Written", "follows"),
    ],
)
def test_the_kind_of_link_is_told(desk: Desk, read: Read, headline: str, kind: str) -> None:
    """A denial, a review and a reaction are named as such; what is said on something else is no reaction."""
    ingest(desk, read("joblo", *SAGA[0], slug="a"))
    ingest(desk, read("joblo", headline, SAGA[1][1], minutes=MONTH, slug="b"))

    assert mails(desk)[-1]["story"]["follows"]["kind"] == kind


def test_what_nobody_was_notified_of_is_not_named(desk: Desk, read: Read) -> None:
    """A story that went to other channels by another watch, or was found by no watch, is no story that they know."""
    ingest(desk, read("joblo", *SAGA[0], slug="a"))
    archive = desk.context.archive
    archive.execute("update messages set watch_id = null")
    archive.execute("update deliveries set channel = 'files'")
    ingest(desk, read("joblo", *SAGA[1], minutes=MONTH, slug="b"))

    assert rows(desk, "select kind from story_links") == [("follows",)]
    assert mails(desk)[-1]["story"]["follows"] is None


def digesting(path: Path, watch: object = HEAT) -> Desk:
    """A desk that sends a digest each day."""
    opened = Desk.open(config(path, digests=(DAILY,), watches=(watch,)))
    opened.sync(NOW)
    return opened


def digest_at(desk: Desk, minutes: float) -> dict | None:
    """The digest that is due then, if one was made."""
    before = len(mails(desk))
    desk.digest_due(DAILY, NOW + timedelta(minutes=minutes))
    made = mails(desk)[before:]
    return made[-1] if made else None


def test_a_digest_names_what_an_earlier_one_had(tmp_path: Path, read: Read) -> None:
    """Of a watch without alerts, the story that follows one of an earlier digest says so."""
    desk = digesting(tmp_path, replace(HEAT, alert="digest"))
    digest_at(desk, -1)
    ingest(desk, read("joblo", *SAGA[0], slug="a"))
    first = digest_at(desk, DAY)
    ingest(desk, read("joblo", *SAGA[1], minutes=10 * DAY, slug="b"))
    second = digest_at(desk, 11 * DAY)
    desk.close()

    assert first is not None
    assert second is not None
    assert first["sections"][0]["stories"][0]["follows"] is None
    assert second["sections"][0]["stories"][0]["follows"]["id"] == 1


@pytest.fixture
def corrected(tmp_path: Path, read: Read) -> Desk:
    """Variety was told to be first; then an earlier report of JoBlo turned up."""
    desk = digesting(tmp_path)
    digest_at(desk, -1)
    driver = "Michael Mann wants Adam Driver as Neil McCauley: talks on Heat 2 with Amazon MGM Studios are nearly done."
    ingest(desk, read("variety", *SAGA[0], minutes=30, slug="a"))
    early = read("joblo", SAGA[0][0], driver, minutes=10, slug="b")
    desk.ingest(replace(early, at=NOW + timedelta(minutes=40)), NOW + timedelta(minutes=40))
    return desk


def test_who_was_first_is_corrected_once(corrected: Desk) -> None:
    """The next digest says who it was, with the address; the one after that says nothing."""
    alerted = mails(corrected)[0]["story"]["first_reported_by"]
    corrected.context.archive.execute("delete from deliveries where message_id like 'updated%'")
    corrected.context.archive.execute("delete from messages where type = 'story.updated'")
    first = digest_at(corrected, DAY)
    second = digest_at(corrected, 2 * DAY)
    corrected.close()

    assert alerted == "variety"
    assert first is not None
    assert [(one["story"], one["said"], one["first_reported_by"]) for one in first["corrections"]] == [
        (1, "Variety", "joblo")
    ]
    assert first["corrections"][0]["url"].startswith("https://joblo.example/")
    assert second is None or not second["corrections"]


def test_who_was_told_already_is_not_corrected(corrected: Desk) -> None:
    """An update that named the right outlet has corrected it."""
    updated = mails(corrected)[-1]
    made = digest_at(corrected, DAY)
    corrected.close()

    assert (updated["type"], updated["story"]["first_reported_by"]) == ("story.updated", "joblo")
    assert made is not None
    assert made["corrections"] == []


def test_who_was_not_told_is_not_corrected(tmp_path: Path, read: Read) -> None:
    """A change before any message is no correction."""
    desk = digesting(tmp_path, replace(HEAT, alert="digest"))
    digest_at(desk, -1)
    driver = "Michael Mann wants Adam Driver as Neil McCauley: talks on Heat 2 with Amazon MGM Studios are nearly done."
    ingest(desk, read("variety", *SAGA[0], minutes=30, slug="a"))
    early = read("joblo", SAGA[0][0], driver, minutes=10, slug="b")
    desk.ingest(replace(early, at=NOW + timedelta(minutes=40)), NOW + timedelta(minutes=40))
    made = digest_at(desk, DAY)
    changes = rows(desk, "select was, became from first_changes")
    desk.close()

    assert changes == [("variety", "joblo")]
    assert made is not None
    assert made["corrections"] == []


def test_a_correction_of_a_digest(tmp_path: Path, read: Read) -> None:
    """Who was named by a digest is corrected by the next one."""
    desk = digesting(tmp_path, replace(HEAT, alert="digest"))
    digest_at(desk, -1)
    driver = "Michael Mann wants Adam Driver as Neil McCauley: talks on Heat 2 with Amazon MGM Studios are nearly done."
    ingest(desk, read("variety", *SAGA[0], minutes=30, slug="a"))
    first = digest_at(desk, DAY)
    early = read("joblo", SAGA[0][0], driver, minutes=10, slug="b")
    desk.ingest(replace(early, at=NOW + timedelta(minutes=DAY + 40)), NOW + timedelta(minutes=DAY + 40))
    second = digest_at(desk, 2 * DAY)
    text = rows(desk, "select rendered from deliveries order by id desc limit 1")[0][0]
    desk.close()

    assert first is not None
    assert second is not None
    assert [one["said"] for one in second["corrections"]] == ["Variety"]
    assert "Corrections and changed headlines" in text
    assert "and not by Variety" in text
