"""How good advice is on verdicts that it has not seen: made from four fifths of them, tried on the last, five times."""

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.match.advice.proposals import Advice, Judged, advise
from monitor.match.advice.watch_check import holds
from monitor.match.prepare import prepare
from monitor.model import Article, Watch

_PARTS = 5
_LEAST = 10  # right ones and wrong ones below which a part is too few to say anything

Kind = tuple[bool, bool]  # whether it has masks, and context


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Precision and recall on the verdicts that were held out."""

    precision: float
    recall: float


def kind_of(advice: Advice) -> Kind:
    """Which kind of proposal it is: masks, context or both."""
    return bool(advice.masks), bool(advice.context)


def held_out(watch: Watch, judged: Sequence[Judged], newest: Sequence[Article] = ()) -> dict[Kind, HeldOut]:
    """The figures of each kind of proposal; nothing where there are few verdicts.

    Where no proposal of a kind comes of the rest, the watch stays as it is for that part.

    Raises:
        QuerySyntaxError: the watch cannot be understood.
    """
    right = [one for one in judged if one.right]
    wrong = [one for one in judged if not one.right]
    if min(len(right), len(wrong)) < _LEAST:
        return {}
    kept: dict[Kind, list[bool]] = {(True, False): [], (False, True): [], (True, True): []}
    for part in range(_PARTS):
        rest = [one for each in (right, wrong) for number, one in enumerate(each) if number % _PARTS != part]
        held = [*right[part::_PARTS], *wrong[part::_PARTS]]
        proposals = {kind_of(advice): advice.watch for advice in advise(watch, rest, newest=newest)}
        for kind, found in kept.items():
            changed = prepare(proposals.get(kind, watch))
            found += [one.right for one in held if holds(changed, one.article)]
    return {
        kind: HeldOut(sum(found) / len(found) if found else 1.0, sum(found) / len(right))
        for kind, found in kept.items()
    }
