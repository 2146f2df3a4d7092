"""What messages say, in pieces that the text and the HTML share. Where they stand is not decided here."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor import phrasing
from monitor.digest import formats
from monitor.digest.message import Digest, IncidentNotice, Item, Section, StoryAlert, Unread
from monitor.news import NewsKind
from monitor.story import LinkKind, Report, Story, StoryHit

_FIELDS = {
    "title": "in the headline",
    "standfirst": "in the standfirst",
    "body": "in the text",
    "author": "as the author",
    "authors": "as the author",
    "tag": "as a tag",
    "tags": "as a tag",
    "section": "as the section",
}
_ADVICE = "what to do"  # the evidence that says it
HEADLINE = 200  # characters of a headline that are visible
SNIPPET = 320
DETAIL = 400  # of an incident's sentence
NAMES = 20  # watches without hits and outlets not reached that are named, at most
TIMELINE = 8  # reports of a story that are listed in an alert


def where(field: str) -> str:
    """`in the headline`: where a watch was found."""
    return _FIELDS.get(field, f"in {phrasing.line(field)}")


def segments(hit: StoryHit) -> list[tuple[str, bool]]:
    """The snippet in pieces, each with whether it is marked; one line, cut to a sensible length."""
    pieces, at = [], 0
    for start, end in sorted(hit.snippet_marks):
        if at <= start < end <= len(hit.snippet):
            pieces += [(hit.snippet[at:start], False), (hit.snippet[start:end], True)]
            at = end
    pieces.append((hit.snippet[at:], False))
    visible: list[tuple[str, bool]] = []
    room = SNIPPET
    for raw, marked in pieces:
        piece = phrasing.line(f"|{raw}|")[1:-1]  # the bars keep the spaces at its ends
        if piece and room > 0:
            visible.append((piece if len(piece) <= room else phrasing.cut(f"|{piece}", room + 1)[1:], marked))
            room -= len(piece)
    return visible


def counts(digest: Digest) -> list[str]:
    """`12 stories`, `48 articles`, `19 outlets`, `4 more than last time`."""
    totals = digest.totals
    parts = [
        phrasing.count(totals.stories, "story", "stories"),
        phrasing.count(totals.articles, "article"),
        phrasing.count(totals.outlets, "outlet"),
    ]
    if totals.previous_stories is not None:
        change = totals.stories - totals.previous_stories
        parts.append(
            f"{abs(change):,} {'more' if change > 0 else 'fewer'} than last time" if change else "as many as last time"
        )
    return parts


def period(digest: Digest) -> str:
    """`Sun 22 Nov, 08:00 to Mon 23 Nov, 08:00 PST`."""
    zone, window = ZoneInfo(digest.timezone), digest.window
    start = f"{formats.day(window.start, zone)}, {formats.clock(window.start, zone)}"
    same_day = formats.day(window.start, zone) == formats.day(window.end, zone)
    end = ("" if same_day else f"{formats.day(window.end, zone)}, ") + formats.clock(window.end, zone)
    return f"{start} to {end} {formats.zone_name(zone, window.end)}"


def spikes(digest: Digest) -> list[str]:
    """`Heat 2 is running 6 times its usual pace: 31 articles (usual 5)`."""
    return [
        f"{phrasing.cut(spike.watch, 60)} is running {spike.times:.0f} times its usual pace: "
        f"{phrasing.count(spike.articles, 'article')} (usual {_pace(spike.usual)})"
        for spike in digest.spikes
    ]


def no_hits(digest: Digest) -> str:
    """`Andor, Dune and 3 more`: the watches that found nothing; empty where all found something."""
    return phrasing.listing([phrasing.cut(name, 60) for name in digest.quiet], NAMES)


def unreached(digest: Digest, zone: ZoneInfo) -> list[tuple[str, str]]:
    """The outlets not reached, and why, at most `NAMES`."""
    listed = []
    for outlet in digest.unreached[:NAMES]:
        since = f", since {formats.when(outlet.since, zone, digest.at)}" if outlet.since else ""
        listed.append((phrasing.cut(outlet.outlet_name, 60), phrasing.cut(outlet.why, 160) + since))
    if len(digest.unreached) > NAMES:
        listed.append((f"and {len(digest.unreached) - NAMES:,} more", "see `monitor status`"))
    return listed


def unread(digest: Digest) -> list[Unread]:
    """The articles that could not be read, at most `NAMES`; their titles cut."""
    return [replace(one, title=phrasing.cut(one.title, HEADLINE)) for one in digest.unread[:NAMES]]


def older(digest: Digest, zone: ZoneInfo) -> list[tuple[str, str, str]]:
    """Title, address and `JoBlo, 3 Mar 2024`: the articles that are no news any more, at most `NAMES`."""
    return [
        (
            phrasing.cut(one.report.title, HEADLINE),
            one.report.url,
            f"{phrasing.cut(one.report.outlet_name, 40)}, {formats.when(one.report.reported, zone, digest.at)}",
        )
        for one in digest.older[:NAMES]
    ]


def more_older(digest: Digest) -> str:
    """`and 80 more: monitor hits lists them`; empty where all are named."""
    left = len(digest.older) - NAMES
    return f"and {left:,} more: `monitor hits` lists them" if left > 0 else ""


def meta(hit: StoryHit, zone: ZoneInfo, digest: Digest) -> list[str]:
    """`JoBlo`, `Jane Doe`, `18:40`; and where it was found, if that is not plain to see."""
    found = [] if hit.field in {"title", "body"} else [where(hit.field)]
    return [*source(hit.report, zone, digest.at), *found]


def source(report: Report, zone: ZoneInfo, at: datetime) -> list[str]:
    """`JoBlo`, `Jane Doe`, `18:40`: who reported it and when. An agency that signs with its own name is named once."""
    outlet = report.outlet_name.casefold().strip()
    people = [name for name in report.authors if name.casefold().strip() != outlet]
    parts = [phrasing.cut(report.outlet_name, 60)]
    if people:
        parts.append(phrasing.cut(phrasing.listing(people, 2), 80))
    return [*parts, formats.when(report.reported, zone, at)]


_LINKS = {
    LinkKind.FOLLOWS: "Follows",
    LinkKind.REACTION: "Reaction to",
    LinkKind.REVIEW: "Review after",
    LinkKind.CONTRADICTS: "Contradicts",
}


def follows(story: Story) -> str:
    """`Follows: Michael Mann starts filming (story 12)`: the earlier story that they know; empty if there is none."""
    link = story.follows
    return f"{_LINKS[link.kind]}: {phrasing.cut(link.title, HEADLINE)} (story {link.story})" if link else ""


def corrections(digest: Digest, zone: ZoneInfo) -> list[tuple[str, str, str]]:
    """Headline, address of the earliest report, and `first reported by Deadline, 09:52, and not by Variety`."""
    found = []
    for one in digest.corrections[:NAMES]:
        name, was = phrasing.cut(one.first.outlet_name, 40), phrasing.cut(one.was_name, 40)
        said = f"first reported by {name}, {formats.when(one.first.reported, zone, digest.at)}, and not by {was}"
        found.append((phrasing.cut(one.story.title, HEADLINE), one.first.url, said))
    return found


def background(item: Item, digest: Digest) -> list[str]:
    """What else is to be said of a story in a digest, each as a sentence without its stop."""
    said = [line] if (line := follows(item.story)) else []
    first, releases = item.story.outlet_name(item.story.first_reported_by), item.story.releases
    if releases and (not item.story.voices or item.lead.report.article_id in item.story.released):
        said.append(f"From a release of {phrasing.cut(releases[0].outlet_name, 60)}")
    elif first and (opening := _first(item)) is not None:
        at = formats.when(opening.reported, ZoneInfo(digest.timezone), digest.at)
        said.append(f"First reported by {phrasing.cut(first, 60)}, {at}")
    if releases:
        said.append(phrasing.capital(item.story.release_shares))
    early = [hit.report for hit in item.hits if hit.is_early and hit is not item.lead]
    if early:
        names = phrasing.listing([phrasing.cut(report.outlet_name, 40) for report in early], 3)
        said.append(f"Early {'review' if len(early) == 1 else 'reviews'}: {names}")
    if item.tags:
        said.append(f"Found by {phrasing.listing([phrasing.cut(tag, 40) for tag in item.tags], 3)} too")
    if item.seed:
        said.append("Published before the watch or the outlet was added")
    return said


def _first(item: Item) -> Report | None:
    """The report that was first, if it is not the one that leads."""
    by = item.story.first_reported_by
    opening = next((report for report in item.story.reports if report.outlet == by and report.is_own), None)
    return None if opening is None or opening.article_id == item.lead.report.article_id else opening


def voices(reports: tuple[Report, ...]) -> tuple[list[Report], list[Report]]:
    """Those that reported it themselves, and those that repeat another's article; a release is neither."""
    outlets = [report for report in reports if not report.is_release]
    return [report for report in outlets if report.copy_of is None], [
        report for report in outlets if report.copy_of is not None
    ]


def rest(section: Section) -> str:
    """What a section does not show: `7 more stories in the archive, 1 under another watch`."""
    cut = f"{phrasing.count(section.more, 'more story', 'more stories')} in the archive" if section.more else ""
    return ", ".join(part for part in (cut, _elsewhere(section) if section.elsewhere else "") if part)


def with_stories(digest: Digest) -> list[Section]:
    """The sections that have stories of their own."""
    return [section for section in digest.sections if section.items or section.more]


def above(digest: Digest) -> str:
    """`Michael Mann (2 stories)`: the watches whose stories all stand under another."""
    others = [section for section in digest.sections if not (section.items or section.more)]
    names = [
        f"{phrasing.cut(section.watch.name, 60)} ({phrasing.count(section.elsewhere, 'story', 'stories')})"
        for section in others
    ]
    return phrasing.listing(names, NAMES)


def _elsewhere(section: Section) -> str:
    return f"{phrasing.count(section.elsewhere, 'story', 'stories')} under another watch"


def _pace(usual: float) -> str:
    return f"{usual:.0f}" if usual >= 10 or usual == int(usual) else f"{usual:.1f}"


def marked(hit: StoryHit) -> str:
    """The snippet with asterisks around what was found."""
    return "".join(f"*{piece}*" if found else piece for piece, found in segments(hit))


def adds(hit: StoryHit) -> bool:
    """Whether the snippet says more than the headline above it."""
    return bool(hit.snippet) and not phrasing.repeats(hit.snippet, hit.report.title)


def own_hits(alert: StoryAlert) -> list[StoryHit]:
    """The hits in the article that brought the alert about which say more than its headline, three at most."""
    own = (hit for hit in alert.hits if hit.report.article_id == alert.lead.article_id and adds(hit))
    return [hit for hit in own if not (alert.fact and phrasing.repeats(hit.snippet, alert.fact))][:3]


def early(alert: StoryAlert) -> str:
    """`An early review: the embargo lifts Tue 1 Dec, 12:00`, of what brought the alert about; else empty."""
    hit = next((one for one in alert.hits if one.report.article_id == alert.lead.article_id and one.is_early), None)
    if hit is None or hit.lifts_at is None:
        return ""
    return f"An early review: the embargo lifts {formats.when(hit.lifts_at, ZoneInfo(alert.timezone), alert.at)}"


def news(alert: StoryAlert) -> list[str]:
    """The sentence of the article that brings the news, and what a correction replaces, but for its headline."""
    said = []
    if alert.fact and not phrasing.repeats(alert.fact, alert.lead.title):
        said.append(phrasing.quoted(phrasing.cut(alert.fact, SNIPPET)))
    if alert.was and alert.was != alert.old_title:  # that stands in the reason
        said.append(f"It was: {phrasing.quoted(phrasing.cut(alert.was, SNIPPET))}")
    return said


_SORTS = {
    NewsKind.OPENED: "new story",
    NewsKind.CONFIRMED: "confirmed",
    NewsKind.DEVELOPMENT: "development",
    NewsKind.DENIAL: "denial",
    NewsKind.CORRECTION: "correction",
    NewsKind.HEADLINE: "new headline",
}


def sort_of_news(alert: StoryAlert) -> str:
    """`new story`, `development`."""
    return _SORTS[alert.kind]


def timeline(alert: StoryAlert) -> list[Report]:
    """The other reports of the story, in order of report, at most `TIMELINE`."""
    return [report for report in alert.story.reports if report.article_id != alert.lead.article_id][:TIMELINE]


def incident_kind(notice: IncidentNotice) -> str:
    """`Feed failing`, or `Feed failing, resolved`."""
    kind = phrasing.capital(phrasing.cut(notice.incident.kind.replace("_", " "), 60))
    return kind if notice.closed_at is None else f"{kind}, resolved"


def incident_detail(notice: IncidentNotice, zone: ZoneInfo) -> str:
    """The incident's sentence."""
    return phrasing.cut(formats.local(notice.incident.detail, zone, notice.at), DETAIL)


def incident_advice(notice: IncidentNotice) -> str:
    """What a person can do about it; empty where nothing is, or need be, done."""
    return phrasing.cut(notice.incident.evidence.get(_ADVICE, ""), 400) if notice.closed_at is None else ""


def incident_facts(notice: IncidentNotice, zone: ZoneInfo) -> list[tuple[str, str]]:
    """Names and values to be listed under an incident."""
    facts = [("Since", formats.when(notice.opened_at, zone, notice.at))]
    if notice.closed_at:
        facts.append(("Until", formats.when(notice.closed_at, zone, notice.at)))
    facts.append(("About", phrasing.cut(notice.incident.subject, 300)))
    evidence = [(name, value) for name, value in notice.incident.evidence.items() if name != _ADVICE and value]
    return facts + [
        (phrasing.capital(phrasing.cut(name, 40)), phrasing.cut(formats.local(value, zone, notice.at), 300))
        for name, value in evidence[:NAMES]
    ]


def tally(section: Section) -> str:
    """`3 stories · 12 articles`."""
    stories = len(section.items) + section.more + section.elsewhere
    return f"{phrasing.count(stories, 'story', 'stories')} · {phrasing.count(section.articles, 'article')}"


def hidden(alert: StoryAlert) -> str:
    """`4 more articles`, those of the story that an alert does not list; empty where it lists all."""
    left = len(alert.story.reports) - 1 - len(timeline(alert))
    return phrasing.count(left, "more article") if left > 0 else ""
