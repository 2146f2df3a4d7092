"""What came of a replay: a row for each message and each article on which a watch was quiet, and messages a week."""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from monitor.config import Config
from monitor.phrasing import count
from monitor.rehearsal.past_reading import PastReading
from monitor.rehearsal.rehearsal import Came, rehearsal
from monitor.store.outbox import MadeMessage
from monitor.story import SuppressedAlert, Suppression
from monitor.views import suppression

Row = dict[str, Any]
WEEK = timedelta(days=7)
_LEAST = timedelta(days=1)  # of less time nothing is said of a week
# Not decisions on news: the watch sends nothing at once, or does not find the article.
_SAYS_NOTHING = frozenset({Suppression.NO_HIT})


@dataclass(slots=True)
class Replayed:
    """What was collected from `since` on; what came before only warmed the desk up.

    `until` is how far it came, which is before `meant` where its time was over.
    """

    since: datetime
    until: datetime
    meant: datetime
    names: dict[str, str]  # of outlets, by id
    messages: list[Row] = field(default_factory=list)
    quiet: list[Row] = field(default_factory=list)
    articles: set[int] = field(default_factory=set)  # that came, by number: an edit is none of its own
    not_followed: dict[str, set[str]] = field(default_factory=dict)  # addresses that nothing came of, by outlet

    @property
    def is_whole(self) -> bool:
        """Whether it came to its end in time."""
        return self.until == self.meant

    def add(self, came: Came | None, made: Sequence[MadeMessage]) -> None:
        """Keep what came of one reading, and the messages that were made meanwhile."""
        self.messages += [_message(one) for one in made if one.at >= self.since]
        if came is not None and came.at >= self.since:
            self.articles.add(came.stored.id)
            self.quiet += [_quiet(came, why, self.names) for why in came.quiet if why.why.reason not in _SAYS_NOTHING]

    def leave_out(self, reading: PastReading) -> None:
        """Keep that an article's outlet is not followed."""
        if reading.at >= self.since:
            self.not_followed.setdefault(reading.article.outlet, set()).add(reading.article.url)

    def weeks(self, watches: Sequence[str]) -> Iterator[Row]:
        """Of each watch: its messages, how many that is a week, and why it was quiet on the rest, most frequent first.

        `per_week` is None where the time is too short to say.
        """
        span = self.until - self.since
        made, total = Counter(watch for row in self.messages for watch in row["watches"]), span / WEEK
        quiet: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for row in self.quiet:
            quiet[row["watch"]][row["reason_code"]] += 1
        for watch in watches:
            why = quiet[watch]
            yield {
                "watch": watch,
                "messages": made[watch],
                "per_week": round(made[watch] / total, 1) if span >= _LEAST else None,
                "quiet": why.total(),
                "why_quiet": dict(why.most_common()),
            }


def of(
    config: Config, readings: Iterable[PastReading], since: datetime, until: datetime, is_over: Callable[[], bool]
) -> Replayed:
    """What the desk makes of these readings; those before `since` only let it know what came before."""
    found = Replayed(since, until, until, {outlet.id: outlet.name for outlet in config.outlets})
    with rehearsal(config, is_over) as desk:
        for reading in readings:
            if is_over():
                break
            if desk.follows(reading.article.outlet):
                found.add(desk.take(reading), desk.messages())
            else:
                found.leave_out(reading)
        if not is_over():
            desk.advance(until)
        found.add(None, desk.messages())
        if desk.now is None or desk.now < until:
            found.until = max(desk.now or since, since)
    return found


def time_over(seconds: float) -> Callable[[], bool]:
    """Whether so much time has passed from now on."""
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end


def _message(made: MadeMessage) -> Row:
    """A message; of a digest the title says how much it holds, of what waited for its person what that is."""
    data = made.data
    lead = data["lead"] if isinstance(data.get("lead"), dict) else {}
    return {
        "at": made.at,
        "watch": data.get("digest") or ", ".join(made.watches) or made.type,
        "watches": list(made.watches),
        "person": made.person,
        "kind": data.get("kind") or ("waited" if "alerts" in data else made.type.partition(".")[0]),
        "outlet": lead.get("outlet_name") or lead.get("outlet"),
        "title": lead.get("title") or data.get("title") or _contents(data.get("counts")),
        "reason": data.get("reason"),
        "reason_code": data.get("kind") or made.type,
        "fact": data.get("fact"),
        "was": data.get("was"),
        "to": list(made.channels),
        "story": made.story,
        "url": lead.get("url"),
        "id": made.id,
    }


def _contents(counts: Row | None) -> str | None:
    """What a digest holds."""
    if counts is None:
        return None
    return f"{count(counts['stories'], 'story', 'stories')}, {count(counts['articles'], 'article')}"


def _quiet(came: Came, why: SuppressedAlert, names: dict[str, str]) -> Row:
    article = came.stored.article
    return {
        "at": came.at,
        "watch": why.watch_name,
        "watches": [why.watch_name],
        "person": why.person or None,
        "kind": "quiet",
        "outlet": names.get(article.outlet, article.outlet),
        "title": article.title,
        "reason": suppression.sentence(why.why),
        "reason_code": why.why.reason.value,
        "fact": None,
        "was": None,
        "to": [],
        "story": came.stored.story_id,
        "url": article.url,
        "id": None,
    }
