"""A message's final words in every form that a channel may take, each made once.

All text is escaped; links are http or https or no links; nothing is loaded from afar.
It sends nothing, decides nothing about what is worth a message, and knows no channel.
"""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import assert_never
from zoneinfo import ZoneInfo

from monitor import phrasing
from monitor.brief import Brief
from monitor.digest import (
    brief_form,
    digest_phrases,
    fitting,
    held_form,
    imprint,
    markdown,
    payload,
    phrases,
    plain_text,
    subject,
    templating,
)
from monitor.digest.imprint import Imprint
from monitor.digest.message import Digest, IncidentNotice, Message, StoryAlert, WaitedAlerts

HTML_LIMIT = 90_000  # bytes; a large mail provider cuts a message at 102,400
_PREHEADER = 180  # characters that a mail list shows after the subject
_TEMPLATES = {  # of each kind, and the name by which its template calls the message
    StoryAlert: ("alert.html", "alert"),
    WaitedAlerts: ("held.html", "held"),
    Digest: ("digest.html", "digest"),
    IncidentNotice: ("incident.html", "notice"),
}


@dataclass(frozen=True, kw_only=True)  # no slots: what was made is kept next to the message
class Rendering:
    """One message in all its forms, as `monitor.forms.Forms` asks. `templates`: a folder of a person's own pages."""

    message: Message
    imprint: Imprint = field(default_factory=Imprint)
    templates: Path | None = None

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

    @property
    def contact(self) -> str | None:
        """The mail address that answers; None: nobody does."""
        return self.imprint.contact

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
        return plain_text.text(self.message, self.imprint)

    @cached_property
    def html(self) -> str:
        """It as one page within `HTML_LIMIT`."""
        return self._fitted[1]

    @cached_property
    def text_of_html(self) -> str:
        """The stories of `html` as plain text."""
        fitted = self._fitted[0]
        return self.text if fitted is self.message else plain_text.text(fitted, self.imprint)

    @cached_property
    def markdown(self) -> str:
        """It as Markdown."""
        return markdown.text(self.message, self.imprint)

    @cached_property
    def json(self) -> str:
        """It as one JSON object by Standard Webhooks."""
        return payload.dumps(self.message)

    @cached_property
    def brief(self) -> Brief:
        """It in short."""
        return brief_form.brief(self.message)

    @cached_property
    def fault(self) -> str | None:
        """Why the page is not made from the person's own template, and where that fails; None: it is, or has none."""
        return self._fitted[2] if self.templates is not None else None

    @cached_property
    def _fitted(self) -> tuple[Message, str, str | None]:
        """The message with as many stories as its page has room for, the page, and the fault of their template.

        Ours stands in the place of a template that fails, saying so.
        """
        if self.templates is None:
            return *self._fit(), None
        try:
            return *self._fit(self.templates), None
        except templating.TemplateFault as fault:
            return *self._fit(fault=f"Your own template was not used. {fault.said}"), fault.said

    def _fit(self, own: Path | None = None, fault: str = "") -> tuple[Message, str]:
        message, whole = self.message, page(self.message, self.imprint, own, fault=fault)
        while (size := _mailed(whole)) > HTML_LIMIT and (less := fitting.shorter(message, HTML_LIMIT / size)):
            message, whole = less, page(less, self.imprint, own, fault=fault)
        if own is not None and size > HTML_LIMIT:
            what = f"its page has {size:,} bytes at its shortest, and a mail has room for {HTML_LIMIT:,}"
            raise templating.TemplateFault(f"{own / _TEMPLATES[type(message)][0]}: {what}")
        return message, whole


def _mailed(page: str) -> int:
    """The bytes of a page in a mail, where a line ends with two."""
    return len(page.encode()) + page.count("\n")


def page(message: Message, of: Imprint, templates: Path | None = None, *, fault: str = "") -> str:
    """The HTML part. `templates`: a folder of a person's own; `fault` is said in the foot.

    Raises:
        TemplateFault: a template of theirs cannot be used.
    """
    template, name = _TEMPLATES[type(message)]
    preheader = phrasing.cut(_preheader(message).replace("`", ""), _PREHEADER)
    values = {
        name: message,
        "zone": ZoneInfo(message.timezone),
        "subject": subject_of(message),
        "preheader": preheader,
        "filler": "\u034f\u00a0" * ((_PREHEADER - len(preheader)) // 2),
        "foot": imprint.foot(message, of),
        "pages": of.pages,
        "can_pause": not of.has_persons,
        "fault": phrasing.cut(fault, 400),
    }
    return templating.page(template, values, templates)


def subject_of(message: Message) -> str:
    """The message in one line."""
    match message:
        case StoryAlert():
            return subject.of_story(message.watch.name, message.lead.title, message.lead.outlet_name)
        case WaitedAlerts():
            return held_form.title(message)
        case Digest():
            top = message.top
            headline = top[1].lead.report.title if top else None
            return subject.of_digest(
                message.name, headline, message.totals.stories - 1, digest_phrases.besides(message)
            )
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


def _headlines(digest: Digest) -> list[str]:
    """The headlines of the digest that do not lead: the first of every watch before the second of any.

    Without stories, those that were corrected or changed, and how.
    """
    if digest.is_empty:
        zone = ZoneInfo(digest.timezone)
        edited = [*digest_phrases.edits(digest, zone), *phrases.corrections(digest, zone)]
        return [f"{title}: {said}" for title, _, said in edited[:2]]
    lead = digest.top[1].story.id if digest.top else None
    ranked = [
        (place, order, item.lead.report.title)
        for order, section in enumerate(digest.sections)
        for place, item in enumerate(section.items[:3])
        if item.story.id != lead
    ]
    return [title for _, _, title in sorted(ranked)[:2]]


def _preheader(message: Message) -> str:
    match message:
        case StoryAlert():
            if message.thread or message.fact:
                return f"{message.reason}: {message.fact or message.lead.title}"
            return next((hit.snippet for hit in phrases.own_hits(message)), message.reason)
        case WaitedAlerts():
            return held_form.opening(message)
        case Digest():
            late, lead = digest_phrases.late(message), digest_phrases.lead(message)
            news = lead if message.top and message.top[1].brought else ""
            return " · ".join(filter(None, (late, news, *_headlines(message)))) or phrases.period(message)
        case IncidentNotice():
            return phrases.incident_advice(message) or phrases.incident_kind(message)
        case _:
            assert_never(message)
