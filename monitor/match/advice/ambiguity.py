"""Whether a watch asks for a name alone that means other things too, and what in the watch would narrow it.

It needs no archive: a list of common words and names tells it (`common_words`).
"""

from collections.abc import Iterator

from monitor.match.advice.common_words import Common, commonness
from monitor.match.prepare import Prepared
from monitor.match.query.nodes import And, Except, Node, Not, Or, Term
from monitor.match.scan.term_check import demands
from monitor.text.stopwords import ENGLISH


def ambiguous(prepared: Prepared) -> dict[Term, str]:
    """The words and phrases that alone are a hit and mean other things too, with a warning of each."""
    watch = prepared.watch
    if watch.context or watch.scope or watch.min_count > 1 or (watch.languages and "en" not in watch.languages):
        return {}
    found = {}
    for term in _alone(prepared.root):
        kind = commonness(term.words)
        if kind and not _is_particular(term, kind):
            found[term] = _warning(term, kind)
    return found


def _alone(node: Node) -> Iterator[Term]:
    """The terms of which each is a hit by itself."""
    match node:
        case Term():
            yield node
        case Or(items):
            for item in items:
                yield from _alone(item)
        case And(items):
            wanted = [item for item in items if not isinstance(item, Not)]
            if len(wanted) == 1:
                yield from _alone(wanted[0])
        case Except(item):
            yield from _alone(item)
        case _:  # open: whatever else there is asks for more than a word
            return


def _is_particular(term: Term, kind: Common) -> bool:
    """Whether signs, accents or capitals that the term demands set it apart: "Tár" is not tar, ="Us" is not us."""
    wanted = demands(term)
    if wanted is None:
        return False
    marked = bool(wanted.accents or wanted.sign_before or wanted.sign_after or wanted.capitals)
    return marked or (term.exact and kind is Common.WORD)


def _warning(term: Term, kind: Common) -> str:
    helps = 'context = ["..."] (words that stand near the right ones) or in = "title"'
    if kind is Common.WORD:
        # A word of grammar begins sentences and stands in headlines: capitals are not enough.
        joint = " with " if ENGLISH.issuperset(term.words) else ", "
        exact = term.written.title() if term.written.islower() else term.written
        helps = f'="{exact}" (capitals count){joint}{helps}'
    return f"{term.written!r} is {kind.value}, so it finds what is not meant; narrow it: {helps}"
