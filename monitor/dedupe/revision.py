"""Revisions: what changed between two readings of one article, in kinds that matter to the recipient.

Typography, case, spaces and the page's own "updated" stamp are not a change. Linear in the length of the texts.
"""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from monitor.dedupe import notices
from monitor.dedupe.terms import lower, words
from monitor.model import Article

DATE_SLACK = timedelta(minutes=1)  # the same date given with and without seconds

_SENTENCE = re.compile(r"[^.!?。！？\n]+[.!?。！？]*")


def changes(before: Article, after: Article) -> tuple[str, ...]:
    """The kinds of change, in this order; empty: nothing that matters.

    headline, standfirst, body (other words), numbers and names (of the changed sentences), correction (a notice of
    one came or changed), date, byline. What the new reading merely lacks (no date, no authors) is not a change.
    """
    kinds = []
    if _differ(before.title, after.title):
        kinds.append("headline")
    if after.standfirst and _differ(before.standfirst or "", after.standfirst):
        kinds.append("standfirst")
    kinds.extend(_of_body(before.body, after.body))
    if _new_date(before, after):
        kinds.append("date")
    if after.authors and _people(before.authors) != _people(after.authors):
        kinds.append("byline")
    return tuple(kinds)


def _of_body(before: str, after: str) -> list[str]:
    if not _differ(before, after):
        return []
    old, new = _sentences(before), _sentences(after)
    gone = [text for key, text in old.items() if key not in new]
    come = [text for key, text in new.items() if key not in old]
    kinds = ["body"]
    if _numbers(gone) != _numbers(come):
        kinds.append("numbers")
    if _names(gone) != _names(come):
        kinds.append("names")
    if any(notices.is_correction(text) or notices.is_retraction(text) for text in come):
        kinds.append("correction")
    return kinds


def _differ(before: str, after: str) -> bool:
    return before != after and lower(words(before)) != lower(words(after))


def _sentences(text: str) -> dict[str, str]:
    """The sentences of a text by their folded words."""
    found = (sentence.strip() for sentence in _SENTENCE.findall(text))
    return {" ".join(lower(words(sentence))): sentence for sentence in found if sentence}


def _numbers(sentences: Iterable[str]) -> Counter[str]:
    return Counter(word for sentence in sentences for word in words(sentence) if word[0].isdigit())


def _names(sentences: Iterable[str]) -> set[str]:
    """Capitalised words inside sentences; the first word of one is capitalised anyway."""
    return {word for sentence in sentences for word in words(sentence)[1:] if word[0].isupper()}


def _new_date(before: Article, after: Article) -> bool:
    if after.published_at is None:
        return False
    if before.published_at is None:
        return True
    if not (before.published_has_time and after.published_has_time):
        return before.published_at.date() != after.published_at.date()
    return abs(before.published_at - after.published_at) > DATE_SLACK


def _people(authors: Iterable[str]) -> set[str]:
    return {" ".join(lower(words(author))) for author in authors}
