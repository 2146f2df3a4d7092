"""What a query means: a tree of frozen nodes. `syntax` makes it; the engines read it.

Positional nodes (`Term`, `Pattern`, `Near`, and `Or`, `Except`, `Scoped` of such) stand at places in a text; `And`,
`Not` and `About` only hold or do not. No node knows how it is found.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

TEXT_FIELDS = ("title", "standfirst", "body")  # where a query looks that names no field
LIST_FIELDS = ("author", "section", "tag")
FIELDS = (*TEXT_FIELDS, *LIST_FIELDS)  # in this order an article is laid out for matching
ABOUT_FIELDS = ("outlet", "lang")  # facts of the article, not texts


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase. `words` are folded; `written` is the text as the person typed it; `at` is where."""

    words: tuple[str, ...]
    written: str
    prefix: bool = False  # the last word may go on
    exact: bool = False  # letters, case and accents as written
    at: int = field(default=0, compare=False)

    def __hash__(self) -> int:
        """As `written` alone: its hash is remembered by the string, and terms are looked up for every article."""
        return hash(self.written)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression (RE2) over the text as it stands."""

    source: str
    exact: bool = False  # case counts
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class And:
    """Every item holds. At least one item is no `Not`."""

    items: "tuple[Node, ...]"
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Or:
    """At least one item holds."""

    items: "tuple[Node, ...]"
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """The item does not hold. Stands in an `And` only."""

    item: "Node"
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Near:
    """At most `distance` words stand between the two, in one field."""

    left: "Node"
    right: "Node"
    distance: int
    ordered: bool = False
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Except:
    """The item, without the places that share a word with a place of the mask."""

    item: "Node"
    mask: "Node"
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Scoped:
    """The item, looked for in one field."""

    name: str
    item: "Node"
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class About:
    """A fact of the article: its outlet's id, or its language."""

    name: str
    value: str
    at: int = field(default=0, compare=False)


Node = Term | Pattern | And | Or | Not | Near | Except | Scoped | About


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below."""
    match node:
        case And(items) | Or(items):
            return items
        case Not(item) | Scoped(_, item):
            return (item,)
        case Near(left, right) | Except(left, right):
            return (left, right)
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it, in the order of the query."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(children(node)))


def height(node: Node) -> int:
    """How many nodes lie within each other."""
    highest = 0
    waiting = [(node, 1)]
    while waiting:
        node, level = waiting.pop()
        highest = max(highest, level)
        waiting.extend((child, level + 1) for child in children(node))
    return highest


def is_positional(node: Node) -> bool:
    """Whether the node stands at places in a text, so that NEAR and EXCEPT can use it."""
    match node:
        case Term() | Pattern() | Near():
            return True
        case Or(items):
            return all(is_positional(item) for item in items)
        case Except(item, _) | Scoped(_, item):
            return is_positional(item)
        case _:
            return False
