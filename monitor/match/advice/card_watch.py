"""What of a card becomes a watch: the query, other names, and context where the name alone means other things too.

A name that means one thing (`Andor`) gets no context: it would only lose articles that name nobody.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from monitor import text
from monitor.cards.card import Card, Credit
from monitor.match.advice.ambiguity import ambiguous
from monitor.match.advice.common_words import Common, commonness
from monitor.match.prepare import prepare
from monitor.match.query.nodes import Term
from monitor.match.query.parser import is_plain
from monitor.match.query.unparse import written
from monitor.model import Watch, WatchKind

# Who and what stands near a name that is meant, by what has it; those that tell most come first.
_NEAR = {
    WatchKind.FILM: (Credit.DIRECTOR, Credit.CAST, Credit.STUDIO),
    WatchKind.SHOW: (Credit.CREATOR, Credit.CAST, Credit.NETWORK, Credit.DIRECTOR),
    WatchKind.ALBUM: (Credit.ARTIST,),
    WatchKind.GAME: (Credit.DEVELOPER, Credit.PUBLISHER),
    WatchKind.PERSON: (Credit.WORK,),
}
_BY_SURNAME = frozenset({Credit.DIRECTOR, Credit.CREATOR})  # headlines call them so: "Peele's Us"
_SHORTEST_SURNAME = 5  # letters: "Mann", "Lee" and "Chu" are words and names of many
_MOST_NEAR = 20  # names in a context: the cast of a series has hundreds, and those at its end are in everything
_MOST_ALIASES = 20
_MOST_READ = 300  # names that are looked at: a film has 60 with all its titles, and a hostile file a million


@dataclass(frozen=True, slots=True, kw_only=True)
class CardOptions:
    """The options of a watch on what a card is of. `left_out` are other names that would find what is not meant."""

    query: str
    aliases: tuple[str, ...]
    context: tuple[str, ...]
    left_out: tuple[str, ...]
    is_common: bool


def options(card: Card, name: str, kind: WatchKind, languages: Iterable[str]) -> CardOptions:
    """The options for a watch called `name`, which is looked for if the card has it, else the card's own name.

    `languages` are those of the articles: titles in others are of no use.
    """
    own = [card.name, *card.aliases]
    meant = next((one for one in own if text.fold_words(one) == text.fold_words(name)), card.name)
    query = phrase(meant) or phrase(name) or ""
    is_common = _is_common(query)
    # A title has its capitals in every language, and of what stands near it, context alone would take every "us".
    query = f"={query}" if is_common and commonness(text.fold_words(meant)) is Common.WORD else query
    wanted = [title for language in languages for title in card.translated.get(language, ())]
    kept: list[str] = []
    left_out: list[str] = []
    for other in _others(meant, [*own, *wanted][:_MOST_READ], is_common=is_common):
        alone = len(text.fold_words(other)) == 1 and other in wanted
        (left_out if alone or _is_common(phrase(other) or "") else kept).append(other)
    return CardOptions(
        query=query,
        aliases=tuple(map(_entry, kept[:_MOST_ALIASES])),
        context=tuple(_context(card, kind)) if is_common else (),
        left_out=tuple(left_out + kept[_MOST_ALIASES:]),
        is_common=is_common,
    )


def phrase(name: str) -> str | None:
    """A name as a query; None where it has no word that can be looked for."""
    words = tuple(text.fold_words(name))
    return written(Term(words=words, written=name)) if words else None


def _entry(name: str) -> str:
    """A name as an alias or a context: as it is, unless it reads as a query."""
    return name if is_plain(name) else phrase(name) or name


def _is_common(query: str) -> bool:
    return bool(query and ambiguous(prepare(Watch(id="", name="", query=query))))


def _others(meant: str, names: Iterable[str], *, is_common: bool) -> Iterator[str]:
    """Other names that find more than those before them.

    A name that holds another finds nothing that the other does not. Where the name needs context it does: the longer
    one does not need it.
    """
    known = [_padded(meant)]
    for name in names:
        words = _padded(name)
        if words.strip() and words not in known and (is_common or not any(one in words for one in known)):
            known.append(words)
            yield name


def _padded(name: str) -> str:
    return f" {' '.join(text.fold_words(name))} "


def _context(card: Card, kind: WatchKind) -> Iterator[str]:
    """Names of which one must stand in the article; none that is common itself, or holds the name."""
    near = dict.fromkeys(
        _shortest(name) if credit in _BY_SURNAME else name
        for credit in _NEAR[kind]
        for name in card.credits.get(credit, ())
    )
    own = _padded(card.name)
    useful = [
        name
        for name in list(near)[:_MOST_READ]
        if (query := phrase(name)) and not _is_common(query) and own not in _padded(name)
    ]
    yield from map(_entry, useful[:_MOST_NEAR])


def _shortest(name: str) -> str:
    """A surname where it is safe alone; else the whole name."""
    surname = name.rpartition(" ")[2]
    is_safe = len(surname) >= _SHORTEST_SURNAME and surname.isalpha() and commonness(text.fold_words(surname)) is None
    return surname if is_safe else name
