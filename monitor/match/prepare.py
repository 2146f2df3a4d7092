"""A watch made ready for matching: its texts as nodes, its options checked."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from monitor.errors import QuerySyntaxError
from monitor.match.query import suggestions
from monitor.match.query.initials import both_ways
from monitor.match.query.nodes import (
    FIELDS,
    TEXT_FIELDS,
    About,
    And,
    Except,
    Node,
    Not,
    Or,
    Pattern,
    Term,
    rebuilt,
    walk,
)
from monitor.match.query.operators import DISTANCE
from monitor.match.query.parser import is_plain, parse, parse_item
from monitor.model import Watch

ARTICLE = -1  # context anywhere in the article
SENTENCE = -2  # context in the same sentence
_SCOPE_WORDS = re.compile(r"(?:the )?first (\d{1,6}) words?(?: of (?:the )?body)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A watch as nodes. `within` is ARTICLE, SENTENCE or a number of words."""

    watch: Watch
    root: Node
    mask: Node | None
    has_not: bool  # asked only where there is a mask
    contexts: tuple[Node, ...]
    unambiguous: tuple[Term, ...]  # alternatives of the query that need no context
    within: int
    scope: tuple[tuple[int, int | None], ...]  # numbers of fields, with how many of their first words


def prepare(watch: Watch) -> Prepared:
    """The watch as nodes.

    Raises:
        QuerySyntaxError: its query, or another option of it, cannot be understood.
    """
    alternatives = [_read(watch, "query", parse, watch.query)]
    alternatives += [_read(watch, "aliases", parse_item, alias) for alias in watch.aliases]
    if watch.case:
        alternatives = [made_exact(node) for node in alternatives]
    alternatives = [both_ways(node) for node in alternatives]
    masks = [both_ways(_read(watch, "except", parse_mask, mask)) for mask in watch.masks]
    _check_context_match(watch)
    root = _joined(alternatives)
    return Prepared(
        watch=watch,
        root=root,
        mask=_joined(masks) if masks else None,
        has_not=bool(masks) and any(isinstance(node, Not) for node in walk(root)),
        contexts=tuple(both_ways(_read(watch, "context", parse_context, context)) for context in watch.context),
        unambiguous=_unambiguous(root) if watch.context else (),
        within=_within(watch),
        scope=_scope(watch),
    )


def flaws(watch: Watch) -> list[tuple[str, str]]:
    """All that keeps the watch from being prepared: the option, and what is wrong with it. No text names the watch."""
    found = []
    for option, read, text in _texts(watch):
        try:
            read(text)
        except QuerySyntaxError as error:
            found.append((option, str(error)))
    for option, check in (("context_match", _check_context_match), ("context_within", _within), ("in", _scope)):
        try:
            check(watch)
        except QuerySyntaxError as error:
            found.append((option, str(error).removeprefix(f"watch {watch.name!r}: {option} ")))
    return found


def named_outlets(watch: Watch) -> Iterator[tuple[str, str]]:
    """The outlets that a watch without flaws names in its queries: the option, and the id."""
    for option, read, text in _texts(watch):
        for node in walk(read(text)):
            if isinstance(node, About) and node.name == "outlet":
                yield option, node.value


def _texts(watch: Watch) -> Iterator[tuple[str, Callable[[str], Node], str]]:
    """Every query of a watch: the option, how it is read, and the text."""
    readers: tuple[tuple[str, Callable[[str], Node], tuple[str, ...]], ...] = (
        ("query", parse, (watch.query,)),
        ("aliases", parse_item, watch.aliases),
        ("except", parse_mask, watch.masks),
        ("context", parse_context, watch.context),
    )
    for option, read, texts in readers:
        for text in texts:
            yield option, read, text


def _read(watch: Watch, option: str, read: Callable[[str], Node], query: str) -> Node:
    try:
        return read(query)
    except QuerySyntaxError as error:
        where = f"watch {watch.name!r}" + ("" if option == "query" else f", {option}")
        raise QuerySyntaxError(
            f"{where}: {error.reason}", query=error.query, position=error.position, hint=error.hint
        ) from error


def _wrong(watch: Watch, option: str, value: str, wanted: str, *, hint: str | None = None) -> QuerySyntaxError:
    return QuerySyntaxError(f"watch {watch.name!r}: {option} is {wanted}", query=value, position=0, hint=hint)


def parse_mask(item: str) -> Node:
    """The nodes of an `except` entry, which must stand at places: words, phrases, NEAR, and OR of such."""
    node = parse_item(item)
    if not node.is_positional:
        raise QuerySyntaxError("only words, phrases, NEAR and OR mask anything", query=item, position=node.at)
    return node


def parse_context(item: str) -> Node:
    """The nodes of a `context` entry. A plain entry in small letters counts in its plural with -s too."""
    node = parse_item(item)
    if not item.islower() or not isinstance(node, Term) or not is_plain(item):
        return node
    *before, last = node.words
    if not (last.isascii() and last.isalpha() and len(last) >= 3) or last.endswith("s"):
        return node
    return Or((node, Term((*before, last + "s"), node.written + "s", at=node.at)))


def _unambiguous(root: Node) -> tuple[Term, ...]:
    """The phrases of the query's OR that hold a shorter one of it: they would be idle if they needed context too."""
    if isinstance(root, And):
        wanted = [item for item in root.items if not isinstance(item, Not)]
        return _unambiguous(wanted[0]) if len(wanted) == 1 else ()
    terms = [item for item in (root.items if isinstance(root, Or) else ()) if isinstance(item, Term)]
    return tuple(term for term in terms if any(_holds(term, other) for other in terms))


def _holds(term: Term, other: Term) -> bool:
    return len(term.words) > len(other.words) and f" {' '.join(other.words)} " in f" {' '.join(term.words)} "


def _joined(nodes: list[Node]) -> Node:
    if len(nodes) == 1:
        return nodes[0]
    return Or(tuple(part for node in nodes for part in (node.items if isinstance(node, Or) else (node,))))


def made_exact(node: Node) -> Node:
    """The node with every word, phrase and pattern as written; a mask hides its places however they are written."""
    if isinstance(node, Term | Pattern):
        return replace(node, exact=True)
    if isinstance(node, Except):
        return replace(node, item=made_exact(node.item))
    return rebuilt(node, made_exact)


def _check_context_match(watch: Watch) -> None:
    if watch.context_match not in {"any", "all"}:
        raise _wrong(watch, "context_match", watch.context_match, "any or all")


def _within(watch: Watch) -> int:
    if watch.context_within == "article":
        return ARTICLE
    given = str(watch.context_within).strip().lower()
    number = re.fullmatch(r"(\d{1,6})(?: words?)?", given)
    if number and int(number[1]) <= DISTANCE.most:
        return int(number[1])
    if given in {"article", "sentence"}:
        return ARTICLE if given == "article" else SENTENCE
    raise _wrong(watch, "context_within", given, f'"article", "sentence" or a number of words up to {DISTANCE.most}')


def _scope(watch: Watch) -> tuple[tuple[int, int | None], ...]:
    parts: list[tuple[int, int | None]] = []
    if not watch.scope:
        return ()
    for part in re.split(r"\s*,\s*(?:or\s+)?|\s+or\s+", watch.scope.strip().lower()):
        words = _SCOPE_WORDS.fullmatch(part)
        if words:
            parts.append((FIELDS.index("body"), int(words[1])))
        elif part in TEXT_FIELDS:
            parts.append((FIELDS.index(part), None))
        elif part:
            wanted = 'made of title, standfirst, body, "first N words" and "or"'
            raise _wrong(watch, "in", watch.scope, wanted, hint=suggestions.place(part))
    return tuple(parts)
