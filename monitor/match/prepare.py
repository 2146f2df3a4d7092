"""A watch made ready for matching, and the judgement of one watch on one laid-out article.

    query or an alias holds  ->  masked places do not count  ->  only places within the scope  ->  context near them
    ->  at least min_count places

The places that remain are the marks of the hit.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from monitor.errors import QuerySyntaxError
from monitor.match.evaluate import Cover, View, close, evaluate, merge, speaks
from monitor.match.layout import ANYWHERE, Fields, Layout, Place
from monitor.match.lexer import DISTANCE_LIMIT
from monitor.match.nodes import (
    FIELDS,
    TEXT_FIELDS,
    And,
    Except,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Scoped,
    Term,
    is_positional,
    walk,
)
from monitor.match.syntax import parse, parse_item
from monitor.model import Watch

ARTICLE = -1  # context anywhere in the article
SENTENCE = -2  # context in the same sentence
# Context that need not be near is also looked for in the section and the tags.
_CONTEXT_FIELDS: Fields = ((0, FIELDS.index("author")), (FIELDS.index("section"), len(FIELDS)))
_SCOPE_WORDS = re.compile(r"(?:the )?first (\d{1,6}) words?(?: of (?:the )?body)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A watch as nodes. `within` is ARTICLE, SENTENCE or a number of words."""

    watch: Watch
    root: Node
    mask: Node | None
    has_not: bool
    contexts: tuple[Node, ...]
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
    masks = [_read(watch, "except", parse_mask, mask) for mask in watch.masks]
    if watch.context_match not in {"any", "all"}:
        raise _wrong(watch, "context_match", watch.context_match, "any or all")
    root = _joined(alternatives)
    return Prepared(
        watch=watch,
        root=root,
        mask=_joined(masks) if masks else None,
        has_not=any(isinstance(node, Not) for node in walk(root)),
        contexts=tuple(_read(watch, "context", parse_item, context) for context in watch.context),
        within=_within(watch),
        scope=_scope(watch),
    )


def _read(watch: Watch, option: str, read: Callable[[str], Node], query: str) -> Node:
    try:
        return read(query)
    except QuerySyntaxError as error:
        where = f"watch {watch.name!r}" + ("" if option == "query" else f", {option}")
        raise QuerySyntaxError(
            f"{where}: {error.reason}", query=error.query, position=error.position, hint=error.hint
        ) from error


def _wrong(watch: Watch, option: str, value: str, wanted: str) -> QuerySyntaxError:
    return QuerySyntaxError(f"watch {watch.name!r}: {option} is {wanted}", query=value, position=0)


def parse_mask(item: str) -> Node:
    """The nodes of an `except` entry, which must stand at places: words, phrases, NEAR, and OR of such."""
    node = parse_item(item)
    if not is_positional(node):
        raise QuerySyntaxError("only words, phrases, NEAR and OR mask anything", query=item, position=node.at)
    return node


def _joined(nodes: list[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else Or(tuple(nodes))


def made_exact(node: Node) -> Node:
    """The node with every word, phrase and pattern as written."""
    match node:
        case Term() | Pattern():
            return replace(node, exact=True)
        case And(items) | Or(items):
            return replace(node, items=tuple(made_exact(item) for item in items))
        case Not(item) | Scoped(_, item):
            return replace(node, item=made_exact(item))
        case Near(left, right):
            return replace(node, left=made_exact(left), right=made_exact(right))
        case Except(item, _):
            return replace(node, item=made_exact(item))
        case _:
            return node


def _within(watch: Watch) -> int:
    stated = str(watch.context_within).strip().lower()
    number = re.fullmatch(r"(\d{1,6})(?: words?)?", stated)
    if number and int(number[1]) <= DISTANCE_LIMIT:
        return int(number[1])
    if stated in {"article", "sentence"}:
        return ARTICLE if stated == "article" else SENTENCE
    raise _wrong(watch, "context_within", stated, f'"article", "sentence" or a number of words up to {DISTANCE_LIMIT}')


def _scope(watch: Watch) -> tuple[tuple[int, int | None], ...]:
    parts: list[tuple[int, int | None]] = []
    for part in re.split(r"\s*,\s*(?:or\s+)?|\s+or\s+", (watch.scope or "").strip().lower()):
        words = _SCOPE_WORDS.fullmatch(part)
        if words:
            parts.append((FIELDS.index("body"), int(words[1])))
        elif part in TEXT_FIELDS:
            parts.append((FIELDS.index(part), None))
        elif part:
            raise _wrong(watch, "in", watch.scope or "", 'made of title, standfirst, body, "first N words" and "or"')
    return tuple(parts)


def applies(watch: Watch, layout: Layout) -> bool:
    """Whether the watch looks at articles of this outlet and language. An unknown language is looked at."""
    article = layout.article
    if watch.outlets and article.outlet not in watch.outlets:
        return False
    return not (
        watch.languages
        and article.language
        and not any(speaks(article.language, language.lower()) for language in watch.languages)
    )


def find(prepared: Prepared, layout: Layout) -> list[Place] | None:
    """The places that make the watch match, in order; None where it does not match."""
    watch = prepared.watch
    if (watch.outlets or watch.languages) and not applies(watch, layout):
        return None
    places = _unmasked(prepared, layout)
    if places is not None and prepared.contexts:
        places = in_context(prepared, layout, places)
    if places is None:
        return None
    places = outermost(places)
    return places if max(len(places), 1 if not places else 0) >= watch.min_count else None


def _unmasked(prepared: Prepared, layout: Layout) -> list[Place] | None:
    """The places of the query without those that are masked."""
    scope = scope_of(prepared, layout)
    if prepared.mask is None:
        return evaluate(prepared.root, View(layout, scope=scope))
    if not prepared.has_not and evaluate(prepared.root, View(layout, scope=scope)) is None:
        return None  # without NOT, masks only take away: most articles need not be searched for them
    return evaluate(prepared.root, View(layout, masks=masks_of(prepared, layout), scope=scope))


def masks_of(prepared: Prepared, layout: Layout) -> tuple[Cover, ...]:
    """The places that do not count."""
    masked = evaluate(prepared.mask, View(layout, ANYWHERE)) if prepared.mask else None
    return (Cover(masked),) if masked else ()


def scope_of(prepared: Prepared, layout: Layout) -> tuple[Place, ...]:
    """The ranges in which places count; empty: anywhere."""
    return tuple(
        (layout.starts[number], layout.starts[number + 1]) if words is None else layout.words_until(number, words)
        for number, words in prepared.scope
    )


def in_context(prepared: Prepared, layout: Layout, places: list[Place]) -> list[Place] | None:
    """The places with the wanted context: any of the watch's contexts, or all of them."""
    fields = context_fields(prepared)
    results = [evaluate(context, View(layout, fields)) for context in prepared.contexts]
    wanted = all if prepared.watch.context_match == "all" else any
    if not wanted(result is not None for result in results):
        return None
    if prepared.within == ARTICLE or not places:
        return places
    kept = [near(prepared.within, layout, places, result or []) for result in results]
    if prepared.watch.context_match == "all":
        common = set(kept[0]).intersection(*kept[1:])
        return sorted(common) or None
    return merge(kept) or None


def context_fields(prepared: Prepared) -> Fields:
    """Where context is looked for."""
    return _CONTEXT_FIELDS if prepared.within == ARTICLE else ANYWHERE


def near(within: int, layout: Layout, places: list[Place], contexts: list[Place]) -> list[Place]:
    """Those of the places that have one of the contexts within the distance, or inside them."""
    if not contexts:
        return []
    if within == SENTENCE:
        sentences = {layout.sentence_of(context) for context in contexts}
        return [place for place in places if layout.sentence_of(place) in sentences]
    cover = Cover(contexts)
    close_by = close(layout.numbered(places), layout.numbered(contexts), within, layout.possessives())
    return [place for place, is_close in zip(places, close_by, strict=True) if is_close or cover.touches(place)]


def outermost(places: list[Place]) -> list[Place]:
    """The places that lie within no other place, in order."""
    kept: list[Place] = []
    for place in sorted(places, key=lambda place: (place[0], -place[1])):
        if not kept or place[1] > kept[-1][1]:
            kept.append(place)
    return kept
