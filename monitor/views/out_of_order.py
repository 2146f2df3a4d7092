"""What is said of deliveries that are sent after all, although their receiver has had later news of the same matter."""

from collections.abc import Iterable

from monitor.store import leases
from monitor.store.archive import Archive

_SHOWN = 10  # ids that are named


def warning(archive: Archive, ids: Iterable[int]) -> str | None:
    """The sentence for these deliveries, before or after they are queued; None: their order holds."""
    late = leases.overtaken(archive, ids)
    if not late:
        return None
    if len(late) == 1:
        return f"delivery {late[0]} comes out of order: its receiver has had a later message on the same story"
    named = ", ".join(map(str, late[:_SHOWN])) + (", …" if len(late) > _SHOWN else "")
    return f"{len(late)} come out of order, for their receivers have had later messages on the same stories: {named}"
