"""The facts of an article by which alerts are decided, each with the rule that finds it; and what a message said of it.

Facts are found again in the article as it is now: a fact of an earlier text that went with an edit is not among them.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from monitor import novelty
from monitor.news import Fact, FactKind
from monitor.store.articles import StoredArticle
from monitor.story import SentMessage
from monitor.views import readable

Row = dict[str, Any]
_SHOWN = 6  # facts: the ones that weigh most come first
_WHERE = ("in the headline", "in the first sentences", "near the watch", "further down")
_RULES = {
    FactKind.STEP: "a phrase of the table of steps",
    FactKind.DATE: "a day with its month",
    FactKind.NUMBER: "a figure with its unit",
    FactKind.NAME: "a name next to a step",
}


def found(stored: StoredArticle) -> list[Row]:
    """The facts that rules find in the article, the weightiest first: kind, text, rule, place and sentence."""
    facts = sorted(novelty.outline(stored.article).facts, key=lambda fact: fact.rank)
    return [_row(fact) for fact in facts[:_SHOWN]]


def of_message(message: SentMessage, stored: StoredArticle) -> Row:
    """What a message said: kind and reason; of one on this article also the fact, what that replaced, and the rules."""
    data = message.data
    lead = data.get("lead") or {}
    is_about = lead.get("url") == stored.article.url
    quoted = data.get("fact") if is_about else None
    facts = [fact for fact in novelty.outline(stored.article).facts if quoted and fact.sentence == quoted]
    return {
        "id": message.id,
        "type": message.type,
        "at": message.at,
        "is_about_this": is_about,
        "kind": data.get("kind"),
        "reason": data.get("reason"),
        "fact": quoted,
        "was": data.get("was") if is_about else None,
        "found_by": [_row(fact) for fact in facts],
    }


def message_lines(message: Row) -> Iterator[str]:
    """The same for a person, below the line of the message; nothing of a message on another article."""
    if not message["is_about_this"] or not message["kind"]:
        return
    yield f"{message['kind']}: {message['reason']}"
    if message["fact"]:
        by = _and(message["found_by"])
        yield f"fact: {readable.visible(message['fact'])}" + (f" ({by})" if by else "")
    if message["was"]:
        yield f"was: {readable.visible(message['was'])}"


def lines(facts: Sequence[Row]) -> Iterator[str]:
    """The facts for a person, one a line."""
    for fact in facts:
        said = f"{fact['kind']} {readable.visible(fact['text'])}, {fact['where']}"
        yield f"{said}, by {fact['rule']}"


def _row(fact: Fact) -> Row:
    return {
        "kind": fact.kind.value,
        "text": fact.text,
        "key": fact.key,
        "rule": _RULES[fact.kind],
        "where": _WHERE[fact.rank],
        "sentence": fact.sentence,
    }


def _and(facts: Sequence[Row]) -> str:
    return ", ".join(f"{fact['kind']} {fact['text']}, by {fact['rule']}" for fact in facts)
