"""The words by which a report is credited to another outlet; a table for each language, in `grammar/`.

A rule is a run of words and how many others may stand between it and the name. Words after the name may be separated
from it by the table's auxiliaries and adverbs alone ("was also first"), those before it by any that are written small
("according to the trade title").
"""

import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from monitor.credit.names import ARTICLES

LANGUAGES = ("da", "de", "en", "es", "fr", "it", "nb", "pt", "sv")
_OTHERWISE = "en"  # credits of an unknown language are looked for in this one
_SAME = {"no": "nb", "nn": "nb"}


@dataclass(frozen=True, slots=True)
class Rule:
    """A run of words next to a name, with at most `gap` words between."""

    words: tuple[str, ...]
    gap: int


@dataclass(frozen=True, slots=True)
class Grammar:
    """The rules of one language; those of words before and after a name by their first word."""

    before: Mapping[str, Sequence[Rule]]
    after: Mapping[str, Sequence[Rule]]
    between: frozenset[str]
    speaking_for: frozenset[str]
    speaking_against: frozenset[str]

    def credited_before(self, words: Sequence[str]) -> bool:
        """Whether the last of these words, which stand before a name, credit it."""
        folded = [word.casefold() for word in words]
        return any(
            len(folded) - len(rule.words) - rule.gap <= at
            and tuple(folded[at : at + len(rule.words)]) == rule.words
            and _is_apposition(words[at + len(rule.words) :])
            for at, word in enumerate(folded)
            for rule in self.before.get(word, ())
        )

    def credited_after(self, words: Sequence[str]) -> bool:
        """Whether the first of these words, which stand after a name, credit it."""
        folded = [word.casefold() for word in words]
        return any(
            at <= rule.gap
            and tuple(folded[at : at + len(rule.words)]) == rule.words
            and self.between.issuperset(folded[:at])
            for at, word in enumerate(folded)
            for rule in self.after.get(word, ())
        )

    def is_reporting(self, words: Sequence[str]) -> bool:
        """Whether the words of a sentence speak of a report, and not of praise, prizes or pictures."""
        folded = {word.casefold() for word in words}
        return bool(folded & self.speaking_for) and not folded & self.speaking_against


def of_language(language: str | None) -> Grammar:
    """The grammar of a language tag."""
    code = (language or _OTHERWISE).partition("-")[0].lower()
    code = _SAME.get(code, code)
    return _read(code if code in LANGUAGES else _OTHERWISE)


@cache
def _read(language: str) -> Grammar:
    text = resources.files(__package__).joinpath(f"grammar/{language}.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    return Grammar(
        before=_rules(table["before"]),
        after=_rules(table["after"]),
        between=frozenset(table["between"]["words"]),
        speaking_for=frozenset(table["anywhere"]["for"]),
        speaking_against=frozenset(table["anywhere"]["against"]),
    )


def _rules(tables: Sequence[dict[str, list[str] | int]]) -> Mapping[str, Sequence[Rule]]:
    found: dict[str, list[Rule]] = defaultdict(list)
    for table in tables:
        for run in table["words"]:  # type: ignore[union-attr]
            words = tuple(run.split())
            found[words[0]].append(Rule(words, int(str(table["gap"]))))
    return dict(found)


def _is_apposition(words: Sequence[str]) -> bool:
    """Whether these words, before a name, say what it is: "trade title", "the Norwegian magazine"."""
    if len(words) > 1 and words[0].casefold() in ARTICLES and words[-1].islower():
        return True
    return all(word.islower() or word.isupper() or word.casefold() in ARTICLES for word in words)
