"""Which sort of piece an article is: by the phrases and the form of its headline, and by who speaks in its text."""

import re
from collections.abc import Sequence

from monitor.model import Article
from monitor.news import Genre
from monitor.novelty.phrasebook import Phrasebook, words_of

_SAID = re.compile(r"[“\"„«»‘][^”\"“»«‘\n]{1,600}[”\"“»«’](?!\w)")  # speech is somebody else's
_LABEL = re.compile(r"\s*([^:|–—]{3,24}?)\s*[:|–—]")
_LEAST = 3  # words of a text that speak of its author
_SHARE = 0.018  # of all its words
_FIRST = 1_500  # characters of a text that show who speaks
_TITLE_STARS = re.compile("[★☆]{2,}")
_REACH = 4  # words between the number and the noun of a list
_ORDER = (
    Genre.ROUND_UP,
    Genre.REVIEW,
    Genre.LIST,
    Genre.GUIDE,
    Genre.RECAP,
    Genre.OPINION,
    Genre.REACTION,
    Genre.TRIBUTE,
    Genre.FEATURE,
)
_GENRES = frozenset(f"genre.{genre.value}" for genre in _ORDER)


def of(article: Article, book: Phrasebook) -> tuple[Genre, str | None]:
    """The genre, and the words that say it; a report says nothing."""
    label = _LABEL.match(article.title)
    if label and (sign := _labelled(words_of(label[1]), book)):
        return Genre.OPINION, sign
    words = words_of(article.title)
    signs = _signs(words, book)
    if counted := _counted(words, book):
        return Genre.LIST, counted
    for genre in _ORDER:
        if (sign := signs.get(f"genre.{genre.value}")) is not None:
            return genre, sign
    if _TITLE_STARS.search(f"{article.title} {article.standfirst or ''}"):
        return Genre.REVIEW, "★"
    spoken = words_of(_SAID.sub(" ", article.body[:_FIRST]))
    selves = [word for word in spoken if word in book.self_words]
    if len(selves) >= _LEAST and len(selves) >= _SHARE * len(spoken):
        return Genre.FIRST_PERSON, ", ".join(dict.fromkeys(selves))
    return Genre.REPORT, None


def _signs(words: Sequence[str], book: Phrasebook) -> dict[str, str]:
    """The phrases of a headline by their tables. Of those of genres at one place the longest says what it is.

    "Remembers" is a tribute, and "remembers working" an anecdote.
    """
    matches = book.find(words)
    longest: dict[int, int] = {}
    for match in matches:
        if match.table in _GENRES:
            longest[match.start] = max(longest.get(match.start, 0), match.size)
    return {one.table: one.text for one in matches if one.table not in _GENRES or one.size == longest[one.start]}


def _labelled(words: Sequence[str], book: Phrasebook) -> str | None:
    """What stands before a headline, if it begins or ends with a label: "A letter to our crew:" does not."""
    labels = [match for match in book.find(words) if match.table == "genre.labels"]
    return next((it.text for it in labels if it.start in {0, len(words) - it.size}), None)


def _counted(words: Sequence[str], book: Phrasebook) -> str | None:
    """What of a headline counts things: "11 films to watch", "The Years: ten films that ...", "the 10 best films".

    What it counts was chosen from more: "all six films" are a whole, of which there is news.
    """
    marks = [{match.table for match in book.find([word])} for word in words]
    wholes = {match.start + match.size for match in book.find(words) if match.table == "genre.whole"}
    for at, word in enumerate(words):
        if at in wholes or not (word.isdigit() or "genre.numbers" in marks[at]):
            continue
        nouns = [place for place in range(at + 1, min(len(words), at + 1 + _REACH)) if "genre.things" in marks[place]]
        if not nouns:
            continue
        is_best = any("genre.best" in tables for tables in marks[at + 1 : nouns[0]])
        if is_best or any("genre.which" in tables for tables in marks[nouns[0] + 1 :]):
            return " ".join(words[at : nouns[0] + 1])
    return None
