"""Whether two listings list the same articles: what one listed some time ago, and what the other lists now.

    before   n m l k j i h            newest first, as far as it is known
    now                l k j i h g f  the stretch that both cover: k to h... of which both should have all

Only the stretch between the first and the last common article counts. What is newer on one side was published later;
what is older is no longer listed, or never was known.
"""

from collections.abc import Sequence

LEAST = 5  # common articles: fewer may be chance, as where a list of one author shares three of a front page's
SAME = 0.7  # of the stretch, on both sides: `bench/successors.py` has what other values would do
MOST_OLDER = 50  # articles that nobody knows, older than the stretch: to use such a list would read all of them


def shared(before: Sequence[str], now: Sequence[str]) -> int:
    """How many articles they have in common. Both are keys, each once."""
    return len(set(before) & set(now))


def is_same_list(before: Sequence[str], now: Sequence[str]) -> bool:
    """Whether the one lists what the other listed, no more and no less. Both are keys, each once, newest first.

    A list of one category has gaps in the other's stretch, and a list of everything has much that the other never had.
    """
    common = set(before) & set(now)
    least = min(LEAST, len(before))
    if len(common) < max(least, 1):
        return False
    return min(_share(before, common), _share(now, common)) >= SAME


def older(before: Sequence[str], now: Sequence[str]) -> Sequence[str]:
    """What is listed now after the last common article."""
    common = set(before)
    last = max((place for place, key in enumerate(now) if key in common), default=-1)
    return now[last + 1 :]


def _share(listed: Sequence[str], common: set[str]) -> float:
    """Of the stretch from the first common article to the last, the share that is common."""
    places = [place for place, key in enumerate(listed) if key in common]
    return len(places) / (places[-1] - places[0] + 1)
