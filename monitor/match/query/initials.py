"""Initials with points and without: who asks for "J.J. Roe" means "JJ Roe" too, and who asks for FBI means "F.B.I.".

Outlets write them by their own house style, so one name stands both ways in the same day's news. A term with initials
is joined by OR to its other form, as a term of its own: so every engine finds that as any other.

The other form must stand in capitals in the text, and with its points where it has some: "U.N.C.L.E." is no uncle,
and "plan A. I think" no A.I. Two letters that stand alone are left as they are: ET is a time zone, "E.T." a film; DC is
a publisher, "D.C." a town.
"""

import re

from monitor import text
from monitor.match.query.nodes import Node, Or, Term, rebuilt, walk

_FEWEST_ALONE = 3  # letters of initials that are the whole term
_MOST = 8
_MAYBE = re.compile(r"[A-Z]{2}|[^\W\d_]\.")  # in ASCII
_SIGNS = frozenset("&@#+$€£%!*")  # next to a word, they are part of its name: "AT&T", "TV+"
_ROMAN = re.compile("[IVX]+")

_Runs = list[tuple[int, int]]  # numbers of words: the first, and that after the last


def both_ways(node: Node) -> Node:
    """The node with each word and phrase that has initials in the other form of them as well."""
    if not any(isinstance(one, Term) and _may_have_initials(one) for one in walk(node)):
        return node
    return _changed(node)


def _changed(node: Node) -> Node:
    if isinstance(node, Term):
        others = _other_forms(node) if _may_have_initials(node) else ()
        return Or((node, *others), at=node.at) if others else node
    changed = rebuilt(node, _changed)
    if not isinstance(changed, Or):
        return changed
    return Or(
        tuple(part for one in changed.items for part in (one.items if isinstance(one, Or) else (one,))), changed.at
    )


def _may_have_initials(term: Term) -> bool:
    return not term.exact and (not term.written.isascii() or bool(_MAYBE.search(term.written)))


def _other_forms(term: Term) -> tuple[Term, ...]:
    spans = text.words(term.written)
    if len(spans) != len(term.words):
        return ()
    past = len(spans) - term.prefix  # a word that may go on is none
    pointed = [run for run in _pointed(term.written, spans[:past]) if _is_enough(run[1] - run[0], run, spans)]
    capital = [] if _is_all_capitals(term) else _capital(term, spans[:past])
    return tuple([_rewritten(term, spans, runs, joiner) for runs, joiner in ((pointed, ""), (capital, ".")) if runs])


def _pointed(written: str, spans: list[tuple[int, int]]) -> _Runs:
    """The runs of words of one letter that have points between them, and one after the last if blanks are between."""
    letters = [end - start == 1 and written[start].isalpha() for start, end in spans]
    found: _Runs = []
    first = 0
    for number, (_, end) in enumerate(spans):
        if all(letters[number : number + 2]) and _gap(written, spans, number).strip() == ".":
            continue
        is_tight = all(_gap(written, spans, one) == "." for one in range(first, number))
        if letters[number] and first < number and (is_tight or written.startswith(".", end)):
            found.append((first, number + 1))
        first = number + 1
    return found


def _gap(written: str, spans: list[tuple[int, int]], number: int) -> str:
    """What stands between a word and the next; nothing after the last."""
    return written[spans[number][1] : spans[number + 1][0]] if number + 1 < len(spans) else ""


def _capital(term: Term, spans: list[tuple[int, int]]) -> _Runs:
    """The words in capitals that may be initials without points."""
    found: _Runs = []
    for number, (start, end) in enumerate(spans):
        word = term.written[start:end]
        around = term.written[max(0, start - 1) : start] + term.written[end : end + 1]
        if (
            2 <= len(word) <= _MOST
            and word.isupper()
            and word.isalpha()
            and len(term.words[number]) == len(word)
            and not _ROMAN.fullmatch(word)
            and _SIGNS.isdisjoint(around)
            and (len(word) >= _FEWEST_ALONE or len(term.words) > 1)
        ):
            found.append((number, number + 1))
    return found


def _is_enough(letters: int, run: tuple[int, int], spans: list[tuple[int, int]]) -> bool:
    return letters >= _FEWEST_ALONE or run != (0, len(spans))


def _is_all_capitals(term: Term) -> bool:
    """Whether a phrase of several words is typed in capitals throughout: then they tell nothing."""
    return len(term.words) > 1 and term.written.isupper()


def _rewritten(term: Term, spans: list[tuple[int, int]], runs: _Runs, joiner: str) -> Term:
    """The term with the letters of these runs joined by points, or by nothing."""
    words: list[str] = []
    written: list[str] = []
    capitals: list[int] = []
    pointed: _Runs = []
    copied = done = 0
    for first, past in runs:
        words += term.words[done:first]
        letters = "".join(term.words[first:past])
        written += [term.written[copied : spans[first][0]], joiner.join(letters.upper()) + joiner]
        added = list(letters) if joiner else [letters]
        if joiner:
            pointed.append((len(words), len(words) + len(added)))
        capitals += range(len(words), len(words) + len(added))
        words += added
        done, copied = past, spans[past - 1][1]
        if not joiner and term.written.startswith(".", copied):
            copied += 1  # the last point goes with the others
    return Term(
        (*words, *term.words[done:]),
        "".join([*written, term.written[copied:]]),
        term.prefix,
        at=term.at,
        capitals=tuple(capitals),
        pointed=tuple(pointed),
    )
