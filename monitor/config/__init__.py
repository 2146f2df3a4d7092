"""The configuration: one TOML file, read whole, checked whole, with every mistake reported at once.

    monitor.toml ─▶ toml_lines, secrets, toml_schema, checks ─▶ resolve ─▶ Config
                          └─▶ problems, each with its place ─▶ ConfigError

toml_lines         on which line each key stands
secrets            `${NAME}` and `*_file`, replaced by what they stand for
tables             which tables there are, and the shape of each
toml_schema        the shape: tables, keys, types, defaults; parts of it in watchdog_schema, web_schema, message_keys
checks             names that entries use of each other: known, and unique
problems, suggest  what is wrong, where, and what was probably meant
time_values        spans, ages, zones, quiet hours and weekdays
person_schema      the table of a person     persons   what persons name: is it there, and what does it mean
resolve            from the shape to outlets, watches, channels, persons and digests
news_age           limits of age that real news would miss
config_reference   the documentation of it all, made from the shape
file_changes       when a changed file is to be read again
toml_edit          new entries in the file         toml_change    other changes of what stands in it
watch_edit         a watch with other words, or paused

It knows the file and the shipped outlets. It does not understand queries (`monitor check` asks `match` about them) and
opens no archive.
"""

import math
import re
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import parseaddr
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from monitor import __version__, archive_place, catalogue, error_words
from monitor.config import checks, news_age, persons, resolve, secrets, toml_lines, toml_schema
from monitor.config.problems import Problems, syntax_hint
from monitor.config.toml_lines import Place
from monitor.config.web_schema import Web
from monitor.deliver.channel import Channel
from monitor.errors import ConfigError
from monitor.model import DigestPlan, Outlet, Watch
from monitor.person import Person

__all__ = ["Config", "Crawl", "Network", "archive_path", "find", "json_schema", "line_of", "load", "load_watches"]
__all__ += ["shipped", "sound_watches", "tried"]

_LARGEST = 64 * 1024 * 1024  # bytes: 100,000 watches take about 20 MB
NAME = "monitor.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawl:
    """How outlets are read; durations in seconds."""

    delay: float = 1.0
    poll: float = 600.0
    contact: str | None = None
    seed: bool = True
    concurrency: int = 32
    page_limit: int = 500
    workers: int = 1
    watchdog: float = 30.0
    own_user_agent: str | None = None
    reread: tuple[float, ...] = toml_schema.REREAD  # after the hit; see `desk.reread_clock`

    @property
    def user_agent(self) -> str:
        """The honest name that requests carry: the product, its version, and whom to write to."""
        if self.own_user_agent:
            return self.own_user_agent
        product = f"EntertainmentMonitor/{'.'.join(__version__.split('.')[:2])}"
        return f"{product} (+{self.contact})" if self.contact else product


@dataclass(frozen=True, slots=True, kw_only=True)
class Watchdog:
    """Where is said, `every` so many seconds, that all is well; None: nowhere."""

    url: str | None = field(default=None, repr=False)
    every: float = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Private networks that crawls and webhooks may reach."""

    allow: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What a `monitor.toml` means. `outlets` are those to read; `warnings` are for people."""

    path: Path
    archive_path: Path
    keep: timedelta | None = None  # how long stories are kept after their end; None: for ever
    pages_keep: timedelta = timedelta(days=365)  # of followed articles
    pages_max: int = 1000  # MB of them
    outlets: tuple[Outlet, ...] = ()
    paused_outlets: tuple[Outlet, ...] = ()  # would be followed, but for `paused = true`
    watches: tuple[Watch, ...] = ()
    channels: tuple[Channel, ...] = ()
    persons: tuple[Person, ...] = ()
    digests: tuple[DigestPlan, ...] = ()
    crawl: Crawl = Crawl()
    network: Network = Network()
    cluster: str | None = field(default=None, repr=False)  # a database's address; None: crawls run here
    incidents_to: tuple[str, ...] = ()  # names of channels
    watchdog: Watchdog = Watchdog()
    web: Web = field(default_factory=Web)
    timezone: str = "UTC"  # in alerts
    feedback: str | None = None  # a mail address that answers mails about messages
    templates: Path | None = None  # a folder of pages in the place of ours
    max_age: float = math.inf  # seconds from publication to listing; what is older is no news
    flood: int = 0  # alerts an hour and outlet before the others are held; 0: any number
    secret_files: tuple[Path, ...] = ()
    has_secrets: bool = True  # False: read for who sends nothing, with something else in their place
    warnings: tuple[str, ...] = ()


def load(path: Path, env: Mapping[str, str], *, need_secrets: bool = True) -> Config:
    """The configuration in the file at `path`. Where nothing is sent, `need_secrets=False` does without secrets.

    Raises:
        ConfigError: the file is missing, unreadable, or holds mistakes; `problems` has each of them.
    """
    problems = Problems(path, _text(path))
    raw = _parsed(problems)
    expanded = _expanded(raw, env if need_secrets else secrets.Absent(env), problems)
    file = _checked(raw, expanded, problems)
    _warn(raw, file, problems)
    people = resolve.persons(file)
    watches = resolve.watches(file, people, path.parent)
    odd = (*news_age.warnings(file), *persons.warnings(file.person), *persons.of_nobody(people, watches))
    for place, text in odd:
        problems.warn(place, text)
    followed = resolve.outlets(file)
    return Config(
        path=path,
        archive_path=archive_place.resolved(path, file.archive.path),
        keep=file.archive.keep,
        pages_keep=file.archive.pages_keep,
        pages_max=file.archive.pages_max,
        outlets=tuple(outlet for outlet in followed if not outlet.paused),
        paused_outlets=tuple(outlet for outlet in followed if outlet.paused),
        watches=watches,
        channels=resolve.channels(file, path.parent),
        persons=people,
        digests=resolve.digests(file, people),
        crawl=Crawl(**file.crawl.model_dump(exclude={"user_agent"}), own_user_agent=file.crawl.user_agent),
        network=Network(allow=file.network.allow),
        cluster=file.cluster.url,
        incidents_to=resolve.incidents_to(file),
        watchdog=Watchdog(url=file.watchdog.url, every=file.watchdog.every),
        web=file.web.means(),
        timezone=file.timezone,
        feedback=parseaddr(file.feedback)[1] if file.feedback else None,
        templates=path.parent / file.templates if file.templates else None,
        max_age=resolve.max_age(file),
        flood=resolve.flood(file),
        secret_files=secrets.files(raw, path.parent, env),
        has_secrets=need_secrets,
        warnings=tuple(in_order(problems.warnings)),
    )


def tried(path: Path, raw: dict[str, Any], env: Mapping[str, str]) -> tuple[list[tuple[Place, str]], tuple[Watch, ...]]:
    """What would be wrong with the tables of a file that is not written yet, by place; else the watches they mean."""
    problems = Problems(path)
    try:
        file = _checked(raw, _expanded(raw, secrets.Absent(env), problems), problems)
    except ConfigError:
        return problems.placed, ()
    return [], resolve.watches(file, resolve.persons(file), path.parent)


def load_watches(path: Path) -> tuple[Watch, ...]:
    """The `[[watch]]` tables of a file alone, for trying them: whom they notify is left out.

    Raises:
        ConfigError: the file is missing, unreadable, or its watches hold mistakes.
    """
    problems = Problems(path, _text(path))
    raw = _parsed(problems)
    alone = {key: value for key, value in raw.items() if key in {"watch", "outlet"}}
    for table in alone["watch"] if isinstance(alone.get("watch"), list) else ():
        if isinstance(table, dict):
            table.pop("to", None)
    return resolve.watches(_checked(alone, alone, problems), (), path.parent)


def sound_watches(path: Path) -> list[tuple[int, Watch]]:
    """The watches of a file that holds mistakes elsewhere, each with its place: queries can be checked all the same.

    None where the file is no TOML. A watch with a mistake in its own table is left out.
    """
    try:
        tables = _parsed(Problems(path, _text(path))).get("watch", [])
    except ConfigError:
        return []
    found = []
    for place, table in enumerate(tables if isinstance(tables, list) else ()):
        with suppress(ValidationError):
            found.append((place, resolve.watch_alone(toml_schema.WatchEntry.model_validate(table))))
    return found


def find(given: str | Path | None, folder: Path) -> Path | None:
    """The configuration's file: the given one, else `monitor.toml` in `folder`; None where there is neither."""
    if given:
        return Path(given).expanduser()
    usual = folder / NAME
    return usual if usual.is_file() else None


def shipped() -> tuple[Outlet, ...]:
    """Every shipped outlet that is not switched off: what there is to follow without a file."""
    return tuple(outlet for outlet in catalogue.load().values() if not outlet.disabled)


def archive_path(path: Path) -> Path:
    """Where the archive of the file at `path` is, without reading the rest: a bad watch need not hide the archive.

    Raises:
        ConfigError: the file is missing, is no TOML, or its `archive.path` is no text.
    """
    if found := archive_place.read(path):
        return found
    problems = Problems(path, _text(path))
    table = _parsed(problems).get("archive", {})
    value = table.get("path", archive_place.DEFAULT) if isinstance(table, dict) else None
    if not isinstance(value, str) or not value or "\0" in value:
        problems.add(("archive", "path"), "must be the path of a file, in quotes")
        raise ConfigError(problems.found, path=path)
    return archive_place.resolved(path, value)


def line_of(path: Path, place: Place) -> int:
    """The line of a key, such as `("watch", 2, "query")`, in the file; of what is around it where it is not written."""
    return toml_lines.nearest(_lines(path, path.stat().st_mtime_ns), place)


@lru_cache(maxsize=1)  # asked for each problem of one file
def _lines(path: Path, _modified: int) -> dict[Place, int]:
    return toml_lines.lines_of(_text(path))


def json_schema() -> dict[str, Any]:
    """The JSON Schema of the file, for editors."""
    schema = toml_schema.File.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["$defs"]["OutletEntry"]["required"] = ["id"]  # without `home`: changes to a shipped outlet
    return schema


def _text(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            body = stream.read(_LARGEST + 1)
        if len(body) > _LARGEST:
            raise ConfigError([f"{path}: is larger than {_LARGEST >> 20} MB"], path=path)
        return body.decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError:
        hint = "`monitor init` writes one; --config and MONITOR_CONFIG name another"
        raise ConfigError([f"{path}: there is no such file"], path=path, hint=hint) from None
    except OSError as error:
        raise ConfigError([f"{path}: cannot be read: {error_words.message(error)}"], path=path) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        hint = "save it as UTF-8 in the editor; another program may have saved it as Latin-1 or UTF-16"
        raise ConfigError([f"{path}:{line}: file: is not UTF-8 text"], path=path, hint=hint) from error


def _parsed(problems: Problems) -> dict[str, Any]:
    try:
        return tomllib.loads(problems.text)
    except tomllib.TOMLDecodeError as error:
        reason, _, where = str(error).partition(" (at ")
        line = re.search(r"line (\d+)", where)
        number = int(line[1]) if line else problems.text.count("\n") + 1
        said = f"{problems.path}:{number}: syntax: {reason[:1].lower()}{reason[1:]}"
        raise ConfigError([said], path=problems.path, hint=syntax_hint(reason)) from error
    except RecursionError as error:
        raise ConfigError([f"{problems.path}:1: syntax: is nested too deeply"], path=problems.path) from error


def _checked(raw: dict[str, Any], expanded: dict[str, Any], problems: Problems) -> toml_schema.File:
    """The tables in their shape; raises ConfigError with every problem found so far and here."""
    file: toml_schema.File | None = None
    try:
        file = toml_schema.File.model_validate(expanded)
    except ValidationError as error:
        problems.add_all(error)
    checks.check(raw, problems)
    if problems.found or file is None:
        raise ConfigError(in_order(problems.found), path=problems.path)
    return file


def _expanded(raw: dict[str, Any], env: Mapping[str, str], problems: Problems) -> dict[str, Any]:
    """The tables with secrets filled in and shipped outlets amended."""
    expanded = raw | secrets.resolve(raw, env, problems)
    if isinstance(raw.get("outlet"), list):
        expanded["outlet"] = resolve.amended(raw["outlet"])
    return expanded


def _warn(raw: dict[str, Any], file: toml_schema.File, problems: Problems) -> None:
    written = secrets.literal_secrets(raw)
    if written and problems.path.stat().st_mode & 0o077:
        for place in written:
            problems.warn(place, "a secret in a file that others may read: use ${NAME}, a *_file key, or chmod 600")
    for index, entry in enumerate(file.channel):
        for key, text in entry.warnings():
            problems.warn(("channel", index, key), text)
    for index, watch in enumerate(file.watch):
        if watch.alert == "instant" and not file.channel:
            problems.warn(
                ("watch", index),
                f'"{watch.name}" notifies no one: there is no [[channel]]. Its hits are kept',
            )
    if caution := file.web.means().caution:
        problems.warn(("web", "public_url"), caution)
    if not file.follow and not file.outlet:
        problems.warn(
            ("follow",), 'no outlet is followed: name shipped outlets in `follow`, such as ["variety", "@film"]'
        )
    if not file.watch:
        problems.warn(("watch",), "nothing is searched for: there is no [[watch]]")


def in_order(found: list[str]) -> list[str]:
    """By line, each once."""
    number = re.compile(r":(\d+): ")

    def line(text: str) -> int:
        match = number.search(text)
        return int(match[1]) if match else 0

    return sorted(dict.fromkeys(found), key=line)
