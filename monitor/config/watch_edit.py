"""What is changed of a watch that stands in the file: its words, and whether it is paused."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from monitor.config.checks import watch_id
from monitor.config.suggest import did_you_mean
from monitor.config.toml_change import Rewrite
from monitor.errors import NotFoundError

LISTS = ("aliases", "except", "context")  # the keys that hold several queries


def index_of(draft: Rewrite, name: str) -> int:
    """Which entry a watch is, by its name or id.

    Raises:
        NotFoundError: there is none.
    """
    tables = draft.entries("watch")
    for index, table in enumerate(tables):
        if table.get("name") == name:
            return index
    for index, table in enumerate(tables):
        if watch_id(table) == name:
            return index
    known = [str(table.get("name")) for table in tables]
    hint = did_you_mean(name, set(known)).strip() or (f"there are: {', '.join(known[:20])}" if known else None)
    raise NotFoundError(f"no watch is named {name!r}", hint=hint or "there are none")


def reword(path: Path, name: str, query: str, lists: Mapping[str, Sequence[str]]) -> None:
    """Give a watch another query, and other lists of those named in `LISTS`; an empty list goes.

    Raises:
        NotFoundError: there is no such watch.
        ConfigError: the file would be wrong with it; nothing was written.
        MonitorError: the file cannot be written, or was changed meanwhile.
    """
    draft = Rewrite.of(path)
    index = index_of(draft, name)
    if draft.entries("watch")[index].get("query") != query:
        draft.put("watch", index, "query", query, after="name")
    for key, wanted in lists.items():
        before = draft.texts("watch", index, key)
        if list(wanted) == before:
            continue
        if not wanted:
            draft.drop("watch", index, key)
        elif isinstance(draft.entries("watch")[index].get(key), list):
            draft.relist(("watch", index, key), list(wanted))
        else:
            draft.put("watch", index, key, list(wanted), after="query")
    draft.write()


def pause(path: Path, name: str, *, is_paused: bool) -> None:
    """Let a watch send nothing for now, or send again.

    Raises:
        NotFoundError: there is no such watch.
        MonitorError: the file cannot be written, or was changed meanwhile.
    """
    draft = Rewrite.of(path)
    mark(draft, name, is_paused=is_paused)
    draft.write()


def mark(draft: Rewrite, name: str, *, is_paused: bool) -> None:
    """Mark a watch of a draft as paused, or as one that sends again.

    Raises:
        NotFoundError: there is no such watch.
    """
    index = index_of(draft, name)
    if bool(draft.entries("watch")[index].get("paused")) is is_paused:
        return
    if is_paused:
        draft.put("watch", index, "paused", True, after="name")
    else:
        draft.drop("watch", index, "paused")
