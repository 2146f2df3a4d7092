"""A query of the watch language as an SQLite FTS5 query over `articles_fts`.

The FTS5 query finds every article that the query matches; where it may find more, `exact` is False and the rows are
asked again with `match.matches`. Nodes that FTS5 cannot narrow (patterns, outlets, scripts without word spaces)
become "anything": `match` is None where nothing narrows at all, and every row must be asked.
"""

from dataclasses import dataclass

from monitor.match import fit
from monitor.match.nodes import TEXT_FIELDS, And, Except, Near, Node, Not, Or, Scoped, Term
from monitor.match.syntax import parse

# The language's fields -> columns of articles_fts.
_COLUMNS = {"author": "authors", "tag": "tags"}


@dataclass(frozen=True, slots=True)
class FullText:
    """An FTS5 MATCH string (None: every row), and whether it finds exactly what the query matches."""

    match: str | None
    exact: bool


def translate(query: str) -> FullText:
    """The FTS5 form of a query.

    Raises:
        QuerySyntaxError: the query cannot be understood.
    """
    return _translated(parse(query), TEXT_FIELDS)


_ANYTHING = FullText(None, exact=False)


def _translated(node: Node, fields: tuple[str, ...]) -> FullText:  # noqa: PLR0911  one return for each kind of node
    match node:
        case Term():
            return _term(node, fields)
        case And(items):
            return _all([_translated(item, fields) for item in items])
        case Or(items):
            return _any([_translated(item, fields) for item in items])
        case Not(item):
            inner = _translated(item, fields)
            return FullText(f"NOT {inner.match}", exact=True) if inner.match and inner.exact else _ANYTHING
        case Near(left, right):
            return _near(node, fields) or _all([_translated(left, fields), _translated(right, fields), _ANYTHING])
        case Except(item, _):
            return _all([_translated(item, fields), _ANYTHING])
        case Scoped(name, item):
            return _translated(item, (name,))
        case _:
            return _ANYTHING


def _term(term: Term, fields: tuple[str, ...]) -> FullText:
    words = _phrase(term)
    if words is None:
        return _ANYTHING
    exact = len(term.words) == 1 and fit.demands(term) is None
    return FullText(f"({_columns(fields)} : {words})", exact)


def _phrase(term: Term) -> str | None:
    """The term as an FTS5 phrase; None where FTS5 cuts the text into other words than we do."""
    if not all(word.isascii() for word in term.words):
        return None
    return '"' + " ".join(term.words) + '"' + (" *" if term.prefix else "")


def _columns(fields: tuple[str, ...]) -> str:
    return "{" + " ".join(_COLUMNS.get(field, field) for field in fields) + "}"


def _near(node: Near, fields: tuple[str, ...]) -> FullText | None:
    if not (isinstance(node.left, Term) and isinstance(node.right, Term)):
        return None
    left, right = _phrase(node.left), _phrase(node.right)
    if left is None or right is None:
        return None
    # A possessive "s" is a word of its own in FTS5 and none in ours: each word between may bring one, and the first.
    distance = 2 * node.distance + 1
    return FullText(f"({_columns(fields)} : NEAR({left} {right}, {distance}))", exact=False)


def _all(parts: list[FullText]) -> FullText:
    exact = all(part.exact for part in parts)
    wanted = [part.match for part in parts if part.match and not part.match.startswith("NOT ")]
    unwanted = [part.match for part in parts if part.match and part.match.startswith("NOT ")]
    if not wanted:
        return _ANYTHING
    joined = " AND ".join(wanted)
    for part in unwanted:
        joined = f"({joined}) {part}"
    return FullText(f"({joined})", exact)


def _any(parts: list[FullText]) -> FullText:
    if any(part.match is None for part in parts):
        return _ANYTHING
    return FullText("(" + " OR ".join(part.match or "" for part in parts) + ")", all(part.exact for part in parts))
