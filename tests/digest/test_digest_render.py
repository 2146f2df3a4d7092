"""The final words: goldens, limits, threads, and hostile text in every field."""

import dataclasses
import email
import email.policy
import json
import os
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import lxml.etree
import lxml.html
import pytest
from digest_samples import (
    HEAT,
    MAIL,
    NOW,
    PLAN,
    WINDOW,
    crowd,
    digest,
    evening,
    hit,
    incident,
    material,
    opened_alert,
    rendered,
    report,
    story,
    updated_alert,
)
from hypothesis import given
from hypothesis import strategies as st
from naughty import ALL

from monitor import phrasing
from monitor.deliver.apprise import AppriseChannel
from monitor.deliver.file import FileChannel
from monitor.deliver.mail import MailChannel
from monitor.deliver.webhook import WebhookChannel
from monitor.digest import build, digest_phrases, render
from monitor.digest.build import Material
from monitor.digest.digest_window import Window
from monitor.digest.imprint import Imprint
from monitor.digest.message import Digest, IncidentNotice, Message, StoryAlert, Unreached
from monitor.digest.render import Rendering
from monitor.model import Incident, Watch

CASES = Path(__file__).parents[1] / "cases" / "digest"
HOOK = WebhookChannel(name="hook", url="https://example.org/hook")
TEXT, PAGE, DATA = (FileChannel(name="f", path="out", format=kind) for kind in ("text", "html", "json"))


def empty() -> Digest:
    """A digest that found nothing."""
    return build.build(PLAN, WINDOW, dataclasses.replace(material(), hits=()), now=NOW)


def single() -> Digest:
    """A digest of one story, after a downtime."""
    andor = story(1, report(1, "variety", "Andor wins again", hours=2))
    given_ = Material(
        watches=(HEAT,), hits=(hit(HEAT, andor, andor.reports[0], snippet=""),), stories={1: andor}, previous_stories=1
    )
    return build.build(PLAN, Window(start=WINDOW.start, end=WINDOW.end, missed=2), given_, now=NOW)


def over() -> IncidentNotice:
    """An incident that is over."""
    return dataclasses.replace(
        incident(), id="incident_closed_4", closed_at=NOW - timedelta(minutes=9), thread=incident().id
    )


MESSAGES: dict[str, Message] = {
    "digest": digest(),
    "digest-empty": empty(),
    "digest-single": single(),
    "digest-evening": evening(),
    "digest-crowded": build.build(PLAN, WINDOW, crowd(75), now=NOW),
    "story-opened": opened_alert(),
    "story-updated": updated_alert(),
    "incident-opened": incident(),
    "incident-closed": over(),
}


def read(raw: str) -> EmailMessage:
    """A mail as a receiver reads it."""
    message = email.message_from_bytes(raw.encode(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def part(message: EmailMessage, kind: str) -> str:
    """The text of one part."""
    found = message.get_body((kind,))
    assert found is not None
    return str(found.get_content())


@pytest.mark.parametrize("name", MESSAGES)
@pytest.mark.parametrize(("channel", "suffix"), [(TEXT, "txt"), (PAGE, "html"), (DATA, "json"), (MAIL, "eml")])
def test_goldens(name: str, channel: FileChannel | MailChannel, suffix: str) -> None:
    """Every kind of message reads exactly as it was approved (MONITOR_APPROVE=1 writes what is now rendered)."""
    text = rendered(channel, MESSAGES[name])
    case = CASES / f"{name}.{suffix}"
    if os.environ.get("MONITOR_APPROVE"):
        case.write_bytes(text.encode())

    assert text == case.read_bytes().decode()


@pytest.mark.parametrize("name", MESSAGES)
def test_rendering_twice_gives_the_same_bytes(name: str) -> None:
    """What is rendered depends on the message alone."""
    for channel in (MAIL, HOOK, TEXT, PAGE, DATA, AppriseChannel(name="a", url="json://x")):
        assert rendered(channel, MESSAGES[name]) == rendered(channel, MESSAGES[name])


class TestHeaders:
    """A mail's headers."""

    def test_the_header_set_is_exact(self) -> None:
        """A mail has these headers and no others."""
        message = read(rendered(dataclasses.replace(MAIL, to=("you@example.org",)), digest()))

        assert dict(message.items()) == {
            "From": "News monitor <monitor@example.org>",
            "To": "you@example.org",
            "Subject": "Morning: Michael Mann says the “Heat 2” script is close to done, and 3 more",
            "Date": "Mon, 23 Nov 2026 16:00:00 +0000",
            "Message-ID": "<digest_morning_20261123T160000Z@example.org>",
            "List-ID": "Entertainment monitor <digest.monitor.example.org>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "MIME-Version": "1.0",
            "Content-Type": message["Content-Type"],
        }

    def test_an_update_is_threaded_to_the_opening(self) -> None:
        """An update refers to the opening's Message-ID and keeps its subject."""
        opened = read(rendered(MAIL, opened_alert()))
        updated = read(rendered(MAIL, updated_alert()))

        assert updated["References"] == updated["In-Reply-To"] == opened["Message-ID"]
        assert updated["Subject"] == f"Re: {opened['Subject']}"
        assert updated["Message-ID"] != opened["Message-ID"]
        assert opened["References"] is None

    @pytest.mark.parametrize("message", [digest(), opened_alert(), incident()], ids=["digest", "alert", "incident"])
    def test_who_answers_is_asked_to_stop_it(self, message: Message) -> None:
        """With an address that answers there are `List-Unsubscribe` and links that name the message."""
        raw = [text for _, text in MAIL.render(Rendering(message=message, imprint=Imprint(contact="desk@example.org")))]
        mail = read(raw[0])

        assert mail["List-Unsubscribe"] == f"<mailto:desk@example.org?subject=unsubscribe%20{message.type}%20mail>"
        links = [link.get("href") for link in check_html(part(mail, "html")).iter("a")]
        asked = [link for link in links if link.startswith("mailto:desk@example.org?subject=")]
        assert asked
        assert all(link.endswith(f"%3A%20{message.id}") for link in asked)
        assert all(link in part(mail, "plain").replace("\n", "") for link in asked)

    def test_nothing_is_offered_that_nobody_answers(self) -> None:
        """Without such an address there is neither header nor link."""
        mail = read(rendered(MAIL, digest()))

        assert mail["List-Unsubscribe"] is None
        assert "mailto:" not in part(mail, "html") + part(mail, "plain")

    def test_an_incident_that_is_over_is_threaded_to_its_opening(self) -> None:
        """The notice of the end answers that of the beginning."""
        opened, closed = read(rendered(MAIL, incident())), read(rendered(MAIL, over()))

        assert closed["References"] == closed["In-Reply-To"] == opened["Message-ID"]
        assert closed["Subject"] == f"Re: {opened['Subject']}"

    def test_each_recipient_gets_a_mail_of_their_own(self) -> None:
        """A mail names the one to whom it goes, and is the same for all in the rest."""
        people = ("a@example.org", "B <b@bücher.example>")
        made = dataclasses.replace(MAIL, to=people).render(Rendering(message=digest()))
        mails = [read(text) for _, text in made]

        assert tuple(person for person, _ in made) == people
        assert [mail["To"] for mail in mails] == ["a@example.org", "B <b@xn--bcher-kva.example>"]
        assert part(mails[0], "plain") == part(mails[1], "plain")
        assert part(mails[0], "html") == part(mails[1], "html")
        assert mails[0]["Message-ID"] == mails[1]["Message-ID"]

    def test_a_sender_with_a_name_keeps_it(self) -> None:
        """The sender's own name is shown, and its domain serves the ids."""
        channel = dataclasses.replace(MAIL, sender="Desk <desk@bücher.example>")
        message = read(rendered(channel, digest()))

        assert message["From"] == "Desk <desk@xn--bcher-kva.example>"
        assert message["Message-ID"].endswith("@xn--bcher-kva.example>")

    def test_a_subject_that_is_misread_does_not_stop_the_mail(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Should the re-read mail differ from what was meant, it goes out with a plain subject."""
        monkeypatch.setattr("monitor.deliver.mime.unstructured", lambda text: f"{text}\r\nBcc: e@x.test")
        raw = rendered(MAIL, opened_alert())

        assert "Subject: Entertainment monitor\r\n" in raw


class TestFoot:
    """Why a message came, how to stop it, where the archive is."""

    @pytest.mark.parametrize("kind", ["plain", "html"])
    def test_an_alert_says_why_it_came_and_how_to_stop_it(self, kind: str) -> None:
        """In both parts: the watch, the commands that exist for it, and the archive."""
        forms = Rendering(message=opened_alert(), imprint=Imprint(archive="/srv/news/archive.db"))
        [(_, raw)] = MAIL.render(forms)
        body = " ".join(part(read(raw), kind).split())

        assert "You get this because the watch “Heat 2” found it." in body
        for said in ("monitor watch pause heat-2", "monitor watch remove heat-2", "monitor story 17"):
            assert said in body
        assert "(archive: /srv/news/archive.db)" in body


def test_a_late_digest_says_so_at_the_top() -> None:
    """Before its first story, with what it covers; one that is in time says nothing."""
    for channel, first in ((TEXT, "CORRECTED: "), (PAGE, 'class="story"')):
        text = rendered(channel, evening())
        assert text.index("5 hours 10 minutes late: it was due at 08:00. It covers") < text.index(first)
    assert " late" not in rendered(TEXT, digest())


def test_corrections_come_before_the_stories() -> None:
    """In a block of their own, with what was and what is."""
    text = " ".join(rendered(TEXT, evening()).split())

    assert "corrected by JoBlo, 06:00: “The script has 108 pages.”; it was: “The script has 180 pages.”" in text
    assert text.index("Corrections and changed headlines") < text.index("CORRECTED: ‘Heat 2’: Deal Closed")


def test_labels_say_what_is_new_to_the_recipient() -> None:
    """New, corrected, or neither, where a story was sent and nothing came since; none where all of it is new."""
    assert [digest_phrases.label(item, evening()) for section in evening().sections for item in section.items] == [
        "Corrected",
        "New · denied",
        "",
    ]
    assert {digest_phrases.label(item, digest()) for section in digest().sections for item in section.items} == {""}


@pytest.mark.parametrize("name", MESSAGES)
def test_outlook_has_what_it_needs(name: str) -> None:
    """A table of fixed width around the card, colours as attributes, and a button that is a coloured cell."""
    page = rendered(PAGE, MESSAGES[name])
    tree = lxml.html.document_fromstring(page)

    assert page.count("<!--[if mso]><table") == page.count("</table><![endif]-->") == 1
    for css in ("page", "card", "note", "tip", "button"):
        assert all(element.get("bgcolor") for element in tree.find_class(css))
    for button in tree.find_class("press"):
        assert button.getparent().get("bgcolor") == "#17191c"
    assert page.index("<meta charset") < 1024


class TestLimits:
    """A digest fits into a mail."""

    @pytest.mark.parametrize("stories", [60, 61, 500])
    def test_500_stories_fit(self, stories: int) -> None:
        """The HTML stays within 90 kB, text and HTML hold the same stories, and both say how many more there are."""
        message = read(rendered(MAIL, build.build(PLAN, WINDOW, crowd(stories), now=NOW)))
        text, page = part(message, "plain"), part(message, "html")
        listed = page.count('class="story"')

        assert len(page.encode()) <= render.HTML_LIMIT
        assert listed <= build.MAX_STORIES
        assert text.count("https://") == listed
        assert sum(int(line.split()[0]) for line in text.splitlines() if "in the archive" in line) == stories - listed
        assert message["Subject"].endswith(f", and {stories - 1} more")

    def test_long_texts_everywhere_still_fit(self) -> None:
        """Titles, snippets and names of ten thousand characters are cut, and the digest fits."""
        long = 'x" <&' * 2_000
        given_ = crowd(60)
        hits = tuple(
            dataclasses.replace(
                each,
                snippet=long,
                snippet_marks=((0, 9_000),),
                report=dataclasses.replace(each.report, title=long, outlet_name=long, authors=(long,) * 50),
            )
            for each in given_.hits
        )
        watches = tuple(dataclasses.replace(watch, name=long) for watch in given_.watches)
        unreached = (Unreached(outlet_name=long, why=long),) * 300
        given_ = dataclasses.replace(given_, hits=hits, watches=watches, unreached=unreached)
        page = part(read(rendered(MAIL, build.build(PLAN, WINDOW, given_, now=NOW))), "html")

        assert 20_000 < len(page.encode()) <= render.HTML_LIMIT

    def test_a_webhook_holds_at_most_60_stories(self) -> None:
        """A webhook's digest is cut as the mail's, and says so."""
        body = json.loads(rendered(HOOK, build.build(PLAN, WINDOW, crowd(500), now=NOW)))
        sections = body["data"]["sections"]

        assert sum(len(section["stories"]) for section in sections) == 60
        assert sum(section["more"] for section in sections) == body["data"]["more"] == 440


class TestPayload:
    """The JSON of webhooks."""

    def test_an_opened_story_has_the_fixed_shape(self) -> None:
        """`story.opened` carries the watch's name, the reason, the story with its articles, and the hits."""
        article = {
            "url": "https://www.joblo.example/2026/11/1/",
            "outlet": "joblo",
            "outlet_name": "JoBlo",
            "title": "Michael Mann says the “Heat 2” script is close to done",
            "authors": ["Kay Fox"],
            "published_at": "2026-11-22T18:42:00Z",
            "found_at": "2026-11-22T18:46:00Z",
            "copy_of": None,
            "owner": "joblo",
        }

        assert json.loads(rendered(HOOK, opened_alert())) == {
            "type": "story.opened",
            "timestamp": "2026-11-22T18:46:00Z",
            "data": {
                "watch": "Heat 2",
                "watch_kind": "film",
                "ids": {"imdb": "tt0000017"},
                "kind": "opened",
                "reason": "First report",
                "fact": None,
                "was": None,
                "old_title": None,
                "lead": article,
                "story": {
                    "id": 17,
                    "title": "Michael Mann says the “Heat 2” script is close to done",
                    "first_reported_by": "joblo",
                    "own_reporting": ["joblo"],
                    "from_release": [],
                    "follows": None,
                    "articles": [article],
                },
                "hits": [
                    {
                        "url": "https://www.joblo.example/2026/11/1/",
                        "field": "title",
                        "snippet": "A sentence that names Heat 2 in passing.",
                        "early": False,
                        "embargo": None,
                    }
                ],
            },
        }

    def test_an_update_tells_of_the_new_article_first(self) -> None:
        """In `story.updated` the hits begin with those of the article that brought it about."""
        data = json.loads(rendered(HOOK, updated_alert()))["data"]

        assert data["hits"][0]["url"] == "https://www.variety.example/2026/11/2/"
        assert [article["outlet"] for article in data["story"]["articles"]] == ["joblo", "variety"]

    @pytest.mark.parametrize(
        ("name", "keys"),
        [
            (
                "digest",
                {
                    "digest",
                    "edits",
                    "incidents",
                    "late",
                    "lead",
                    "window",
                    "sections",
                    "counts",
                    "spikes",
                    "embargoes",
                    "quiet",
                    "not_reached",
                    "unread",
                    "older",
                    "older_articles",
                    "corrections",
                    "more",
                },
            ),
            ("incident-opened", {"incident"}),
            ("incident-closed", {"incident"}),
        ],
    )
    def test_the_other_kinds_have_their_keys(self, name: str, keys: set[str]) -> None:
        """A digest and an incident carry what they are named after."""
        body = json.loads(rendered(HOOK, MESSAGES[name]))

        assert body["type"] == name.replace("-", ".") or name == "digest"
        assert set(body["data"]) == keys

    def test_push_services_get_title_and_text(self) -> None:
        """For Apprise a message is a title and the plain text."""
        body = json.loads(rendered(AppriseChannel(name="a", url="json://x"), opened_alert()))

        assert body["title"].startswith("Michael Mann says")
        assert "https://www.joblo.example/2026/11/1/" in body["body"]


def poisoned(text: str) -> list[Message]:
    """Messages with the text in every field that the web, or a person, fills."""
    watch = Watch(id="w", name=text, query="q")
    first = dataclasses.replace(
        report(1, "variety", text), outlet_name=text, authors=(text, text), url=f"https://x.example/{text}"
    )
    second = dataclasses.replace(report(2, "thr", text, copy_of=1), outlet_name=text, url=text)
    third = dataclasses.replace(report(3, "joblo", text), outlet_name=text, url=f"javascript:{text}")
    named = dataclasses.replace(story(1, first, second, third), title=text)
    found = hit(watch, named, first, field=text, snippet=f"{text} Heat 2 {text}")
    found = dataclasses.replace(found, snippet_marks=((0, len(text)), (2, 5), (-4, 3), (len(text) + 1, len(text) + 7)))
    other = dataclasses.replace(found, report=third)
    tagged = dataclasses.replace(found, watch="v")
    alert = dataclasses.replace(
        updated_alert(),
        watch=watch,
        reason=text,
        story=named,
        lead=first,
        hits=(found, other),
    )
    assert alert.thread is not None
    given_ = Material(
        watches=(watch, dataclasses.replace(watch, id="v"), dataclasses.replace(watch, id="quiet")),
        hits=(found, other, tagged),
        stories={1: named},
        usual={"w": 0.1},
        unreached=(Unreached(outlet_name=text, why=text, since=NOW),),
    )
    trouble = Incident(kind=text, subject=text, detail=text, outlet=text, evidence={text: text})
    return [
        build.build(dataclasses.replace(PLAN, name=text), WINDOW, given_, now=NOW),
        dataclasses.replace(alert, thread=dataclasses.replace(alert.thread, subject=text)),
        dataclasses.replace(alert, thread=None),
        dataclasses.replace(incident(), incident=trouble),
    ]


TAGS = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "code",
    "div",
    "table",
    "tbody",
    "tr",
    "td",
    "br",
    "a",
    "span",
    "b",
}
ATTRIBUTES = {
    "lang", "xmlns:o", "charset", "name", "content", "style", "class", "role", "width", "align", "dir", "href",
    "bgcolor", "cellpadding", "cellspacing", "aria-level",
}  # fmt: skip
OUTLOOK = {  # what Outlook for Windows alone reads
    '[if mso]><table role="presentation" width="640" align="center" cellpadding="0" cellspacing="0"><tr><td><![endif]',
    "[if mso]></td></tr></table><![endif]",
    (
        "[if mso]><xml><o:OfficeDocumentSettings><o:PixelsPerInch>96</o:PixelsPerInch></o:OfficeDocumentSettings></xml>"
        "<style>td,a,span{font-family:Arial,sans-serif}.title,.headline{font-family:Georgia,serif}</style><![endif]"
    ),
}
CLASSES = {
    "page",
    "gutter",
    "card",
    "pad",
    "kicker",
    "title",
    "to",
    "lede",
    "note",
    "tip",
    "section",
    "tally",
    "story",
    "headline",
    "meta",
    "snippet",
    "gap",
    "also",
    "mark",
    "rest",
    "foot",
    "strong",
    "line",
    "time",
    "button",
    "press",
    "body",
    "lead",
    "label",
    "add",
    "wide",
    "link",
}


def check_html(page: str) -> lxml.html.HtmlElement:
    """Only our own tags, attributes, classes and styles; every link is http or https; nothing is loaded."""
    tree = lxml.html.document_fromstring(page)
    for element in tree.iter():
        if element.tag is lxml.etree.Comment:
            assert element.text in OUTLOOK
            continue
        assert element.tag in TAGS, element.tag
        padded = "padding" in (element.get("style") or "") and element.tag != "body"
        assert not padded or element.tag == "td", element.attrib  # Outlook for Windows keeps it on cells alone
        assert set(element.attrib) <= ATTRIBUTES, element.attrib
        assert set((element.get("class") or "").split()) <= CLASSES
        assert "url(" not in (element.get("style") or "")
        assert element.tag != "a" or element.get("href", "").startswith(("http://", "https://", "mailto:desk@"))
    assert "charset" in page[:100]  # HTML wants it within 1024 bytes
    assert len(tree.findall(".//style")) == 1
    assert "@import" not in tree.findtext(".//style")
    return tree


def check_mail(message: Message) -> None:
    """The mail of a message is sound in every way that the receiving side can see."""
    raw = rendered(MAIL, message)
    mail = read(raw)
    allowed = [
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "List-ID",
        "Auto-Submitted",
        "X-Auto-Response-Suppress",
        "MIME-Version",
        "Content-Type",
    ]
    threaded = isinstance(message, StoryAlert) and message.thread is not None
    assert sorted(mail.keys()) == sorted(allowed + ["In-Reply-To", "References"] * threaded)
    assert mail["To"] == "me@example.org"
    assert mail.defects == []
    assert [kind.get_content_type() for kind in mail.walk()][1:] == ["text/plain", "text/html"]
    check_html(part(mail, "html"))
    for line in part(mail, "plain").splitlines():
        assert phrasing.line(line) == " ".join(line.split())
    json.loads(rendered(HOOK, message))
    assert rendered(TEXT, message).encode()


@pytest.mark.parametrize("text", ALL)
def test_hostile_text_in_every_field_is_text(text: str) -> None:
    """Markup, header tricks and control characters in any field come out as words, in all kinds of messages."""
    for message in poisoned(text):
        check_mail(message)


@pytest.mark.parametrize("text", ["<b>bold</b>", '" onclick="x', "&lt;b&gt;", "{{ 7*7 }}", "</style><b>x</b>"])
def test_markup_is_shown_as_it_was_written(text: str) -> None:
    """A title with markup is shown with its markup, letter by letter."""
    page = part(read(rendered(MAIL, poisoned(text)[1])), "html")

    assert [title.text_content() for title in check_html(page).xpath("//td[@class='title']")] == [text]


@given(st.text(st.characters(), max_size=120))
def test_any_text_in_every_field_makes_a_sound_mail(text: str) -> None:
    """For any text at all, every kind of message makes a mail that is read as it was meant."""
    for message in poisoned(text):
        check_mail(message)


@pytest.mark.parametrize("name", MESSAGES)
def test_pages_are_sound_and_load_nothing(name: str) -> None:
    """Ordinary messages use nothing that mail programs strip or load."""
    tree = check_html(rendered(PAGE, MESSAGES[name]))

    assert tree.find(".//title").text
    assert "prefers-color-scheme: dark" in tree.findtext(".//style") or "prefers-color-scheme:dark" in tree.findtext(
        ".//style"
    )


def test_marked_words_are_marked_in_both_parts() -> None:
    """The words that were found are marked in the page and starred in the text."""
    mail = read(rendered(MAIL, opened_alert()))

    assert lxml.html.document_fromstring(part(mail, "html")).xpath("string(//span[@class='mark'])") == "Heat 2"
    assert "names *Heat 2* in passing" in part(mail, "plain")


def test_an_agency_that_signs_with_its_name_is_named_once() -> None:
    """The byline is in both parts of an alert, and is left out where it is the outlet again."""
    alert = opened_alert()
    own = dataclasses.replace(alert.lead, authors=(alert.lead.outlet_name.upper(),))
    signed, agency = (read(rendered(MAIL, dataclasses.replace(alert, lead=lead))) for lead in (alert.lead, own))

    for kind in ("plain", "html"):
        assert "JoBlo · Kay Fox · 10:42" in part(signed, kind)
        assert "JoBlo · 10:42" in part(agency, kind)


def test_a_command_is_set_as_code() -> None:
    """No backticks in a page: what is to be typed stands as code there, and in backticks in plain text."""
    mail = read(rendered(MAIL, MESSAGES["incident-opened"]))

    assert "<code>monitor outlet probe deadline</code>" in part(mail, "html")
    assert "`" not in part(mail, "html")
    assert "`monitor outlet probe deadline`" in part(mail, "plain").replace("\n", " ")
