"""A digest against what was sent: what leads, what is new to whom, what was edited since."""

from dataclasses import replace
from datetime import timedelta

import pytest
from desk_made import HEAT, config, mails, rows
from make import BODY, NOW

from monitor.desk import Desk, due_digests
from monitor.digest import digest_phrases, plain_text
from monitor.digest.changes import Standing
from monitor.digest.digest_window import Window
from monitor.model import DigestPlan, Incident
from monitor.news import NewsKind
from monitor.store import incidents

TITLE = "Michael Mann says Heat 2 is his next film"
CAST = "Heat 2 casts Ana de Armas, filming starts on August 3"
SIGNED = (
    "Ana de Armas has signed on for Heat 2, people familiar with the deal tell Deadline. Michael Mann will start on "
    "August 3 in Los Angeles. Adam Driver is in talks for Neil McCauley. Mann wrote the script of Heat 2 himself and "
    "calls it his next film after Ferrari. The studio has set aside 170 million dollars for it."
)
DAY = Window(start=NOW - timedelta(hours=24), end=NOW)
LATER = Window(start=NOW, end=NOW + timedelta(hours=24))
PLAN = DigestPlan(name="morning", schedule="0 8 * * *", to=("files", "hook"))


@pytest.fixture
def quiet(tmp_path):
    """A desk whose watch alerts by digest alone."""
    desk = Desk.open(config(tmp_path, watches=(replace(HEAT, alert="digest"),), digests=(PLAN,)))
    desk.sync(NOW - timedelta(days=2))
    yield desk
    desk.close()


def preview(desk, window=DAY, plan=PLAN):
    """The digest of a window, made at its end."""
    return due_digests.preview(desk.context, plan, window, window.end)


def ingest(desk, read, outlet, title, body=BODY, *, minutes, slug="a"):
    """An article that comes so many minutes after now."""
    desk.ingest(read(outlet, title, body, minutes=minutes, slug=slug), NOW + timedelta(minutes=minutes))


@pytest.mark.parametrize("alert", ["instant", "digest"])
def test_the_latest_development_leads(request, read, alert):
    """Whether an alert decided that it is one, or nobody did: it leads, and the first report is a line."""
    desk = request.getfixturevalue("desk" if alert == "instant" else "quiet")
    ingest(desk, read, "joblo", TITLE, minutes=-600)
    ingest(desk, read, "deadline", CAST, SIGNED, minutes=-60)

    digest = preview(desk)
    [section] = digest.sections
    [item] = section.items

    assert item.lead.report.title == CAST
    assert item.brought is not None
    assert item.brought.kind is NewsKind.DEVELOPMENT
    assert "First reported by Joblo, 02:00" in plain_text.text(digest)
    assert digest_phrases.lead(digest).startswith("What leads: ")


def test_what_adds_nothing_does_not_lead(quiet, read):
    """A second outlet that says the same is named under the first report."""
    ingest(quiet, read, "joblo", TITLE, minutes=-600)
    ingest(quiet, read, "deadline", "Michael Mann: Heat 2 is his next film", minutes=-60)

    [section] = preview(quiet).sections
    assert [item.lead.report.outlet for item in section.items] == ["joblo"]


class TestStanding:
    """What a story is to the channel that a digest goes to."""

    def test_a_story_is_new_once(self, quiet, read):
        """The first digest has it as new, the next one as updated, by what came since."""
        ingest(quiet, read, "joblo", TITLE, minutes=-600)
        assert preview(quiet).sections[0].items[0].standing is Standing.NEW
        due_digests.send(quiet.context, PLAN, DAY, NOW)
        ingest(quiet, read, "deadline", CAST, SIGNED, minutes=60)

        [item] = preview(quiet, LATER).sections[0].items

        assert (item.standing, item.sent_at) == (Standing.UPDATED, NOW)

    def test_what_adds_nothing_does_not_update(self, quiet, read):
        """A further outlet with the same text is no update: the story was sent."""
        ingest(quiet, read, "joblo", TITLE, minutes=-600)
        due_digests.send(quiet.context, PLAN, DAY, NOW)
        ingest(quiet, read, "deadline", "Michael Mann: Heat 2 is his next film", minutes=60)

        assert [item.standing for item in preview(quiet, LATER).sections[0].items] == [Standing.SENT]

    def test_an_alert_counts_for_the_channel_that_got_it(self, desk, read):
        """The webhook had an alert on the story, the file had none: each gets a digest in words of its own."""
        ingest(desk, read, "joblo", TITLE, minutes=-600)

        assert due_digests.send(desk.context, PLAN, DAY, NOW) == 1

        sent = dict(
            rows(
                desk,
                "select channel, rendered from deliveries where message_id like 'digest%'",
            )
        )
        assert '"standing":"sent"' in sent["hook"]
        assert "Sent to you" not in sent["files"]
        assert [data["sections"][0]["stories"][0]["standing"] for data in mails(desk) if data["type"] == "digest"] == [
            "new"
        ]

    def test_what_was_given_up_was_not_sent(self, desk, read):
        """An alert that never arrived leaves the story new."""
        ingest(desk, read, "joblo", TITLE, minutes=-600)
        rows(desk, "update deliveries set state = 'dead'")

        assert preview(desk, plan=replace(PLAN, to=("hook",))).sections[0].items[0].standing is Standing.NEW


class TestEdits:
    """Corrections and changed headlines, in a block of their own."""

    def test_a_correction_is_told_also_when_nothing_else_happened(self, quiet, read):
        """With what was and what is; a window without any hit is sent for it."""
        ingest(quiet, read, "joblo", TITLE, f"{BODY}\n\nThe script of Heat 2 has 180 pages.", minutes=-600)
        due_digests.send(quiet.context, PLAN, DAY, NOW)
        fixed = f"{BODY}\n\nThe script of Heat 2 has 108 pages.\n\nCorrection: an earlier version misstated the pages."
        ingest(quiet, read, "joblo", TITLE, fixed, minutes=60)

        digest = preview(quiet, LATER)

        assert digest.is_empty
        assert [(edit.kind, edit.watches) for edit in digest.edits] == [(NewsKind.CORRECTION, ("Heat 2",))]
        assert (digest.edits[0].was, digest.edits[0].now) == (
            "The script of Heat 2 has 180 pages.",
            "The script of Heat 2 has 108 pages.",
        )
        assert due_digests.send(quiet.context, PLAN, LATER, LATER.end) == 1

    @pytest.mark.parametrize(
        ("title", "edits"),
        [
            ("Michael Mann denies that Heat 2 is not dead, quits Warner", 1),
            ("Heat 2 is Michael Mann’s next film, he says", 0),
        ],
    )
    def test_a_headline_that_says_something_else_is_told(self, quiet, read, title, edits):
        """And polish is not."""
        ingest(quiet, read, "joblo", TITLE, minutes=-600)
        ingest(quiet, read, "joblo", title, minutes=-300)

        found = preview(quiet).edits

        assert [(edit.kind, edit.was, edit.now) for edit in found] == [(NewsKind.HEADLINE, TITLE, title)] * edits

    def test_a_story_whose_article_was_corrected_is_marked(self, quiet, read):
        """Where it was sent before, and goes on."""
        ingest(quiet, read, "joblo", TITLE, f"{BODY}\n\nThe script of Heat 2 has 180 pages.", minutes=-600)
        due_digests.send(quiet.context, PLAN, DAY, NOW)
        fixed = f"{BODY}\n\nThe script of Heat 2 has 108 pages.\n\nCorrection: an earlier version misstated the pages."
        ingest(quiet, read, "joblo", TITLE, fixed, minutes=60)
        ingest(quiet, read, "deadline", "Michael Mann: Heat 2 is his next film", minutes=90)

        assert [item.standing for item in preview(quiet, LATER).sections[0].items] == [Standing.CORRECTED]


def test_incidents_of_the_monitor_stand_in_the_digest(quiet):
    """Those that stand, and those that ended in the window; an outlet's, however many, are under "not reached"."""
    for kind, hours in (("channel_stuck", 3), ("channel_failing", 50)):
        trouble = Incident(kind=kind, subject="hook", detail=f"hook: {kind}", outlet=None, evidence={})
        incidents.open(quiet.context.archive, trouble, NOW - timedelta(hours=hours))
    incidents.close(quiet.context.archive, "channel_failing", "hook", NOW - timedelta(hours=30))
    with quiet.context.archive.transaction():
        for number in range(201):
            gap = Incident(kind="listing_gap", subject=str(number), detail="a gap", outlet="joblo", evidence={})
            incidents.open(quiet.context.archive, gap, NOW - timedelta(hours=2))

    digest = preview(quiet)

    assert [one.detail for one in digest.incidents] == ["hook: channel_stuck"]
    assert "hook: channel_stuck (since 09:00, it goes on)" in plain_text.text(digest)
