"""A message that says less of the same, for a page that has no room for all of it."""

from typing import assert_never

from monitor.digest import build, held_form
from monitor.digest.message import Digest, IncidentNotice, Message, StoryAlert, WaitedAlerts


def shorter(message: Message, share: float) -> Message | None:
    """The message with about that share of its stories, at least one less; None: it has none to leave out."""
    match message:
        case Digest():
            limit = _fewer(sum(len(section.items) for section in message.sections), share)
            return build.trimmed(message, limit) if limit else None
        case WaitedAlerts():
            limit = _fewer(len(message.alerts), share)
            return held_form.trimmed(message, limit) if limit else None
        case StoryAlert() | IncidentNotice():
            return None
        case _:
            assert_never(message)


def _fewer(number: int, share: float) -> int:
    """About that share of a number, at least one; 0: there is but one."""
    return max(1, min(number - 1, int(number * share))) if number > 1 else 0
