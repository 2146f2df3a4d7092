"""Why a watch matches an article or does not: clause by clause, where it held, and how near a failed one came."""

from dataclasses import dataclass

from monitor.match.evaluate import View, evaluate
from monitor.match.layout import ANYWHERE, STRIDE, Layout, Place
from monitor.match.nodes import FIELDS, About, And, Except, Near, Node, Not, Or, Pattern, Scoped, Term, children
from monitor.match.prepare import (
    ARTICLE,
    SENTENCE,
    applies,
    context_fields,
    find,
    in_context,
    masks_of,
    prepare,
    scope_of,
)
from monitor.model import Article, Mark, Watch

_SHOWN = 3  # places named for a clause


@dataclass(frozen=True, slots=True)
class Clause:
    """One part of a watch. `depth` is how deep it lies; `nearest` is what came closest where it does not hold."""

    text: str
    holds: bool
    depth: int
    where: tuple[Mark, ...] = ()
    nearest: str | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """The verdict of a watch on an article, and every clause's."""

    watch: str
    matches: bool
    clauses: tuple[Clause, ...]

    def lines(self) -> list[str]:
        """For printing: one line a clause, indented by its depth."""
        verdict = "matches" if self.matches else "does not match"
        return [f"{self.watch}: {verdict}", *(_line(clause) for clause in self.clauses)]


def _line(clause: Clause) -> str:
    places = ", ".join(f"{mark.field} {mark.start}: {mark.text!r}" for mark in clause.where[:_SHOWN])
    more = f" and {len(clause.where) - _SHOWN} more" if len(clause.where) > _SHOWN else ""
    told = f"  [{places}{more}]" if places else ""
    miss = f"  ({clause.nearest})" if clause.nearest else ""
    return f"{'  ' * (clause.depth + 1)}{'yes' if clause.holds else 'no '}  {clause.text}{told}{miss}"


def explain(watch: Watch, article: Article) -> Explanation:
    """Every clause of a watch with its verdict on the article.

    Raises:
        QuerySyntaxError: the watch cannot be understood.
    """
    prepared = prepare(watch)
    layout = Layout(article)
    clauses = []
    if watch.outlets or watch.languages:
        names = ", ".join((*watch.outlets, *watch.languages))
        here = f"the article is of {article.outlet}, in {article.language or 'an unknown language'}"
        clauses.append(Clause(f"only {names}", applies(watch, layout), 0, nearest=here))
    view = View(layout, masks=masks_of(prepared, layout), scope=scope_of(prepared, layout))
    if prepared.mask:
        masked = evaluate(prepared.mask, View(layout, ANYWHERE)) or []
        told = f"{len(masked)} places do not count" if masked else None
        clauses.append(Clause(f"except {written(prepared.mask)}", not masked, 0, _marks(layout, masked), told))
    _explain(prepared.root, view, 0, clauses)
    places = evaluate(prepared.root, view)
    if prepared.contexts:
        where = {ARTICLE: "in the article", SENTENCE: "in the same sentence"}
        distance = where.get(prepared.within, f"within {prepared.within} words")
        held = places is not None and in_context(prepared, layout, places) is not None
        clauses.append(Clause(f"context, {watch.context_match}, {distance}", held, 0))
        for context in prepared.contexts:
            _explain(context, View(layout, context_fields(prepared)), 1, clauses)
    if watch.min_count > 1:
        clauses.append(Clause(f"at least {watch.min_count} places", len(places or []) >= watch.min_count, 0))
    return Explanation(watch.name, find(prepared, layout) is not None, tuple(clauses))


def _explain(node: Node, view: View, depth: int, clauses: list[Clause]) -> None:
    places = evaluate(node, view)
    nearest = None if places is not None else _nearest(node, view)
    clauses.append(Clause(written(node), places is not None, depth, _marks(view.layout, places or []), nearest))
    if isinstance(node, And | Or | Near):
        for child in children(node):
            _explain(child, view, depth + 1, clauses)


def _marks(layout: Layout, places: list[Place]) -> tuple[Mark, ...]:
    return tuple(layout.mark(place) for place in places)


def _nearest(node: Node, view: View) -> str | None:
    """What came closest to a node that does not hold."""
    if isinstance(node, Term | Pattern):
        if (hidden := view.layout.places(node, view.fields)) and (view.masks or view.scope):
            return f"it stands at {len(hidden)} places that are masked or out of scope"
        elsewhere = view.layout.places(node, ANYWHERE)
        if elsewhere:
            return f"it stands in {FIELDS[view.layout.field_of(elsewhere[0])]}"
        return _half(node, view) if isinstance(node, Term) else None
    if isinstance(node, Near):
        gap = _gap(view.layout, evaluate(node.left, view) or [], evaluate(node.right, view) or [])
        return None if gap is None else f"the nearest are {gap} words apart"
    return None


def _half(term: Term, view: View) -> str | None:
    """The words of a phrase that do occur."""
    if len(term.words) == 1:
        return None
    found = [word for word in term.words if view.layout.places(Term((word,), word), view.fields)]
    return f"of its words only {', '.join(found)}" if found and len(found) < len(term.words) else None


def _gap(layout: Layout, left: list[Place], right: list[Place]) -> int | None:
    """How many words stand between the nearest two, of the first hundred each."""
    gaps = [
        max(one[0], other[0]) - min(one[1], other[1])
        for one in layout.numbered(left[:100])
        for other in layout.numbered(right[:100])
    ]
    return min((gap for gap in gaps if 0 <= gap < STRIDE // 2), default=None)


def written(node: Node) -> str:  # noqa: PLR0911  one return for each kind of node
    """A node in the query language."""
    match node:
        case Term(words, text, prefix, exact):
            quoted = f'"{text}"' if len(words) > 1 else text
            return f"{'=' if exact else ''}{quoted}{'*' if prefix else ''}"
        case Pattern(source, exact):
            return f"{'=' if exact else ''}/{source}/"
        case And(items):
            return " AND ".join(_inner(item) for item in items).replace(" AND NOT ", " NOT ")
        case Or(items):
            return " OR ".join(_inner(item) for item in items)
        case Not(item):
            return f"NOT {_inner(item)}"
        case Near(left, right, distance, ordered):
            return f"{_inner(left)} {'O' if ordered else ''}NEAR/{distance} {_inner(right)}"
        case Except(item, mask):
            return f"{_inner(item)} EXCEPT {_inner(mask)}"
        case Scoped(name, item):
            return f"{name}:{_inner(item)}"
        case About(name, value):
            return f"{name}:{value}"


def _inner(node: Node) -> str:
    return f"({written(node)})" if isinstance(node, And | Or | Near | Except) else written(node)
