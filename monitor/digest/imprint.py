"""The foot of a message: why it came, how to pause, narrow or stop it, where the archive is, and whom to answer.

Where there are pages, links of the message do these things there; else a mail to whoever answers says them.
"""

from dataclasses import dataclass
from typing import assert_never
from urllib.parse import quote

from monitor import phrasing
from monitor.digest import held_form
from monitor.digest.message import Digest, IncidentNotice, Message, StoryAlert, WaitedAlerts
from monitor.signed_links import SignedLinks

_NAME = 60  # characters of a name


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """Whose monitor it is: a mail address that answers, or none, and the archive's file; `pages` make links.

    `has_persons`: what a digest shows is somebody's own, and a pause for everybody would be too much.
    """

    contact: str | None = None
    archive: str = ""
    pages: SignedLinks | None = None
    has_persons: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Foot:
    """What stands under a message. `links` are labels and addresses, of our pages or `mailto:`."""

    why: str
    how: str
    archive: str
    links: tuple[tuple[str, str], ...] = ()


def foot(message: Message, imprint: Imprint) -> Foot:
    """The foot of a message."""
    match message:
        case StoryAlert():
            watch, names = message.watch.id, held_form.named(message)
            return Foot(
                why=f"You get this because the watch{'es' if message.others else ''} {names} found it.",
                how=_of_watch(watch, message.person),
                archive=_archive(f"monitor story {message.story.id}", imprint),
                links=_of_alert(message, imprint)
                or _links(message, imprint, "Not relevant", "Follow this story", "Stop these messages"),
            )
        case WaitedAlerts():
            return Foot(
                why="You get this because your watches found these while alerts were not to reach you.",
                how="When they may: `quiet`, `working_days` and `max_per_day` of your `[[person]]`. Pause one: "
                "`monitor watch pause NAME`, or for a time `monitor snooze`.",
                archive=_archive("monitor hits", imprint),
                links=_links(message, imprint, "Something is not relevant", "Stop these messages"),
            )
        case Digest():
            name = phrasing.cut(message.name, _NAME)
            return Foot(
                why=f"You get this because the digest “{name}” goes to this channel.",
                how="Narrow it: its `watches` in monitor.toml; `monitor watch pause NAME` leaves one out for a time. "
                "Stop it: take this channel out of its `to`.",
                archive=_archive("monitor hits", imprint),
                links=_of_pages(imprint) + _links(message, imprint, "Something is not relevant", "Stop this digest"),
            )
        case IncidentNotice():
            return Foot(
                why="You get this because `[incidents] to` in monitor.toml names this channel.",
                how="Stop such messages: take it out there.",
                archive=_archive("monitor status", imprint),
                links=_links(message, imprint, "Stop these messages"),
            )
        case _:
            assert_never(message)


def _of_alert(alert: StoryAlert, imprint: Imprint) -> tuple[tuple[str, str], ...]:
    """What the pages do for an alert; nothing where there are none."""
    if imprint.pages is None:
        return ()
    return (
        ("The whole story", imprint.pages.story(alert.story.id, alert.at)),
        ("Not relevant", imprint.pages.irrelevant(alert.watch.id, alert.lead.article_id, alert.at)),
        ("Pause this watch", imprint.pages.pause(alert.watch.id, alert.person, alert.at)),
    )


def _of_pages(imprint: Imprint) -> tuple[tuple[str, str], ...]:
    return (("Today's page", f"{imprint.pages.base}/"),) if imprint.pages else ()


def _of_watch(watch: str, person: str | None) -> str:
    """How a watch is paused, narrowed and stopped: for everybody, or for the one person that an alert is for."""
    narrow = "Narrow it: name what is not meant in its `except` in monitor.toml."
    if person is not None:
        pause = f"monitor snooze {watch} --until TIME --person {person}"
        return f"Pause it: `{pause}`. {narrow} Stop it: take it out of the `watches` or `tags` of your `[[person]]`."
    return (
        f"Pause it: `monitor watch pause {watch}`. {narrow} Stop it: take this channel out of its `to`, or "
        f"`monitor watch remove {watch}`."
    )


def _archive(command: str, imprint: Imprint) -> str:
    """Where all of it is: the command that shows it, and the file."""
    return f"All of it: `{command}`" + (f" (archive: {phrasing.line(imprint.archive)})" if imprint.archive else "")


def _links(message: Message, imprint: Imprint, *labels: str) -> tuple[tuple[str, str], ...]:
    """Each label with a mail that says it, and names the message, to whoever answers; none where nobody does."""
    if not imprint.contact:
        return ()
    return tuple(
        (label, f"mailto:{quote(imprint.contact, safe='@')}?subject={quote(f'{label}: {message.id}')}")
        for label in labels
    )
