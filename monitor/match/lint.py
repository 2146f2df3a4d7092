"""Advice on watches that can be understood, yet are costly or useless; with measured rates where there are articles."""

from collections import Counter
from collections.abc import Iterable

from monitor.match.anchors import requirements
from monitor.match.evaluate import View, evaluate
from monitor.match.layout import ANYWHERE, Layout
from monitor.match.nodes import And, Near, Node, Or, Pattern, Term, walk
from monitor.match.prepare import Prepared
from monitor.match.written import written
from monitor.model import Article

_FAR = 100  # words: farther apart than a paragraph
_EVERYWHERE = 0.5  # share of articles above which a word tells little
_OF_AN_OUTLET = 0.9  # share of one outlet's articles above which the word is part of its pages
_FEW = 20  # articles of an outlet below which its share is chance
_STOPPED = """
    the a an and or of to in on at for with from by as is are was were be it its he she they we you i this that not but
"""
_STOP_WORDS = frozenset(_STOPPED.split())


def lint(prepared: Prepared) -> list[str]:
    """What can be said from the query alone."""
    advice = [sentence for node in walk(prepared.root) for sentence in _about(node)]
    if not requirements(prepared):
        advice.append("no word is required, so every article is looked at; add one that must be there")
    return advice


def _about(node: Node) -> list[str]:
    match node:
        case Term((word,), _, False, False) if word in _STOP_WORDS:
            return [f"{node.written!r} stands in nearly every article"]
        case Term((word,), _, True) if len(word) == 3 and word.isascii():
            return [f"{node.written}* begins many words: add letters"]
        case Near(_, _, distance) if distance > _FAR:
            return [f"NEAR/{distance} is hardly more than AND"]
        case Pattern() if node.source.startswith((".*", ".+")):
            return [f"/{node.source}/ need not begin with {node.source[:2]}"]
        case And(items) | Or(items):
            lower = [item.written for item in items if isinstance(item, Term) and item.written in {"and", "or", "not"}]
            return [f"{word!r} is a word here; the operator is {word.upper()}" for word in lower]
        case _:
            return []


def measure(prepared: Prepared, articles: Iterable[Article]) -> list[str]:
    """What the archive says: words that stand in most articles, or in nearly all of one outlet."""
    terms = list(dict.fromkeys(node for node in walk(prepared.root) if isinstance(node, Term)))
    total = 0
    by_outlet: Counter[str] = Counter()
    held: dict[Term, Counter[str]] = {term: Counter() for term in terms}
    for article in articles:
        total += 1
        by_outlet[article.outlet] += 1
        layout = Layout(article)
        for term in terms:
            if evaluate(term, View(layout, ANYWHERE)) is not None:
                held[term][article.outlet] += 1
    return [sentence for term in terms for sentence in _rates(term, held[term], by_outlet, total)]


def _rates(term: Term, held: Counter[str], by_outlet: Counter[str], total: int) -> list[str]:
    name = written(term)
    if total and held.total() / total > _EVERYWHERE:
        return [f"{name} stands in {held.total() / total:.0%} of {total:,} articles"]
    return [
        f"{name} stands in {held[outlet] / count:.0%} of the articles of {outlet}: part of its pages, it seems"
        for outlet, count in sorted(by_outlet.items())
        if count >= _FEW and held[outlet] / count > _OF_AN_OUTLET
    ]
