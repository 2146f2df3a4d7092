"""Nodes back in the query language: `parse(written(node)) == node`."""

from typing import assert_never

from monitor.match.query.nodes import About, And, Except, Near, Node, Not, Or, Pattern, Scoped, Term
from monitor.match.query.operators import KEYWORDS


def written(node: Node) -> str:  # noqa: PLR0911  one return for each kind of node
    """A node in the query language."""
    match node:
        case Term():
            return _term(node)
        case Pattern(source, exact):
            escaped = source.replace("/", "\\/")
            return f"{'=' if exact else ''}/{escaped}/"
        case And(items):
            return _inner(items[0]) + "".join(
                f" {written(item)}" if isinstance(item, Not) else f" AND {_inner(item)}" for item in items[1:]
            )
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
            return f'{name}:"{value}"' if not value.isalnum() else f"{name}:{value}"
        case _:
            assert_never(node)


def _term(term: Term) -> str:
    sign, star = "=" if term.exact else "", "*" if term.prefix else ""
    if term.written.isalnum() and term.written.isascii() and term.written not in KEYWORDS:
        return f"{sign}{term.written}{star}"
    escaped = term.written.replace("\\", "\\\\").replace('"', '\\"')
    return f'{sign}"{escaped}{star}"'


def _inner(node: Node) -> str:
    return f"({written(node)})" if isinstance(node, And | Or | Near | Except) else written(node)
