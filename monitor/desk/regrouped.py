"""What was kept back as nothing new in its story, and is of another one by now: who was sent nothing of that, is.

The program moves articles, with the messages on them (`desk/late_moves.py`). So a story may be left of which a watch,
or a person, was sent nothing, although its articles were live: they were taken for repeats of what has gone to another
story. It is opened to them then, once, while it is news, by the first of these articles that is worth it. In the
transaction of the move.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from monitor.desk import alerting, personal, sent_before
from monitor.desk.arrival import Arrival
from monitor.desk.context import Context
from monitor.desk.developments import Development
from monitor.desk.tidings import Edition
from monitor.digest import alert_rules
from monitor.model import Origin, Watch
from monitor.person import Person
from monitor.report_time import ReportTime
from monitor.store import articles, moves, stories, suppressed
from monitor.story import Relation


@dataclass(frozen=True, slots=True)
class _KeptBack:
    """An article as it is decided on again, with the watches whose alert on it was kept back, and may be due."""

    news: Development
    watches: tuple[Watch, ...]


def send_due(context: Context, touched: Iterable[int], now: datetime) -> int:
    """Open stories from or to which articles were moved to those who were sent nothing of them; how many messages."""
    present = {moves.present(context.archive, story) for story in touched}
    return sum(_open(context, story, now) for story in sorted(story for story in present if story is not None))


def _open(context: Context, story: int, now: datetime) -> int:
    made = 0
    for (article, person), watches in suppressed.by_story(context.archive, story).items():
        kept = _kept_back(context, story, article, watches, now)
        if kept is None:
            continue
        if person is None:
            made += sum(_to_channels(context, kept.news, watch) for watch in kept.watches)
        else:
            made += _to_person(context, kept, person)
    return made


def _kept_back(context: Context, story: int, article: int, watches: Iterable[str], now: datetime) -> _KeptBack | None:
    """The article as it is now, in its story; None: no watch that would alert at once finds it any more."""
    view, stored = stories.get(context.archive, story), articles.get(context.archive, article)
    if view is None or stored is None:
        return None
    marks = {hit.watch: hit.marks for hit in context.matcher.match(stored.article)}
    known = [context.watches[watch] for watch in watches if watch in marks]
    wanted = tuple(watch for watch in known if watch.alert == "instant" and not watch.paused)
    text = stored.article
    reported = ReportTime.of(text.published_at, found_at=stored.found_at, has_time=text.published_has_time)
    arrival = Arrival(
        article_id=article,
        story_id=story,
        origin=Origin.LIVE,
        relation=Relation.JOINED if stored.copy_of is None else Relation.COPY,
        age=reported.age_at(now),  # news that turns up by a move is as old as it is
        was_elsewhere=True,
    )
    news = Development(arrival=arrival, edition=Edition(article=text, at=now), story=view, marks=marks, now=now)
    return _KeptBack(news, wanted) if wanted else None


def _to_channels(context: Context, news: Development, watch: Watch) -> int:
    if not alerting.has_channels(context, watch) or _is_known(context, news, watch, None):
        return 0
    return alerting.send_to_channels(context, news, watch)


def _to_person(context: Context, kept: _KeptBack, person_id: str) -> int:
    person = next((one for one in context.config.persons if one.id == person_id), None)
    if person is None or _is_known(context, kept.news, kept.watches[0], person):
        return 0
    return personal.send_due(context, kept.news, person, kept.watches)


def _is_known(context: Context, news: Development, watch: Watch, person: Person | None) -> bool:
    """Whether they were sent an alert on the story; one on an article that a person follows is none."""
    return alert_rules.opening(sent_before.of_stories(context, watch, person, [news.story.id])) is not None
