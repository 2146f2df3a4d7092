"""The query language, evaluated as plainly as it can be said: lists of words, every pair looked at.

It shares with the product the nodes, the folding, and the rule of what may stand between the words of a phrase; all
else (search, distances, masks, scope, context) is written again, for clarity alone.
"""

from dataclasses import dataclass

import re2

from monitor import text
from monitor.match.query.nodes import (
    FIELDS,
    TEXT_FIELDS,
    About,
    And,
    Except,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Scoped,
    Term,
)
from monitor.match.scan import term_check
from monitor.model import Article

Words = frozenset[tuple[str, int, int]]  # (field, first word, word past the last)


@dataclass(frozen=True)
class Sight:
    """Which fields a node looks at, and which places do not count."""

    fields: tuple[str, ...] = TEXT_FIELDS
    masked: tuple[Words, ...] = ()


def originals(article: Article) -> dict[str, str]:
    """The texts of an article by the language's names of its fields."""
    return {
        "title": article.title,
        "standfirst": article.standfirst or "",
        "body": article.body,
        "author": ", ".join(article.authors),
        "section": article.section or "",
        "tag": ", ".join(article.tags),
    }


def evaluate(node: Node, article: Article, sight: Sight = Sight()) -> Words | None:  # noqa: PLR0911  one return a kind
    """The places of a node that holds, else None."""
    match node:
        case Term() | Pattern():
            found = {
                (field, first, past)
                for field in sight.fields
                for first, past in _leaf(node, originals(article)[field])
                if not _is_masked((field, first, past), sight)
            }
            return frozenset(found) or None
        case And(items):
            results = [evaluate(item, article, sight) for item in items]
            return None if None in results else _union(results)
        case Or(items):
            results = [evaluate(item, article, sight) for item in items]
            return None if all(result is None for result in results) else _union(results)
        case Not(item):
            return frozenset() if evaluate(item, article, sight) is None else None
        case Near(left, right, distance, ordered):
            return _near(
                evaluate(left, article, sight) or frozenset(),
                evaluate(right, article, sight) or frozenset(),
                article,
                distance,
                ordered=ordered,
            )
        case Except(item, mask):
            masked = evaluate(mask, article, Sight(FIELDS)) or frozenset()
            return evaluate(item, article, Sight(sight.fields, (*sight.masked, masked)))
        case Scoped(name, item):
            return evaluate(item, article, Sight((name,), sight.masked))
        case About("outlet", value):
            return frozenset() if article.outlet.lower() == value else None
        case About(_, value):
            declared = (article.language or "").lower().replace("_", "-")
            return frozenset() if declared.split("-")[0] == value or declared == value else None


def spans(article: Article, words: Words) -> set[tuple[str, int, int]]:
    """Places as offsets into the texts."""
    found = set()
    for field, first, past in words:
        original = originals(article)[field]
        offsets = text.words(original)
        found.add((field, offsets[first][0], offsets[past - 1][1]))
    return found


def _union(results: list[Words | None]) -> Words:
    return frozenset(place for result in results for place in result or ())


def _leaf(node: Term | Pattern, original: str) -> list[tuple[int, int]]:
    offsets = text.words(original)
    folded = [text.fold(original[start:end]) for start, end in offsets]
    if isinstance(node, Pattern):
        flags = re2.Options()
        flags.case_sensitive = node.exact
        matches = [match.span() for match in re2.compile(node.source, flags).finditer(original)]
        touched = [[i for i, (a, b) in enumerate(offsets) if a < end and b > start] for start, end in matches]
        return [(numbers[0], numbers[-1] + 1) for numbers in touched if numbers]
    length = len(node.words)
    wanted = term_check.demands(node)
    found = []
    for first in range(len(folded) - length + 1):
        here = folded[first : first + length]
        same = here[:-1] == list(node.words[:-1]) and (
            here[-1].startswith(node.words[-1]) if node.prefix else here[-1] == node.words[-1]
        )
        if same and (wanted is None or term_check.fits(wanted, original, offsets[first : first + length])):
            found.append((first, first + length))
    return found


def _is_masked(place: tuple[str, int, int], sight: Sight) -> bool:
    return any(
        field == place[0] and first < place[2] and past > place[1]
        for masked in sight.masked
        for field, first, past in masked
    )


def _near(left: Words, right: Words, article: Article, distance: int, *, ordered: bool) -> Words | None:
    found = set()
    for one in left:
        for other in right:
            if one[0] != other[0]:
                continue
            forward = other[1] >= one[2] and _between(article, one, other) <= distance
            backward = one[1] >= other[2] and _between(article, other, one) <= distance and not ordered
            if forward or backward:
                found |= {one, other}
    return frozenset(found) or None


def _between(article: Article, one: tuple[str, int, int], other: tuple[str, int, int]) -> int:
    """How many words stand between two places; a lone "s", as in "Mann's", is part of the word before."""
    original = originals(article)[one[0]]
    folded = text.fold(original).split(" ")
    return sum(word != "s" for word in folded[one[2] : other[1]])
