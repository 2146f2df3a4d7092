"""Messages in short, for chats and phones: the words of the mail, as values without markup."""

import re
from typing import assert_never
from urllib.parse import quote
from zoneinfo import ZoneInfo

from monitor import phrasing
from monitor.brief import Brief, BriefItem, BriefSection, Urgency
from monitor.digest import digest_phrases, formats, held_form, phrases
from monitor.digest.message import Digest, IncidentNotice, Item, Message, StoryAlert, WaitedAlerts, plain
from monitor.reading.urls import is_web
from monitor.story import Report

_NAME = 60  # characters of a name
_OTHERS = 5  # other reports of a story
_ADDRESS = 1_500  # characters; a longer one leaves a chat no room for what it is about
_UNSAFE = re.compile(r"""[\s<>"'`{}|\\^\x00-\x1f\x7f-\x9f]""")


def brief(message: Message) -> Brief:
    """The message in short."""
    match message:
        case StoryAlert():
            return _alert(message)
        case WaitedAlerts():
            return _held(message)
        case Digest():
            return _digest(message)
        case IncidentNotice():
            return _incident(message)
        case _:
            assert_never(message)


def link(url: str) -> str:
    """The address as a link's target; empty where it is no web address, or endless, which makes no link.

    What no address may hold as it stands (RFC 3986) ends links in the markup of one service or another: it is encoded.
    """
    target = _UNSAFE.sub(lambda found: quote(found[0], errors="replace"), phrasing.line(url))
    return target if is_web(target) and len(target) <= _ADDRESS else ""


def _alert(alert: StoryAlert) -> Brief:
    zone = ZoneInfo(alert.timezone)
    report = alert.lead
    hits = phrases.own_hits(alert)
    lead = BriefItem(
        title=phrasing.cut(report.title, phrases.HEADLINE),
        url=link(report.url),
        by=" · ".join(phrases.source(report, zone, alert.at)),
        quote=tuple(phrases.segments(hits[0])) if hits else (),
        notes=tuple(filter(None, (*_personal(alert), phrases.follows(alert.story), *phrases.news(alert)))),
    )
    others = phrases.timeline(alert)[-_OTHERS:]
    earlier = tuple(_other(other, formats.when(other.reported, zone, alert.at)) for other in others)
    so_far = (BriefSection(name="The story so far", items=earlier),) if earlier else ()
    return Brief(
        urgency=Urgency.UPDATE if alert.thread else Urgency.NEWS,
        topics=_topics(alert),
        headline=f"{phrasing.cut(alert.watch.name, _NAME)}: {phrasing.cut(alert.reason, 300)}",
        sections=(BriefSection(name="", items=(lead,)), *so_far),
        foot=f"Times are {formats.zone_name(zone, alert.at)}. monitor story {alert.story.id} shows all of it.",
    )


def _topics(alert: StoryAlert) -> tuple[str, ...]:
    return (*(f"watch-{watch.id}" for watch in alert.watches), *_person(alert.person))


def _person(person: str | None) -> tuple[str, ...]:
    return (f"person-{plain(person)}",) if person is not None else ()


def _personal(alert: StoryAlert) -> tuple[str, ...]:
    return phrases.early(alert), held_form.also(alert), held_form.waited(alert)


def _held(held: WaitedAlerts) -> Brief:
    items = tuple(
        BriefItem(
            title=phrasing.cut(entry.alert.lead.title, phrases.HEADLINE),
            url=link(entry.alert.lead.url),
            by=entry.by,
            notes=(f"{entry.kicker}: {entry.lines[0]}", *entry.lines[1:]) if entry.lines else (),
        )
        for entry in held_form.entries(held)
    )
    return Brief(
        urgency=Urgency.NEWS,
        topics=tuple(dict.fromkeys(topic for alert in held.alerts for topic in _topics(alert))),
        headline=phrasing.capital(held_form.opening(held)),
        sections=(BriefSection(name="", items=items),),
        foot=f"Times are {formats.zone_name(ZoneInfo(held.timezone), held.at)}.",
    )


def _other(report: Report, moment: str) -> BriefItem:
    standing = f" ({report.standing})" if report.standing else ""
    return BriefItem(
        title=phrasing.cut(report.title, phrases.HEADLINE),
        url=link(report.url),
        by=f"{moment} · {phrasing.cut(report.outlet_name, _NAME)}{standing}",
    )


def _digest(digest: Digest) -> Brief:
    zone = ZoneInfo(digest.timezone)
    sections = [
        BriefSection(
            name=phrasing.cut(section.watch.name, _NAME),
            items=tuple(_item(item, digest, zone) for item in section.items),
            rest=phrases.rest(section),
        )
        for section in phrases.with_stories(digest)
    ]
    above, silent = phrases.above(digest), phrases.no_hits(digest)
    lines = [
        digest_phrases.late(digest),
        digest_phrases.lead(digest),
        digest_phrases.nothing_new(digest) if digest.is_empty else " · ".join(digest_phrases.counts(digest)),
        *phrases.spikes(digest),
        *(f"{said}." for said in digest_phrases.embargoes(digest, zone)),
        *(f"Could not be read: {one.title} ({one.outlet_name}: {one.why})" for one in phrases.unread(digest)),
        *(f"{title}: {said}" for title, _, said in digest_phrases.edits(digest, zone)),
        *(f"Correction: {title}: {said}" for title, _, said in phrases.corrections(digest, zone)),
    ]
    foot = [f"Under another watch: {above}." if above else "", f"No hits: {silent}." if silent else ""]
    foot += [f"Not reached: {outlet}: {why}." for outlet, why in phrases.unreached(digest, zone)]
    foot += [f"{said}." for said in digest_phrases.incidents(digest, zone)]
    return Brief(
        urgency=Urgency.DIGEST,
        topics=(f"digest-{plain(digest.name)}", *_person(digest.person)),
        headline=f"{phrasing.cut(digest.name, _NAME)} · {phrases.period(digest)}",
        lines=tuple(phrasing.line(one) for one in lines if one),
        sections=tuple(sections),
        foot=phrasing.cut(" ".join(filter(None, foot)), 600),
    )


def _item(item: Item, digest: Digest, zone: ZoneInfo) -> BriefItem:
    also, rest = digest_phrases.others(item)
    names = phrasing.listing([phrasing.cut(one.outlet_name, 40) for one in also])
    further = [f"Also: {phrasing.cut(one.outlet_name, 40)}: {one.title}" for one in digest_phrases.adds(item)]
    said = (*further, f"Also at {names}" if names else "", rest, digest_phrases.known(item, digest))
    quote = digest_phrases.quote(item)
    hit = tuple(phrases.segments(item.lead)) if phrases.adds(item.lead) else ()
    label = digest_phrases.label(item, digest)
    return BriefItem(
        title=phrasing.cut(item.lead.report.title, phrases.HEADLINE),
        url=link(item.lead.report.url),
        by=" · ".join([*([label] if label else []), *phrases.meta(item.lead, zone, digest)]),
        quote=((quote, False),) if quote else hit,
        notes=tuple(one for one in (*said, *phrases.background(item, digest)) if one),
    )


def _incident(notice: IncidentNotice) -> Brief:
    zone = ZoneInfo(notice.timezone)
    advice = phrases.incident_advice(notice)
    return Brief(
        urgency=Urgency.WARNING if notice.closed_at is None else Urgency.OVER,
        topics=("incidents",),
        headline=phrases.incident_kind(notice),
        lines=tuple(one for one in (phrases.incident_detail(notice, zone), advice) if one),
        facts=tuple(phrases.incident_facts(notice, zone)),
        foot=f"Times are {formats.zone_name(zone, notice.at)}.",
    )
