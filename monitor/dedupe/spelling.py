"""Whether two forms of a sentence differ in spelling alone.

Careful on purpose: short words, numbers and first letters are never only spelt differently ("hired", "fired"; "now",
"not"), and a word more or less counts unless it stood there twice.
"""

from collections.abc import Sequence

from monitor.dedupe.terms import lower

_LEAST = 5  # letters: among shorter words one letter makes another word


def is_respelled(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether each word of the one is a word of the other, or a slip of it."""
    old, new = _undoubled(lower(before)), _undoubled(lower(after))
    if not old or len(old) != len(new):
        return False
    return all(one == other or _is_slip(one, other) for one, other in zip(old, new, strict=True))


def _undoubled(tokens: Sequence[str]) -> list[str]:
    """Without words that stand there twice in a row: "in the the film"."""
    return [token for place, token in enumerate(tokens) if place == 0 or token != tokens[place - 1]]


def _is_slip(one: str, other: str) -> bool:
    """Whether one letter was left out, put in, replaced, or two were swapped; never the first, nor a figure."""
    if min(len(one), len(other)) < _LEAST or one[0] != other[0] or not (one.isalpha() and other.isalpha()):
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    left, right = one[start:], other[start:]
    if {left, right} & {"s", "d"}:  # a plural, a tense
        return False
    is_swap = len(left) == len(right) >= 2 and left[0] == right[1] and left[1] == right[0] and left[2:] == right[2:]
    is_other_letter = left[1:] == right[1:] and len(left) > 1  # the last letter is an ending: "approves", "approved"
    return is_swap or is_other_letter or left[1:] == right or right[1:] == left
