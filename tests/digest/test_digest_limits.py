"""How much of each text a message shows, and what an alert says of the rest of its story."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from digest_samples import incident, opened_alert, rendered, report, story, updated_alert

from monitor.deliver.file import FileChannel
from monitor.digest import alert_rules, phrases, subject
from monitor.digest.message import IncidentNotice
from monitor.model import Incident

TEXT = FileChannel(name="f", path="out")
LONG = "word " * 2_000


def test_the_limits_are_these() -> None:
    """In characters, names and updates: what a mail list, a phone and a person's patience hold."""
    assert (phrases.HEADLINE, phrases.SNIPPET, phrases.DETAIL, phrases.NAMES, phrases.TIMELINE) == (
        200,
        320,
        400,
        20,
        8,
    )
    assert (subject.LONGEST, alert_rules.MAX_UPDATES) == (78, 3)


def test_an_incident_cuts_its_advice_and_facts() -> None:
    """A long advice ends after 400 characters, a long fact after 300."""
    made: IncidentNotice = replace(
        incident(), incident=Incident(kind="x", subject=LONG, detail="x", evidence={"what to do": LONG, "why": LONG})
    )

    assert 300 < len(phrases.incident_advice(made)) <= 400
    facts = phrases.incident_facts(made, ZoneInfo("UTC"))
    assert all(len(value) <= 300 for _, value in facts)
    assert sum(len(value) > 200 for _, value in facts) == 2


def test_an_alert_names_duplicates_and_counts_what_it_does_not_list() -> None:
    """Eight other reports are listed, a duplicate is called one, and the rest is a number."""
    reports = [
        report(number, f"outlet{number}", f"Title {number}", copy_of=1 if number == 2 else None)
        for number in range(1, 14)
    ]
    alert = replace(opened_alert(), story=story(17, *reports), lead=reports[0])
    text = rendered(TEXT, alert)

    assert "outlet2 (copy): Title 2" in " ".join(text.split())
    assert phrases.hidden(alert) == "4 more articles"
    assert "and 4 more articles" in text
    assert phrases.hidden(updated_alert()) == ""


def test_a_long_name_of_a_watch_leaves_room_for_the_headline() -> None:
    """It has 24 characters of the subject."""
    made = subject.of_story(LONG, "A headline", None)

    assert len(made.partition(": ")[0]) <= 24
    assert made.endswith(": A headline")
