"""What a query means: a tree of frozen nodes. The parser makes it; the engines read it.

A node says of itself what an engine can know without knowing its kind:

    children        the nodes directly below it
    all_of, any_of  of these, which must hold where it holds: all of the ones, at least one of the others
    is_positional   whether it stands at places in a text, so that NEAR and EXCEPT can use it

So the prefilter, the full-text query, the limits and `case` serve every operator without naming it. How a node is
found is said in `evaluate` alone.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Any, cast

TEXT_FIELDS = ("title", "standfirst", "body")  # where a query looks that names no field
LIST_FIELDS = ("author", "section", "tag")
FIELDS = (*TEXT_FIELDS, *LIST_FIELDS)  # in this order an article is laid out for matching
ABOUT_FIELDS = ("outlet", "lang")  # facts of the article, not texts


class _Base:
    """What a node says of itself where its class does not say otherwise: a leaf that stands nowhere."""

    __slots__ = ()

    @property
    def children(self) -> "tuple[Node, ...]":
        """The nodes directly below."""
        return ()

    @property
    def all_of(self) -> "tuple[Node, ...]":
        """The nodes below that hold wherever this one does."""
        return ()

    @property
    def any_of(self) -> "tuple[Node, ...]":
        """The nodes below of which one holds wherever this one does; empty: that is not how it works."""
        return ()

    @property
    def is_positional(self) -> bool:
        """Whether it stands at places in a text."""
        return False


@dataclass(frozen=True, slots=True)
class Term(_Base):
    """A word or phrase. `words` are folded; `written` is the text as the person typed it; `at` is where."""

    words: tuple[str, ...]
    written: str
    prefix: bool = False  # the last word may go on
    exact: bool = False  # letters, case and accents as written
    at: int = field(default=0, compare=False)
    capitals: tuple[int, ...] = ()  # the numbers of the words that must stand in capitals
    pointed: tuple[tuple[int, int], ...] = ()  # first and past of words that must stand as initials, with points

    def __hash__(self) -> int:
        """As `written` alone: its hash is remembered by the string, and terms are looked up for every article."""
        return hash(self.written)

    @property
    def is_positional(self) -> bool:
        """It stands where its words do."""
        return True


@dataclass(frozen=True, slots=True)
class Pattern(_Base):
    """A regular expression (RE2) over the text as it stands."""

    source: str
    exact: bool = False  # case counts
    at: int = field(default=0, compare=False)

    @property
    def is_positional(self) -> bool:
        """It stands at the words that it touches."""
        return True


@dataclass(frozen=True, slots=True)
class And(_Base):
    """Every item holds. At least one item is not a `Not`."""

    items: "tuple[Node, ...]"
    at: int = field(default=0, compare=False)

    @property
    def children(self) -> "tuple[Node, ...]":
        """The items."""
        return self.items

    @property
    def all_of(self) -> "tuple[Node, ...]":
        """The items."""
        return self.items


@dataclass(frozen=True, slots=True)
class Or(_Base):
    """At least one item holds."""

    items: "tuple[Node, ...]"
    at: int = field(default=0, compare=False)

    @property
    def children(self) -> "tuple[Node, ...]":
        """The items."""
        return self.items

    @property
    def any_of(self) -> "tuple[Node, ...]":
        """The items."""
        return self.items

    @property
    def is_positional(self) -> bool:
        """It stands where its items do, if all of them stand anywhere."""
        return all(item.is_positional for item in self.items)


@dataclass(frozen=True, slots=True)
class Not(_Base):
    """The item does not hold. Stands in an `And` only."""

    item: "Node"
    at: int = field(default=0, compare=False)

    @property
    def children(self) -> "tuple[Node, ...]":
        """The item; nothing of it must hold."""
        return (self.item,)


@dataclass(frozen=True, slots=True)
class Near(_Base):
    """At most `distance` words stand between the two, in one field."""

    left: "Node"
    right: "Node"
    distance: int
    ordered: bool = False
    at: int = field(default=0, compare=False)

    @property
    def children(self) -> "tuple[Node, ...]":
        """Both sides."""
        return (self.left, self.right)

    @property
    def all_of(self) -> "tuple[Node, ...]":
        """Both sides."""
        return (self.left, self.right)

    @property
    def is_positional(self) -> bool:
        """It stands where its sides stand near each other."""
        return True


@dataclass(frozen=True, slots=True)
class Except(_Base):
    """The item, without the places that share a word with a place of the mask."""

    item: "Node"
    mask: "Node"
    at: int = field(default=0, compare=False)

    @property
    def children(self) -> "tuple[Node, ...]":
        """The item, then the mask."""
        return (self.item, self.mask)

    @property
    def all_of(self) -> "tuple[Node, ...]":
        """The item."""
        return (self.item,)

    @property
    def is_positional(self) -> bool:
        """It stands where its item does."""
        return self.item.is_positional


@dataclass(frozen=True, slots=True)
class Scoped(_Base):
    """The item, looked for in one field."""

    name: str
    item: "Node"
    at: int = field(default=0, compare=False)

    @property
    def children(self) -> "tuple[Node, ...]":
        """The item."""
        return (self.item,)

    @property
    def all_of(self) -> "tuple[Node, ...]":
        """The item."""
        return (self.item,)

    @property
    def is_positional(self) -> bool:
        """It stands where its item does."""
        return self.item.is_positional


@dataclass(frozen=True, slots=True)
class About(_Base):
    """A fact of the article: its outlet's id, or its language."""

    name: str
    value: str
    at: int = field(default=0, compare=False)


Node = Term | Pattern | And | Or | Not | Near | Except | Scoped | About


def rebuilt(node: Node, change: Callable[[Node], Node]) -> Node:
    """The same node over changed nodes: each of those directly below it is replaced by what `change` makes of it."""

    def changed(value: Any) -> Any:
        if isinstance(value, _Base):
            return change(cast("Node", value))
        if isinstance(value, tuple) and value and isinstance(value[0], _Base):
            return tuple(map(change, value))
        return value

    return replace(node, **{one.name: changed(getattr(node, one.name)) for one in fields(node)})


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it, in the order of the query."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(node.children))


def height(node: Node) -> int:
    """How many nodes lie within each other."""
    highest = 0
    waiting = [(node, 1)]
    while waiting:
        node, level = waiting.pop()
        highest = max(highest, level)
        waiting.extend((child, level + 1) for child in node.children)
    return highest
