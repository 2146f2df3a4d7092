"""What a card's file gives to a new watch: keys of the configuration, and what is said of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from monitor.cards.card import Card
from monitor.errors import UserError
from monitor.match.advice import card_watch
from monitor.match.advice.card_watch import CardOptions
from monitor.model import Outlet, WatchKind
from monitor.phrasing import count

_NARROWING = ("context", "in", "min_count")  # whoever gives one has narrowed the name already
_LISTED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Carded:
    """The keys of a `[[watch]]` table, as they are written; `remarks` are lines for people."""

    keys: Mapping[str, Any]
    ids: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


def carded(card: Card, name: str, given: Mapping[str, Any], outlets: Iterable[Outlet]) -> Carded:
    """What a card adds to a watch of that name, of which the keys in `given` are settled already.

    Titles in other languages than English are taken if an outlet that is followed, or `lang`, is in it.

    Raises:
        UserError: nothing says what it is of.
    """
    kind = WatchKind(given["kind"]) if given.get("kind") else card.kind
    if kind is None:
        raise UserError(f"{card.place}: does not say what {card.name!r} is", hint=f"--kind {', '.join(WatchKind)}")
    languages = given.get("lang") or {"en", *(outlet.language for outlet in outlets if outlet.language)}
    found = card_watch.options(card, name, kind, sorted(languages))
    is_narrowed = any(given.get(key) for key in _NARROWING)
    context = () if is_narrowed else found.context
    keys = {"query": found.query, "kind": kind.value, "aliases": list(found.aliases), "context": list(context)}
    return Carded(
        keys={key: value for key, value in keys.items() if value},
        ids=card.ids,
        remarks=tuple(_remarks(card, kind, found, is_narrowed=is_narrowed)),
    )


def merged(found: Carded, given: Mapping[str, Any]) -> dict[str, Any]:
    """The keys of a card's watch: what is given goes before the card's, but for aliases, of which there are both."""
    aliases = list(dict.fromkeys([*found.keys.get("aliases", ()), *given.get("aliases", ())]))
    of_both = {"aliases": aliases} if aliases else {}
    ids = {**found.ids, **given.get("ids", {})}
    return {**found.keys, **given, **of_both, **({"ids": ids} if ids else {})}


def _remarks(card: Card, kind: WatchKind, found: CardOptions, *, is_narrowed: bool) -> Iterable[str]:
    ids = _listed(f"{database} {id_}" for database, id_ in card.ids.items())
    yield f"{card.place}: {card.title}{ids and f', {ids}'}"
    if card.kind not in {None, kind}:
        yield f"warning: the card says that it is of a {card.kind}, not of a {kind}"
    if found.is_common and not is_narrowed:
        if found.context:
            near = found.context[0] if len(found.context) == 1 else f"one of {len(found.context)} names"
            yield f"its name has other meanings too: {near} must be in the article"
        else:
            yield "warning: its name has other meanings too, and the card names nobody who would be near: add --context"
    if found.left_out:
        yield f"left out, for they would find what is not meant: {_listed(found.left_out)}"
    if card.unnamed:
        yield (
            f"{count(card.unnamed, 'name')} of people, companies or works not taken: the file has their ids alone; "
            "docs/guide/watches.md says how to get them"
        )


def _listed(texts: Iterable[str]) -> str:
    first, more = list(texts)[:_LISTED], list(texts)[_LISTED:]
    return ", ".join(first) + (f" and {len(more)} more" if more else "")
