"""A query of the watch language as an SQLite FTS5 query over `articles_fts`.

The FTS5 query finds every article that the query matches, and some more: FTS5 knows nothing of punctuation, masks,
required accents or exact capitals. So each row that it finds must be asked again with `match.look`, which makes the
row's snippet as well. What FTS5 cannot narrow (patterns, outlets, languages, emoji) becomes "anything"; where nothing
narrows at all there is no FTS5 query, and every row must be asked.

Words that FTS5 folds or separates otherwise than we do stand in the column `respelled` in our form (`text.respelled`):
a word is there or in its own column, a phrase in its own column or, word by word, with at least one of them there.
"""

from collections.abc import Iterable

from monitor import text
from monitor.match.prepare import prepare
from monitor.match.query.initials import both_ways
from monitor.match.query.nodes import TEXT_FIELDS, Near, Node, Scoped, Term, height
from monitor.match.query.parser import parse
from monitor.model import Watch

# The language's fields -> columns of articles_fts.
_COLUMNS = {"author": "authors", "tag": "tags"}
_LENGTH_LIMIT = 100_000  # characters of an FTS5 query; longer ones take SQLite longer than reading the rows
_HEIGHT_LIMIT = 25  # SQLite's parser of these queries has a small stack


def translate(query: str) -> str | None:
    """An FTS5 query that finds every article that a query finds, and more; None: nothing narrows it.

    Raises:
        QuerySyntaxError: the query cannot be understood.
    """
    return _bounded(both_ways(parse(query)))


def narrow(watch: Watch) -> str | None:
    """An FTS5 query that finds every article that the watch finds, and more; None: nothing narrows it.

    Raises:
        QuerySyntaxError: the watch cannot be understood.
    """
    return _bounded(prepare(watch).root)


def either(matches: Iterable[str | None]) -> str | None:
    """An FTS5 query that finds what any of these finds; None among them finds every row."""
    match = _any(list(matches))
    return match if match and len(match) <= _LENGTH_LIMIT else None


def _bounded(node: Node) -> str | None:
    match = _translated(node, TEXT_FIELDS) if height(node) <= _HEIGHT_LIMIT else None
    return match if match and len(match) <= _LENGTH_LIMIT else None


def _translated(node: Node, fields: tuple[str, ...]) -> str | None:
    if isinstance(node, Term):
        return _term(node, fields)
    if isinstance(node, Near) and (close := _near(node, fields)):
        return close
    inside = (node.name,) if isinstance(node, Scoped) else fields
    if node.any_of:
        return _any([_translated(item, inside) for item in node.any_of])
    return _all([_translated(item, inside) for item in node.all_of])


def _term(term: Term, fields: tuple[str, ...]) -> str | None:
    if len(term.words) > 1 and all(text.respelled(word) and word.isalnum() for word in term.words):
        return f"respelled : {_phrase(term)}"  # as in Japanese: no other word comes between them there
    loose = _all([_word(word, prefix=prefix, columns=_columns(fields, "respelled")) for word, prefix in _words(term)])
    if len(term.words) == 1 or not _is_plain(term):
        return loose
    there = _any([_word(word, prefix=prefix, columns="respelled") for word, prefix in _words(term)])
    return _any([f"{_columns(fields)} : {_phrase(term)}", _all([loose, there])])


def _words(term: Term) -> list[tuple[str, bool]]:
    """The words, and whether each may go on."""
    last = len(term.words) - 1
    return [(word, term.prefix and number == last) for number, word in enumerate(term.words)]


def _word(word: str, *, prefix: bool, columns: str) -> str | None:
    """One word. SQLite sees nothing in an emoji."""
    if not any(character.isalnum() for character in word):
        return None
    return f'{columns} : "{word}"' + (" *" if prefix else "")


def _is_plain(term: Term) -> bool:
    """Whether SQLite sees the same words in the term as we do."""
    return text.respelled(" ".join(term.words)) is None


def _phrase(term: Term) -> str:
    return '"' + " ".join(term.words) + '"' + (" *" if term.prefix else "")


def _columns(fields: tuple[str, ...], *more: str) -> str:
    return "{" + " ".join([*(_COLUMNS.get(field, field) for field in fields), *more]) + "}"


def _near(node: Near, fields: tuple[str, ...]) -> str | None:
    left, right = node.left, node.right
    if not (isinstance(left, Term) and isinstance(right, Term) and _is_plain(left) and _is_plain(right)):
        return None
    # A possessive "s" is a word of its own in FTS5 and none in ours: each word between may bring one, and the first.
    distance = 2 * node.distance + 1
    close = f"{_columns(fields)} : NEAR({_phrase(left)} {_phrase(right)}, {distance})"
    apart = _all([_term(left, fields), _term(right, fields), f"respelled : {text.RESPELLED}"])
    return _any([close, apart])


def _all(parts: list[str | None]) -> str | None:
    known = [part for part in parts if part]
    return _joined(known, " AND ") if known else None


def _any(parts: list[str | None]) -> str | None:
    known = [part for part in parts if part]
    return _joined(known, " OR ") if len(known) == len(parts) else None


def _joined(parts: list[str], operator: str) -> str:
    return parts[0] if len(parts) == 1 else "(" + operator.join(parts) + ")"
