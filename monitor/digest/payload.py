"""The JSON of a message: one object by Standard Webhooks, `{"type", "timestamp", "data"}`, in a fixed shape.

Outlets stand there by id and watches by name: as the configuration calls them. Times are UTC with a Z. Keys may be
added in later versions; none changes its meaning.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, assert_never

from monitor.digest import digest_phrases, held_form
from monitor.digest.changes import Edit
from monitor.digest.message import Correction, Digest, IncidentNotice, Item, Message, Section, StoryAlert, WaitedAlerts
from monitor.embargo import ReviewCount
from monitor.news import NewsKind
from monitor.story import Report, Story, StoryHit, StoryLink

Json = dict[str, Any]
Owners = Mapping[str, str]  # of outlets, by id: one that is missing stands for itself
MAX_ARTICLES = 50  # of one story; the first ones in order of report


def webhook(type_: str, at: datetime, data: Json) -> Json:
    """The envelope of Standard Webhooks."""
    return {"type": type_, "timestamp": stamp(at), "data": data}


def dumps(message: Message) -> str:
    """The exact body of the webhook: the same text for the same message."""
    payload = webhook(message.type, message.at, data(message))
    return json.dumps(payload, ensure_ascii=True, separators=(",", ":"))


def data(message: Message) -> Json:
    """What the archive keeps of a message, and `data` in its webhook."""
    match message:
        case StoryAlert():
            return _story_alert(message)
        case WaitedAlerts():
            return _held(message)
        case Digest():
            return _digest(message)
        case IncidentNotice():
            return {"incident": _incident(message)}
        case _:
            assert_never(message)


def stamp(moment: datetime | date | None) -> str | None:
    """UTC in ISO 8601, whole seconds, with a Z; a day alone as `2026-11-22`."""
    if moment is None:
        return None
    if not isinstance(moment, datetime):
        return moment.isoformat()
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _story_alert(alert: StoryAlert) -> Json:
    lead_first = sorted(alert.hits, key=lambda hit: hit.report.article_id != alert.lead.article_id)
    return {
        "watch": alert.watch.name,
        "watch_kind": alert.watch.kind,
        "ids": dict(alert.watch.ids),
        "kind": alert.kind.value,
        "reason": alert.reason,
        "fact": alert.fact,
        "was": alert.was,
        "old_title": alert.old_title,
        "lead": _article(alert.lead, alert.owners, alert.story),
        "story": _story(alert.story, alert.owners),
        "hits": _hits(lead_first),
    } | _personal(alert)


def _personal(alert: StoryAlert) -> Json:
    """Whom it is for, all watches of theirs that it names, and since when it waited; nothing where it is for nobody."""
    if alert.person is None:
        return {}
    names = [watch.name for watch in alert.watches]
    return {"person": {"id": alert.person, "watches": names, "held_at": stamp(alert.held_at)}}


def _held(held: WaitedAlerts) -> Json:
    return {
        "person": held.person,
        "title": held_form.title(held),
        "since": stamp(held.since),
        "alerts": [{"type": alert.type} | _story_alert(alert) for alert in held.alerts],
    }


def _digest(digest: Digest) -> Json:
    totals = digest.totals
    return {
        "digest": digest.name,
        "window": {"start": stamp(digest.window.start), "end": stamp(digest.window.end)},
        "sections": [_section(section, digest.owners) for section in digest.sections],
        "counts": {"stories": totals.stories, "articles": totals.articles, "outlets": totals.outlets},
        "spikes": [
            {"watch": spike.watch, "articles": spike.articles, "usual": round(spike.usual, 1)}
            for spike in digest.spikes
        ],
        "quiet": list(digest.quiet),
        "not_reached": [
            {"outlet": outlet.outlet_name, "why": outlet.why, "since": stamp(outlet.since)}
            for outlet in digest.unreached
        ],
        "unread": [
            {
                "url": one.url,
                "outlet": one.outlet_name,
                "title": one.title,
                "why": one.why,
                "watches": list(one.watches),
            }
            for one in digest.unread[:MAX_ARTICLES]
        ],
        "edits": [_edit(one) for one in digest.edits[:MAX_ARTICLES]],
        "incidents": [
            {"detail": one.detail, "opened_at": stamp(one.opened_at), "closed_at": stamp(one.closed_at)}
            for one in digest.incidents
        ],
        "embargoes": [_embargo(one) for one in digest.embargoes[:MAX_ARTICLES]],
        "lead": digest_phrases.lead(digest),
        "late": digest_phrases.late(digest),
        "corrections": [_correction(one) for one in digest.corrections[:MAX_ARTICLES]],
        "older": [
            _article(one.report, digest.owners) | {"watches": list(one.watches)} for one in digest.older[:MAX_ARTICLES]
        ],
        "older_articles": len(digest.older),
        "more": digest.more,
    }


def _section(section: Section, owners: Owners) -> Json:
    return {
        "watch": section.watch.name,
        "kind": section.watch.kind,
        "ids": dict(section.watch.ids),
        "articles": section.articles,
        "stories": [_item(item, owners) for item in section.items],
        "elsewhere": section.elsewhere,
        "more": section.more,
    }


def _item(item: Item, owners: Owners) -> Json:
    brought = item.brought
    return _story(item.story, owners) | {
        "hits": _hits(item.hits),
        "also_found_by": list(item.tags),
        "seed": item.seed,
        "standing": item.standing.value,
        "sent_at": stamp(item.sent_at),
        "lead": _article(item.lead.report, owners, item.story),
        "kind": brought.kind.value if brought else NewsKind.OPENED.value,
        "fact": brought.fact if brought else None,
        "was": brought.was if brought else None,
        "adds": [report.url for report in item.adds[:MAX_ARTICLES]],
        "early": item.lead.is_early,
    }


def _embargo(one: ReviewCount) -> Json:
    begins = ((one.lifts_at + timedelta(hours=hour), number) for hour, number in one.hours)
    return {
        "watch": one.watch,
        "lifts_at": stamp(one.lifts_at),
        "was": [stamp(at) for at in one.was],
        "withdrawn": one.is_withdrawn,
        "early": one.early,
        "since": one.since,
        "hours": [{"from": stamp(at), "reviews": number} for at, number in begins],
    }


def _edit(edit: Edit) -> Json:
    return {
        "kind": edit.kind.value,
        "story": edit.story,
        "url": edit.url,
        "title": edit.title,
        "outlet_name": edit.outlet_name,
        "at": stamp(edit.at),
        "was": edit.was,
        "now": edit.now,
        "watches": list(edit.watches),
    }


def _story(story: Story, owners: Owners) -> Json:
    return {
        "id": story.id,
        "title": story.title,
        "first_reported_by": story.first_reported_by,
        "own_reporting": list(story.voices),
        "from_release": list(story.from_release),
        "follows": story.follows and _link(story.follows),
        "articles": [_article(report, owners, story) for report in story.reports[:MAX_ARTICLES]],
    }


def _link(link: StoryLink) -> Json:
    return {"id": link.story, "title": link.title, "kind": link.kind.value, "opened_at": stamp(link.opened_at)}


def _correction(correction: Correction) -> Json:
    first = correction.first
    return {
        "story": correction.story.id,
        "title": correction.story.title,
        "said": correction.was_name,
        "first_reported_by": first.outlet,
        "url": first.url,
        "published_at": stamp(first.published_at),
    }


def _article(report: Report, owners: Owners, story: Story | None = None) -> Json:
    """An article; `copy_of` is the address of the one that it repeats, where that is in the story."""
    copied = story.report(report.copy_of) if story and report.copy_of is not None else None
    return {
        "url": report.url,
        "outlet": report.outlet,
        "outlet_name": report.outlet_name,
        "title": report.title,
        "authors": list(report.authors),
        "published_at": stamp(report.published_at),
        "found_at": stamp(report.found_at),
        "copy_of": copied.url if copied else None,
        "owner": owners.get(report.outlet, report.outlet),
    }


def _hits(hits: Iterable[StoryHit]) -> list[Json]:
    listed = list(hits)[:MAX_ARTICLES]
    return [
        {
            "url": hit.report.url,
            "field": hit.field,
            "snippet": hit.snippet,
            "early": hit.is_early,
            "embargo": stamp(hit.lifts_at),
        }
        for hit in listed
    ]


def _incident(notice: IncidentNotice) -> Json:
    incident = notice.incident
    return {
        "kind": incident.kind,
        "subject": incident.subject,
        "outlet": incident.outlet,
        "detail": incident.detail,
        "evidence": dict(incident.evidence),
        "opened_at": stamp(notice.opened_at),
        "closed_at": stamp(notice.closed_at),
    }
