"""What keeps two articles apart, however many words they share: other acts, another season, no common subject.

Rules on headlines, for a headline says what happened; what it does not say keeps nothing apart.
"""

from collections.abc import Container
from datetime import timedelta
from enum import StrEnum

from monitor.dedupe.acts import CASES, LOOSE, Act
from monitor.dedupe.claims import Claims
from monitor.dedupe.gist import CLIP, Deed

BRIEF_WORDS = 60  # of its text: a shorter one is a headline with a summary at most
BARE_WORDS = 8  # fewer are no summary either
BARE_APART = timedelta(hours=36)  # between headlines alone: later the same words are about the next thing
SUBJECT = 0.33  # of the words that name one headline's subject, in the other text
CLAIMED = 0.33  # of all that a headline claims


class Conflict(StrEnum):
    """Why two articles report different events."""

    ACTS = "acts"
    COMMENT = "comment"  # one reports; the other reviews, lists, remembers or explains
    ROUND_UP = "round-up"  # one is on many events, or both are, each on its own
    PART = "part"  # another season, episode or part
    SUBJECT = "subject"  # one headline's subject is not in the other text
    CLAIM = "claim"  # what one headline says is not in the other text
    NAME = "name"  # one name is all that two brief articles have in common
    TIME = "time"


def of_deeds(first: Deed, second: Deed, *, bare: bool) -> Conflict | None:
    """What keeps two headlines apart by their acts and parts. `bare`: one of the articles has no text."""
    if Act.ROUND_UP in first.main | second.main:
        return Conflict.ROUND_UP
    if _other_part(first, second):
        return Conflict.PART
    if not first.main or not second.main or first.main & second.main:
        return None
    # Each headline of two texts picks one thing from an event, so there only acts that exclude each other count: one is
    # sued for one thing, and charged with another.
    acts = first.main | second.main
    if not bare and not acts <= CASES and (acts & LOOSE or (first.is_comment and second.is_comment)):
        return None
    return Conflict.COMMENT if first.is_comment != second.is_comment else Conflict.ACTS


def are_cases(first: Deed, second: Deed) -> bool:
    """Whether both headlines are on a lawsuit, or both on a criminal case: of these one person may have several."""
    return not CASES.isdisjoint(first.main & second.main)


def other_case(
    first: Claims, said_first: Container[str], second: Claims, said_second: Container[str], least: float = 0.0
) -> bool:
    """Whether each of two headlines on cases names more than who is in court, of which the other text has too little.

    `least`: a share that is too little; of a brief article nothing at all.
    """
    return max(first.else_share(second, said_second), second.else_share(first, said_first)) <= least


def of_claims(
    first: Claims, said_first: Container[str], second: Claims, said_second: Container[str], *, cases: bool
) -> Conflict | None:
    """What keeps two brief articles apart by what their headlines claim; `said_…`: the stems of each article.

    `cases`: both are on cases, and both have a text: the name of who is sued does not make them one.
    """
    if cases and other_case(first, said_first, second, said_second):
        return Conflict.SUBJECT
    if min(first.subject_share(said_second), second.subject_share(said_first)) < SUBJECT:
        return Conflict.SUBJECT
    if min(first.share(said_second), second.share(said_first)) < CLAIMED:
        return Conflict.CLAIM
    return None


def _other_part(first: Deed, second: Deed) -> bool:
    if not first.parts and not second.parts:
        return False
    units = {unit for unit, _ in first.parts} & {unit for unit, _ in second.parts}
    if any(_numbers(first, unit).isdisjoint(_numbers(second, unit)) for unit in units):
        return True
    # "Trailer #2" is another one than "the trailer".
    follows = [max(_numbers(deed, CLIP), default=1) > 1 for deed in (first, second)]
    return follows[0] != follows[1] and Act.SHOWN in first.main & second.main


def _numbers(deed: Deed, unit: str) -> frozenset[int]:
    return frozenset(number for name, number in deed.parts if name == unit)
