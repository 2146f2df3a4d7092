"""Alerts that waited, in one message: all of them, in every form."""

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from digest_samples import evening, opened_alert, updated_alert

from monitor.digest import brief_form, held_form
from monitor.digest.message import StoryAlert, WaitedAlerts
from monitor.digest.render import HTML_LIMIT, Rendering
from monitor.model import Watch

MANN = Watch(id="mann", name="Michael Mann", query="x")


def waited(count: int) -> WaitedAlerts:
    """So many alerts, of which every third is an update of the first one's story."""
    first = replace(opened_alert(), person="ann")
    alerts = []
    for number in range(count):
        made = updated_alert() if number % 3 == 2 else first
        story = replace(made.story, id=1 if number % 3 == 2 else number + 1)
        lead = replace(made.lead, title=f"Headline <{number}> of the night")
        due = first.at - timedelta(hours=9, minutes=-number)
        alerts.append(replace(made, story=story, lead=lead, person="ann", others=(MANN,), thread=None, held_at=due))
    return WaitedAlerts(id="held_ann_1", person="ann", at=first.at, alerts=tuple(alerts), timezone="Europe/Berlin")


def test_every_alert_is_in_every_form() -> None:
    """Also the hundredth, in mails, texts, chats and webhooks; a story's alerts follow each other."""
    held = waited(100)
    forms = Rendering(message=held)
    titles = [alert.lead.title for alert in held.alerts]
    (section,) = forms.brief.sections

    assert [one for one in titles if one not in forms.text] == []
    assert [one for one in titles if one.replace("<", "&lt;").replace(">", "&gt;") not in forms.html] == []
    assert sorted(item.title for item in section.items) == sorted(titles)
    assert [one["lead"]["title"] for one in json.loads(forms.json)["data"]["alerts"]] == titles
    order = [item.title for item in section.items]
    assert [order.index(titles[number]) for number in (0, 2, 5, 8)] == [0, 1, 2, 3]
    assert len(forms.html.encode()) < 102_000


@pytest.mark.parametrize(("count", "more"), [(200, False), (600, True)])
def test_a_page_holds_what_a_mail_has_room_for(count: int, more: bool) -> None:  # noqa: FBT001
    """Two hundred alerts by their headlines; of six hundred the first ones, and the number of the rest."""
    held = waited(count)
    forms = Rendering(message=held)
    titles = [alert.lead.title.replace("<", "&lt;").replace(">", "&gt;") for alert in held.alerts]
    missing = [one for one in titles if one not in forms.html]

    assert len(forms.html.encode()) + forms.html.count("\n") <= HTML_LIMIT
    assert bool(missing) is more
    assert (f"and {len(missing)} more: <code>monitor hits</code> lists them" in forms.html) is more
    assert (f"and {len(missing)} more: `monitor hits` lists them" in forms.text_of_html) is more
    assert f"{count} alerts that waited since" in forms.html
    assert [held_form.rest(replace(held, more=left)) for left in (0, 1)] == [
        "",
        "and 1 more: `monitor hits` lists them",
    ]
    assert ">Heat 2 and Michael Mann: <a " in forms.html
    assert f"Headline <{0}> of the night, and {count - 1} more" == forms.subject
    assert [one.lead.title for one in held.alerts if one.lead.title not in forms.text] == []


def test_watches_stand_over_their_alerts_once() -> None:
    """Alerts of the same watches in a row have one heading; others have their own, also if those came before."""
    held = waited(4)
    alone = replace(held.alerts[1], others=())
    page = Rendering(message=replace(held, alerts=(held.alerts[0], held.alerts[3]))).html

    assert re.findall(r'class="section"[^>]*>([^<]*)<', page) == ["Heat 2 and Michael Mann"]
    page = Rendering(message=replace(held, alerts=(held.alerts[0], alone, held.alerts[3]))).html
    assert re.findall(r'class="section"[^>]*>([^<]*)<', page) == [
        "Heat 2 and Michael Mann",
        "Heat 2",
        "Heat 2 and Michael Mann",
    ]
    pages = {count: Rendering(message=waited(count)).html for count in (41, 250)}
    assert [page.count(">Further alerts<") for page in pages.values()] == [1, 0]  # of 250 none is whole


def test_it_says_why_and_since_when() -> None:
    """How many there are, since when in the person's zone, each with its watches, its reason and its wait."""
    held = waited(3)
    forms = Rendering(message=held)

    assert forms.type == "alerts.held"
    assert forms.subject == "Headline <0> of the night, and 2 more"
    assert "3 alerts that waited since" in forms.text
    assert held.alerts[0].watch.name in forms.text
    assert "Michael Mann" in forms.text
    assert held.alerts[0].reason in " ".join(forms.text.split())
    assert " ".join(forms.text.split()).count("waited since") == 1 + 3


def test_one_that_waited_alone_says_so() -> None:
    """It is the message that it would have been, with the watches that found it and since when it waited."""
    alert: StoryAlert = waited(1).alerts[0]
    forms = Rendering(message=alert)

    assert forms.type == "story.opened"
    for form in (forms.text, forms.html.replace("&#34;", '"')):
        said = " ".join(form.split())
        assert "It waited since" in said
        assert "Found by your watches" in said
    assert "monitor snooze heat-2 --until TIME --person ann" in " ".join(forms.text.split())
    assert any("It waited since" in note for note in forms.brief.sections[0].items[0].notes)


def test_a_watch_that_the_headline_names_is_not_said_twice() -> None:
    """In the text, as in subjects."""
    held = waited(1)
    alert = replace(held.alerts[0], others=(), lead=replace(held.alerts[0].lead, title="Heat 2 gets a date"))

    assert "\nHeat 2 gets a date\n" in Rendering(message=replace(held, alerts=(alert,))).text


def test_what_is_for_a_person_is_on_their_topic() -> None:
    """And on each watch that it names, held or not; feeds are made by that. A digest is on itself and on its person."""
    alert = replace(updated_alert(), person="ann", others=(Watch(id="mann", name="Michael Mann", query="x"),))
    held = WaitedAlerts(id="held_1", person="ann", at=alert.at, alerts=(alert, alert))
    theirs = replace(evening(), person="ann")

    assert [brief_form.brief(one).topics for one in (alert, held, theirs, evening())] == [
        ("watch-heat-2", "watch-mann", "person-ann"),
        ("watch-heat-2", "watch-mann", "person-ann"),
        ("digest-evening", "person-ann"),
        ("digest-evening",),
    ]
