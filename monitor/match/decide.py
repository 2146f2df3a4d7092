"""Whether a watch matches a laid-out article, and where.

    query or an alias holds  ->  masked places do not count  ->  only places within the scope  ->  context near them
    ->  at least min_count places

The places that remain are the marks of the hit.
"""

from monitor.match.evaluate import Cover, View, close, evaluate, merge, speaks
from monitor.match.prepare import ARTICLE, SENTENCE, Prepared
from monitor.match.query.nodes import FIELDS, Or
from monitor.match.scan.folded_text import ANYWHERE, Fields, Layout, Place
from monitor.model import Watch

# Context that need not be near is also looked for in the section and the tags.
_CONTEXT_FIELDS: Fields = ((0, FIELDS.index("author")), (FIELDS.index("section"), len(FIELDS)))


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
        free = without_context(prepared, layout, places)
        bound = in_context(prepared, layout, places)
        places = merge([free, bound]) if bound is not None else free or None
    if places is None:
        return None
    places = outermost(places)
    return places if max(len(places), 1 if not places else 0) >= watch.min_count else None


def _unmasked(prepared: Prepared, layout: Layout) -> list[Place] | None:
    """The places of the query without those that are masked."""
    scope = scope_of(prepared, layout) if prepared.scope else ()
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


def without_context(prepared: Prepared, layout: Layout, places: list[Place]) -> list[Place]:
    """The places that need no context: those of phrases that hold a shorter alternative of the query."""
    if not prepared.unambiguous:
        return []
    found = evaluate(Or(prepared.unambiguous), View(layout))
    return sorted(set(found or ()).intersection(places))


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
    ones, others = layout.numbered(places, contexts)
    close_by = close(ones, others, within)
    return [place for place, is_close in zip(places, close_by, strict=True) if is_close or cover.touches(place)]


def outermost(places: list[Place]) -> list[Place]:
    """The places that lie within no other place, in order."""
    kept: list[Place] = []
    for place in sorted(places, key=lambda place: (place[0], -place[1])):
        if not kept or place[1] > kept[-1][1]:
            kept.append(place)
    return kept
