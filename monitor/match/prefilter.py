"""Which words must stand in an article before a watch can match it, so that the others need not be asked.

For each watch there are sets of terms of which at least one must occur. The rarest set is what all articles are scanned
for; the others are looked for where that was found, before anything else is done. How rare a term is, is guessed from
its form alone: long phrases and figures are rare, short and common words are not.

A term is looked for in one of two forms of the text. Phrases are looked for in the compact one, without any blank:
what stands between the words does not matter there, and no time is spent on it. Single words are looked for with a
blank on either side.
"""

from operator import itemgetter
from typing import NamedTuple

from monitor.match.prepare import Prepared
from monitor.match.query.nodes import Node, Term
from monitor.text.stopwords import FREQUENT


class Required(NamedTuple):
    """Terms of which one must occur, and a guess at the share of articles that hold one."""

    share: float
    terms: tuple[Term, ...]


def requirements(prepared: Prepared) -> list[Required]:
    """What an article must have that the watch matches, the rarest first. All of it must occur."""
    found = _required(prepared.root)
    if prepared.contexts and not prepared.unambiguous:
        contexts = [_required(context) for context in prepared.contexts]
        is_all = prepared.watch.context_match == "all"
        found = found + ([one for required in contexts for one in required] if is_all else _any_of(contexts))
    if len(found) > 1:
        found.sort(key=_share_of)
    return found


_share_of = itemgetter(0)


COMPACT_LETTERS = 6  # bytes of a phrase above which it hardly occurs across other words ("us tv" is in "trust v")


class Needle(NamedTuple):
    """Bytes that occur in the compact, or in the spaced, text of every article that has the term."""

    key: bytes
    is_compact: bool = True


def proof_of(term: Term) -> Needle:
    """What to look for once in an article that may have the term: more telling than a needle to scan all for."""
    return Needle("".join(term.words).encode()) if len(term.words) > 1 else needle_of(term)


def needle_of(term: Term) -> Needle:
    """What all articles are scanned for where a term must occur."""
    words = term.words
    if len(words) > 1:
        joined = "".join(words).encode()
        if len(joined) >= COMPACT_LETTERS or not joined.isascii():
            return Needle(joined)
    whole = words[:-1] if term.prefix else words
    if not whole:
        return Needle(f" {words[0]}".encode(), is_compact=False)
    return Needle(f" {min(whole, key=_share)} ".encode(), is_compact=False)


def _required(node: Node) -> list[Required]:
    if isinstance(node, Term):
        return [Required(_frequency(node), (node,))]
    if node.any_of:
        return _any_of([_required(item) for item in node.any_of])
    return [one for item in node.all_of for one in _required(item)]


def _any_of(alternatives: list[list[Required]]) -> list[Required]:
    """What is required where one of the alternatives is: the rarest of each, taken together."""
    rarest = [
        min(required, key=_share_of) if len(required) > 1 else required[0] for required in alternatives if required
    ]
    if len(rarest) < len(alternatives):
        return []
    return [Required(sum(map(_share_of, rarest)), tuple([term for one in rarest for term in one.terms]))]


def _frequency(term: Term) -> float:
    """A guess at the share of articles that hold a term."""
    share = 4.0 if term.prefix else 1.0
    for word in term.words:
        share *= _share(word)
    return share


def _share(word: str) -> float:
    return 0.6 if word in FREQUENT else _SHARES[len(word)] if len(word) < 8 else _RARE


# A guess at the share of articles that hold a word of so many letters.
_RARE = 0.006
_SHARES = [0.5**length + 0.002 for length in range(8)]
