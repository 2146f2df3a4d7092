"""A card's file: its entries whatever its form, and the one that a watch is to be made of."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from monitor import text
from monitor.cards import card_tables, sparql, wikidata
from monitor.cards.card import Card
from monitor.errors import UserError
from monitor.model import WatchKind

_LARGEST = 16 * 1024 * 1024  # bytes: the entity of a country has 2 MB, a list of 10,000 films 3 MB
_LISTED = 8  # entries named in an error
_FORMS = (
    "a card is JSON of Wikidata (Special:EntityData/Q….json, or of query.wikidata.org), "
    "the CSV export of an IMDb list, or a CSV table with a column `name`"
)


def read(path: Path) -> list[Card]:
    """The entries of a file, in its order.

    Raises:
        UserError: it cannot be read or is none of the forms; file and line are named.
    """
    try:
        with path.open("rb") as stream:
            return of_bytes(stream.read(_LARGEST + 1), str(path))
    except OSError as error:
        raise UserError(f"{path}: cannot be read: {error.strerror}") from error


def of_bytes(body: bytes, file: str) -> list[Card]:
    """The entries in the bytes of a file of that name, as `read` returns them."""
    content = _text(body, file)
    cards = _of_json(content, file) if content.lstrip()[:1] in {"{", "["} else card_tables.cards(content, file)
    if not cards:
        raise UserError(f"{file}: has no entry with a title", hint=_FORMS)
    return cards


def chosen(cards: Sequence[Card], name: str, *, kind: WatchKind | None = None, entry: str | None = None) -> Card:
    """The entry that is meant: of that id, else of that name and kind; the only one, whatever its name.

    Raises:
        UserError: there is none, or more than one.
    """
    if entry is not None:
        meant = [card for card in cards if entry in {*card.ids.values(), card.entry}]
        return _only(meant, cards, f"no entry has the id {entry!r}", f"several entries have the id {entry!r}")
    if len(cards) == 1:
        return cards[0]
    wanted = text.fold_words(name)
    meant = [card for card in cards if text.fold_words(card.name) == wanted]
    meant = meant or [card for card in cards if wanted in map(text.fold_words, _other_names(card))]
    of_kind = [card for card in meant if kind is not None and card.kind is kind]
    return _only(of_kind or meant, cards, f"no entry is called {name!r}", f"several entries are called {name!r}")


def _other_names(card: Card) -> list[str]:
    return [*card.aliases, *(title for titles in card.translated.values() for title in titles)]


def _only(meant: Sequence[Card], cards: Sequence[Card], none: str, several: str) -> Card:
    if len(meant) == 1:
        return meant[0]
    shown = meant or cards
    lines = [f"  {card.entry}  {card.title}" for card in shown[:_LISTED]]
    lines += [f"  and {len(shown) - _LISTED:,} more"] if len(shown) > _LISTED else []
    file = cards[0].place.rpartition(":")[0]
    said = "\n".join([f"{file}: {several if meant else none}:", *lines])
    raise UserError(said, hint=f"--entry {shown[0].entry} says which is meant")


def _text(body: bytes, file: str) -> str:
    if len(body) > _LARGEST:
        raise UserError(f"{file}: is larger than {_LARGEST >> 20} MB: too large for a card")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body[: error.start].count(b"\n") + 1
        raise UserError(f"{file}:{line}: is not UTF-8 text", hint="save it again as UTF-8") from None


def _of_json(content: str, file: str) -> list[Card]:
    try:
        value: Any = json.loads(content)
    except json.JSONDecodeError as error:
        said = f"{error.msg[:1].lower()}{error.msg[1:]}"
        raise UserError(f"{file}:{error.lineno}: is no JSON: {said}", hint=_FORMS) from None
    except (RecursionError, ValueError):  # the second: a number of thousands of digits
        raise UserError(f"{file}:1: is nested too deeply, or has too long a number, for a card") from None
    if isinstance(value, dict) and isinstance(value.get("entities"), dict):
        return wikidata.cards(value["entities"], file)
    if sparql.is_answer(value):
        return sparql.cards(value, file)
    raise UserError(f"{file}:1: is JSON, but not of Wikidata", hint=_FORMS)
