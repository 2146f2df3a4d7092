"""Advice on watches that can be understood, yet are costly or useless; with measured rates where there are articles."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from monitor.match.advice.ambiguity import ambiguous
from monitor.match.decide import find
from monitor.match.prefilter import requirements
from monitor.match.prepare import Prepared
from monitor.match.query import suggestions
from monitor.match.query.nodes import And, Near, Node, Not, Or, Pattern, Term, walk
from monitor.match.query.operators import KEYWORDS
from monitor.match.query.unparse import written
from monitor.match.scan.folded_text import ANYWHERE, Layout
from monitor.model import Article
from monitor.text.stopwords import ENGLISH, FREQUENT

_FAR = 100  # words: farther apart than a paragraph
_EVERYWHERE = 0.5  # share of articles above which a word tells little
_OF_AN_OUTLET = 0.9  # share of one outlet's articles above which the word is part of its pages
_MANY = 0.2  # share of articles above which a watch is hardly one
_FEW = 20  # articles, of an outlet or of all, below which a share is chance
_EVERY_ARTICLE = FREQUENT & ENGLISH  # "film" is frequent, and may be meant


@dataclass(frozen=True, slots=True)
class Rates:
    """In how many of some articles words stand, and how many a watch (by its id) finds; all by outlet."""

    articles: Counter[str]
    held: dict[Term, Counter[str]]
    found: Counter[str]

    @property
    def total(self) -> int:
        """How many articles were looked at."""
        return self.articles.total()

    def share(self, count: int) -> float:
        """A count as a share of all articles; 0.0 where they are too few to tell."""
        return count / self.total if self.total >= _FEW else 0.0


def measure(several: Iterable[Prepared], articles: Iterable[Article]) -> Rates:
    """What these articles say of the words of some watches."""
    watches = list(several)
    held: dict[Term, Counter[str]] = {term: Counter() for watch in watches for term in terms(watch)}
    rates = Rates(Counter(), held, Counter())
    for article in articles:
        layout = Layout(article)
        rates.articles[article.outlet] += 1
        for term, counts in held.items():
            if layout.places(term, ANYWHERE):
                counts[article.outlet] += 1
        rates.found.update(watch.watch.id for watch in watches if find(watch, layout) is not None)
    return rates


def terms(prepared: Prepared) -> list[Term]:
    """The words and phrases of a watch's query, each once."""
    return list(dict.fromkeys(node for node in walk(prepared.root) if isinstance(node, Term)))


def lint(prepared: Prepared, rates: Rates | None = None) -> list[str]:
    """What can be said from the query, and from the rates of its words where they were measured.

    A word that is ambiguous by itself has one sentence, with what helps and its rate.
    """
    advice = []
    advised = set()
    common = ambiguous(prepared)
    for node in walk(prepared.root):
        for sentence in [common[node]] if isinstance(node, Term) and node in common else _about(node):
            advice.append(sentence + _measured(node, rates))
            advised.add(node)
    advice += _half_excluded(prepared.root, prepared.watch.query)
    bare = [term.written for term in terms(prepared) if prepared.watch.query.startswith(term.written, term.at)]
    advice += filter(None, map(_meant, bare))
    if not requirements(prepared):
        advice.append("no word is required, so every article is looked at; add one that must be there")
    if rates:
        advice += [said for term in terms(prepared) if term not in advised for said in _everywhere(term, rates)]
        advice += [said for term in common for said in _of_outlets(term, rates)]
        share = rates.share(rates.found[prepared.watch.id])
        if share > _MANY:
            advice.append(f"it finds {share:.0%} of the {rates.total:,} newest articles")
    return advice


def _measured(node: Node, rates: Rates | None) -> str:
    if rates is None or not isinstance(node, Term) or rates.total < _FEW:
        return ""
    return f" (it is in {rates.share(rates.held[node].total()):.0%} of the {rates.total:,} newest)"


def _about(node: Node) -> list[str]:
    match node:
        case Term((word,), _, False, False) if word in _EVERY_ARTICLE:
            return [f"{node.written!r} is in nearly every article"]
        case Term((word,), _, True) if len(word) == 3 and word.isascii():
            return [f"{node.written}* begins many words: add letters"]
        case Near(_, _, distance) if distance > _FAR:
            return [f"NEAR/{distance} is hardly more than AND"]
        case Pattern() if node.source.startswith((".*", ".+")):
            return [f"/{node.source}/ need not begin with {node.source[:2]}"]
        case And(items) | Or(items):
            words = [item.written for item in items if isinstance(item, Term) and item.written.islower()]
            return [
                f"{word!r} is a word here; the operator is {word.upper()}" for word in words if word.upper() in KEYWORDS
            ]
        case _:  # open: of most nodes there is nothing to say
            return []


def _half_excluded(root: Node, query: str) -> Iterator[str]:
    """Names that NOT was meant to exclude, of which it excludes the first word: "NOT Formula 1"."""
    for node in walk(root):
        for excluded, wanted in pairwise(node.items if isinstance(node, And) else ()):
            if isinstance(excluded, Not) and isinstance(excluded.item, Term) and isinstance(wanted, Term):
                name = f"{excluded.item.written} {wanted.written}"
                if query.startswith(f"NOT {name}", excluded.at):
                    alone, other = excluded.item.written, wanted.written
                    yield f'NOT excludes {alone!r} alone, {other!r} is wanted; for both: NOT "{name}"'


def _meant(written: str) -> str | None:
    """What was meant by a word that the query language reads otherwise than other programs do."""
    if operator := suggestions.likely_operator(written):
        return f"{written!r} is a word here; did you mean {operator} ?"
    if written.endswith(":") and (field := suggestions.field(written[:-1])):
        return f"{written!r} is a word here; did you mean {field}: ?"
    if written[:1] == "!" and written[1:].isalnum():
        return f"{written!r} looks for the word; to exclude it: -{written[1:]}"
    if written[:1] == "+" and written[1:].isalpha():
        return f"{written!r} looks for the sign, too; every word is required without it"
    return None


def _everywhere(term: Term, rates: Rates) -> Iterator[str]:
    """Whether a word stands in most articles, or in nearly all of one outlet."""
    name, held = written(term), rates.held[term]
    if (share := rates.share(held.total())) > _EVERYWHERE:
        yield f"{name} is in {share:.0%} of the {rates.total:,} newest articles"
    else:
        yield from _of_outlets(term, rates)


def _of_outlets(term: Term, rates: Rates) -> Iterator[str]:
    name, held = written(term), rates.held[term]
    for outlet, count in sorted(rates.articles.items()):
        part = held[outlet] / count
        if count >= _FEW and part > _OF_AN_OUTLET:
            yield f"{name} is in {part:.0%} of the articles of {outlet}: part of its pages, it seems"
