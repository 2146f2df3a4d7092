"""What was kept back as nothing new in its story, and is of another one by now: who was sent nothing of that, is.

The program moves articles, with the messages on them (`desk/late_moves.py`). So a story may be left of which a watch,
or a person, was sent nothing, although its articles were live: they were taken for repeats of what has gone to another
story. It is opened to them then, once, while it is news, by the first of these articles that is worth it. In the
transaction of the move.
"""

from collections.abc import Iterable
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


def send_due(context: Context, touched: Iterable[int], now: datetime) -> int:
    """Open stories from or to which articles were moved to those who were sent nothing of them; how many messages."""
    present = {moves.present(context.archive, story) for story in touched}
    return sum(_open(context, story, now) for story in sorted(story for story in present if story is not None))


def _open(context: Context, story: int, now: datetime) -> int:
    made = 0
    people = {person.id: person for person in context.config.persons}
    for (article, person_id), listed in suppressed.by_story(context.archive, story).items():
        person = people.get(person_id or "")
        if person is None and person_id is not None:
            continue
        known = (context.watches[watch] for watch in listed if watch in context.watches)
        watches = [watch for watch in known if _is_untold(context, story, watch, person)]
        news = _news(context, story, article, now) if watches else None
        if news is None:
            continue
        found = [watch for watch in watches if watch.id in news.marks]
        if person is not None:
            made += personal.send_due(context, news, person, found)
        else:
            made += sum(alerting.send_to_channels(context, news, watch) for watch in found)
    return made


def _is_untold(context: Context, story: int, watch: Watch, person: Person | None) -> bool:
    """Whether a watch that alerts at once has sent nothing on the story; on an article that a person follows is none.

    Asked before the article is read: of most that were kept back they had a message.
    """
    if watch.paused or watch.alert != "instant" or (person is None and not alerting.has_channels(context, watch)):
        return False
    return alert_rules.opening(sent_before.of_stories(context, watch, person, [story])) is None


def _news(context: Context, story: int, article: int, now: datetime) -> Development | None:
    """The article as it is now, in its story, with all that finds it; None: it is there no more."""
    stored = articles.get(context.archive, article)
    view = stories.around(context.archive, story, article, with_others=stored is None or stored.copy_of is None)
    if view is None or stored is None:
        return None
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
    marks = {hit.watch: hit.marks for hit in context.matcher.match(text)}
    return Development(arrival=arrival, edition=Edition(article=text, at=now), story=view, marks=marks, now=now)
