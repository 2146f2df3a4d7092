"""What a digest says of itself and of its stories: what leads, what is new, what was edited, what is wrong."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from monitor import phrasing
from monitor.digest import formats, phrases
from monitor.digest.changes import Standing
from monitor.digest.message import Digest, Item
from monitor.embargo import ReviewCount
from monitor.news import NewsKind
from monitor.story import Report

_ON_TIME = timedelta(minutes=15)  # after its hour; more is late
_HOURS_SHOWN = 12  # of reviews after an embargo, the first that had any
_ADDS = 4  # further reports of a story that are listed, at most


def lead(digest: Digest) -> str:
    """`Heat 2 leads: the script is close to done (JoBlo and 6 more outlets)`: one sentence; empty without stories.

    A watch that the news names itself is not said twice.
    """
    top = digest.top
    if top is None:
        return ""
    section, item = top
    fact = item.brought.fact if item.brought else None
    news = phrasing.cut(
        fact if fact and item.standing is not Standing.SENT else item.lead.report.title, phrases.HEADLINE
    )
    who, others = phrasing.cut(item.lead.report.outlet_name, 40), len(set(item.story.voices)) - 1
    also = f" and {phrasing.count(others, 'more outlet')}" if others > 0 else ""
    denied = ", with a denial" if item.brought and item.brought.kind is NewsKind.DENIAL else ""
    name = "What" if phrasing.repeats(section.watch.name, news) else phrasing.cut(section.watch.name, 60)
    return f"{name} leads{denied}: {news.rstrip('.')} ({who}{also})"


def late(digest: Digest) -> str:
    """`This digest is 5 hours late. It covers two earlier ones that could not be sent.`; empty where all is in time."""
    behind, missed = digest.at - digest.window.end, digest.window.missed
    said = []
    if behind > _ON_TIME:
        hours, minutes = divmod(round(behind.total_seconds() / 60), 60)
        parts = [phrasing.count(hours, "hour") if hours else "", phrasing.count(minutes, "minute") if minutes else ""]
        zone = ZoneInfo(digest.timezone)
        due = formats.when(digest.window.end, zone, digest.at)
        said.append(f"This digest is {' '.join(filter(None, parts))} late: it was due at {due}.")
    if missed:
        said.append(f"It covers {phrasing.count(missed, 'earlier digest')} that could not be sent.")
    return " ".join(said)


def counts(digest: Digest) -> list[str]:
    """`12 stories: 9 new, 3 updated`, `48 articles`, `19 outlets`, `4 more than last time`."""
    stories, *rest = phrases.counts(digest)
    if _is_all_new(digest):
        return [stories, *rest]
    many = Counter(item.standing for section in digest.sections for item in section.items)
    known = [f"{many[one]:,} {'sent before' if one is Standing.SENT else one.value}" for one in Standing if many[one]]
    return [f"{stories}: {', '.join(known)}", *rest]


def _is_all_new(digest: Digest) -> bool:
    """Whether the recipient was sent none of the visible stories before."""
    return all(item.standing is Standing.NEW for section in digest.sections for item in section.items)


def label(item: Item, digest: Digest) -> str:
    """`Updated`, `New · denied`; nothing of what was sent before, and no `New` where everything is new."""
    what = [] if item.standing is Standing.SENT or _is_all_new(digest) else [item.standing.value]
    what += ["denied"] if item.brought is not None and item.brought.kind is NewsKind.DENIAL else []
    what += ["early review"] if item.lead.is_early else []
    return phrasing.capital(" · ".join(what))


def quote(item: Item) -> str:
    """The sentence that brings what leads, where it says more than the headline; else empty."""
    fact = item.brought.fact if item.brought else None
    return (
        ""
        if not fact or phrasing.repeats(fact, item.lead.report.title)
        else phrasing.quoted(phrasing.cut(fact, phrases.SNIPPET))
    )


def adds(item: Item) -> tuple[Report, ...]:
    """The further reports that bring a fact, at most `_ADDS`."""
    return item.adds[:_ADDS]


def others(item: Item) -> tuple[list[Report], str]:
    """The outlets that report it too, and what else there is: `2 duplicates`, `1 more development`."""
    also, copies = phrases.voices(item.also)
    more = len(item.adds) - _ADDS
    said = [phrasing.count(more, "more development") if more > 0 else ""]
    said.append(phrasing.count(len(copies), "duplicate") if copies else "")
    return also, ", ".join(filter(None, said))


def known(item: Item, digest: Digest) -> str:
    """`Sent to you at 09:00; nothing new since`, of a story that the recipient knows."""
    if item.sent_at is None:
        return ""
    at = formats.when(item.sent_at, ZoneInfo(digest.timezone), digest.at)
    return f"Sent to you {at}" + ("; nothing new since" if item.standing is Standing.SENT else "")


def edits(digest: Digest, zone: ZoneInfo) -> list[tuple[str, str, str]]:
    """Headline, address, and what was edited: corrections, articles taken back, headlines that say something else."""
    found = []
    for edit in digest.edits[: phrases.NAMES]:
        outlet, at = phrasing.cut(edit.outlet_name, 40), formats.when(edit.at, zone, digest.at)
        was, now = phrasing.cut(edit.was, 200), phrasing.cut(edit.now, 200)
        if edit.kind is NewsKind.HEADLINE:
            said = f"new headline at {outlet}, {at}; it was: {phrasing.quoted(was)}"
        else:
            said = f"corrected by {outlet}, {at}" + (f": {phrasing.quoted(now)}" if now else "")
            said += f"; it was: {phrasing.quoted(was)}" if was else ""
        found.append((phrasing.cut(edit.title, phrases.HEADLINE), edit.url, said))
    return found


def embargoes(digest: Digest, zone: ZoneInfo) -> list[str]:
    """`“Heat 2”: the embargo lifted Tue 1 Dec, 12:00. 1 review was early, 9 came since: 7 from 12:00, 2 later`."""
    return [*(_embargo(one, digest, zone) for one in digest.embargoes[: phrases.NAMES]), *_more_embargoes(digest)]


def _more_embargoes(digest: Digest) -> list[str]:
    return [said] if (said := more(digest.embargoes)) else []


def _embargo(one: ReviewCount, digest: Digest, zone: ZoneInfo) -> str:
    at = formats.when(one.lifts_at, zone, digest.at)
    name = phrasing.quoted(phrasing.cut(one.watch, 60))
    if one.is_withdrawn:
        return f"{name}: the embargo until {at} was called off"
    moved = f"; it was {formats.when(one.was[-1], zone, digest.at)}" if one.was else ""
    is_over = one.lifts_at <= digest.window.end
    early = f"{phrasing.count(one.early, 'review')} {'was' if one.early == 1 else 'were'} early"
    if not is_over:
        return f"{name}: the embargo lifts {at}{moved}. {early if one.early else 'No review is early'}"
    by_hour = [
        f"{number} from {formats.clock(one.lifts_at + timedelta(hours=hour), zone)}" for hour, number in one.hours
    ]
    shown = by_hour[:_HOURS_SHOWN] + ([f"{one.since - _counted(one)} later"] if one.since > _counted(one) else [])
    since = f"{one.since:,} came since" + (f": {', '.join(shown)}" if shown else "")
    return f"{name}: the embargo lifted {at}{moved}. {early if one.early else 'None was early'}, {since}"


def _counted(one: ReviewCount) -> int:
    """How many of those that came since are said by the hour."""
    return sum(number for _, number in one.hours[:_HOURS_SHOWN])


def nothing_new(digest: Digest) -> str:
    """What a digest without stories says: `No new story in 96 readings of 14 outlets; 2 corrections.`."""
    totals, what = digest.totals, "Nothing new" if digest.says_nothing else "No new story"
    readings, outlets = phrasing.count(totals.checks, "reading"), phrasing.count(totals.outlets_checked, "outlet")
    looked = f" in {readings} of {outlets}" if totals.checks else ""
    return f"{'; '.join(filter(None, (what + looked, ', '.join(besides(digest)))))}."


def besides(digest: Digest) -> list[str]:
    """`2 corrections`, `1 changed headline`: what there is besides stories."""
    headlines = sum(edit.kind is NewsKind.HEADLINE for edit in digest.edits)
    counted = (
        (len(digest.edits) - headlines + len(digest.corrections), "correction", "corrections"),
        (headlines, "changed headline", "changed headlines"),
        (len(digest.unread), "article not read", "articles not read"),
        (len(digest.older), "older article", "older articles"),
    )
    return [phrasing.count(*one) for one in counted if one[0]]


def more(*listed: Sequence[object]) -> str:
    """`and 3 more`, of lists that are too long to stand there whole; else empty."""
    left = sum(max(len(one) - phrases.NAMES, 0) for one in listed)
    return f"and {left:,} more" if left else ""


def incidents(digest: Digest, zone: ZoneInfo) -> list[str]:
    """`The channel mail refuses us (since 09:40)`."""
    said = []
    for one in digest.incidents[: phrases.NAMES]:
        since = formats.when(one.opened_at, zone, digest.at)
        until = f"until {formats.when(one.closed_at, zone, digest.at)}" if one.closed_at else "it goes on"
        detail = phrasing.cut(formats.local(one.detail, zone, digest.at), 200).rstrip(".")
        said.append(f"{detail} (since {since}, {until})")
    return [*said, *filter(None, [more(digest.incidents)])]
