"""The final words of a message for each kind of channel, made once, stored, and sent byte by byte as they are.

The only home of templates. All text is escaped; links are http or https or no links; nothing is loaded from afar.
It sends nothing and decides nothing about what is worth telling.
"""

import json
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo

import css_inline
import jinja2

from monitor.digest import build, formats, mime, payload, phrases, plain_text, subject
from monitor.digest.message import Digest, IncidentNotice, Message, StoryAlert
from monitor.model import AppriseChannel, Channel, FileChannel, MailChannel, WebhookChannel
from monitor.reading.urls import is_web

HTML_LIMIT = 90_000  # bytes; a large mail provider cuts a message at 102,400
_SENDER = "News monitor"
_LIST = "Entertainment monitor"
_PREHEADER = 180  # characters that a mail list shows after the subject


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedMail:
    """A mail before it is put together. `headers` are those that do not depend on the recipient."""

    subject: str
    text: str
    html: str
    headers: tuple[tuple[str, str], ...]


def render_for(channel: Channel, message: Message, recipient: str | None = None) -> str:
    """The exact text to store and send. `recipient` is for mail: the one address that this copy goes to."""
    match channel:
        case MailChannel():
            return envelope(mail(message, channel), channel, recipient)
        case WebhookChannel():
            return payload.dumps(message)
        case AppriseChannel():
            return json.dumps({"title": subject_of(message), "body": plain_text.text(message)})
        case FileChannel():
            return _file(channel.format, message)


def mail(message: Message, channel: MailChannel) -> RenderedMail:
    """Subject, both bodies and the headers of a mail."""
    domain = mime.domain(channel.sender)
    message = _fitting(message)
    headers = [
        ("Subject", mime.unstructured(_threaded_subject(message))),
        ("Date", mime.date(message.at)),
        ("Message-ID", f"<{message.id}@{domain}>"),
        ("List-ID", mime.unstructured(f"{_LIST} <{_list_of(message)}.monitor.{domain}>")),
        ("Auto-Submitted", "auto-generated"),
    ]
    if opening := _opening(message):
        headers += [(name, f"<{opening}@{domain}>") for name in ("In-Reply-To", "References")]
    return RenderedMail(
        subject=_threaded_subject(message), text=plain_text.text(message), html=html(message), headers=tuple(headers)
    )


def envelope(rendered: RenderedMail, channel: MailChannel, recipient: str | None) -> str:
    """The mail's whole text. A subject that could be misread is left out rather than the mail."""
    people = [recipient] if recipient else list(channel.to)
    addresses = [
        ("From", mime.address(channel.sender, _SENDER)),
        ("To", ", ".join(mime.address(person) for person in people)),
    ]
    headers = [*addresses, *rendered.headers]
    message = mime.compose(headers, rendered.text, rendered.html)
    if mime.problems(message, headers):
        headers = [(name, _LIST if name == "Subject" else value) for name, value in headers]
        message = mime.compose(headers, rendered.text, rendered.html)
    return message


def html(message: Message) -> str:
    """The HTML part: styles inlined, the rules for phones and dark screens beside them."""
    template, name = {
        StoryAlert: ("alert.html", "alert"),
        Digest: ("digest.html", "digest"),
        IncidentNotice: ("incident.html", "notice"),
    }[type(message)]
    page = _templates().get_template(template)
    raw = page.render(
        {
            name: message,
            "zone": ZoneInfo(message.timezone),
            "subject": subject_of(message),
            "preheader": formats.cut(_preheader(message), _PREHEADER),
        }
    )
    return _inliner().inline(raw)


def subject_of(message: Message) -> str:
    """The message in one line."""
    match message:
        case StoryAlert():
            return subject.of_story(message.watch.name, message.lead.title, message.lead.outlet_name)
        case Digest():
            top = _top(message)
            return subject.of_digest(message.name, top[0] if top else None, message.totals.stories - 1)
        case IncidentNotice():
            return subject.of_incident(message.incident.detail)


def _opening(message: Message) -> str | None:
    """The id of the message that this one follows."""
    match message:
        case StoryAlert():
            return message.thread.id if message.thread else None
        case IncidentNotice():
            return message.thread
        case Digest():
            return None


def _threaded_subject(message: Message) -> str:
    """What follows another message keeps its subject: some mail programs thread by both."""
    if isinstance(message, StoryAlert) and message.thread:
        return f"Re: {message.thread.subject}"
    return f"Re: {subject_of(message)}" if _opening(message) else subject_of(message)


def _top(digest: Digest) -> list[str]:
    """The headlines of the digest, the first of every watch before the second of any."""
    ranked = [
        (place, order, item.lead.report.title)
        for order, section in enumerate(digest.sections)
        for place, item in enumerate(section.items[:3])
    ]
    return [title for _, _, title in sorted(ranked)[:3]]


def _preheader(message: Message) -> str:
    match message:
        case StoryAlert():
            if message.thread:
                return f"{message.reason}: {message.lead.title}"
            return next((hit.snippet for hit in phrases.own_hits(message)), message.reason)
        case Digest():
            return " · ".join(_top(message)[1:]) or phrases.period(message)
        case IncidentNotice():
            return phrases.incident_advice(message) or phrases.incident_kind(message)


def _list_of(message: Message) -> str:
    """What a mail filter goes by: `digest`, `story`, `incident`."""
    return message.type.partition(".")[0]


def _fitting(message: Message) -> Message:
    """A digest with as many stories as its HTML has room for; any other message as it is."""
    if not isinstance(message, Digest):
        return message
    stories = sum(len(section.items) for section in message.sections)
    while (size := len(html(message).encode())) > HTML_LIMIT and stories > 1:
        stories = max(1, min(stories - 1, stories * HTML_LIMIT // size))
        message = build.trimmed(message, stories)
    return message


def _file(kind: str, message: Message) -> str:
    match kind:
        case "json":
            return payload.dumps(message) + "\n"
        case "html":
            return html(_fitting(message))
        case _:
            return plain_text.text(message)


def _link(url: str) -> str:
    """The address as a link's target; empty where it is no web address, which makes no link."""
    target = formats.line(url).replace(" ", "%20")
    return target if is_web(target) else ""


@cache
def _templates() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("monitor.digest", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "link": _link,
        "cut": formats.cut,
        "listing": formats.listing,
        "day": formats.day,
        "when": formats.when,
        "capital": formats.capital,
        "segments": phrases.segments,
        "counts": phrases.counts,
        "period": phrases.period,
        "nothing_new": phrases.nothing_new,
        "spikes": phrases.spikes,
        "unreached": phrases.unreached,
        "quiet": phrases.quiet,
        "meta": phrases.meta,
        "background": phrases.background,
        "voices": phrases.voices,
        "rest": phrases.rest,
        "shown": phrases.shown,
        "above": phrases.above,
        "tally": phrases.tally,
        "own_hits": phrases.own_hits,
        "timeline": phrases.timeline,
        "hidden": phrases.hidden,
        "zone_name": lambda message: formats.zone_name(ZoneInfo(message.timezone), message.at),
        "incident_kind": phrases.incident_kind,
        "incident_advice": phrases.incident_advice,
        "incident_facts": phrases.incident_facts,
    }
    return environment


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(keep_at_rules=True, minify_css=True, load_remote_stylesheets=False)
