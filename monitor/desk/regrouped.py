"""What was kept back as nothing new in its story, and is of another one by now: who was sent nothing of that, is.

Articles move with the messages on them. So a story may be left of which a watch, or a person, was sent nothing,
although its articles were live: they were taken for repeats of what has gone to another story. It is opened to them
then, once, while it is news, by the first of these articles that is worth it. Where they know the story into which an
article moved, it is judged as an update, if it came after the last that they were sent of it.

What the program moves (`desk/late_moves.py`) is seen to in the transaction of the move. A person moves in another
process, which knows no watches: the desk sees to that within its next round, and after a start to what was moved in the
days before. Twice is as once: what was sent by then is in the archive.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

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
from monitor.story_moves import MoveKind

_LOOKED_BACK = timedelta(days=7)  # at a start, at what was moved while no daemon ran: what is older is hardly news


def send_due(context: Context, touched: Iterable[int], now: datetime, moved: Collection[int] = ()) -> int:
    """Send of stories from or to which articles were moved to those who had nothing of them; how many messages.

    `moved` are the articles that are of another story than they were.
    """
    present = {moves.present(context.archive, story) for story in touched}
    return sum(_tell(context, story, moved, now) for story in sorted(story for story in present if story is not None))


def send_moved(context: Context, now: datetime) -> int:
    """The same of what persons moved since this was last asked; in the caller's transaction."""
    last = moves.last(context.archive)
    if context.moves_told is None:
        context.moves_told = moves.before(context.archive, now - _LOOKED_BACK)
    if last == context.moves_told:
        return 0
    touched: set[int] = set()
    was: dict[int, int] = {}
    for move in moves.of_persons(context.archive, context.moves_told):
        touched |= {move.story_id, move.other_story}
        left = move.story_id if move.kind is MoveKind.SPLIT else move.other_story
        was = dict.fromkeys(move.articles, left) | was  # of one that was moved more than once, by the first
    there = articles.get_many(context.archive, was)
    moved = {one.id for one in there if one.story_id != was[one.id]}
    made = send_due(context, touched, now, moved)
    context.moves_told = last
    return made


def _tell(context: Context, story: int, moved: Collection[int], now: datetime) -> int:
    made = 0
    people = {person.id: person for person in context.config.persons}
    for (article, person_id), listed in suppressed.by_story(context.archive, story).items():
        person = people.get(person_id or "")
        if person is None and person_id is not None:
            continue
        known = (context.watches[watch] for watch in listed if watch in context.watches)
        came_at = _found_at(context, article) if article in moved else None
        watches = [watch for watch in known if _is_untold(context, story, (watch, person), came_at)]
        news = _news(context, story, article, now) if watches else None
        if news is None:
            continue
        found = [watch for watch in watches if watch.id in news.marks]
        if person is not None:
            made += personal.send_due(context, news, person, found)
        else:
            made += sum(alerting.send_to_channels(context, news, watch) for watch in found)
    return made


def _found_at(context: Context, article: int) -> datetime | None:
    stored = articles.get(context.archive, article)
    return stored.found_at if stored else None


def _is_untold(context: Context, story: int, whose: tuple[Watch, Person | None], came_at: datetime | None) -> bool:
    """Whether a watch that alerts at once has sent nothing on the story; on an article that a person follows is none.

    Or, of an article that was moved there and came at a moment, nothing since then.
    Asked before the article is read: of most that were kept back they had a message.
    """
    watch, person = whose
    if watch.paused or watch.alert != "instant" or (person is None and not alerting.has_channels(context, watch)):
        return False
    sent = sent_before.of_stories(context, watch, person, [story])
    if alert_rules.opening(sent) is None:
        return True
    return came_at is not None and came_at > max(message.at for message in sent)


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
