"""What the daemon found, next to what there was to find: read from the archive, the catchers and the press's log.

It decides what is missing; it prints nothing.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from monitor import match
from monitor.config import Config
from monitor.match import Explanation
from monitor.model import Watch
from monitor.newsstand import Expectations, Newsstand, WebhookCatcher
from monitor.newsstand.expected import ExpectedStory, ExpectedWatch, NearMiss
from monitor.store import articles, hits, incidents, links, outbox, stories
from monitor.store.archive import Archive
from monitor.store.incidents import IncidentRow
from monitor.story import Story, StoryHit

TRAPPED = "save-point"  # whose page would hang a parser
DEAD = "The Backlot Bugle"  # whose only feed always fails


@dataclass(frozen=True, slots=True)
class Miss:
    """An article that the watch was right not to find, with what the product says about it."""

    title: str
    outlet: str
    why: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WatchFindings:
    """One watch: its stories in order of opening, the ids of the articles that hit, and its near misses."""

    watch: Watch
    stories: tuple[Story, ...]
    hits: tuple[StoryHit, ...]
    misses: tuple[Miss, ...]
    alerts: int


@dataclass(frozen=True, slots=True)
class RefusedPage:
    """A listed page that is not an article."""

    title: str
    outlet: str
    reason: str
    detail: str


@dataclass(slots=True)
class Findings:
    """All of it. `missing` says in words what was expected and not seen."""

    watches: list[WatchFindings] = field(default_factory=list)
    refused: list[RefusedPage] = field(default_factory=list)
    revised: list[tuple[str, str, str]] = field(default_factory=list)  # outlet, before, after
    incidents: list[IncidentRow] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


class Judge:
    """Compares an archive with the expectations."""

    def __init__(self, stand: Newsstand, expected: Expectations, config: Config, hooks: WebhookCatcher) -> None:
        self._stand, self._expected, self._hooks = stand, expected, hooks
        self._watches = {watch.name: watch for watch in config.watches}
        self._names = {outlet.id: outlet.name for outlet in stand.press.outlets}

    def judge(self, archive: Archive) -> Findings:
        """What is there now."""
        findings = Findings(incidents=incidents.listing(archive))
        ids = {article.id: self._article_id(archive, article.id) for article in self._stand.press.articles}
        for watch in self._expected.watches:
            findings.watches.append(self._found(archive, watch, ids, findings.missing))
        for story in self._expected.stories:
            findings.missing += self._story(archive, story, ids)
        findings.missing += self._alerts(archive, ids)
        self._refused(archive, findings)
        self._revised(archive, ids, findings)
        if not any(row.outlet == TRAPPED for row in findings.incidents):
            findings.missing.append("the page with sixty thousand attributes opened no incident")
        waiting = {state: count for state, count in outbox.counts(archive).items() if state != "sent"}
        findings.missing += [f"{count} deliveries are {state}" for state, count in waiting.items()]
        return findings

    def _article_id(self, archive: Archive, article: str) -> int | None:
        link = links.find(archive, self._stand.url_of(article))
        return link.article_id if link else None

    def _found(
        self, archive: Archive, watch: ExpectedWatch, ids: dict[str, int | None], missing: list[str]
    ) -> WatchFindings:
        configured = self._watches[watch.name]
        rows = hits.recent(archive, watch=configured.id, limit=500)
        found = {row.report.article_id for row in rows}
        missing += [f"{watch.name}: did not find {article}" for article in watch.finds if ids[article] not in found]
        wanted = {ids[article] for article in watch.finds}
        strays = [row.report for row in rows if row.report.article_id not in wanted]
        missing += [f"{watch.name}: wrongly found “{report.title}”" for report in strays]
        views = [stories.get(archive, number) for number in sorted({row.story for row in rows if row.story})]
        misses = [self._miss(archive, configured, miss, ids, missing) for miss in watch.near_misses]
        return WatchFindings(
            watch=configured,
            stories=tuple(view for view in views if view),
            hits=tuple(rows),
            misses=tuple(miss for miss in misses if miss),
            alerts=len({hook.id for hook in self._hooks.accepted if _watch_of(hook.data) == watch.name}),
        )

    def _miss(
        self, archive: Archive, watch: Watch, miss: NearMiss, ids: dict[str, int | None], missing: list[str]
    ) -> Miss | None:
        number = ids[miss.article]
        stored = articles.get(archive, number) if number else None
        if stored is None:
            missing.append(f"{watch.name}: {miss.article} was not read")
            return None
        explanation = match.explain(watch, stored.article)
        return Miss(stored.article.title, self._names[stored.article.outlet], miss.why, tuple(_evidence(explanation)))

    def _story(self, archive: Archive, story: ExpectedStory, ids: dict[str, int | None]) -> Iterator[str]:
        """What is wrong with a story that a watch follows: split, mixed with another, or in the wrong order."""
        members = (*story.articles, *story.copies)
        if not any(set(members) & set(watch.finds) for watch in self._expected.watches):
            return
        numbers = {ids[member] for member in members}
        known = [stored for number in numbers if number and (stored := articles.get(archive, number))]
        found = {stored.story_id for stored in known if stored.story_id}
        if len(found) != 1:
            yield f"“{story.title}” is {len(found)} stories, not one"
            return
        view = stories.get(archive, found.pop())
        allowed = numbers | {ids[related] for related in story.related}
        reports = [report for report in view.reports if report.article_id in numbers] if view else []
        for report in view.reports if view else ():
            if report.article_id not in allowed:
                yield f"“{story.title}” holds another story's article, “{report.title}”"
        order = sorted(members, key=lambda member: self._stand.press.article(member).minute)
        by_id = {report.article_id: report for report in reports}
        in_turn = [by_id[number] for member in order if (number := ids[member]) in by_id]
        # Two outlets that publish between two looks may change places: the looks do not tell who was earlier.
        if len(in_turn) != len(order) or any(
            first.appeared[0] > later.appeared[1] for first, later in pairwise(in_turn)
        ):
            yield f"“{story.title}” is not in order of report"
        copies = {report.article_id for report in reports if report.copy_of}
        for copy in story.copies:
            pair = {ids[copy], ids[str(self._stand.press.article(copy).copy_of)]}
            if len(pair & copies) != 1:  # which one came first is chance where the press is very fast
                yield f"“{story.title}”: {copy} was not recognised as a copy"

    def _alerts(self, archive: Archive, ids: dict[str, int | None]) -> Iterator[str]:
        """One alert a story for the instant watches, none for what was there before."""
        opened: Counter[tuple[str, int]] = Counter()
        for hook in {hook.id: hook for hook in self._hooks.accepted}.values():
            if isinstance(hook.data, dict) and hook.data.get("type") == "story.opened":
                opened[hook.data["data"]["watch"], hook.data["data"]["story"]["id"]] += 1
        due: Counter[tuple[str, int]] = Counter()
        for watch in self._expected.watches:
            live = [a for a in watch.finds if self._stand.press.article(a).minute > 0]
            if watch.settings["alert"] == "instant":
                numbers = [number for article in live if (number := ids[article])]
                due.update(
                    {(watch.name, a.story_id) for n in numbers if (a := articles.get(archive, n)) and a.story_id}
                )
        for watch_name, story_id in due.keys() | opened.keys():
            count, wanted = opened[watch_name, story_id], due[watch_name, story_id]
            if count != wanted:
                yield f"{watch_name}: story {story_id} was alerted {count} times, not {wanted}"

    def _refused(self, archive: Archive, findings: Findings) -> None:
        for expected in self._expected.refused:
            article = self._stand.press.article(expected.article)
            link = links.find(archive, self._stand.url_of(article.id))
            if link is None or link.reason not in expected.reasons:
                findings.missing.append(f"{article.id} was not refused as {' or '.join(expected.reasons)}")
            else:
                refusal = RefusedPage(
                    article.headline, self._names[article.outlet], str(link.reason), link.detail or ""
                )
                findings.refused.append(refusal)

    def _revised(self, archive: Archive, ids: dict[str, int | None], findings: Findings) -> None:
        for article in self._stand.press.articles:
            if not article.edits:
                continue
            number = ids[article.id]
            stored = articles.get(archive, number) if number else None
            before = articles.revisions(archive, stored.id) if stored else []
            reported = any("headline" in revision.changes for revision in before)
            if stored and reported and stored.article.title == article.at(self._stand.clock.minute).headline:
                findings.revised.append((self._names[article.outlet], article.headline, stored.article.title))
            else:
                findings.missing.append(f"the edited headline of {article.id} was not noticed")


def _watch_of(payload: object) -> str | None:
    data = payload.get("data") if isinstance(payload, dict) else None
    return data.get("watch") if isinstance(data, dict) else None


def _evidence(explanation: Explanation) -> Iterator[str]:
    """What `monitor explain` says of the clauses that failed, where it says how near they came."""
    for clause in explanation.clauses:
        if not clause.holds and clause.nearest:
            yield f"{clause.text}: {clause.nearest}"
