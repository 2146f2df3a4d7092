"""Whether a hit is worth a message now: one opening a story and watch, then only what is news.

    opened        the first live hit of a watch in a story; once for ever
    updated       confirmed, development, denial   what a further article brings: see `news_kinds`
                  correction, headline             what an edit of an article brings that a message has named

Suppressed are: watches that are paused or alert by digest; everything that is not live (a first crawl, a backfill);
what `news_rules` calls old; duplicates, also what an outlet had before, where the watch found it, and lists again
under another address; what `news_kinds` calls no news; articles that the watch does not find; edits of articles that no
message has named; and all beyond twenty updates a story.
What is suppressed still stands in the digest. Each reason is kept, for `monitor explain`.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from monitor.digest import news_kinds, news_rules, subject
from monitor.digest.alert_facts import Alert, AlertFacts
from monitor.digest.message import STORY_OPENED, STORY_UPDATED, StoryAlert, Thread, message_id
from monitor.digest.news_kinds import News
from monitor.model import Origin, Watch
from monitor.news import NewsKind
from monitor.person import Person
from monitor.story import Report, SentMessage, Story, Suppressed, Suppression

MAX_UPDATES = 20  # a story and watch; more is a news ticker

CORRECTION = "correction"  # these two are kinds of change
HEADLINE = "headline"
_OF_HEADLINES = frozenset({NewsKind.HEADLINE, NewsKind.DEVELOPMENT})  # what an edit of one may be


def is_open(facts: AlertFacts) -> bool:
    """Whether there was an alert on the story before."""
    return opening(facts.earlier) is not None


def opening(sent: Sequence[SentMessage]) -> SentMessage | None:
    """The first alert on a story: what opened it; where the program moved that away, or an update here, the first.

    An update of the kind of an opening is of an article that a person follows, and opens nothing.
    """
    updates = (one for one in sent if one.data.get("kind", NewsKind.OPENED) != NewsKind.OPENED)
    return next((one for one in sent if one.type == STORY_OPENED), next(updates, None))


def decide(facts: AlertFacts) -> Alert | Suppressed:
    """The alert that is due, or why there is none."""
    if facts.watch.paused or facts.watch.alert != "instant":
        return Suppressed(reason=Suppression.PAUSED if facts.watch.paused else Suppression.DIGEST)
    if facts.origin is not Origin.LIVE:
        return Suppressed(reason=Suppression.NOT_LIVE, facts={"origin": facts.origin.value})
    opened = is_open(facts)
    if not (opened and facts.changes) and (old := news_rules.old(facts.age, facts.max_age, facts.lead.published_at)):
        return old
    decision = _updated(facts) if opened else _opened(facts)
    if facts.was_elsewhere and isinstance(decision, Alert):
        return replace(decision, reason=f"{decision.reason}; it was grouped with another story until now")
    return decision


def compose(
    facts: AlertFacts,
    alert: Alert,
    *,
    timezone: str = "UTC",
    person: Person | None = None,
    others: Sequence[Watch] = (),
) -> StoryAlert:
    """The alert's message; for a person, with their `others` of the watches that found it.

    Its id is the same whenever it is composed from the same facts, and that of one article: a story that was split
    has fewer messages than it had, so that with their number alone a new alert would have the id of an earlier one.
    So it would where a message went away with its article and this one is edited again: the last one's time tells.
    """
    opened = opening(facts.earlier)
    whose = ("person", person.id) if person else (facts.watch.id,)
    lead = facts.lead
    about: list[str | int | datetime] = [*whose, facts.story.id, facts.story.opened_at, lead.article_id]
    if opened:
        about += len(facts.earlier), max(message.at for message in facts.earlier)
    return StoryAlert(
        id=message_id("updated" if opened else "opened", *about),
        type=alert.type,
        at=facts.now,
        watch=facts.watch,
        kind=alert.kind,
        reason=alert.reason,
        fact=alert.fact,
        was=alert.was,
        old_title=facts.old_title,
        owners=facts.owners,
        story=facts.story,
        lead=lead,
        hits=facts.hits,
        thread=thread(opened, facts.story, facts.watch) if opened else None,
        timezone=person.timezone if person else timezone,
        person=person.id if person else None,
        others=tuple(others),
    )


def _opened(facts: AlertFacts) -> Alert | Suppressed:
    if facts.hits and not any(hit.report.article_id == facts.article_id for hit in facts.hits):
        return Suppressed(reason=Suppression.NO_HIT)
    lead, story = facts.lead, facts.story
    if facts.changes and facts.is_known:
        return Suppressed(reason=Suppression.NOT_NAMED)
    copied = next((report for report in story.reports if report.article_id == lead.copy_of), None)
    if copied is not None and copied.outlet == lead.outlet and not facts.changes and _has_found(facts, copied):
        return Suppressed(reason=Suppression.DUPLICATE)  # what it had, at another address
    if muted := news_kinds.muted(facts.tidings, facts.now):
        return muted
    news = news_kinds.opening(facts.tidings, story.id, facts.now)
    if news.kind is not NewsKind.OPENED:
        return Alert(type=STORY_OPENED, kind=news.kind, reason=_sentence(facts, news), fact=news.fact)
    return Alert(type=STORY_OPENED, kind=NewsKind.OPENED, reason=_whose(facts))


def _has_found(facts: AlertFacts, report: Report) -> bool:
    """Whether the watch finds a report, too: what it looks for may stand in a longer edition of it alone."""
    return not facts.hits or any(hit.report.article_id == report.article_id for hit in facts.hits)


def _whose(facts: AlertFacts) -> str:
    """How the first report that a watch finds stands to the first of the story."""
    lead, story = facts.lead, facts.story
    own = (report for report in story.reports if report.copy_of is None and report.article_id not in story.released)
    first = next(own, lead)
    by = story.first_reported_by or first.outlet
    if facts.changes:
        return f"Found now in an article that {lead.outlet_name} has changed"
    if lead.article_id in story.released:
        return f"From a release of {story.releases[0].outlet_name}"
    if first == lead:
        return _first(facts)
    if by == lead.outlet:
        return f"Found now at {lead.outlet_name}, which reported the story first"
    return f"First found at {lead.outlet_name}; first reported by {story.outlet_name(by)}"


def _first(facts: AlertFacts) -> str:
    """What is said of the first report; whose it is stands next to it in every form."""
    if facts.tidings.from_others:
        return f"Found at {facts.lead.outlet_name}, which credits {facts.tidings.from_others[0]}"
    return "Found late: it had been listed for some time" if facts.is_late else "First report"


def _updated(facts: AlertFacts) -> Alert | Suppressed:
    if facts.relation.is_copy:
        return Suppressed(reason=Suppression.DUPLICATE)
    if sum(message.type == STORY_UPDATED for message in facts.earlier) >= MAX_UPDATES:
        return Suppressed(reason=Suppression.UPDATES, facts={"updates": str(MAX_UPDATES)})
    return _revised(facts) if facts.changes else _joined(facts)


def _joined(facts: AlertFacts) -> Alert | Suppressed:
    if facts.hits and not any(hit.report.article_id == facts.article_id for hit in facts.hits):
        return Suppressed(reason=Suppression.NO_HIT)
    if muted := news_kinds.muted(facts.tidings, facts.now):
        return muted
    lead, before = facts.lead, facts.before
    if before and before.releases and not before.voices and not lead.is_release:
        reason = f"{lead.outlet_name} reports it, after a release of {before.releases[0].outlet_name}"
        return Alert(type=STORY_UPDATED, kind=NewsKind.CONFIRMED, reason=reason, fact=facts.tidings.account.own)
    news = news_kinds.joining(facts.tidings, facts.story.id, facts.now)
    if isinstance(news, Suppressed):
        return news
    if lead.is_release and news.kind is NewsKind.CONFIRMED:  # a release steps on, or says nothing new
        return Suppressed(reason=Suppression.RELEASE)
    return Alert(type=STORY_UPDATED, kind=news.kind, reason=_sentence(facts, news), fact=news.fact)


def _sentence(facts: AlertFacts, news: News) -> str:
    """The sentence of the kind, for the recipient."""
    outlet, before = facts.lead.outlet_name, facts.before or facts.story
    first = before.outlet_name(before.voices[0]) if before.voices else None
    match news.kind:
        case NewsKind.OPENED:
            return _whose(facts)
        case NewsKind.CONFIRMED:
            return f"Confirmed by {outlet}, with reporting of its own" + (f", after {first}" if first != outlet else "")
        case NewsKind.DEVELOPMENT:
            return f"New at {outlet}" + (f", whose headline was: {facts.old_title}" if facts.old_title else "")
        case NewsKind.DENIAL:
            return f"Denied, says {outlet}"
        case NewsKind.CORRECTION:
            return f"{outlet} published a correction"
        case NewsKind.HEADLINE:
            return f"{outlet} turned its headline" + (f", which was: {facts.old_title}" if facts.old_title else "")
        case _:
            assert_never(news.kind)


def _revised(facts: AlertFacts) -> Alert | Suppressed:
    lead, tidings = facts.lead, facts.tidings
    if not any(lead.url in message.urls for message in facts.earlier):
        return Suppressed(reason=Suppression.NOT_NAMED)
    if CORRECTION in facts.changes or tidings.notice:
        news = News(kind=NewsKind.CORRECTION, fact=tidings.notice)
    elif HEADLINE in facts.changes and tidings.turned:
        news = News(kind=NewsKind.HEADLINE)
    elif tidings.denied and not news_kinds.is_denied(tidings, facts.story.id):
        news = News(kind=NewsKind.DENIAL, fact=tidings.denied)
    else:
        found = news_kinds.edited(tidings, facts.now)
        if isinstance(found, Suppressed):
            changed = Suppressed(reason=Suppression.NO_NEWS, facts={"changes": ", ".join(facts.changes)})
            return found if HEADLINE in facts.changes else changed
        news = found
    if news.kind in _OF_HEADLINES and HEADLINE in facts.changes and not facts.has_settled:
        named = [message.at for message in facts.earlier if lead.url in message.urls]
        touched = max([*named, *([facts.edited_at] if facts.edited_at else [])], default=None)
        if waits := news_rules.polishing(touched, facts.waiting_since, facts.now):
            return waits
    was = facts.old_title if news.kind is NewsKind.HEADLINE else tidings.was
    return Alert(type=STORY_UPDATED, kind=news.kind, reason=_sentence(facts, news), fact=news.fact, was=was)


def thread(opened: SentMessage, story: Story, watch: Watch) -> Thread:
    """The thread of the opening message, whose subject is made again from what it named."""
    if opened.subject is not None:
        return Thread(id=opened.id, subject=opened.subject)
    named = {report["url"]: report for report in opened.data.get("story", {}).get("articles", ())}
    hits = opened.data.get("hits", ())
    report = named.get(hits[0]["url"]) if hits else None
    name = opened.data.get("watch", watch.name) if opened.person else watch.name
    if report is None:
        return Thread(id=opened.id, subject=subject.of_story(name, story.title, None))
    return Thread(id=opened.id, subject=subject.of_story(name, report["title"], story.outlet_name(report["outlet"])))
