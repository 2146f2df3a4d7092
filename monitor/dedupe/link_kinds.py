"""What a story is to the earlier one of its thread to which it is nearest, by its first headline."""

import tomllib
from functools import cache
from importlib.resources import files

from monitor.dedupe.acts import Act
from monitor.dedupe.claims import stems
from monitor.dedupe.similarity import HeadlineFacts
from monitor.dedupe.terms import lower, words
from monitor.story import LinkKind

_REACTIONS = frozenset({Act.STATEMENT, Act.TRIBUTE})
_NAMED = 0.25  # of what the headline is about, in the earlier one: less, and what somebody says is on something else


def link_kind(headline: str, facts: HeadlineFacts, earlier: str) -> LinkKind:
    """A denial before a review, a review before what somebody said on the earlier headline; all else follows."""
    deed = facts.deed
    if not denials().isdisjoint(lower(words(headline))):
        return LinkKind.CONTRADICTS
    if Act.REVIEW in deed.main:
        return LinkKind.REVIEW
    is_said = bool(deed.main) and deed.main <= _REACTIONS
    is_on_it = is_said and facts.claims.subject_share(stems(lower(words(earlier)))) >= _NAMED
    return LinkKind.REACTION if is_on_it else LinkKind.FOLLOWS


@cache
def denials() -> frozenset[str]:
    """The words that deny, of all languages: a headline of seven words hardly says its own."""
    tables = tomllib.loads((files("monitor.dedupe") / "denials.toml").read_text(encoding="utf-8"))
    return frozenset(word for table in tables.values() for word in table)
