"""Which kind of news an article is in a story that goes on, or why it is none. Pure; each step can be explained.

denial        its first sentences deny, where there is something to deny
confirmed     another owner, with reporting of its own, where nobody had confirmed it yet
development   a step, a date, an amount or a name that no earlier article has, where the article leads or names the
watch
suppressed    what speaks about news (opinion, lists, recaps ...), what only repeats an outlet that it credits,
what names the watch by the way, and what adds nothing
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from monitor.news import Earlier, Fact, FactKind, Genre, NewsKind, Step, Tidings
from monitor.story import Suppressed, Suppression

RECENT = timedelta(days=3)  # a piece of opinion speaks of news that is no older
CONFIRMING = timedelta(hours=96)  # after that a second outlet has news of its own, or is late
SETTLED = timedelta(days=30)  # after that what comes opens a saga again
BESIDES = timedelta(hours=48)  # a second source may tell it by another step
CREDIT = timedelta(hours=30)  # what is credited later is background
ECHO = timedelta(hours=2)  # after a message others tell it again in their own way
ENOUGH = 2  # of weight that makes one of an edit or of an article without reporting of its own,
MUCH = 4  # and of what repeats another, or comes in the hours of the echoes
# What begins an event of its own, wherever its saga stands.
OPENERS = frozenset({"exit", "death", "jobs", "court", "fate", "showing", "reviews", "labour", "awards", "money"})
_STRONG = frozenset({FactKind.STEP, FactKind.DATE})
_REVIEWS = 2  # of a work that are news


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """An article is news of this kind. `fact` is the sentence that brings it; None: it stands for itself."""

    kind: NewsKind
    fact: str | None = None


def muted(tidings: Tidings, now: datetime) -> Suppressed | None:
    """Why an article is no news whatever the story: its genre, a rewrite, a mention by the way; None: it may be."""
    account = tidings.account
    if _is_muted_genre(tidings, now):
        return Suppressed(reason=Suppression.GENRE, facts={"genre": account.genre.value, "sign": account.sign or ""})
    known = {one.outlet for one in tidings.earlier if now - one.found_at <= CREDIT}
    repeated = next((outlet for outlet in tidings.credited if outlet in known), None)
    adds = account.denial is not None or weight(tidings.fresh) >= (ENOUGH if account.sources else MUCH)
    if account.is_borrowed and repeated is not None and not adds:
        return Suppressed(reason=Suppression.REWRITE, facts={"outlet": repeated})
    if account.is_passing and not any(one.alerted and one.in_thread for one in tidings.earlier):
        return Suppressed(reason=Suppression.MENTION)
    return None


def _is_muted_genre(tidings: Tidings, now: datetime) -> bool:
    """Whether an article of its genre is no news, given what came before it."""
    account = tidings.account
    match account.genre:
        case Genre.REPORT:
            return False
        case Genre.REVIEW:
            return _reviews(tidings) >= _REVIEWS
        case Genre.FIRST_PERSON | Genre.TRIBUTE:
            return account.denial is None and _is_running(tidings, now)
        case Genre.FEATURE:
            return account.denial is None and weight(tidings.fresh) < ENOUGH
        case Genre.OPINION | Genre.LIST | Genre.RECAP | Genre.ROUND_UP | Genre.GUIDE | Genre.REACTION:
            return True
        case _:
            assert_never(account.genre)


def opening(tidings: Tidings, story: int, now: datetime) -> News:
    """What the first article of a story is, for a watch that may have heard of its saga before."""
    account = tidings.account
    saga = [one for one in tidings.earlier if one.in_thread and one.alerted and one.story != story]
    steps = _clear(account.steps)
    line = [one for one in saga if _lines(_clear(one.steps)) & _lines(steps)]
    fact = _bringing(tidings.fresh)
    before = line or (saga if account.is_explicit else ())
    recent = [one for one in before if now - one.found_at <= CONFIRMING and _is_of(account.subjects, one.subjects)]
    if account.denial is not None and line:
        return News(kind=NewsKind.DENIAL, fact=account.denial)
    if line and line[-1].alerted in {NewsKind.DENIAL, NewsKind.CORRECTION}:  # not true then, and an event now
        return News(kind=NewsKind.OPENED)
    if recent and _confirms(tidings, recent):
        return News(kind=NewsKind.CONFIRMED, fact=account.own)
    is_known = bool(saga) and now - saga[-1].found_at <= SETTLED
    goes_on = line or (is_known and not _opens(account.near_steps))
    return News(kind=NewsKind.DEVELOPMENT, fact=fact.sentence) if fact and goes_on else News(kind=NewsKind.OPENED)


def joining(tidings: Tidings, story: int, now: datetime) -> News | Suppressed:
    """What an article is that comes to a story that had a message."""
    account = tidings.account
    in_story = [one for one in tidings.earlier if one.story == story]
    if account.denial is not None and not is_denied(tidings, story):
        return News(kind=NewsKind.DENIAL, fact=account.denial)
    lines = _lines(_clear(account.steps))
    saga = [one for one in tidings.earlier if one.in_thread and one.alerted]
    stepped = [one for one in saga if _lines(_clear(one.steps)) & lines]
    on_line = [*stepped, *(one for one in in_story if stepped and _is_of_last(one, saga, stepped[0].found_at))]
    headed = {Step(fact.key) for fact in tidings.fresh if fact.kind is FactKind.STEP and fact.rank == 0}
    is_denied_last = bool(saga) and saga[-1].alerted is NewsKind.DENIAL  # whatever comes then speaks for the report
    is_beside = not on_line and not _opens(headed)
    besides = [one for one in saga if is_beside and (not lines or now - one.found_at <= BESIDES)]
    if is_denied_last or not _clear(headed):
        on_line = on_line or besides
    if _confirms(tidings, on_line) or _confirms_story(tidings, in_story, on_line):
        return News(kind=NewsKind.CONFIRMED, fact=account.own)
    news = developed(tidings, now)
    confirms = _confirms_development(tidings, in_story, stepped) or _confirms(tidings, besides)
    if confirms and isinstance(news, Suppressed):  # a step of its own weighs too little among the echoes
        return News(kind=NewsKind.CONFIRMED, fact=account.own)
    if isinstance(news, Suppressed) and any(one.alerted and one.owner == tidings.owner for one in in_story):
        first = next(one for one in in_story if one.alerted and one.owner == tidings.owner)
        if first.outlet != tidings.outlet:
            return Suppressed(reason=Suppression.SISTER, facts={"outlet": tidings.outlet, "owner": tidings.owner})
    return news


def is_denied(tidings: Tidings, story: int) -> bool:
    """Whether a denial of this story was reported."""
    return any(one.story == story and one.alerted is NewsKind.DENIAL for one in tidings.earlier)


def developed(tidings: Tidings, now: datetime) -> News | Suppressed:
    """A development, if its new facts weigh enough: less where it reports itself, more in the hours of the echoes."""
    needed = MUCH if _is_echo(tidings, now) else 0 if tidings.account.own is not None else ENOUGH
    return _development(tidings) if weight(tidings.fresh) >= needed else _nothing(tidings)


def edited(tidings: Tidings, now: datetime) -> News | Suppressed:
    """A development that an edit brought: its headline says so, or one of its sentences has new facts of enough weight.

    Many small ones are none: a live page counts people, minutes and goals from morning to night.
    """
    needed = MUCH if _is_echo(tidings, now) else ENOUGH
    sentences = {fact.sentence for fact in tidings.fresh}
    most = max((weight(fact for fact in tidings.fresh if fact.sentence == one) for one in sentences), default=0)
    return _development(tidings) if tidings.retitled or most >= needed else _nothing(tidings)


def _development(tidings: Tidings) -> News:
    fact = _bringing(tidings.fresh)
    return News(kind=NewsKind.DEVELOPMENT, fact=fact.sentence if fact else tidings.account.own)


def _nothing(tidings: Tidings) -> Suppressed:
    facts = ", ".join(dict.fromkeys(fact.text for fact in tidings.fresh if _weight(fact)))
    return Suppressed(reason=Suppression.NOTHING_NEW, facts={"facts": facts})


def _is_echo(tidings: Tidings, now: datetime) -> bool:
    return any(one.alerted and one.in_thread and now - one.found_at < ECHO for one in tidings.earlier)


def weight(facts: Iterable[Fact]) -> int:
    """How much new facts weigh: a step, a date or an amount in the headline or the first sentences is enough."""
    return sum(_weight(fact) for fact in facts)


def _weight(fact: Fact) -> int:
    if fact.kind is FactKind.NAME:
        return MUCH if fact.rank == 0 else 1 if fact.rank <= 2 else 0  # in a headline: whom the news is about
    if fact.key == Step.REVIEWED:
        return 0
    is_vague = fact.kind is FactKind.STEP and Step(fact.key).is_vague
    if fact.rank == 0:
        return 1 if is_vague else 2
    if fact.rank == 1:
        return 2 if fact.kind in _STRONG and not is_vague else 1
    return 1 if fact.rank == 2 else 0


def _bringing(facts: Iterable[Fact]) -> Fact | None:
    """The fact that is quoted: of the weightiest the first, best in a sentence of the text."""
    ranked = sorted(facts, key=lambda fact: (-_weight(fact), fact.rank == 0))
    return ranked[0] if ranked and _weight(ranked[0]) else None


def _confirms(tidings: Tidings, before: Iterable[Earlier]) -> bool:
    """Whether this is the first independent second source of what these reported."""
    alerted = [one for one in before if one.alerted]
    if not alerted or any(one.alerted is NewsKind.CONFIRMED for one in alerted):
        return False
    denials = [at for at, one in enumerate(alerted, 1) if one.alerted is NewsKind.DENIAL]
    since = alerted[denials[-1] :] if denials else alerted  # who denied may confirm what was reported since
    if any(one.owner == tidings.owner for one in since or alerted):
        return False
    account = tidings.account
    if alerted[-1].alerted is NewsKind.DENIAL:
        return account.is_explicit
    # A report that neither passes on hearsay nor credits anyone stands for itself.
    is_plain = account.genre is Genre.REPORT and account.hearsay is None and not tidings.credited
    return account.own is not None or account.genre is Genre.REVIEW or is_plain


def _confirms_story(tidings: Tidings, in_story: Sequence[Earlier], on_line: Iterable[Earlier]) -> bool:
    """The same of a story whose saga was confirmed before: it has nothing but the same to say."""
    stepped = any(fact.kind is FactKind.STEP and _weight(fact) > 1 for fact in tidings.fresh)
    last = max((one.found_at for one in in_story if one.alerted), default=None)
    same = [one for one in on_line if _clear(one.steps) & _clear(tidings.account.steps)]
    is_old = last and any(one.alerted is NewsKind.CONFIRMED and one.found_at >= last for one in same)
    return not stepped and not is_old and _confirms(tidings, in_story)


def _confirms_development(tidings: Tidings, in_story: Iterable[Earlier], stepped: Sequence[Earlier]) -> bool:
    """The same of a step that another owner brought to a story, whoever opened it.

    What came to the story since and has no step, a confirmation or a denial, speaks of that one.
    """
    same = [one for one in stepped if _clear(one.steps) & _clear(tidings.account.steps)]
    if not same or same[0].alerted is not NewsKind.DEVELOPMENT:
        return False
    others = [one for one in in_story if one.alerted and one.found_at >= same[0].found_at and one not in same]
    on_it = [one for one in others if one.alerted is NewsKind.DENIAL or _is_of_last(one, others, same[0].found_at)]
    return _confirms(tidings, sorted([*same, *on_it], key=lambda one: one.found_at))


def _is_of_last(one: Earlier, saga: Iterable[Earlier], since: datetime) -> bool:
    """Whether an article with a message speaks of what others reported since then, for it is on no line of its own.

    It has no step, or it confirmed them by another one that nobody had said before.
    """
    lines = _lines(_clear(one.steps))
    if not lines or one.alerted is not NewsKind.CONFIRMED or one.found_at < since:
        return one.alerted is not None and not lines
    return not any(_lines(_clear(other.steps)) & lines for other in saga if other.found_at < one.found_at)


def _is_of(subjects: frozenset[str], others: frozenset[str]) -> bool:
    """Whether two articles that the grouping keeps apart name somebody in common: else the one confirms nothing.

    A script without capitals shows no names.
    """
    return not subjects.isdisjoint(others) or not (subjects or others)


def _reviews(tidings: Tidings) -> int:
    return sum(one.genre is Genre.REVIEW and one.alerted is not None for one in tidings.earlier)


def _is_running(tidings: Tidings, now: datetime) -> bool:
    """Whether the watch had a message these days."""
    return any(one.alerted and now - one.found_at <= RECENT for one in tidings.earlier)


def _clear(steps: Iterable[Step]) -> frozenset[Step]:
    return frozenset(step for step in steps if not step.is_vague)


def _lines(steps: Iterable[Step]) -> frozenset[str]:
    return frozenset(line for step in steps for line in step.lines)


def _opens(steps: Iterable[Step]) -> bool:
    """Whether one of these begins an event of its own, wherever the saga stands."""
    return any(step.lines <= OPENERS for step in _clear(steps))
