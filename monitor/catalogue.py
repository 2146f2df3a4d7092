"""The shipped outlets, one TOML file each in `outlets/`, and the shape that every outlet's entry must have.

It reads and checks; which of them are followed is the configuration's business.
"""

import re
import tomllib
from datetime import UTC, date, datetime
from functools import cache
from importlib import resources
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

import re2
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, WithJsonSchema
from pydantic.functional_validators import model_validator

from monitor import error_words
from monitor.durations import seconds
from monitor.errors import ConfigError
from monitor.model import Noarchive, Outlet, OutletKind, PageRule, Policy, Source, SourceKind

_DAMAGED = "the installed catalogue is damaged: install the package again"
_LONGEST_URL = 2_000  # as `urls.canonical` refuses longer ones


def web_address(value: str) -> str:
    """An absolute http or https address, checked for shape only."""
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname, parts.port
    except ValueError as problem:
        raise ValueError(f"is not a web address: {problem}") from None
    if parts.scheme not in {"http", "https"} or not host:
        raise ValueError("must be an address that starts with http:// or https:// and names a host")
    if len(value) > _LONGEST_URL or re.search(r"[\s\x00-\x1f\x7f<>\\]", value):
        raise ValueError("holds characters that no web address has, or more than 2,000 of them")
    return value


def pattern(value: str) -> str:
    """A regular expression that RE2 runs in linear time."""
    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(value, options=options)
    except re2.error as problem:
        reason = problem.args[0] if problem.args else "not understood"
        reason = reason.decode(errors="replace") if isinstance(reason, bytes) else str(reason)
        raise ValueError(f"is not a regular expression of RE2 (no look-around, no back-references): {reason}") from None
    return value


def _many(value: object) -> object:
    if isinstance(value, str):
        return (value,)
    return tuple(value) if isinstance(value, list) else value


_JOINERS = "\u200c\u200d"  # they shape words of Persian and Hindi, and emoji of several


def _filled(value: str) -> str:
    if not value.strip():
        raise ValueError("is empty")
    return value


def _header(value: str) -> str:
    if not value.isascii() or not value.isprintable() or not value.strip():
        raise ValueError("must be one line of plain ASCII")
    return value.strip()


def _one_line(value: str) -> str:
    if not value.strip(f"{_JOINERS} ") or any(not (char.isprintable() or char in _JOINERS) for char in value):
        raise ValueError("must be one line of visible text")
    return value.strip()


Duration = Annotated[
    float,
    BeforeValidator(seconds),
    Field(ge=0, le=30 * 86400, allow_inf_nan=False),
    WithJsonSchema(
        {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "examples": ["10m", "5s", "1h30m"]}]}
    ),
]
WebAddress = Annotated[str, AfterValidator(web_address)]
Pattern = Annotated[str, AfterValidator(pattern)]
Line = Annotated[str, Field(max_length=300), AfterValidator(_one_line)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]*$", max_length=100)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
Filled = Annotated[str, AfterValidator(_filled)]
Header = Annotated[str, AfterValidator(_header)]
ONE_OR_MANY = WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]})
Texts = Annotated[tuple[str, ...], BeforeValidator(_many), ONE_OR_MANY]


Moment = datetime | date


class Table(BaseModel):
    """A table of a file that people write: unknown keys are mistakes, text stays text."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=False)


class SourceEntry(Table):
    """One place where the outlet lists its articles."""

    kind: Annotated[SourceKind, Field(strict=False, description="feed, sitemap, section or wordpress")]
    url: Annotated[WebAddress, Field(description="address of the listing")]
    select: Annotated[str | None, Field(description="CSS of the links on a section page")] = None

    @model_validator(mode="after")
    def _select_is_for_sections(self) -> Self:
        if self.select is not None and self.kind is not SourceKind.SECTION:
            raise ValueError('`select` is for sources of kind "section"')
        return self


class RuleEntry(Table):
    """CSS selectors of the outlet's article pages."""

    body: Annotated[str | None, Field(description="the container of the text")] = None
    title: Annotated[str | None, Field(description="the headline")] = None
    byline: Annotated[str | None, Field(description="the author's name, one match each")] = None
    date: Annotated[str | None, Field(description="the publication date, as text or `datetime` attribute")] = None
    standfirst: Annotated[str | None, Field(description="the lines under the headline")] = None
    drop: Annotated[Texts, Field(description="what is taken out of the body first")] = ()
    valid_until: Annotated[Moment | None, Field(description="the layout changed then: not used after")] = None


class OutletEntry(Table):
    """An outlet, as `[[outlet]]` and the files of the catalogue describe it."""

    id: Annotated[Slug, Field(description="short name: lower-case letters, digits, hyphens")]
    name: Annotated[Line, Field(description="the name that readers know")]
    home: Annotated[WebAddress, Field(description="address of the front page")]
    aliases: Annotated[Texts, Field(description="other names under which outlets credit it, such as its initials")] = ()
    sources: Annotated[tuple[SourceEntry, ...], Field(strict=False, description="where articles are listed")] = ()
    spare: Annotated[
        tuple[SourceEntry, ...], Field(strict=False, description="not read; tried by `monitor outlet probe`")
    ] = ()
    kind: Annotated[
        OutletKind,
        Field(strict=False, description="news: it reports; press: it publishes releases, which confirm nothing"),
    ] = OutletKind.NEWS
    tags: Annotated[Texts, Field(description='beats, for `follow = ["@film"]`')] = ()
    language: Annotated[Language | None, Field(description="language of its articles, where pages do not say")] = None
    owner: Annotated[Line | None, Field(description="who owns it: one name for all its titles")] = None
    tier: Annotated[
        int, Field(ge=1, le=3, description="1 trade or national, 2 consumer press, 3 aggregator or fan site")
    ] = 2
    policy: Annotated[
        Policy, Field(strict=False, description="page: read articles; feed: only what the listing says")
    ] = Policy.PAGE
    noarchive: Annotated[
        Noarchive,
        Field(
            strict=False,
            description="of pages that ask not to be archived or indexed, keep: the text, as the archive is private; "
            "listing: only what the listing says",
        ),
    ] = Noarchive.KEEP
    article_pattern: Annotated[
        Pattern | None, Field(description="regular expression (RE2) on the path of an article's address")
    ] = None
    delay: Annotated[
        Duration | None, Field(description="between two requests to its host; default `[crawl] delay`")
    ] = None
    poll: Annotated[Duration | None, Field(ge=1, description="how often at least; default `[crawl] poll`")] = None
    user_agent: Annotated[Line | None, Field(description="another User-Agent for this outlet")] = None
    verify_tls: Annotated[bool, Field(description="false: accept a broken certificate of this outlet")] = True
    rules: Annotated[tuple[RuleEntry, ...], Field(strict=False, description="selectors, tried in order")] = ()
    disabled: Annotated[str | None, Field(description="why it is switched off; empty: it is not")] = None
    paused: Annotated[bool, Field(description="true: it is not read for now; `monitor outlet pause` and `resume`")] = (
        False
    )
    notes: Annotated[str | None, Field(description="what a person should know about it")] = None

    @model_validator(mode="after")
    def _sources_are_different(self) -> Self:
        addresses = [source.url for source in self.sources]
        twice = {address for address in addresses if addresses.count(address) > 1}
        if twice:
            raise ValueError(f"lists the same source twice: {min(twice)}")
        return self

    def outlet(self) -> Outlet:
        """The outlet as the stages know it."""
        plain = self.model_dump(exclude={"sources", "spare", "rules", "disabled"})
        return Outlet(
            **plain,
            sources=tuple(map(_source, self.sources)),
            rules=tuple(_rule(rule) for rule in self.rules),
            disabled=self.disabled or None,
        )


def _source(entry: SourceEntry) -> Source:
    return Source(kind=entry.kind, url=entry.url, select=entry.select)


def _rule(entry: RuleEntry) -> PageRule:
    plain = entry.model_dump(exclude={"valid_until"})
    return PageRule(**plain, valid_until=_moment(entry.valid_until))


def _moment(value: Moment | None) -> datetime | None:
    if value is None:
        return None
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day, tzinfo=UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def load() -> dict[str, Outlet]:
    """The shipped outlets by id, in order of id.

    Raises:
        ConfigError: a file of the catalogue is broken.
    """
    return dict(_outlets())


def entries() -> dict[str, OutletEntry]:
    """The shipped outlets' entries by id, as checked."""
    return dict(_entries())


def spare(outlet_id: str) -> tuple[Source, ...]:
    """The addresses of a shipped outlet that are not read; none of an outlet that is not shipped."""
    entry = _entries().get(outlet_id)
    return tuple(map(_source, entry.spare)) if entry else ()


def name_of(outlet_id: str) -> str | None:
    """The name of a shipped outlet, followed or not; None: none has that id."""
    name: str | None = _tables().get(outlet_id, {}).get("name")
    return name


def tables() -> dict[str, dict[str, Any]]:
    """The shipped outlets' tables by id, as written: what `[[outlet]]` without a `home` makes its changes to."""
    return dict(_tables())


@cache
def _tables() -> dict[str, dict[str, Any]]:
    folder = resources.files("monitor").joinpath("outlets")
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    try:
        return {file.name.removesuffix(".toml"): tomllib.loads(file.read_text(encoding="utf-8")) for file in files}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise ConfigError([f"outlets/: {error_words.in_words(problem)}"], hint=_DAMAGED) from problem


@cache
def _entries() -> dict[str, OutletEntry]:
    found: dict[str, OutletEntry] = {}
    problems: list[str] = []
    for id_, table in _tables().items():
        try:
            found[id_] = OutletEntry.model_validate(table)
        except ValidationError as problem:
            wrong = (f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in problem.errors())
            problems += [f"outlets/{id_}.toml: {each}" for each in wrong]
            continue
        if found[id_].id != id_:
            problems.append(f"outlets/{id_}.toml: id: {found[id_].id} is not the file's name")
    if problems:
        raise ConfigError(problems, hint=_DAMAGED)
    return found


@cache
def _outlets() -> dict[str, Outlet]:
    return {id_: entry.outlet() for id_, entry in _entries().items()}


def tags(outlets: dict[str, Any]) -> dict[str, list[str]]:
    """The ids of `outlets` (entries or outlets by id) under each tag."""
    under: dict[str, list[str]] = {}
    for id_, outlet in outlets.items():
        for tag in outlet.tags:
            under.setdefault(tag, []).append(id_)
    return under
