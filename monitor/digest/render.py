"""A message's final words in every form that a channel may take, each made once.

The only home of templates. All text is escaped; links are http or https or no links; nothing is loaded from afar.
It sends nothing, decides nothing about what is worth a message, and knows no channel.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from typing import assert_never
from zoneinfo import ZoneInfo

import css_inline
import jinja2

from monitor import phrasing
from monitor.brief import Brief
from monitor.digest import brief_form, build, formats, held_form, payload, phrases, plain_text, subject
from monitor.digest.message import Digest, IncidentNotice, Message, StoryAlert, WaitedAlerts

HTML_LIMIT = 90_000  # bytes; a large mail provider cuts a message at 102,400
_CHARSET = '<meta charset="utf-8">'
_PREHEADER = 180  # characters that a mail list shows after the subject


@dataclass(frozen=True, kw_only=True)  # no slots: what was made is kept next to the message
class Rendering:
    """One message in all its forms, as `monitor.forms.Forms` asks."""

    message: Message

    @property
    def id(self) -> str:
        """Stable text of letters, digits, `-` and `_`."""
        return self.message.id

    @property
    def type(self) -> str:
        """Such as `story.opened` or `digest`."""
        return self.message.type

    @property
    def at(self) -> datetime:
        """When the message was made."""
        return self.message.at

    @property
    def thread(self) -> str | None:
        """The id of the message that this one follows."""
        return _opening(self.message)

    @cached_property
    def title(self) -> str:
        """The message in one line."""
        return subject_of(self.message)

    @cached_property
    def subject(self) -> str:
        """What follows another message keeps its subject: some mail programs thread by both."""
        if isinstance(self.message, StoryAlert) and self.message.thread:
            return f"Re: {self.message.thread.subject}"
        return f"Re: {self.title}" if self.thread else self.title

    @cached_property
    def text(self) -> str:
        """All of it as plain text."""
        return plain_text.text(self.message)

    @cached_property
    def html(self) -> str:
        """It as one page within `HTML_LIMIT`."""
        return self._fitted[1]

    @cached_property
    def text_of_html(self) -> str:
        """The stories of `html` as plain text."""
        fitted = self._fitted[0]
        return self.text if fitted is self.message else plain_text.text(fitted)

    @cached_property
    def json(self) -> str:
        """It as one JSON object by Standard Webhooks."""
        return payload.dumps(self.message)

    @cached_property
    def brief(self) -> Brief:
        """It in short."""
        return brief_form.brief(self.message)

    @cached_property
    def _fitted(self) -> tuple[Message, str]:
        """The message with as many stories as its page has room for, and the page."""
        message, page = self.message, html(self.message)
        if not isinstance(message, Digest):
            return message, page
        stories = sum(len(section.items) for section in message.sections)
        while (size := _mailed(page)) > HTML_LIMIT and stories > 1:
            stories = max(1, min(stories - 1, stories * HTML_LIMIT // size))
            message = build.trimmed(message, stories)
            page = html(message)
        return message, page


def _mailed(page: str) -> int:
    """The bytes of a page in a mail, where a line ends with two."""
    return len(page.encode()) + page.count("\n")


def html(message: Message) -> str:
    """The HTML part: styles inlined, the rules for phones and dark screens next to them."""
    template, name = {
        StoryAlert: ("alert.html", "alert"),
        WaitedAlerts: ("held.html", "held"),
        Digest: ("digest.html", "digest"),
        IncidentNotice: ("incident.html", "notice"),
    }[type(message)]
    page = _templates().get_template(template)
    raw = page.render(
        {
            name: message,
            "zone": ZoneInfo(message.timezone),
            "subject": subject_of(message),
            "preheader": phrasing.cut(_preheader(message).replace("`", ""), _PREHEADER),
        }
    )
    return _with_charset_first(_inliner().inline(raw))


def _with_charset_first(page: str) -> str:
    """The page with its encoding before the style that the inliner moves to the top: HTML wants it in 1024 bytes."""
    return page.replace(_CHARSET, "", 1).replace("<head>", f"<head>{_CHARSET}", 1)


def subject_of(message: Message) -> str:
    """The message in one line."""
    match message:
        case StoryAlert():
            return subject.of_story(message.watch.name, message.lead.title, message.lead.outlet_name)
        case WaitedAlerts():
            return held_form.title(message)
        case Digest():
            top = _top(message)
            return subject.of_digest(message.name, top[0] if top else None, message.totals.stories - 1)
        case IncidentNotice():
            return subject.of_incident(message.incident.detail)
        case _:
            assert_never(message)


def _opening(message: Message) -> str | None:
    """The id of the message that this one follows."""
    match message:
        case StoryAlert():
            return message.thread.id if message.thread else None
        case IncidentNotice():
            return message.thread
        case Digest() | WaitedAlerts():
            return None
        case _:
            assert_never(message)


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
                return f"{message.reason}: {message.fact or message.lead.title}"
            return next((hit.snippet for hit in phrases.own_hits(message)), message.reason)
        case WaitedAlerts():
            return held_form.opening(message)
        case Digest():
            return " · ".join(_top(message)[1:]) or phrases.period(message)
        case IncidentNotice():
            return phrases.incident_advice(message) or phrases.incident_kind(message)
        case _:
            assert_never(message)


@cache
def _templates() -> jinja2.Environment:
    loader = jinja2.PackageLoader("monitor.digest", "templates")
    environment = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True)
    environment.filters |= {
        "link": brief_form.link,
        "cut": phrasing.cut,
        "listing": phrasing.listing,
        "day": formats.day,
        "when": formats.when,
        "capital": phrasing.capital,
        "segments": phrases.segments,
        "counts": phrases.counts,
        "period": phrases.period,
        "nothing_new": phrases.nothing_new,
        "spikes": phrases.spikes,
        "unreached": phrases.unreached,
        "unread": phrases.unread,
        "also_unread": phrases.also_unread,
        "follows": phrases.follows,
        "corrections": phrases.corrections,
        "older": phrases.older,
        "more_older": phrases.more_older,
        "no_hits": phrases.no_hits,
        "meta": phrases.meta,
        "source": phrases.source,
        "background": phrases.background,
        "voices": phrases.voices,
        "rest": phrases.rest,
        "with_stories": phrases.with_stories,
        "above": phrases.above,
        "tally": phrases.tally,
        "news": phrases.news,
        "own_hits": phrases.own_hits,
        "adds": phrases.adds,
        "timeline": phrases.timeline,
        "hidden": phrases.hidden,
        "zone_name": lambda message: formats.zone_name(ZoneInfo(message.timezone), message.at),
        "incident_kind": phrases.incident_kind,
        "incident_advice": phrases.incident_advice,
        "incident_facts": phrases.incident_facts,
    }
    environment.filters |= held_form.FILTERS
    return environment


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(keep_at_rules=True, minify_css=True, load_remote_stylesheets=False)
