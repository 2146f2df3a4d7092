"""Why a watch matches an article or does not: clause by clause, where it held, and how near a failed one came."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import assert_never

from monitor.match.decide import applies, context_fields, find, in_context, masks_of, near, scope_of, without_context
from monitor.match.evaluate import View, below, evaluate
from monitor.match.prepare import ARTICLE, SENTENCE, Prepared, prepare
from monitor.match.query.nodes import FIELDS, About, And, Except, Near, Node, Not, Or, Pattern, Scoped, Term
from monitor.match.query.unparse import written
from monitor.match.scan.folded_text import ANYWHERE, STRIDE, Layout, Place
from monitor.model import Article, Mark, Watch
from monitor.phrasing import count, listing

_SHOWN = 3  # places named for a clause
_CLAUSES = 300  # of the longest queries, the rest is left out
_DEPTH = 12  # operators within each other that are taken apart
_COMPARED = 100  # places of each side that are looked at for the nearest miss
_TEXT = 300  # characters of a clause's query
_AROUND = 12  # characters shown around words that were not what was asked for


@dataclass(frozen=True, slots=True)
class Clause:
    """One part of a watch. `depth` is how deep it lies; `nearest` is what came closest where it does not hold.

    `where` are the first of `count` places, `sentences` the numbers, from 1, of the sentences in which they stand.
    """

    text: str
    holds: bool
    depth: int
    count: int = 0
    where: tuple[Mark, ...] = ()
    sentences: tuple[int, ...] = ()
    nearest: str | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """The verdict of a watch on an article, and every clause's."""

    watch: str
    matches: bool
    clauses: tuple[Clause, ...]


def explain(watch: Watch, article: Article) -> Explanation:
    """Every clause of a watch with its verdict on the article.

    Raises:
        QuerySyntaxError: the watch cannot be understood.
    """
    prepared = prepare(watch)
    layout = Layout(article)
    clauses = tuple(islice(_clauses(prepared, layout), _CLAUSES))
    return Explanation(watch.name, find(prepared, layout) is not None, clauses)


def _clauses(prepared: Prepared, layout: Layout) -> Iterator[Clause]:
    watch, article = prepared.watch, layout.article
    if watch.outlets or watch.languages:
        names = ", ".join((*watch.outlets, *watch.languages))
        here = f"the article is of {article.outlet}, in {article.language or 'an unknown language'}"
        yield Clause(f"only {names}", applies(watch, layout), 0, nearest=here)
    if watch.scope:
        yield Clause(f"in {watch.scope}", holds=True, depth=0)
    if prepared.mask:
        masked = evaluate(prepared.mask, View(layout, ANYWHERE)) or []
        note = _left_out(len(masked))
        yield _clause(f"except {written(prepared.mask)}", masked, 0, layout, note, holds=True)
    view = View(layout, masks=masks_of(prepared, layout), scope=scope_of(prepared, layout))
    yield from _explained(prepared.root, view, 0)
    places = evaluate(prepared.root, view)
    if prepared.contexts:
        yield from _context(prepared, layout, places)
    if watch.min_count > 1:
        count = len(find(prepared, layout) or places or [])
        yield Clause(f"at least {watch.min_count} places", count >= watch.min_count, 0, nearest=f"there are {count}")


def _context(prepared: Prepared, layout: Layout, places: list[Place] | None) -> Iterator[Clause]:
    where = {ARTICLE: "in the article", SENTENCE: "in the same sentence"}
    distance = where.get(prepared.within, f"within {prepared.within} words")
    kept = None if places is None else in_context(prepared, layout, places)
    free = without_context(prepared, layout, places or [])
    nearest = "the longer phrases of the query need none" if free and kept is None else None
    if kept is None and not free:
        nearest = _far_context(prepared, layout, places or [])
    text = f"context, {prepared.watch.context_match} of these, {distance}"
    yield _clause(text, kept or [], 0, layout, nearest, holds=kept is not None or bool(free))
    for context in prepared.contexts:
        yield from _explained(context, View(layout, context_fields(prepared)), 1)


def _far_context(prepared: Prepared, layout: Layout, places: list[Place]) -> str | None:
    """The context that stands in the article, and not near enough."""
    found = [evaluate(context, View(layout, context_fields(prepared))) or [] for context in prepared.contexts]
    far = [stands for stands in found if stands and not near(prepared.within, layout, places, stands)]
    if prepared.within == ARTICLE or not places or not far:
        return None
    gap = min((gap for stands in far if (gap := _gap(layout, places, stands)) is not None), default=None)
    if gap is None:
        return "it is in another field"
    return f"the nearest are {gap} words apart" + (", in two sentences" if prepared.within == SENTENCE else "")


def _clause(text: str, places: list[Place], depth: int, layout: Layout, nearest: str | None, *, holds: bool) -> Clause:
    shown = places[:_SHOWN]
    marks = tuple(layout.mark(place) for place in shown)
    sentences = tuple(layout.sentence_of(place)[1] or 1 for place in shown)
    return Clause(
        text if len(text) <= _TEXT else text[:_TEXT] + "…", holds, depth, len(places), marks, sentences, nearest
    )


def _left_out(places: int) -> str:
    """What `except` does to an article."""
    if not places:
        return "these words do not occur"
    return f"{count(places, 'place')} {'is' if places == 1 else 'are'} not counted"


def _explained(node: Node, view: View, depth: int) -> Iterator[Clause]:
    places = evaluate(node, view)
    nearest = None if places is not None else _nearest(node, view)
    yield _clause(_in_words(node), places or [], depth, view.layout, nearest, holds=places is not None)
    for child, child_view in _parts(node, view) if depth < _DEPTH else ():
        yield from _explained(child, child_view, depth + 1)


def _in_words(node: Node) -> str:
    if isinstance(node, Near):
        order = "in this order, " if node.ordered else ""
        return f"{written(node)}: {order}at most {node.distance} words between"
    return f"not {written(node.item)}" if isinstance(node, Not) else written(node)


def _parts(node: Node, view: View) -> list[tuple[Node, View]]:
    """The parts worth their own clause, and what each may use: a word in a field says no more than the word."""
    if isinstance(node, Scoped) and isinstance(node.item, Term | Pattern):
        return []
    return below(node, view)


def _nearest(node: Node, view: View) -> str | None:
    """What came closest to a node that does not hold."""
    match node:
        case Term():
            return _hidden(node, view) or _other_words(node, view) or _half(node, view)
        case Pattern():
            return _hidden(node, view)
        case Near(left, right):
            gap = _gap(view.layout, evaluate(left, view) or [], evaluate(right, view) or [])
            return None if gap is None else f"the nearest are {gap} words apart"
        case Scoped():
            return None if _parts(node, view) else _nearest(*below(node, view)[0])
        case And() | Or() | Not() | Except() | About():
            return None  # their parts have their own clauses
        case _:
            assert_never(node)


def _hidden(node: Term | Pattern, view: View) -> str | None:
    """It stands where it does not count."""
    hidden = view.layout.places(node, view.fields)
    if hidden:
        return f"it occurs {count(len(hidden), 'time')}, but only where except or in leaves it out"
    elsewhere = view.layout.places(node, ANYWHERE)
    return f"it occurs in another field: {FIELDS[view.layout.field_of(elsewhere[0])]}" if elsewhere else None


def _other_words(term: Term, view: View) -> str | None:
    """The folded words stand there, but are not what was asked for."""
    layout = view.layout
    place = next(layout.folded_places(term, view.fields), None)
    if place is None:
        return None
    start, end = layout.span(place)
    original = layout.originals[layout.field_of(place)]
    shown = " ".join(original[max(0, start - _AROUND) : end + _AROUND].split())
    return f"nearly: {shown!r}"


def _half(term: Term, view: View) -> str | None:
    """The words of a phrase that do occur."""
    if len(term.words) == 1:
        return None
    words = dict.fromkeys(term.words)
    found = [word for word in words if next(view.layout.folded_places(Term((word,), word), view.fields), None)]
    missing = [word for word in words if word not in found]
    if not found or not missing:
        return None
    return f"{_quoted(found)} {'occurs' if len(found) == 1 else 'occur'}, but not {_quoted(missing)}"


def _quoted(words: Sequence[str]) -> str:
    return listing([f"“{word}”" for word in words])


def _gap(layout: Layout, left: list[Place], right: list[Place]) -> int | None:
    """How many words stand between the nearest two, if both sides stand anywhere."""
    if not left or not right:
        return None
    ones, others = layout.numbered(left[:_COMPARED], right[:_COMPARED])
    pairs = [sorted((one, other)) for one in ones for other in others]
    gaps = [later.first - earlier.past for earlier, later in pairs if earlier.end <= later.start]
    return min((gap for gap in gaps if gap < STRIDE // 2), default=None)
