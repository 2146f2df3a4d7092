"""What a file asks for: one item for each watch or outlet in it, and what would become of it."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from monitor.model import Watch


class State(StrEnum):
    """What an item means for the configuration."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "unchanged"
    REFUSED = "refused"


class Destination(StrEnum):
    """Where in monitor.toml an item goes: into `follow`, or into a list of tables."""

    FOLLOW = "follow"
    OUTLET = "outlet"
    WATCH = "watch"


@dataclass(slots=True, kw_only=True)
class ImportedItem:
    """One watch or outlet of the file.

    `remark` says why it is refused, or what would change; `index` is the place of the table that it changes; `columns`
    are the headings of a row by key; `watch` is what it means where the configuration takes it.
    """

    section: Destination
    name: str
    line: int
    entry: dict[str, Any] = field(default_factory=dict)
    state: State = State.NEW
    remark: str = ""
    warnings: list[str] = field(default_factory=list)
    index: int | None = None
    watch: Watch | None = None
    columns: dict[str, str] = field(default_factory=dict)

    def refuse(self, cause: str, key: str = "") -> None:
        """It cannot be taken as it is; `key` is where the mistake is."""
        column = self.columns.get(key)
        where = f"column {column}: " if column else f"{key}: " if key else ""
        self.state, self.remark = State.REFUSED, "; ".join(filter(None, [self.remark, where + cause]))
