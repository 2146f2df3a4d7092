"""Stories, hits and messages to try digests with: one busy morning on a film desk."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor.deliver import Channel
from monitor.deliver.mail import MailChannel
from monitor.digest import alert_rules, build, payload
from monitor.digest.alert_facts import AlertFacts
from monitor.digest.build import Material
from monitor.digest.changes import Brought, Edit, Trouble
from monitor.digest.digest_window import Window
from monitor.digest.message import Digest, IncidentNotice, Message, StoryAlert, Unreached, Unread
from monitor.digest.render import Rendering
from monitor.model import DigestPlan, Incident, Origin, Watch, WatchKind
from monitor.news import Account, Earlier, Genre, NewsKind, Step, Tidings
from monitor.report_time import ReportTime
from monitor.story import Relation, Report, SentMessage, Story, StoryHit

NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
MAIL = MailChannel(
    name="mail", host="127.0.0.1", port=25, tls="none", sender="monitor@example.org", to=("me@example.org",)
)
PLAN = DigestPlan(name="morning", schedule="0 8 * * *", timezone="America/Los_Angeles", to=("mail",))
WINDOW = Window(start=NOW - timedelta(days=1), end=NOW)
OUTLETS = {
    "joblo": "JoBlo",
    "variety": "Variety",
    "deadline": "Deadline",
    "thr": "The Hollywood Reporter",
    "indiewire": "IndieWire",
    "collider": "Collider",
    "empire": "Empire",
    "yahoo": "Yahoo Entertainment",
}
HEAT = Watch(id="heat-2", name="Heat 2", query='"Heat 2"', kind=WatchKind.FILM, ids={"imdb": "tt0000017"})
MANN = Watch(id="michael-mann", name="Michael Mann", query='"Michael Mann"')
LAST = Watch(id="the-last-of-us", name="The Last of Us", query='"The Last of Us"')
DUNE = Watch(id="dune-part-three", name="Dune: Part Three", query='"Dune: Part Three"')
ANDOR = Watch(id="andor", name="Andor", query="Andor")
WATCHES = (HEAT, MANN, LAST, DUNE, ANDOR)


def rendered(channel: Channel, message: Message) -> str:
    """The exact text of a message for a channel with one recipient."""
    [(_, text)] = channel.render(Rendering(message=message))
    return text


def report(
    article_id: int,
    outlet: str,
    title: str,
    *,
    hours: float = 5,
    copy_of: int | None = None,
    authors: tuple[str, ...] = (),
) -> Report:
    """An article that was published so many hours before now, and found four minutes later."""
    published = NOW - timedelta(hours=hours)
    return Report(
        article_id=article_id,
        url=f"https://www.{outlet}.example/2026/11/{article_id}/",
        outlet=outlet,
        outlet_name=OUTLETS.get(outlet, outlet),
        title=title,
        found_at=published + timedelta(minutes=4),
        published_at=published,
        reported=ReportTime(published),
        language="en",
        copy_of=copy_of,
        authors=authors,
    )


def story(number: int, *reports: Report) -> Story:
    """A story of these reports, in their order."""
    first = reports[0]
    return Story(
        id=number,
        title=first.title,
        first_reported_by=first.outlet,
        opened_at=first.found_at,
        updated_at=first.found_at,
        reports=reports,
    )


def hit(
    watch: Watch,
    in_story: Story,
    of: Report,
    *,
    field: str = "body",
    snippet: str | None = None,
    origin: Origin = Origin.LIVE,
) -> StoryHit:
    """A hit whose snippet has the watch's name marked."""
    text = snippet if snippet is not None else f"A sentence that names {watch.name} in passing."
    at = text.find(watch.name)
    marks = ((at, at + len(watch.name)),) if at >= 0 else ()
    return StoryHit(
        id=of.article_id,
        watch=watch.id,
        watch_name=watch.name,
        report=of,
        story=in_story.id,
        story_title=in_story.title,
        origin=origin,
        found_at=of.found_at,
        field=field,
        snippet=text,
        snippet_marks=marks,
        marks=(),
        is_right=None,
        watch_kind=watch.kind,
        watch_ids=watch.ids,
    )


def script_story() -> Story:
    """The script of "Heat 2", which seven outlets report and one repeats."""
    return story(
        17,
        report(1, "joblo", "Michael Mann says the “Heat 2” script is close to done", hours=21.3, authors=("Kay Fox",)),
        report(2, "variety", "‘Heat 2’: Michael Mann Nearing the Finish Line on Script", hours=20.5),
        report(3, "deadline", "Michael Mann Gives ‘Heat 2’ Update At Lyon Festival", hours=20.1),
        report(4, "thr", "Michael Mann: “Heat 2” Is Almost Written", hours=19),
        report(5, "collider", "Heat 2 Gets a Major Update From Michael Mann", hours=18),
        report(6, "empire", "Michael Mann On Heat 2", hours=17),
        report(7, "indiewire", "Michael Mann Is Days Away from Finishing ‘Heat 2’", hours=16),
        report(8, "yahoo", "‘Heat 2’: Michael Mann Nearing the Finish Line on Script", hours=15, copy_of=2),
    )


def material() -> Material:
    """The busy morning: four stories, a spike, a seed hit, two outlets not reached, one quiet watch."""
    script = script_story()
    budget = story(
        21,
        report(
            9,
            "variety",
            "Warner Bros. in Talks to Part Ways With “Heat 2” as Budget Reaches $170 Million",
            hours=9,
            authors=("Jo Kroll", "Mat Donn", "A Third"),
        ),
    )
    cast = story(
        30,
        report(10, "deadline", "‘The Last Of Us’ Casts Two", hours=5.5),
        report(11, "thr", "“The Last of Us” season three adds two to its cast", hours=5),
    )
    films = story(31, report(12, "indiewire", "The 25 most anticipated films of next year", hours=22))
    lyon = (
        "At the Lumière festival in Lyon, the director said that the script for Heat 2 is “days” from being finished."
    )
    hits = [
        hit(HEAT, script, script.reports[0], field="title", snippet=lyon),
        *(hit(HEAT, script, each, field="title") for each in script.reports[1:]),
        hit(MANN, script, script.reports[0], field="title"),
        hit(
            HEAT,
            budget,
            budget.reports[0],
            snippet="…the studio balked at a number that would make Heat 2 the costliest.",
        ),
        hit(LAST, cast, cast.reports[1], field="title"),
        hit(DUNE, films, films.reports[0], origin=Origin.SEED),
    ]
    return Material(
        watches=WATCHES,
        hits=tuple(hits),
        stories={each.id: each for each in (script, budget, cast, films)},
        usual={HEAT.id: 1.4, LAST.id: 1.0},
        previous_stories=2,
        unreached=(
            Unreached(outlet_name="Deadline", why="feed answers 503", since=NOW - timedelta(hours=6)),
            Unreached(outlet_name="ComingSoon", why="robots.txt could not be read"),
        ),
        unread=(
            Unread(
                title="Pacino on “Heat 2”: “I have read it twice”",
                url="https://www.thr.example/2026/11/13/",
                outlet_name="The Hollywood Reporter",
                why="a challenge: are you human?",
                watches=("Heat 2",),
            ),
        ),
        outlets_checked=14,
        checks=96,
    )


def digest() -> Digest:
    """The busy morning's digest."""
    return build.build(PLAN, WINDOW, material(), now=NOW)


def crowd(stories: int, watches: tuple[Watch, ...] = WATCHES[:3]) -> Material:
    """So many stories of two articles, dealt to the watches in turn."""
    made = [
        story(
            1_000 + number,
            report(
                10_000 + number, "variety", f"Headline {number} of a day when everything happened", hours=number / 50
            ),
            report(20_000 + number, "thr", f"Another outlet on number {number}", hours=number / 50),
        )
        for number in range(stories)
    ]
    text = (
        "A paragraph in which the name of Heat 2 stands among many other words, as they do in paragraphs of the trades."
    )
    hits = [
        hit(watches[number % len(watches)], each, each.reports[0], snippet=text) for number, each in enumerate(made)
    ]
    return Material(watches=watches, hits=tuple(hits), stories={each.id: each for each in made})


def facts(**changes: object) -> AlertFacts:
    """The first live hit of "Heat 2": JoBlo opens the story."""
    opened = story(17, script_story().reports[0])
    given: dict[str, object] = {
        "watch": HEAT,
        "article_id": 1,
        "relation": Relation.NEW,
        "origin": Origin.LIVE,
        "before": None,
        "story": opened,
        "now": opened.opened_at,
        "hits": (hit(HEAT, opened, opened.reports[0], field="title"),),
    }
    return AlertFacts(**(given | changes))  # type: ignore[arg-type]


def joined(number: int, *earlier: SentMessage, **changes: object) -> AlertFacts:
    """The story's first `number` reports, of which the last has just come."""
    reports = script_story().reports[:number]
    now = story(17, *reports)
    given: dict[str, object] = {
        "article_id": reports[-1].article_id,
        "relation": Relation.JOINED if reports[-1].copy_of is None else Relation.COPY,
        "before": story(17, *reports[:-1]),
        "story": now,
        "now": reports[-1].found_at,
        "hits": tuple(hit(HEAT, now, each, field="title") for each in reports),
        "earlier": earlier,
    }
    whole = facts(**(given | changes))
    return whole if "tidings" in changes else replace(whole, tidings=tidings(whole))


def tidings(given: AlertFacts, **account: object) -> Tidings:
    """What the last report brings: one of its own, unless `account` says otherwise, after those that messages named."""
    named = {message.data["lead"]["url"]: NewsKind(message.data["kind"]) for message in given.earlier if message.data}
    before = given.before.reports if given.before else ()
    said: dict[str, object] = {"genre": Genre.REPORT, "own": "Two people said so to us.", "is_explicit": True}
    return Tidings(
        account=Account(**(said | account)),  # type: ignore[arg-type]
        owner=given.lead.outlet_name,
        outlet=given.lead.outlet,
        earlier=tuple(
            Earlier(
                article_id=each.article_id,
                outlet=each.outlet,
                owner=each.outlet_name,
                story=given.story.id,
                in_thread=True,
                found_at=each.found_at,
                genre=Genre.REPORT,
                steps=frozenset({Step.ATTACHED}),
                alerted=named.get(each.url),
            )
            for each in before
        ),
    )


def opened_alert() -> StoryAlert:
    """The message that opens the story."""
    given = facts()
    due = alert_rules.decide(given)
    assert due is not None
    return alert_rules.compose(given, due, timezone="America/Los_Angeles")


def opened_before() -> SentMessage:
    """That message as the archive remembers it."""
    message = opened_alert()
    return SentMessage(id=message.id, type=message.type, at=message.at, data=payload.data(message))


def updated_alert() -> StoryAlert:
    """The update that a second outlet brings."""
    given = joined(2, opened_before())
    due = alert_rules.decide(given)
    assert due is not None
    return alert_rules.compose(given, due, timezone="America/Los_Angeles")


def incident() -> IncidentNotice:
    """A feed that fails."""
    return IncidentNotice(
        id="incident_opened_4",
        at=NOW,
        incident=Incident(
            kind="feed_failing",
            subject="https://deadline.com/feed/",
            detail="Deadline: the feed has answered 503 for six hours",
            outlet="deadline",
            evidence={
                "last read": "2026-11-23 10:02 UTC",
                "status": "503",
                "what to do": "It is asked again every hour. `monitor outlet probe deadline` looks for another.",
            },
        ),
        opened_at=NOW - timedelta(hours=6),
        timezone="America/Los_Angeles",
    )


def evening_material() -> Material:
    """The same desk in the evening: what was sent in the morning went on, was corrected, or is as it was."""
    morning = material()
    script, cast = script_story(), morning.stories[30]
    later = [
        report(40, "deadline", "‘Heat 2’: Deal Closed, Filming Starts August 3", hours=1),
        report(41, "variety", "“Heat 2” adds Ana de Armas", hours=2),
        report(42, "yahoo", "‘Heat 2’: Deal Closed, Filming Starts August 3", hours=0.8, copy_of=40),
    ]
    budget = morning.stories[21]
    denied = report(43, "thr", "Warner Bros. Denies Parting Ways With “Heat 2”", hours=3)
    whole, denial = (
        replace(script, reports=(*script.reports, *later)),
        replace(budget, reports=(*budget.reports, denied)),
    )
    return Material(
        watches=WATCHES,
        hits=(
            *(hit(HEAT, whole, each, field="title") for each in later),
            hit(HEAT, denial, denied),
            hit(LAST, cast, cast.reports[1], field="title"),
        ),
        stories={17: whole, 21: denial, 30: cast},
        brought={
            40: Brought(
                kind=NewsKind.DEVELOPMENT, fact="Filming is to start in Los Angeles on August 3, the studio said."
            ),
            41: Brought(kind=NewsKind.DEVELOPMENT, fact="Ana de Armas has joined the cast."),
            43: Brought(kind=NewsKind.DENIAL, fact="“There is no truth to it,” a spokesman said."),
        },
        sent={17: NOW - timedelta(hours=12), 30: NOW - timedelta(hours=1)},
        edits=(
            Edit(
                kind=NewsKind.CORRECTION,
                story=17,
                title="Michael Mann says the “Heat 2” script is close to done",
                url="https://www.joblo.example/2026/11/1/",
                outlet_name="JoBlo",
                at=NOW - timedelta(hours=2),
                was="The script has 180 pages.",
                now="The script has 108 pages.",
                watches=("Heat 2",),
            ),
            Edit(
                kind=NewsKind.HEADLINE,
                story=30,
                title="“The Last of Us” does not cast two",
                url="https://www.thr.example/2026/11/11/",
                outlet_name="The Hollywood Reporter",
                at=NOW - timedelta(hours=1),
                was="“The Last of Us” season three adds two to its cast",
                now="“The Last of Us” does not cast two",
                watches=("The Last of Us",),
            ),
        ),
        incidents=(Trouble(detail="The channel hook refuses us: HTTP 403", opened_at=NOW - timedelta(hours=4)),),
        previous_stories=4,
        outlets_checked=14,
        checks=96,
    )


def evening() -> Digest:
    """The evening's digest, five hours late."""
    window = Window(start=NOW - timedelta(hours=12), end=NOW, missed=1)
    return build.build(
        replace(PLAN, name="evening"), window, evening_material(), now=NOW + timedelta(hours=5, minutes=10)
    )
