"""Messages as plain text, written for reading: the text part of a mail, a terminal, a text file.

It is laid out on purpose; nothing is stripped from HTML.
"""

import textwrap
from collections.abc import Iterator
from typing import assert_never
from zoneinfo import ZoneInfo

from monitor import phrasing
from monitor.digest import digest_phrases, formats, held_form, imprint, phrases
from monitor.digest.imprint import Imprint
from monitor.digest.message import Digest, IncidentNotice, Item, Message, Section, StoryAlert, WaitedAlerts

_WIDTH = 72


def text(message: Message, of: Imprint | None = None) -> str:
    """The whole text, ended by a line end; `of` says whose monitor it is."""
    match message:
        case StoryAlert():
            lines = _alert(message)
        case WaitedAlerts():
            lines = (part for line in held_form.lines(message) for part in _wrapped(line, "") or [""])
        case Digest():
            lines = _digest(message)
        case IncidentNotice():
            lines = _incident(message)
        case _:
            assert_never(message)
    return "\n".join([*lines, *_foot(message, of or Imprint())]) + "\n"


def _foot(message: Message, of: Imprint) -> Iterator[str]:
    """Why it came, how to stop it, where all of it is, whom to answer."""
    foot = imprint.foot(message, of)
    yield from ("", "-- ")
    for line in (foot.why, foot.how, foot.archive):
        yield from _wrapped(line, "")
    for label, target in foot.links:
        yield from _wrapped(f"{label}: {target}", "")


def _digest(digest: Digest) -> Iterator[str]:
    zone = ZoneInfo(digest.timezone)
    yield f"{phrasing.cut(digest.name, 60).upper()} · {phrases.period(digest)}"
    if late := digest_phrases.late(digest):
        yield from _wrapped(f"! {late}", "")
    if lead := digest_phrases.lead(digest):
        yield from ("", *_wrapped(f"{lead}.", ""), "")
    yield from _wrapped(
        digest_phrases.nothing_new(digest) if digest.is_empty else " · ".join(digest_phrases.counts(digest)), ""
    )
    for spike in phrases.spikes(digest):
        yield f"! {spike}"
    for said in digest_phrases.embargoes(digest, zone):
        yield from _wrapped(f"! {said}.", "")
    yield from _edited(digest, zone)
    for section in phrases.with_stories(digest):
        yield from _section(section, digest, zone)
    if above := phrases.above(digest):
        yield from ("", *_wrapped(f"Under another watch: {above}.", ""))
    if names := phrases.no_hits(digest):
        yield from ("", *_wrapped(f"No hits: {names}.", ""))
    yield from _notes(digest, zone)


def _edited(digest: Digest, zone: ZoneInfo) -> Iterator[str]:
    """Corrections and changed headlines, in a block of their own."""
    edited = [*digest_phrases.edits(digest, zone), *phrases.corrections(digest, zone)]
    if not edited:
        return
    yield from ("", "Corrections and changed headlines:")
    for title, url, said in edited:
        yield from _wrapped(f"- {title}: {said}", "")
        yield f"  {phrasing.line(url)}"
    yield from _wrapped(digest_phrases.more(digest.edits, digest.corrections), "")


def _notes(digest: Digest, zone: ZoneInfo) -> Iterator[str]:
    """What is to be known next to the news: articles not read, articles of long ago, outlets not reached."""
    if digest.unread:
        yield from ("", "Could not be read:")
        for one in phrases.unread(digest):
            yield from _wrapped(f"- {one.title} ({phrasing.cut(one.outlet_name, 40)}: {one.why})", "")
            yield f"  {one.url}"
        yield from _wrapped(digest_phrases.more(digest.unread), "")
    if digest.older:
        yield from ("", "Older articles found, no news any more:")
        for title, url, where in phrases.older(digest, zone):
            yield from _wrapped(f"- {title} ({where})", "")
            yield f"  {phrasing.line(url)}"
        yield from _wrapped(phrases.more_older(digest), "")
    if digest.unreached:
        yield from ("", "Not reached:")
        for outlet, why in phrases.unreached(digest, zone):
            yield from _wrapped(f"- {outlet}: {why}", "")
    if digest.incidents:
        yield from ("", "The monitor itself:")
        for said in digest_phrases.incidents(digest, zone):
            yield from _wrapped(f"- {said}", "")


def _section(section: Section, digest: Digest, zone: ZoneInfo) -> Iterator[str]:
    name = phrasing.cut(section.watch.name, _WIDTH)
    yield from ("", "", name, "=" * len(name))
    for item in section.items:
        yield from ("", *_item(item, digest, zone))
    yield from ("", *_wrapped(line, "")) if (line := phrases.rest(section)) else ()


def _item(item: Item, digest: Digest, zone: ZoneInfo) -> Iterator[str]:
    label = digest_phrases.label(item, digest)
    title = phrasing.cut(item.lead.report.title, phrases.HEADLINE)
    yield from _wrapped(f"{label.upper()}: {title}" if label else title, "")
    yield from _wrapped(" · ".join(phrases.meta(item.lead, zone, digest)), "  ")
    if quote := digest_phrases.quote(item):
        yield from _wrapped(quote, "  ")
    elif phrases.adds(item.lead):
        yield from _wrapped(phrases.marked(item.lead), "  ")
    for report in digest_phrases.adds(item):
        name, headline = phrasing.cut(report.outlet_name, 40), phrasing.cut(report.title, phrases.HEADLINE)
        yield from _wrapped(f"Also: {name}: {headline}", "  ")
        yield f"    {phrasing.line(report.url)}"
    also, rest = digest_phrases.others(item)
    names = phrasing.listing([phrasing.cut(report.outlet_name, 40) for report in also])
    if names or rest:
        yield from _wrapped(", ".join(filter(None, (f"Also at {names}" if names else "", rest))), "  ")
    for sentence in (digest_phrases.known(item, digest), *phrases.background(item, digest)):
        yield from _wrapped(sentence, "  ")
    yield f"  {phrasing.line(item.lead.report.url)}"


def _alert(alert: StoryAlert) -> Iterator[str]:
    zone = ZoneInfo(alert.timezone)
    report = alert.lead
    yield from _wrapped(phrasing.cut(report.title, phrases.HEADLINE), "")
    yield from _wrapped(" · ".join(phrases.source(report, zone, alert.at)), "")
    yield phrasing.line(report.url)
    yield from ("", *_wrapped(f"{phrasing.cut(alert.watch.name, 60)}: {phrasing.cut(alert.reason, 300)}.", ""))
    for line in filter(None, (phrases.early(alert), held_form.also(alert), held_form.waited(alert))):
        yield from _wrapped(f"{line}.", "")
    if line := phrases.follows(alert.story):
        yield from _wrapped(f"{line}.", "")
    for sentence in phrases.news(alert):
        yield from ("", *_wrapped(sentence, "  "))
    for hit in phrases.own_hits(alert):
        yield from ("", *_wrapped(phrases.marked(hit), "  "))
    others = phrases.timeline(alert)
    if others:
        yield from ("", "The story so far:")
        for other in others:
            standing = f" ({other.standing})" if other.standing else ""
            moment = formats.when(other.reported, zone, alert.at)
            name, title = phrasing.cut(other.outlet_name, 60), phrasing.cut(other.title, phrases.HEADLINE)
            yield from _wrapped(f"{moment} · {name}{standing}: {title}", "  ")
            yield f"    {phrasing.line(other.url)}"
        if hidden := phrases.hidden(alert):
            yield f"  and {hidden}"
    if shares := alert.story.release_shares:
        yield from ("", *_wrapped(f"{phrasing.capital(shares)}.", ""))
    yield from ("", f"Times are {formats.zone_name(zone, alert.at)}.")


def _incident(notice: IncidentNotice) -> Iterator[str]:
    zone = ZoneInfo(notice.timezone)
    yield f"{phrases.incident_kind(notice).upper()}"
    yield from ("", *_wrapped(phrases.incident_detail(notice, zone), ""))
    if advice := phrases.incident_advice(notice):
        yield from ("", *_wrapped(advice, ""))
    yield ""
    for name, value in phrases.incident_facts(notice, zone):
        yield from _wrapped(f"{name}: {value}", "")
    yield from ("", f"Times are {formats.zone_name(zone, notice.at)}.")


def _wrapped(line: str, indent: str) -> list[str]:
    return textwrap.wrap(
        line, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
