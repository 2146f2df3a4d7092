"""How much of each text a message shows, and what an alert says of the rest of its story."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from digest_samples import (
    HEAT,
    MAIL,
    NOW,
    PLAN,
    WATCHES,
    WINDOW,
    crowd,
    digest,
    evening,
    evening_material,
    hit,
    incident,
    opened_alert,
    rendered,
    report,
    story,
    updated_alert,
)

from monitor.deliver.file import FileChannel
from monitor.digest import alert_rules, build, payload, phrases, plain_text, render, subject
from monitor.digest.build import Material
from monitor.digest.message import Correction, IncidentNotice, Spike, Totals, Unreached
from monitor.digest.render import Rendering
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
    assert (subject.LONGEST, alert_rules.MAX_UPDATES) == (110, 20)


def test_an_incident_cuts_its_advice_and_facts() -> None:
    """A long advice ends after 400 characters, a long fact after 300."""
    made: IncidentNotice = replace(
        incident(), incident=Incident(kind="x", subject=LONG, detail="x", evidence={"what to do": LONG, "why": LONG})
    )

    assert 300 < len(phrases.incident_advice(made)) <= 400
    facts = phrases.incident_facts(made, ZoneInfo("UTC"))
    assert all(len(value) <= 300 for _, value in facts)
    assert sum(len(value) > 200 for _, value in facts) == 2


def test_a_digest_counts_the_corrections_and_incidents_that_it_does_not_list() -> None:
    """Beyond twenty of each, in text and page."""
    made = evening()
    correction = Correction(story=made.sections[0].items[0].story, was_name="Variety")
    full = replace(made, edits=made.edits * 11, corrections=(correction,) * 23, incidents=made.incidents * 24)
    forms = Rendering(message=full)

    assert phrases.NAMES == 20
    for form in (forms.text, forms.html):
        assert form.count("and 5 more") == 1  # two of 22 edits, three of 23 corrections
        assert form.count("and 4 more") == 1


def test_an_alert_names_duplicates_and_counts_what_it_does_not_list() -> None:
    """Eight other reports are listed, a duplicate is called one, and the rest is a number."""
    reports = [
        report(number, f"outlet{number}", f"Title {number}", copy_of=1 if number == 2 else None)
        for number in range(1, 14)
    ]
    alert = replace(opened_alert(), story=story(17, *reports), lead=reports[0])
    text = rendered(TEXT, alert)

    assert "outlet2 (duplicate): Title 2" in " ".join(text.split())
    assert phrases.hidden(alert) == "4 more articles"
    assert "and 4 more articles" in text
    assert phrases.hidden(updated_alert()) == ""


def test_one_report_more_than_are_listed_is_counted() -> None:
    """Of ten reports one leads, eight are listed and one is a number; of nine none is left."""
    reports = [report(number, f"outlet{number}", f"Title {number}") for number in range(1, 11)]
    ten, nine = (
        rendered(TEXT, replace(opened_alert(), story=story(17, *some), lead=reports[0]))
        for some in (reports, reports[:9])
    )

    assert "\n  and 1 more article\n" in ten
    assert "more article" not in nine


def test_a_long_name_of_a_watch_leaves_room_for_the_headline() -> None:
    """It has 24 characters of the subject."""
    made = subject.of_story(LONG, "A headline", None)

    assert len(made.partition(": ")[0]) <= 24
    assert made.endswith(": A headline")


def test_twenty_outlets_not_reached_are_named_and_the_others_counted() -> None:
    """The list ends with how many more there are and where they can be seen; at twenty it has no such end."""
    outlets = tuple(Unreached(outlet_name=f"Outlet {number}", why="down") for number in range(1, 24))
    text, full = (rendered(TEXT, replace(digest(), unreached=some)) for some in (outlets, outlets[:20]))

    assert "- Outlet 20: down\n- and 3 more: see `monitor status`\n" in text
    assert "Outlet 21" not in text
    assert "Outlet 20: down" in full
    assert "more: see" not in full


def test_an_outlet_not_reached_says_since_when() -> None:
    """Where the time is known it follows the reason."""
    since = Unreached(outlet_name="Deadline", why="down", since=NOW - timedelta(hours=2))

    assert "- Deadline: down, since 06:00\n" in rendered(TEXT, replace(digest(), unreached=(since,)))


@pytest.mark.parametrize(
    ("usual", "said"), [(12.4, "usual 12)"), (10.0, "usual 10)"), (3.0, "usual 3)"), (2.5, "usual 2.5)")]
)
def test_a_usual_pace_has_a_decimal_only_where_it_counts(usual: float, said: str) -> None:
    """Below ten a fraction is said to a tenth, from ten on it is not."""
    text = rendered(TEXT, replace(digest(), spikes=(Spike(watch="Heat 2", articles=60, usual=usual),)))

    assert said in " ".join(text.split())


def test_a_digest_keeps_a_story_whatever_else_it_says() -> None:
    """Though spikes alone fill the page, the biggest story stays in it."""
    spikes = tuple(Spike(watch=f"Watch {number}", articles=60, usual=2.0) for number in range(3_000))
    mail = rendered(MAIL, replace(digest(), spikes=spikes))

    assert mail.count('class=3D"story"') == 1


@pytest.mark.parametrize(
    ("stories", "previous", "said"),
    [(4, 2, "2 more than last time"), (4, 9, "5 fewer than last time"), (4, 4, "as many as last time")],
)
def test_a_digest_compares_itself_with_the_last(stories: int, previous: int, said: str) -> None:
    """More, fewer or as many stories as in the window before."""
    totals = replace(digest().totals, stories=stories, previous_stories=previous)

    assert said in rendered(TEXT, replace(digest(), totals=totals))


def test_an_empty_digest_says_what_was_looked_at() -> None:
    """Outlets and checks where they are known, else nothing of them."""
    totals = Totals(stories=0, articles=0, outlets=0, previous_stories=None, outlets_checked=14, checks=1)
    looked, unknown = (
        rendered(TEXT, replace(digest(), sections=(), unread=(), totals=each))
        for each in (totals, replace(totals, checks=0))
    )

    assert "Nothing new in 1 reading of 14 outlets." in looked
    assert "Nothing new.\n" in unknown


def test_a_digest_of_corrections_alone_says_so() -> None:
    """In its subject, its preheader and its first line: there is no story, and not nothing."""
    evening = build.build(PLAN, WINDOW, evening_material(), now=NOW)
    alone = Material(watches=WATCHES, hits=(), stories={}, edits=evening.edits, outlets_checked=14, checks=96)
    forms = Rendering(message=build.build(PLAN, WINDOW, alone, now=NOW))

    assert forms.subject == "Morning: 1 correction, 1 changed headline"
    assert "No new story in 96 readings of 14 outlets; 1 correction, 1 changed headline." in " ".join(
        forms.text.split()
    )
    assert any(line.startswith("“The Last of Us” does not cast two: new headline at") for line in forms.brief.lines)
    assert "does not cast two: new headline at The Hollywood Reporter" in forms.html.partition("<table")[0]


def test_a_long_snippet_is_cut_after_its_mark() -> None:
    """A snippet of 320 characters stands whole, a longer one is cut; the space after the marked word stays."""
    one = story(1, report(1, "variety", "Title"))
    whole = "Heat 2 " + "x" * 313
    fits, cut = (phrases.marked(hit(HEAT, one, one.reports[0], snippet=text)) for text in (whole, whole + " more"))

    assert fits == "*Heat 2* " + "x" * 313
    assert cut.startswith("*Heat 2* ")
    assert len(cut) <= 322
    assert "more" not in cut


def test_an_alert_shows_three_of_its_own_hits() -> None:
    """Hits in the article that brought it about, with a snippet, three at most; no other article's."""
    alert = opened_alert()
    own = [hit(HEAT, alert.story, alert.lead, snippet=f"Heat 2 for the {word} time") for word in ("first", "second")]
    other = hit(HEAT, alert.story, report(99, "thr", "Another"), snippet="Heat 2 elsewhere")
    bare = hit(HEAT, alert.story, alert.lead, snippet="")
    shown = phrases.own_hits(replace(alert, hits=(other, bare, *own, *own)))

    assert [each.snippet for each in shown] == [
        "Heat 2 for the first time",
        "Heat 2 for the second time",
        "Heat 2 for the first time",
    ]


def test_a_headline_is_not_said_twice() -> None:
    """Where a watch stands in the headline alone, neither an alert nor a digest prints it again as a snippet."""
    whole = digest()
    lead = whole.sections[0].items[0].lead
    said = replace(lead, field="title", snippet=lead.report.title, snippet_marks=())
    section = replace(whole.sections[0], items=(replace(whole.sections[0].items[0], lead=said),))
    alone = replace(whole, sections=(section,))
    alert = opened_alert()
    again = hit(HEAT, alert.story, alert.lead, field="title", snippet=alert.lead.title)

    assert phrases.own_hits(replace(alert, hits=(again,))) == []
    assert Rendering(message=alone).html.count('class="snippet"') == 0
    assert plain_text.text(alone).count(lead.report.title[:40]) == plain_text.text(
        replace(alone, sections=(replace(section, items=(replace(section.items[0], lead=replace(said, snippet="")),)),))
    ).count(lead.report.title[:40])


def test_a_watch_whose_stories_were_all_cut_still_has_its_section() -> None:
    """It says how many stories are in the archive, and is not counted among those under another watch."""
    text = rendered(TEXT, build.trimmed(digest(), 0))

    assert "The Last of Us\n==============\n\n1 more story in the archive\n" in text
    assert "Under another watch: Michael Mann (1 story).\n" in text


def test_a_webhook_holds_fifty_articles_of_a_story() -> None:
    """The first in order of report, and as many hits."""
    reports = [report(number, f"outlet{number}", f"Title {number}") for number in range(1, 61)]
    large = story(17, *reports)
    alert = replace(
        opened_alert(), story=large, lead=reports[0], hits=tuple(hit(HEAT, large, each) for each in reports)
    )
    data = payload.data(alert)

    assert [each["outlet"] for each in data["story"]["articles"]] == [each.outlet for each in reports[:50]]
    assert [each["url"] for each in data["hits"]] == [each.url for each in reports[:50]]


def test_two_further_headlines_come_before_the_mail_is_opened() -> None:
    """As many of one watch as of three."""
    made = build.build(PLAN, WINDOW, crowd(5, (HEAT,)), now=NOW)

    assert len(render._headlines(made)) == 2


def test_who_was_first_is_said_where_it_is_known() -> None:
    """A story whose first report is gone names nobody."""
    item = digest().sections[0].items[0]
    nobody = replace(item, story=replace(item.story, first_reported_by=None))

    assert not [said for said in phrases.background(nobody, digest()) if said.startswith("First reported")]
    other = replace(item, story=replace(item.story, first_reported_by="deadline"))
    assert "First reported by Deadline, Sun 22 Nov, 11:54" in phrases.background(other, digest())
