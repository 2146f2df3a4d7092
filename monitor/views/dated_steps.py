"""What is to happen on a day, as articles say it: "Heat 2 opens 18 June 2027"; and how such a day moved.

A sentence counts if it holds a day with its month, speaks of an opening, a premiere, a sale or the like, and stands in
the headline, in the first sentences or where the watch was found. The year is the stated one, or else that in which
the day comes next after the report. A day that a later article says it was moved to keeps its uid, with a sequence that
is one higher; one that slow outlets still repeat is the old one.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from monitor import novelty
from monitor.model import Article, Mark
from monitor.news import Fact, FactKind, Step
from monitor.reading.urls import is_web
from monitor.store import articles, hits
from monitor.store.archive import Archive
from monitor.story import StoryHit
from monitor.text.folding import fold

MOST = 2_000  # hits that are read, the newest
_REMEMBERED = 2_000  # articles, of which a page that is asked for again reads none a second time
_NEAR = 2  # rank of the sentences in which the watch was found
_STEPS = frozenset({Step.DATED.value, Step.MOVED.value})
_KEY = re.compile(r"(\d{1,2})-(\d{1,2})")
_YEAR = re.compile(r"\D{0,3}(20\d\d)(?!\d)")
_BEFORE = re.compile(r"(?:\bfrom|\binstead of|\boriginally|\bpreviously|\bwas|\bhad been)\W+(?:\w+\W+){0,2}$")
_MOVED = re.compile(r"\b(?:moved|moves|pushed|delayed|postponed|rescheduled|shifted) (?:from|back|up|to|until)\b")
_NOT = re.compile(r"\b(?:not|won t|miss|misses)\b")
_JUST_OVER = timedelta(days=120)  # so long ago a day without a year is rather over than of next year
_AHEAD = 3  # years: what is further away is a slip
_STATED = 5  # statements of one day that are kept


class DateKind(StrEnum):
    """What is to happen."""

    TICKETS = "tickets on sale"
    PREMIERE = "premiere"
    STREAMING = "streaming"
    SHOOTING = "shooting begins"
    RELEASE = "release"
    OTHER = "date"


_WORDS = {
    DateKind.TICKETS: r"on sale|tickets|booking",
    DateKind.SHOOTING: r"(?:begin|start)s? (?:shooting|filming|production)|(?:shooting|filming) (?:begin|start)s?",
    DateKind.PREMIERE: r"premieres?|world premiere|bows?|debuts?|opening night",
    DateKind.STREAMING: r"streams?|streaming|on demand|digital release",
    DateKind.RELEASE: r"opens?|opening|releases?|released|arrives?|hits|cinemas?|theaters?|theatres?|launch(?:es)?",
}
_KINDS = {kind: re.compile(rf"\b(?:{words})\b") for kind, words in _WORDS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class DateStated:
    """An article that states a day. `is_moved`: it says that the day was another one before."""

    on: date
    kind: DateKind
    is_moved: bool
    sentence: str
    article_id: int
    outlet_name: str
    title: str
    url: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedStep:
    """What is to happen on a day. `was`: the days that it was before, in order; `stated`: who says so, latest first."""

    uid: str
    watch: str
    watch_name: str
    kind: DateKind
    on: date
    sequence: int
    was: tuple[date, ...]
    stated: tuple[DateStated, ...]
    outlets: tuple[str, ...]  # names, in order of report
    changed_at: datetime

    @property
    def title(self) -> str:
        """`Heat 2: release`."""
        return f"{self.watch_name}: {self.kind.value}"


def of_watch(archive: Archive, watch: str, since: datetime, limit: int = MOST) -> list[DatedStep]:
    """The dated steps of a watch (its id), of what was found since then, in order of their days."""
    found = hits.recent(archive, watch=watch, since=since, limit=limit)
    used = [hit for hit in found if hit.is_right is not False and (hit.report.is_own or hit.report.is_release)]
    texts = {
        stored.id: stored.article for stored in articles.get_many(archive, [one.report.article_id for one in used])
    }
    said = (
        one
        for hit in sorted(used, key=lambda hit: (hit.report.reported.at, hit.id))
        if (article := texts.get(hit.report.article_id)) is not None
        for one in stated(article, hit)
    )
    return steps(watch, found[0].watch_name if found else watch, said)


def stated(article: Article, hit: StoryHit) -> Iterator[DateStated]:
    """The days that an article states, each kind once."""
    seen = set()
    for on, kind, is_moved, sentence in _days(article, tuple(hit.marks), hit.report.reported.at):
        if (on, kind) not in seen:
            seen.add((on, kind))
            report = hit.report
            yield DateStated(
                on=on,
                kind=kind,
                is_moved=is_moved,
                sentence=sentence,
                article_id=report.article_id,
                outlet_name=report.outlet_name,
                title=report.title,
                url=report.url if is_web(report.url) else "",
                at=report.reported.at,
            )


@lru_cache(_REMEMBERED)
def _days(article: Article, marks: tuple[Mark, ...], at: datetime) -> tuple[tuple[date, DateKind, bool, str], ...]:
    """The days that an article reported at that time states; most state none, which is soon seen."""
    return tuple(_read_days(article, marks, at)) if novelty.names_a_day(article, marks) else ()


def _read_days(article: Article, marks: Sequence[Mark], at: datetime) -> Iterator[tuple[date, DateKind, bool, str]]:
    facts = novelty.account(article, marks, ()).facts
    steps_ = [fact for fact in facts if fact.kind is FactKind.STEP and fact.key in _STEPS]
    moves = {fact.sentence for fact in steps_ if fact.key == Step.MOVED.value}
    for fact in facts:
        if fact.kind is not FactKind.DATE or fact.rank > _NEAR:
            continue
        kind = _kind(fact, steps_)
        on = _day(fact, at) if kind else None
        if kind and on is not None and not _is_old(fact):
            is_moved = fact.sentence in moves or article.title in moves or bool(_MOVED.search(fold(fact.sentence)))
            yield on, kind, is_moved, fact.sentence


def _kind(fact: Fact, steps_: Sequence[Fact]) -> DateKind | None:
    """What its sentence says is to happen; None: nothing that is known."""
    said = fold(fact.sentence)
    for kind, words in _KINDS.items():
        if words.search(said):
            return kind
    return DateKind.OTHER if any(step.sentence == fact.sentence for step in steps_) else None


def _day(fact: Fact, at: datetime) -> date | None:
    """The day, which is to come; None: it is over, or none."""
    key = _KEY.fullmatch(fact.key)
    if key is None:
        return None
    month, day, reported = int(key[1]), int(key[2]), at.date()
    place = fold(fact.sentence).find(fold(fact.text))
    year = _YEAR.match(fold(fact.sentence), place + len(fold(fact.text))) if place >= 0 else None
    years = [int(year[1])] if year else [reported.year, reported.year + 1]
    for each in years:
        try:
            found = date(each, month, day)
        except ValueError:  # 30 February, or 29 of another year
            continue
        if found > reported and each <= reported.year + _AHEAD:  # that of the report itself is a dateline
            return found
        if not year and reported - found < _JUST_OVER:  # "its first week since July 22"
            return None
    return None


def _is_old(fact: Fact) -> bool:
    """Whether the sentence names it as the day that it was, or is not: "moved from 4 May to 18 June"."""
    said = fold(fact.sentence)
    before = said[: max(said.find(fold(fact.text)), 0)]
    return said.startswith("correction") or bool(_BEFORE.search(before) or _NOT.search(before))


def steps(watch: str, name: str, said: Iterable[DateStated]) -> list[DatedStep]:
    """The steps that statements, in order of report, come to; in order of their days."""
    found: list[DatedStep] = []
    for one in said:
        place = _place(found, one)
        if place is None:
            found.append(_opened(watch, name, one))
        elif one.on in found[place].was:  # a slow outlet
            continue
        else:
            found[place] = _joined(found[place], one)
    return sorted(found, key=lambda step: (step.on, step.kind, step.uid))


def _place(found: Sequence[DatedStep], one: DateStated) -> int | None:
    """Which step a statement is on: that of the same day; the last one of its kind if the day was moved.

    "Pushed to 2 July" does not say what is: it is of the last step of any kind.
    """
    is_of_any = one.is_moved and one.kind is DateKind.OTHER
    same = [place for place, step in enumerate(found) if is_of_any or step.kind is one.kind]
    for place in same:
        if one.on == found[place].on or one.on in found[place].was:
            return place
    return max(same, key=lambda place: found[place].changed_at) if same and one.is_moved else None


def row(step: DatedStep) -> dict[str, Any]:
    """A step as a row of a list, and as JSON has it."""
    latest = step.stated[0]
    return {
        "on": step.on,
        "watch": step.watch_name,
        "watch_id": step.watch,
        "what": step.kind.value,
        "was": step.was,
        "outlets": step.outlets,
        "sentence": latest.sentence,
        "title": latest.title,
        "url": latest.url,
        "article_id": latest.article_id,
        "changed_at": step.changed_at,
        "sequence": step.sequence,
        "uid": step.uid,
        "state": "moved" if step.was else "",
        "calendar": None,
    }


def _opened(watch: str, name: str, one: DateStated) -> DatedStep:
    cause = f"{watch}\n{one.kind.value}\n{one.on.isoformat()}"
    return DatedStep(
        uid=f"{hashlib.sha256(cause.encode('utf-8', 'replace')).hexdigest()[:24]}@entertainment-monitor",
        watch=watch,
        watch_name=name,
        kind=one.kind,
        on=one.on,
        sequence=0,
        was=(),
        stated=(one,),
        outlets=(one.outlet_name,),
        changed_at=one.at,
    )


def _joined(step: DatedStep, one: DateStated) -> DatedStep:
    named = tuple(dict.fromkeys((*step.outlets, one.outlet_name)))
    if one.on == step.on:
        return replace(step, stated=(one, *step.stated)[:_STATED], outlets=named)
    return replace(
        step,
        on=one.on,
        sequence=step.sequence + 1,
        was=(*step.was, step.on),
        stated=(one,),
        outlets=(one.outlet_name,),
        changed_at=one.at,
    )
