"""The shape of `monitor.toml`: every table, key, type and default, with the sentence that documents it.

What one entry says of another (a channel's name, a tag) is checked in `checks`; what it means, in `resolve`.
"""

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Literal, Union

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from monitor import cron
from monitor.addresses import network_spelled
from monitor.catalogue import ONE_OR_MANY, Duration, Filled, Header, Line, OutletEntry, Slug, Table, Texts
from monitor.config.message_keys import Feedback, Templates
from monitor.config.person_schema import PersonEntry
from monitor.config.time_values import Age, Aware, Calendar, Span, Zone
from monitor.config.watchdog_schema import WatchdogTable
from monitor.config.web_schema import WebTable
from monitor.deliver.channel import ChannelSettings
from monitor.deliver.kinds import SETTINGS
from monitor.durations import expected
from monitor.model import WatchKind
from monitor.text import slug


def _languages(values: tuple[str, ...]) -> tuple[str, ...]:
    wrong = [
        value
        for value in values
        if not (value.isascii() and value.isalpha() and value.islower() and len(value) in {2, 3})
    ]
    if wrong:
        raise ValueError(f'{wrong[0]!r} is not a language code such as "en" or "de"')
    return values


def _tags(values: tuple[str, ...]) -> tuple[str, ...]:
    wrong = next((value for value in values if slug(value) != value), None)
    if wrong is not None:
        raise ValueError(f'"{wrong}" must be small letters, digits and "-", such as "{slug(wrong) or "horror"}"')
    return values


def _network(value: str) -> str:
    try:
        return network_spelled(value)
    except ValueError:
        hint = ' Did you mean "127.0.0.0/8"?' if value == "localhost" else ""
        raise ValueError(f'{value!r} is not a network such as "10.0.0.0/8" or "::1".{hint}') from None


def _networks(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_network(value) for value in values)


def _contact(value: str) -> str:
    if not value.isascii() or not value.isprintable() or any(char in value for char in " ()"):
        raise ValueError("must be a web or mail address, in plain ASCII")
    if "://" not in value and "@" not in value:
        raise ValueError('must be a web or mail address, such as "https://example.org/bot"')
    return value


def _schedule(value: str) -> str:
    try:
        cron.parse(value)
    except ValueError as reason:
        raise ValueError(f'is not a cron schedule: {reason}. "0 8 * * mon-fri" is 8:00 on working days') from None
    return value


def _within(value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if value in {"article", "sentence"} or (isinstance(value, str) and value.isdecimal() and int(value) > 0):
        return value
    raise ValueError('must be "article", "sentence" or a number of words')


def _database_name(value: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_-]{0,39}", value):
        raise ValueError('must be the name of a database in small letters, such as "imdb" or "wikidata"')
    return value


def _database(value: str) -> str:
    if not value.startswith(("postgresql://", "postgres://")):
        raise ValueError('must be the address of a database, such as "postgresql://host/monitor"')
    return value


Tags = Annotated[Texts, AfterValidator(_tags), ONE_OR_MANY]
Languages = Annotated[Texts, AfterValidator(_languages), ONE_OR_MANY]
Database = Annotated[str, AfterValidator(_database_name)]
Id = Annotated[
    Line,
    BeforeValidator(lambda value: str(value) if type(value) is int else value),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "integer"}]}),
]
Networks = Annotated[Texts, AfterValidator(_networks), ONE_OR_MANY]
Within = Annotated[
    str,
    BeforeValidator(_within),
    WithJsonSchema({"anyOf": [{"enum": ["article", "sentence"]}, {"type": "integer", "minimum": 1}]}),
]


_NEWS = 48 * 3600.0  # two days later a story is history to a desk


def _expected(text: str | None) -> str | None:
    if text is not None:
        expected(text)
    return text


class ArchiveTable(Table):
    """Where everything that was read is kept."""

    path: Annotated[str, Field(min_length=1, description="the SQLite file, relative to this file")] = "archive.db"
    keep: Annotated[
        Span | None,
        Field(description="stories that ended longer ago are deleted, once a day; 30 days or more. Default: none is"),
    ] = None
    pages_keep: Annotated[
        Span, Field(description="how long the pages of followed articles are kept; see `monitor follow`")
    ] = timedelta(days=365)
    pages_max: Annotated[int, Field(ge=1, le=1_000_000, description="MB of such pages; the oldest go first")] = 1000


# Seconds: five minutes, 20, an hour, 3, 12, a day, 3, a week, 30 days. Most edits come in the first hours.
REREAD = (300.0, 1200.0, 3600.0, 10800.0, 43200.0, 86400.0, 259200.0, 604800.0, 2592000.0)


class CrawlTable(Table):
    """How outlets are read."""

    delay: Annotated[Duration, Field(description="between two requests to one host")] = 1.0
    poll: Annotated[Duration, Field(ge=1, description="how often at least an outlet is looked at")] = 600.0
    contact: Annotated[
        str | None,
        AfterValidator(lambda value: value and _contact(value)),
        Field(description="address in our User-Agent, for the outlets' operators"),
    ] = None
    seed: Annotated[
        bool, Field(description="true: the first reading of an outlet, and of each source, alerts no one")
    ] = True
    concurrency: Annotated[int, Field(ge=1, le=1000, description="outlets read at once in one child process")] = 32
    page_limit: Annotated[
        int, Field(ge=1, le=100_000, description="article pages read at most in one crawl of an outlet")
    ] = 500
    workers: Annotated[int, Field(ge=1, le=64, description="child processes that crawl")] = 1
    watchdog: Annotated[
        Duration,
        Field(ge=2, description="how long one page or listing may hold the parser; then its process is ended"),
    ] = 30.0
    reread: Annotated[
        tuple[Duration, ...],
        Field(strict=False, description="how long after its hit an article's page is read again; [] for never"),
    ] = REREAD
    user_agent: Annotated[Header | None, Field(description="another User-Agent than our own")] = None


class NetworkTable(Table):
    """What may be reached besides public addresses."""

    allow: Annotated[Networks, Field(description="private networks that crawls and webhooks may reach")] = ()


class ClusterTable(Table):
    """Where crawls are ordered from workers on other machines; without it they run here. Needs the extra `cluster`."""

    url: Annotated[
        str | None,
        AfterValidator(lambda value: value and _database(value)),
        Field(description="address of a PostgreSQL database; better as ${NAME} or url_file if it holds a password"),
    ] = None
    url_file: Annotated[str | None, Field(description="a file that holds the address")] = None


class AlertsTable(Table):
    """What is news: how old it may be, and how much of it at once."""

    max_age: Annotated[
        Age,
        Field(
            description='what was published longer before it was listed alerts no one; digests have it. "none": any age'
        ),
    ] = _NEWS
    flood: Annotated[
        int,
        Field(
            ge=0,
            le=100_000,
            description='alerts an hour and outlet; digests have the rest. 0: no limit; default if `max_age = "none"`',
        ),
    ] = 50


class IncidentsTable(Table):
    """Who is notified when a source dies, an outlet blocks, or a channel fails."""

    to: Annotated[Texts | None, Field(description="channels; default: every channel; [] for none")] = None


class WatchEntry(Table):
    """A named query and what happens when it finds something."""

    name: Annotated[Line, Field(description="what messages call it")]
    query: Annotated[Filled, Field(description="what to find; see the query language")]
    id: Annotated[Slug | None, Field(description="its id in the archive; default: made from the name")] = None
    context: Annotated[Texts, Field(description="queries, one of which must be found too")] = ()
    context_match: Annotated[
        Literal["any", "all"], Field(description="any: one of `context` is enough; all: each is needed")
    ] = "any"
    context_within: Annotated[Within, Field(description='how near: "article", "sentence" or a number of words')] = (
        "article"
    )
    masks: Annotated[Texts, Field(alias="except", description="queries whose words do not count as occurrences")] = ()
    aliases: Annotated[Texts, Field(description="further queries, each as good as `query`")] = ()
    case: Annotated[bool, Field(description="true: capitals and small letters differ")] = False
    min_count: Annotated[int, Field(ge=1, le=1000, description="occurrences needed in one article")] = 1
    scope: Annotated[str | None, Field(alias="in", description='where: "title", "title or first 100 words"')] = None
    tags: Annotated[Tags, Field(description='groups that a [[person]] names as "@tag"')] = ()
    outlets: Annotated[Texts, Field(description="only these outlets: ids or @tags; none: all")] = ()
    languages: Annotated[Languages, Field(alias="lang", description="only articles in these languages; none: all")] = ()
    alert: Annotated[
        Literal["instant", "digest"],
        Field(description="instant: a message at once, per story; digest: in digests only"),
    ] = "instant"
    to: Annotated[
        Texts | None,
        Field(description="channels of instant messages; default: every channel that is no person's; [] for none"),
    ] = None
    max_age: Annotated[
        Age | None, Field(description='how old news may be for it, or "none"; default `[alerts] max_age`')
    ] = None
    expect: Annotated[
        str | None,
        AfterValidator(_expected),
        Field(description='what it finds at least, "1 per week": less opens an incident, sent to its channels'),
    ] = None
    embargo: Annotated[
        Aware | None, Field(description="when reviews may appear: a time with its offset; see the guide on reports")
    ] = None
    calendar: Annotated[
        Calendar | None,
        Field(description="an .ics file, or its address: its events are dates of the watch, and its embargoes lift"),
    ] = None
    paused: Annotated[
        bool, Field(description="true: it finds as ever and sends nothing; `monitor watch pause` and `resume`")
    ] = False
    should_match: Annotated[Texts, Field(description="texts that must be found: tests, run by `monitor check`")] = ()
    should_not_match: Annotated[Texts, Field(description="texts that must not be found")] = ()
    kind: Annotated[WatchKind | None, Field(strict=False, description="what it is about, which its ids are of")] = None
    ids: Annotated[
        dict[Database, Id], Field(description='its ids in databases, `{ imdb = "tt0113277" }`: go with every hit')
    ] = {}  # noqa: RUF012  of a frozen model, which copies it


class DigestEntry(Table):
    """A summary of the hits since the last one."""

    name: Annotated[Line, Field(description="its name, in the subject")]
    schedule: Annotated[
        str, AfterValidator(_schedule), Field(description="cron: minute hour day month weekday; Sunday is 0 or 7")
    ]
    timezone: Annotated[
        Zone | None,
        Field(description="the recipient's time zone (IANA); default: `timezone` at the top of the file"),
    ] = None
    to: Annotated[
        Texts | None, Field(description="channels; default: every channel that is no person's, if `persons` is not set")
    ] = None
    persons: Annotated[
        Texts | None,
        Field(description='one each, of their watches, in their zone: names or ids, "*" for all; default if no `to`'),
    ] = None
    watches: Annotated[Texts, Field(description='names or ids of watches; "*" is all of them')] = ("*",)
    send_empty: Annotated[bool, Field(description="true: send it even when nothing was found")] = False


if TYPE_CHECKING:
    ChannelEntry = ChannelSettings
else:  # the union of the kinds that there are, distinguished by `kind`
    ChannelEntry = Annotated[Union[SETTINGS], Field(discriminator="kind")]  # noqa: UP007  of a tuple


class File(Table):
    """What to follow, what to look for and whom to notify."""

    follow: Annotated[Texts, Field(description='shipped outlets by id or @tag; "-id" leaves one of a tag out')] = ()
    timezone: Annotated[
        Zone, Field(description="the recipients' time zone (IANA); a digest and a person may have their own")
    ] = "UTC"
    feedback: Feedback = None
    templates: Templates = None
    archive: ArchiveTable = ArchiveTable()
    crawl: CrawlTable = CrawlTable()
    network: NetworkTable = NetworkTable()
    cluster: Annotated[ClusterTable, Field(description="workers on other machines")] = ClusterTable()
    alerts: AlertsTable = AlertsTable()
    incidents: IncidentsTable = IncidentsTable()
    watchdog: WatchdogTable = WatchdogTable()
    web: WebTable = WebTable()
    outlet: Annotated[tuple[OutletEntry, ...], Field(strict=False, description="outlets of your own")] = ()
    watch: Annotated[tuple[WatchEntry, ...], Field(strict=False, description="what to look for")] = ()
    person: Annotated[tuple[PersonEntry, ...], Field(strict=False, description="whom messages are for")] = ()
    digest: Annotated[tuple[DigestEntry, ...], Field(strict=False, description="scheduled summaries")] = ()
    channel: Annotated[tuple[ChannelEntry, ...], Field(strict=False, description="where messages go")] = ()
