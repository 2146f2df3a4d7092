"""Watches from cards: an IMDb list, Wikidata's JSON, or a table of what is to be watched with who is in it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from monitor.cards import card_file
from monitor.cards.card import Card
from monitor.cli.importing.imported_items import Destination, ImportedItem
from monitor.cli.watch.carded import carded, merged
from monitor.errors import UserError
from monitor.model import Outlet, WatchKind


def of_cards(body: bytes, file: str, defaults: Mapping[str, Any], outlets: Iterable[Outlet]) -> list[ImportedItem]:
    """The watch of each card of a file. `defaults` go before what a card says.

    Raises:
        UserError: the file is no card's.
    """
    cards = _meant(card_file.of_bytes(body, file))
    of_name = Counter(card.name for card in cards)
    followed = list(outlets)
    items = []
    for number, card in enumerate(cards, 1):
        line = card.place.rpartition(":")[2]
        name = card.name if of_name[card.name] == 1 else card.title  # "Fargo (show, 2014)"
        item = ImportedItem(section=Destination.WATCH, name=name, line=int(line) if line.isdecimal() else number)
        item.entry = {"name": name}
        try:
            item.entry |= merged(carded(card, card.name, defaults, followed), defaults)
        except UserError:
            item.refuse(f"the file does not say what it is: --set kind={WatchKind.FILM}, or {_others()}")
        items.append(item)
    return items


def _others() -> str:
    return ", ".join(kind for kind in WatchKind if kind is not WatchKind.FILM)


def _meant(cards: Sequence[Card]) -> list[Card]:
    """The cards but for those entities of Wikidata that are in the file to give another one's people their names."""
    credited = {name for card in cards for names in card.credits.values() for name in names}
    return [
        card for card in cards if card.name not in credited or not card.place.endswith(card.ids.get("wikidata", ":"))
    ]
