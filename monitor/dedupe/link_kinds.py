"""What a story is to the earlier one of its thread to which it is nearest, by its first headline."""

import tomllib
from functools import cache
from importlib.resources import files

from monitor.dedupe.acts import Act
from monitor.dedupe.gist import Deed
from monitor.dedupe.terms import lower, words
from monitor.story import LinkKind

_REACTIONS = frozenset({Act.STATEMENT, Act.TRIBUTE})


def link_kind(headline: str, deed: Deed) -> LinkKind:
    """A denial before a review, a review before what somebody said; all else follows."""
    if not denials().isdisjoint(lower(words(headline))):
        return LinkKind.CONTRADICTS
    if Act.REVIEW in deed.main:
        return LinkKind.REVIEW
    return LinkKind.REACTION if deed.main and deed.main <= _REACTIONS else LinkKind.FOLLOWS


@cache
def denials() -> frozenset[str]:
    """The words that deny, of all languages: a headline of seven words hardly says its own."""
    tables = tomllib.loads((files("monitor.dedupe") / "denials.toml").read_text(encoding="utf-8"))
    return frozenset(word for table in tables.values() for word in table)
