"""The nouns: frozen values that the stages hand to each other. No behaviour, no I/O.

Times are aware `datetime`s. Text in an `Article` is already clean (see `text.clean`): no markup, no control
characters. Ids of outlets and watches are slugs; ids of articles and stories are the archive's integers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from monitor.refusals import Reason


class SourceKind(StrEnum):
    """The ways in which an outlet lists its articles."""

    FEED = "feed"
    SITEMAP = "sitemap"
    SECTION = "section"
    WORDPRESS = "wordpress"


class OutletKind(StrEnum):
    """What an outlet publishes."""

    NEWS = "news"  # reports
    PRESS = "press"  # releases: of a company, a festival, an academy, or of whoever pays a wire


class Policy(StrEnum):
    """What may be read of an outlet's articles."""

    PAGE = "page"  # the article's page
    FEED = "feed"  # only what the listing itself says; article pages are never fetched


class Noarchive(StrEnum):
    """What is kept of a page that asks not to be archived or indexed."""

    KEEP = "keep"  # all of it: the archive is private
    LISTING = "listing"  # only what the listing says of it


class Origin(StrEnum):
    """Why something is in the archive. Only `live` sends instant messages."""

    LIVE = "live"
    SEED = "seed"  # the first crawl of an outlet
    BACKFILL = "backfill"  # a new or changed watch over the archive


class WatchKind(StrEnum):
    """What a watch is about, which says what its ids are of: a film and a show may have the same number."""

    FILM = "film"
    PERSON = "person"
    SHOW = "show"
    ALBUM = "album"
    GAME = "game"


class LinkState(StrEnum):
    """Where a listed address stands."""

    FOUND = "found"  # to be read
    STORED = "stored"
    REFUSED = "refused"  # read, and no article: see the reason
    QUARANTINED = "quarantined"  # it hung or killed the parser: never tried again by itself
    GIVEN_UP = "given_up"  # could not be read in all the attempts it had


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One place where an outlet lists articles. `select` is the CSS of the links on a section page."""

    kind: SourceKind
    url: str
    select: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRule:
    """CSS selectors of one outlet's article pages; tried first, checked by the general extractor."""

    body: str | None = None
    title: str | None = None
    byline: str | None = None
    date: str | None = None
    standfirst: str | None = None
    drop: tuple[str, ...] = ()
    valid_until: datetime | None = None

    def expected_selectors(self) -> dict[str, str]:
        """By part, the selectors that should find something on every page.

        Many pages have no standfirst, and nothing to be dropped: that is checked where the rule names no body, for it
        must leave the text.
        """
        parts = {"body": self.body, "title": self.title, "byline": self.byline, "date": self.date}
        if self.body is None and self.drop:
            parts["drop"] = ", ".join(self.drop)
        return {part: css for part, css in parts.items() if css}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A publication. Durations are seconds; None means the configuration's default."""

    id: str
    name: str
    home: str
    aliases: tuple[str, ...] = ()  # other names by which it is credited, such as initials
    sources: tuple[Source, ...] = ()
    kind: OutletKind = OutletKind.NEWS
    tags: tuple[str, ...] = ()
    language: str | None = None
    owner: str | None = None  # one spelling for all its titles; None: it stands for itself
    tier: int = 2  # 1 original reporting, 2 established consumer press, 3 aggregators and fan sites
    policy: Policy = Policy.PAGE
    noarchive: Noarchive = Noarchive.KEEP
    article_pattern: str | None = None  # regular expression on the path of an article's URL
    delay: float | None = None
    poll: float | None = None
    user_agent: str | None = None
    verify_tls: bool = True
    rules: tuple[PageRule, ...] = ()
    disabled: str | None = None  # why it is shipped switched off; None: it may be followed
    paused: bool = False  # by a person, in monitor.toml: not read until they say so
    notes: str | None = None

    @property
    def hosts(self) -> set[str]:
        """The hosts of its home and its listings, with their ports."""
        return {urlsplit(address).netloc.lower() for address in (self.home, *(source.url for source in self.sources))}

    def rule(self, now: datetime) -> PageRule | None:
        """The first of its rules that is still valid."""
        return next((rule for rule in self.rules if rule.valid_until is None or now < rule.valid_until), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A listed address and what the listing says of it: plain texts, and two of HTML, as they are written.

    `summary` is what a listing says of the article, or how that begins; `content` is a feed's full text, if any.

    `published_has_time` is False for a day alone, of which `published_at` is the midnight in UTC.
    `key` is the canonical form of the address, made where it is listed and carried from there on; see `urls.key_of`.
    """

    url: str
    key: str | None = field(default=None, compare=False)
    title: str | None = None
    published_at: datetime | None = None
    published_has_time: bool = True
    updated_at: datetime | None = None
    authors: tuple[str, ...] = ()
    summary: str | None = None
    content: str | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()
    guid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A fetched page: the final address, the header's content type, the decoded (not gzipped) bytes."""

    url: str
    body: bytes
    content_type: str | None = None
    status: int = 200
    requested_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One published piece, as text. `published_at` keeps its zone; `published_has_time` is False for a day alone."""

    url: str
    outlet: str
    title: str
    body: str
    standfirst: str | None = None
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None
    published_has_time: bool = True
    updated_at: datetime | None = None
    language: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    image: str | None = None
    kind: str = "news"  # news review liveblog video gallery opinion
    paywalled: bool = False
    canonical_url: str | None = None  # what the page declares, within its own site; else None
    title_confidence: float | None = None  # how likely its title is right, 0 to 1; None: not chosen among a page's
    text_confidence: float | None = None  # how likely its body is right and whole, 0 to 1; None: not read of a page
    author_confidence: float | None = None  # how likely the first of its authors is right, 0 to 1; None: not known
    date_confidence: float | None = None  # how likely the day of its publication is right, 0 to 1; None: not known
    left_out: tuple[int, ...] = ()  # marks of paragraphs that its body lacks, since its outlet repeats them


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A page that is not an article, and why. `leads_to`: the address to which it sends its reader at once."""

    reason: Reason
    detail: str = ""
    leads_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """What the reading of an article's page should have given and did not; the article was made all the same.

    By a selector (`css`) of the outlet's rule, or by any means: then `part` is "text" and there is no selector.
    """

    part: str  # body drop title byline date, as in the rule; or text
    gave: str  # "nothing", "120 characters"
    instead: str  # what the article has in its place
    css: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What reading a page made: an article or the reason why it is none, and what was missing in it."""

    result: Article | Refusal
    shortfalls: tuple[Shortfall, ...] = ()
    fault: Exception | None = None  # of ours, the cause of a refusal for `parser_fault`: for the log


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A named query with its options; the texts of `query`, `context` and `masks` are in the query language.

    `ids` are what databases call what is meant, such as {"imdb": "tt0113277"}: they decide nothing, and go with hits.
    """

    id: str
    name: str
    query: str
    context: tuple[str, ...] = ()
    context_match: str = "any"  # any | all
    context_within: str = "article"  # article | sentence | a number of words
    masks: tuple[str, ...] = ()  # `except` in the configuration: these occurrences do not count
    aliases: tuple[str, ...] = ()  # other names: each is as good as the query
    case: bool = False  # exact case for the whole query
    min_count: int = 1
    scope: str | None = None  # `in` in the configuration: "title or first 100 words"
    outlets: tuple[str, ...] = ()  # ids or @tags already resolved to ids; empty: all
    languages: tuple[str, ...] = ()
    alert: str = "instant"  # instant | digest
    to: tuple[str, ...] = ()
    should_match: tuple[str, ...] = ()
    should_not_match: tuple[str, ...] = ()
    kind: WatchKind | None = None
    ids: Mapping[str, str] = field(default_factory=dict, hash=False)
    paused: bool = False  # it finds as ever, and sends nothing
    max_age: float | None = None  # seconds; see `Config.max_age`. None: as that says
    tags: tuple[str, ...] = ()  # groups that persons name
    embargo: datetime | None = None  # when reviews may appear; an earlier one is marked
    calendar: str | None = field(default=None, repr=False)  # of its dates: a path or an address, which may be a secret
    expect: str | None = None  # "1 per week": what it finds at least, or it is reported; see `durations.expected`

    def alerts_on(self, outlet: str) -> bool:
        """Whether it sends messages at once about articles of this outlet (its id)."""
        return self.alert == "instant" and not self.paused and (not self.outlets or outlet in self.outlets)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Matched words: `text == getattr(article, field)[start:end]` (authors, tags: of the items joined by ", ")."""

    field: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A watch found in an article. `snippet_marks` are (start, end) offsets in `snippet`."""

    watch: str
    marks: tuple[Mark, ...]
    snippet: str
    snippet_marks: tuple[tuple[int, int], ...] = ()

    @property
    def field(self) -> str:
        """The field of the first mark."""
        return self.marks[0].field if self.marks else "body"


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """Something wrong with a source, an outlet or a channel. `subject` is its id or address."""

    kind: str
    subject: str
    detail: str
    outlet: str | None = None
    evidence: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestPlan:
    """When a digest goes out, of which watches, to whom. `schedule` is cron, Sunday 0 or 7; `person` is an id."""

    name: str
    schedule: str
    timezone: str = "UTC"
    to: tuple[str, ...] = ()
    watches: tuple[str, ...] = ("*",)
    send_empty: bool = False
    person: str | None = None
