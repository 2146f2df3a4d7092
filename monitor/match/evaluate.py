"""Whether a query holds in a laid-out article, and the places that make it hold.

A result is a list of places in order, or None where the node does not hold; a node that holds without standing
anywhere (an outlet, a language) gives an empty list. Every step takes time linear in the places, times a logarithm.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate, compress
from operator import itemgetter
from typing import NamedTuple, assert_never

from monitor.match.query.nodes import FIELDS, About, And, Except, Near, Node, Not, Or, Pattern, Scoped, Term
from monitor.match.scan.folded_text import ANYWHERE, IN_TEXT, Fields, Layout, Numbered, Place

FIELD_RANGES: dict[str, Fields] = {name: ((number, number + 1),) for number, name in enumerate(FIELDS)}


class Cover:
    """A set of places, asked whether it shares a word with a given one."""

    __slots__ = ("_furthest", "_starts")

    def __init__(self, places: Sequence[Place]) -> None:
        ordered = sorted(places)
        self._starts = [start for start, _ in ordered]
        self._furthest = list(accumulate((end for _, end in ordered), max))

    def touches(self, place: Place) -> bool:
        """Whether any place of the set shares a word with this one."""
        index = bisect_left(self._starts, place[1])
        return index > 0 and self._furthest[index - 1] > place[0]


class View(NamedTuple):
    """What of the article a node may use."""

    layout: Layout
    fields: Fields = IN_TEXT
    masks: tuple[Cover, ...] = ()
    scope: tuple[Place, ...] = ()  # the word ranges where places count; empty: anywhere


def evaluate(node: Node, view: View) -> list[Place] | None:  # noqa: PLR0911  one return for each kind of node
    """The places of a node that holds, else None."""
    match node:
        case Term() | Pattern():
            return _visible(view.layout.places(node, view.fields), view) or None
        case And(items):
            return _all(items, view)
        case Or(items):
            results = [result for item in items if (result := evaluate(item, view)) is not None]
            return merge(results) if results else None
        case Not(item):
            return None if evaluate(item, _unscoped(view)) is not None else []
        case Near():
            return _near(node, view)
        case Except(item, mask):
            return evaluate(item, _masked(mask, view))
        case Scoped(name, item):
            return evaluate(item, _in_field(name, view))
        case About():
            return [] if _is_about(node, view.layout) else None
        case _:
            assert_never(node)


def below(node: Node, view: View) -> list[tuple[Node, View]]:
    """The nodes directly below, each with what it may use."""
    match node:
        case Not(item):
            return [(item, _unscoped(view))]
        case Except(item, mask):
            return [(item, _masked(mask, view)), (mask, View(view.layout, ANYWHERE))]
        case Scoped(name, item):
            return [(item, _in_field(name, view))]
        case _:  # open: the others change nothing of what their children may use
            return [(child, view) for child in node.children]


def _unscoped(view: View) -> View:
    """What is excluded is looked for everywhere."""
    return View(view.layout, view.fields, view.masks)


def _masked(mask: Node, view: View) -> View:
    places = evaluate(mask, View(view.layout, ANYWHERE))
    return View(view.layout, view.fields, (*view.masks, Cover(places)), view.scope) if places else view


def _in_field(name: str, view: View) -> View:
    return View(view.layout, FIELD_RANGES[name], view.masks, view.scope)


def _visible(places: list[Place], view: View) -> list[Place]:
    for cover in view.masks:
        places = [place for place in places if not cover.touches(place)]
    if view.scope:
        places = [place for place in places if any(a <= place[0] and place[1] <= b for a, b in view.scope)]
    return places


def _all(items: tuple[Node, ...], view: View) -> list[Place] | None:
    results = []
    for item in items:
        result = evaluate(item, view)
        if result is None:
            return None
        results.append(result)
    return merge(results)


def merge(results: list[list[Place]]) -> list[Place]:
    """All places of several results, in order, each once."""
    if len(results) == 1:
        return results[0]
    return sorted({place for result in results for place in result})


def _near(node: Near, view: View) -> list[Place] | None:
    left = evaluate(node.left, view)
    right = evaluate(node.right, view) if left else None
    if not left or not right:
        return None
    ones, others = view.layout.numbered(left, right)
    both = not node.ordered
    lefts = compress(left, close(ones, others, node.distance, before=True, after=both))
    rights = compress(right, close(others, ones, node.distance, before=both, after=True))
    return merge([list(lefts), list(rights)]) or None


def close(
    places: Sequence[Numbered], others: Sequence[Numbered], distance: int, *, before: bool = True, after: bool = True
) -> list[bool]:
    """For each of `places`: does it stand before, or after, one of `others` with at most `distance` words between?"""
    by_start = sorted(others)
    by_end = sorted(others, key=_BY_END)
    starts = [other.start for other in by_start]
    ends = [other.end for other in by_end]
    found = []
    for place in places:
        index = bisect_left(starts, place.end)
        follows = before and index < len(starts) and by_start[index].first - place.past <= distance
        if not follows and after:
            index = bisect_right(ends, place.start)
            follows = index > 0 and place.first - by_end[index - 1].past <= distance
        found.append(follows)
    return found


_BY_END = itemgetter(1)


def _is_about(node: About, layout: Layout) -> bool:
    if node.name == "outlet":
        return layout.article.outlet.lower() == node.value
    return speaks(layout.article.language, node.value)


def speaks(language: str | None, wanted: str) -> bool:
    """Whether a declared language is the wanted one or a regional form of it ("en" is spoken in "en-GB")."""
    declared = (language or "").replace("_", "-").lower()
    return declared == wanted or declared.startswith(wanted + "-")
