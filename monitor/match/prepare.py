"""A watch made ready for matching, and the judgement of one watch on one laid-out article.

    query or an alias holds  ->  masked places do not count  ->  only places within the scope  ->  context near them
    ->  at least min_count places

The places that remain are the marks of the hit.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace

from monitor.errors import QuerySyntaxError
from monitor.match.evaluate import Cover, View, close, evaluate, merge, speaks
from monitor.match.layout import ALL_NUMBERS, STRIDE, Layout, Place
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
)
from monitor.match.syntax import parse, parse_item
from monitor.model import Watch

ARTICLE = -1  # context anywhere in the article
SENTENCE = -2  # context in the same sentence
# Context that need not be near is also looked for in the section and the tags.
_CONTEXT_NUMBERS = tuple(number for number in ALL_NUMBERS if FIELDS[number] != "author")
_SCOPE_WORDS = re.compile(r"(?:the )?first (\d{1,6}) words?(?: of (?:the )?body)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A watch as nodes. `within` is ARTICLE, SENTENCE or a number of words."""

    watch: Watch
    root: Node
    mask: Node | None
    contexts: tuple[Node, ...]
    within: int
    scope: tuple[Place, ...]


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
    return Prepared(
        watch=watch,
        root=_joined(alternatives),
        mask=_joined(masks) if masks else None,
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


def _scope(watch: Watch) -> tuple[Place, ...]:
    ranges = []
    for part in re.split(r"\s*,\s*(?:or\s+)?|\s+or\s+", (watch.scope or "").strip()):
        words = _SCOPE_WORDS.fullmatch(part)
        if words:
            start = FIELDS.index("body") * STRIDE
            ranges.append((start, start + int(words[1])))
        elif part.lower() in TEXT_FIELDS:
            number = FIELDS.index(part.lower())
            ranges.append((number * STRIDE, (number + 1) * STRIDE - 1))
        elif part:
            raise _wrong(watch, "in", watch.scope or "", 'made of title, standfirst, body, "first N words" and "or"')
    return tuple(ranges)


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
    if not applies(prepared.watch, layout):
        return None
    masks = masks_of(prepared, layout)
    places = evaluate(prepared.root, View(layout, masks=masks, scope=prepared.scope))
    if places is None:
        return None
    if prepared.contexts:
        places = in_context(prepared, layout, places)
        if places is None:
            return None
    places = outermost(places)
    return places if max(len(places), 1 if not places else 0) >= prepared.watch.min_count else None


def masks_of(prepared: Prepared, layout: Layout) -> tuple[Cover, ...]:
    """The places that do not count."""
    masked = evaluate(prepared.mask, View(layout, ALL_NUMBERS)) if prepared.mask else None
    return (Cover(masked),) if masked else ()


def in_context(prepared: Prepared, layout: Layout, places: list[Place]) -> list[Place] | None:
    """The places with the wanted context: any of the watch's contexts, or all of them."""
    numbers = _CONTEXT_NUMBERS if prepared.within == ARTICLE else ALL_NUMBERS
    results = [evaluate(context, View(layout, numbers)) for context in prepared.contexts]
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


def near(within: int, layout: Layout, places: list[Place], contexts: list[Place]) -> list[Place]:
    """Those of the places that have one of the contexts within the distance, or inside them."""
    if not contexts:
        return []
    if within == SENTENCE:
        sentences = {sentence_of(layout, context) for context in contexts}
        return [place for place in places if sentence_of(layout, place) in sentences]
    cover = Cover(contexts)
    close_by = set(close(places, contexts, within, layout.possessives()))
    return [place for place in places if place in close_by or cover.touches(place)]


def sentence_of(layout: Layout, place: Place) -> tuple[int, int]:
    """The field and the number of the sentence in which a place begins."""
    number, first = divmod(place[0], STRIDE)
    return number, bisect_right(layout.sentence_starts(number), layout.spans(number)[first][0])


def outermost(places: list[Place]) -> list[Place]:
    """The places that lie within no other place, in order."""
    kept: list[Place] = []
    for place in sorted(places, key=lambda place: (place[0], -place[1])):
        if not kept or place[1] > kept[-1][1]:
            kept.append(place)
    return kept
