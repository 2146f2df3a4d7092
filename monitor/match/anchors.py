"""Which words must stand in an article before a watch can match it, so that the others need not be asked.

For each watch the rarest set of terms is chosen of which at least one must occur. How rare a term is, is guessed from
its form alone: long phrases and figures are rare, short and common words are not.
"""

from monitor.match.nodes import And, Except, Near, Node, Or, Scoped, Term
from monitor.match.prepare import Prepared

# The most frequent words of English news: as good as everywhere.
_COMMON_WORDS = """
    the a an and or of to in on at for with from by as is are was were be been it its he she they we you i his her their
    this that these those who what when where how why not no but so if than then there here all any some more most new
    one two first last year years time day week people s t film films movie movies show series season star stars news us
    up out over after before about into also can will would could says said
"""
_COMMON = frozenset(_COMMON_WORDS.split())


def anchors(prepared: Prepared) -> frozenset[Term] | None:
    """Terms of which one must occur in an article that the watch matches; None: nothing can be said."""
    choices = [_required(prepared.root)]
    if prepared.contexts:
        required = [_required(context) for context in prepared.contexts]
        if prepared.watch.context_match == "all":
            choices.extend(required)
        else:
            choices.append(_union(required))
    return _rarest(choices)


def _required(node: Node) -> frozenset[Term] | None:
    match node:
        case Term():
            return frozenset((node,))
        case And(items):
            return _rarest([_required(item) for item in items])
        case Or(items):
            return _union([_required(item) for item in items])
        case Near(left, right):
            return _rarest([_required(left), _required(right)])
        case Except(item, _) | Scoped(_, item):
            return _required(item)
        case _:
            return None


def _union(sets: list[frozenset[Term] | None]) -> frozenset[Term] | None:
    found: set[Term] = set()
    for terms in sets:
        if terms is None:
            return None
        found |= terms
    return frozenset(found)


def _rarest(sets: list[frozenset[Term] | None]) -> frozenset[Term] | None:
    known = [terms for terms in sets if terms is not None]
    return min(known, key=lambda terms: sum(_frequency(term) for term in terms), default=None)


def _frequency(term: Term) -> float:
    """A guess at the share of articles that hold the term."""
    share = 1.0
    for number, word in enumerate(term.words):
        open_end = term.prefix and number == len(term.words) - 1
        share *= 0.6 if word in _COMMON else 0.5 ** min(len(word), 8) * (4 if open_end else 1) + 0.002
    return share
