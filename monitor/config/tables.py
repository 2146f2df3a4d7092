"""The tables of monitor.toml, once: where each stands, its shape, and what the example file sets in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from monitor.catalogue import OutletEntry, RuleEntry, SourceEntry, Table
from monitor.config import toml_schema
from monitor.config.person_schema import PersonEntry
from monitor.config.watchdog_schema import WatchdogTable
from monitor.config.web_schema import WebTable
from monitor.deliver.kinds import KINDS

CHANNEL = "channel"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOf:
    """One table. `path` are the keys that lead to it; `kind` is that of a channel; `title` names it in the docs."""

    path: tuple[str, ...]
    title: str
    shape: type[Table]
    kind: str | None = None
    example: Mapping[str, Any] = field(default_factory=dict)


_WATCH = {
    "name": "Heat 2",
    "query": '"Heat 2" OR "Heat II" OR (Heat NEAR/8 "Michael Mann")',
    "except": ["Miami Heat", "heat wave"],
    "alert": "instant",
    "to": ["desk"],
    "should_match": ["Michael Mann says Heat 2 will shoot next year"],
    "should_not_match": ["The Miami Heat won by two"],
}
_DIGEST = {"name": "morning", "schedule": "0 8 * * mon-fri", "timezone": "America/Los_Angeles", "to": ["mail"]}
_OUTLET = {
    "id": "my-paper",
    "name": "My Paper",
    "home": "https://paper.example.org/",
    "sources": [
        {"kind": "feed", "url": "https://paper.example.org/feed/"},
        {"kind": "section", "url": "https://paper.example.org/film/", "select": "h2 a"},
    ],
}


def _one(name: str, shape: type[Table], example: Mapping[str, Any] | None = None) -> TableOf:
    return TableOf(path=(name,), title=f"[{name}]", shape=shape, example=example or {})


def _many(name: str, shape: type[Table], example: Mapping[str, Any], kind: str | None = None) -> TableOf:
    title = f"[[{name}]] {kind or ''}".rstrip()
    return TableOf(path=(name,), title=title, shape=shape, kind=kind, example=example)


TABLES: tuple[TableOf, ...] = (
    TableOf(
        path=(),
        title="",
        shape=toml_schema.File,
        example={"follow": ["variety", "deadline", "thr", "joblo", "slashfilm", "@horror"]},
    ),
    _one("archive", toml_schema.ArchiveTable, {"path": "archive.db"}),
    _one("crawl", toml_schema.CrawlTable, {"contact": "https://example.org/bot"}),
    _one("network", toml_schema.NetworkTable, {"allow": []}),
    _one("cluster", toml_schema.ClusterTable),
    _one("alerts", toml_schema.AlertsTable),
    _one("incidents", toml_schema.IncidentsTable, {"to": ["mail"]}),
    _one("watchdog", WatchdogTable),
    _one("web", WebTable),
    _many("watch", toml_schema.WatchEntry, _WATCH),
    *(_many(CHANNEL, shape, shape.EXAMPLE, kind) for kind, shape in KINDS.items()),
    _many("person", PersonEntry, {}),
    _many("digest", toml_schema.DigestEntry, _DIGEST),
    _many("outlet", OutletEntry, _OUTLET),
    TableOf(path=("outlet", "sources"), title="[[outlet]] sources", shape=SourceEntry),
    TableOf(path=("outlet", "rules"), title="[[outlet.rules]]", shape=RuleEntry),
)


def shape_at(path: tuple[str, ...], kind: str | None) -> type[Table] | None:
    """The shape of the table at these keys; for a channel, of this kind."""
    return next((table.shape for table in TABLES if table.path == path and table.kind == kind), None)


def secrets_of(kind: str | None) -> frozenset[str]:
    """The keys of a channel of this kind whose values are never visible; of any kind where it is not known."""
    known = [KINDS[kind]] if kind in KINDS else KINDS.values()
    return frozenset[str]().union(*(shape.SECRETS for shape in known))


def keys_from_files() -> Iterator[str]:
    """The keys of channels and of the pages that may be given as a file, by `NAME_file`."""
    shapes: tuple[type[Table], ...] = (*KINDS.values(), WebTable)
    names = dict.fromkeys(name for shape in shapes for name in shape.model_fields)
    yield from (name for name in names if f"{name}_file" in names)
