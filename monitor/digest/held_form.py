"""The words of alerts that waited for their person's time: one message, a story after the other.

The first alerts stand there whole, further ones by their headline, as a mail has room for so much. What even so has no
room in a page is counted.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor import phrasing
from monitor.digest import formats, phrases, subject
from monitor.digest.message import StoryAlert, WaitedAlerts

_WHOLE = 40  # alerts that are whole, at most
_ROOM = 200  # headlines that a page has room for
_TIMES = 4  # the room that an alert takes that is whole, in headlines


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One alert as such a message shows it. `lines` are sentences without their stop.

    `prefix` is the `kicker` as it stands before the headline, which may name it: then it is empty.
    """

    alert: StoryAlert
    kicker: str
    prefix: str
    by: str
    lines: tuple[str, ...]
    is_whole: bool


def entries(held: WaitedAlerts) -> list[Entry]:
    """The alerts, those of one story after each other, the stories in the order in which they came."""
    whole = min(_WHOLE, (_ROOM - len(held.alerts)) // (_TIMES - 1))
    return [_entry(alert, held, is_whole=place < whole) for place, alert in enumerate(_by_story(held))]


def trimmed(held: WaitedAlerts, limit: int) -> WaitedAlerts:
    """The message with at most `limit` alerts, those of the first stories; the rest is counted."""
    kept = tuple(_by_story(held)[:limit])
    return replace(held, alerts=kept, more=held.more + len(held.alerts) - len(kept))


def _by_story(held: WaitedAlerts) -> list[StoryAlert]:
    order = {story: place for place, story in enumerate(dict.fromkeys(alert.story.id for alert in held.alerts))}
    return sorted(held.alerts, key=lambda alert: order[alert.story.id])


def title(held: WaitedAlerts) -> str:
    """`Michael Mann says the script is done, and 3 more`."""
    return subject.of_digest("", held.alerts[0].lead.title, len(held.alerts) + held.more - 1)


def opening(held: WaitedAlerts) -> str:
    """`4 alerts that waited since Sun 22 Nov, 22:10`."""
    zone = ZoneInfo(held.timezone)
    number = phrasing.count(len(held.alerts) + held.more, "alert")
    return f"{number} that waited since {formats.when(held.since, zone, held.at)}"


def rest(held: WaitedAlerts) -> str:
    """`and 80 more: monitor hits lists them`; empty where all are there."""
    return f"and {held.more:,} more: `monitor hits` lists them" if held.more else ""


def lines(held: WaitedAlerts) -> Iterator[str]:
    """As plain text, unwrapped; an empty line comes before each alert."""
    yield f"{opening(held)}."
    for entry in entries(held):
        yield ""
        yield entry.prefix + phrasing.cut(entry.alert.lead.title, phrases.HEADLINE)
        yield entry.by
        yield from (f"{line}." if line[-1:] not in {"”", "."} else line for line in entry.lines)
        yield phrasing.line(entry.alert.lead.url)
    if said := rest(held):
        yield from ("", said)
    yield ""
    yield f"Times are {formats.zone_name(ZoneInfo(held.timezone), held.at)}."


def waited(alert: StoryAlert) -> str:
    """`It waited since Sun 22 Nov, 22:10`; empty where it did not."""
    if alert.held_at is None:
        return ""
    return f"It waited since {formats.when(alert.held_at, ZoneInfo(alert.timezone), alert.at)}"


def named(alert: StoryAlert) -> str:
    """The watches that it names, `“Heat 2” and “Michael Mann”`."""
    return phrasing.listing([phrasing.quoted(phrasing.cut(watch.name, 60)) for watch in alert.watches])


def also(alert: StoryAlert) -> str:
    """`Found by your watches “Heat 2” and “Michael Mann”`; empty where one watch alone found it."""
    return f"Found by your watches {named(alert)}" if alert.others else ""


def _entry(alert: StoryAlert, held: WaitedAlerts, *, is_whole: bool) -> Entry:
    zone = ZoneInfo(held.timezone)
    names = phrasing.listing([phrasing.cut(watch.name, 60) for watch in alert.watches])
    by = " · ".join(phrases.source(alert.lead, zone, held.at))
    early = phrases.early(alert)
    said = (phrasing.cut(alert.reason, 300), *([early] if early else []), *phrases.news(alert), *_snippets(alert))
    return Entry(
        alert=alert,
        kicker=names,
        prefix="" if phrasing.repeats(names, alert.lead.title) else f"{names}: ",
        by=_late(alert, by, zone, held.at),
        lines=said if is_whole else (),
        is_whole=is_whole,
    )


def _late(alert: StoryAlert, by: str, zone: ZoneInfo, now: datetime) -> str:
    return f"{by} · waited since {formats.when(alert.held_at, zone, now)}" if alert.held_at else by


def _snippets(alert: StoryAlert) -> Iterator[str]:
    for hit in phrases.own_hits(alert)[:1]:
        yield "".join(piece for piece, _ in phrases.segments(hit))


FILTERS = {  # of the templates
    "held_opening": opening,
    "held_entries": entries,
    "held_rest": rest,
    "named_watches": named,
    "also_found": also,
    "waited": waited,
}
