"""How right a reader is: words of the body, titles, authors, dates, against what people or reviewers wrote down.

body      F1, precision and recall of the words as a bag, each wide (Chinese, Japanese) character a word
title     equal, but for case, spaces (and marks of no width), and the shapes of quotes and dashes
authors   any: at least one is right; any name: the same, where truth and answer are separated into names by one rule
          (`extract_names`); exact: the same set, but for case and accents
date      the same day, in the zone of the truth; minute: the same minute, where the truth has a time. A truth in UTC
          that is a midnight elsewhere (22:00 of the day before, in Berlin) is a day that lost its zone: the bare day
          of that midnight is right, too
"""

import random
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from extract_names import separated
from extract_pages import is_sound, outlet

Row = dict[str, Any]
Scores = dict[tuple[str, str], list[float]]

BY_PEOPLE = {"human", "reviewed", "reviewed-snapshot"}
WHOLE_BODIES = {  # sets whose bodies are whole texts by people, or gone over by people
    "zyte",
    "fundus",
    "wcxb",
    "l3s-gn1",
    "dragnet",
    "msv-ir",
    "daniel",
    "cleaneval",
    "cleanportal",
    "chinese",
}
MEASURES = ("f1", "precision", "recall", "title", "any author", "any name", "exact authors", "date", "minute")
TRUTHS = {
    "title": "title",
    "any author": "authors",
    "any name": "authors",
    "exact authors": "authors",
    "date": "date",
    "minute": "date",
}
_EASTERNMOST = 10  # o'clock in UTC where a day begins first, at +14:00
_NO_WIDTH = re.compile("[\u00ad\u200b\u2060\ufeff]")
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+")
_QUOTES = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "‛": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'}
)


def scores(rows: list[Row], found: dict[str, Row], *, sound: bool = False) -> Scores:
    """Every measure, by tag: all, open, wide, ent (entertainment) of each, set, language. `sound`: those alone."""
    result: Scores = defaultdict(list)
    for row, measure, value in by_page(rows, found, sound=sound):
        for tag in tags(row):
            result[measure, tag].append(value)
    return result


def by_page(rows: list[Row], found: dict[str, Row], *, sound: bool = False) -> Iterator[tuple[Row, str, float]]:
    """Each page's value of each measure that it has a truth for."""
    for row in rows:
        if row["truth_kind"] not in BY_PEOPLE or row["kind"] != "article":
            continue
        for measure, value in measures(row, found.get(row["id"], {})):
            if not sound or is_sound(row, TRUTHS.get(measure, "body")):
                yield row, measure, value


def tags(row: Row) -> list[str]:
    """What a page is counted under."""
    part, language = row["part"], (row.get("lang") or "?")[:2].lower()
    kinds = ["all", part, f"{part}: {row['set']}", f"language {language}"]
    return kinds + ["entertainment", f"{part}: entertainment"] * bool(row["entertainment"])


def interval(rows: list[Row], values: list[float], rounds: int = 400) -> tuple[float, float]:
    """The 95 % interval of a mean: the outlets are drawn again, with a fixed seed."""
    outlets: dict[str, list[float]] = defaultdict(list)
    for row, value in zip(rows, values, strict=True):
        outlets[outlet(row)].append(value)
    sums = [(sum(some), len(some)) for some in outlets.values()]
    draw = random.Random(13)
    means = []
    for _ in range(rounds):
        drawn = draw.choices(sums, k=len(sums))
        means.append(sum(total for total, _ in drawn) / sum(count for _, count in drawn))
    means.sort()
    return means[rounds // 40], means[-1 - rounds // 40]


def mean(values: list[float]) -> float:
    """The mean, or 0 of nothing."""
    return sum(values) / len(values) if values else 0.0


def measures(row: Row, found: Row) -> Iterator[tuple[str, float]]:
    """The measures that the page's truth allows, each from 0 to 1."""
    if row["body"] and row["set"] in WHOLE_BODIES:
        yield from zip(("precision", "recall", "f1"), words(found.get("body") or "", row["body"]), strict=True)
    if row["title"]:
        yield "title", float(folded(found.get("title") or "") == folded(row["title"]))
    if row["authors"]:
        answer = found.get("authors") or ()
        mine, true = _names(answer), _names(row["authors"])
        yield "any author", float(bool(mine & true))
        yield "any name", float(bool((mine & true) or (_names(separated(answer)) & _names(separated(row["authors"])))))
        yield "exact authors", float(mine == true)
    if row["published"]:
        yield "date", float(_same_day(found.get("published"), row["published"]))
        if "T" in row["published"]:
            yield "minute", float(_same_minute(found.get("published"), row["published"]))


def words(found: str, true: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of the words."""
    mine, theirs = Counter(tokens(found)), Counter(tokens(true))
    common = sum((mine & theirs).values())
    if not common:
        return 0.0, 0.0, 0.0
    precision, recall = common / sum(mine.values()), common / sum(theirs.values())
    return precision, recall, 2 * precision * recall / (precision + recall)


def tokens(text: str) -> list[str]:
    """The words of a text, in order; each wide (Chinese, Japanese) character is a word."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def folded(text: str) -> str:
    """A title in the form in which two are compared."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_QUOTES).replace("…", "...")
    return " ".join(re.sub("[\u2010-\u2015\u2212]", "-", _NO_WIDTH.sub("", text)).split())


def _names(texts: Iterable[str]) -> set[str]:
    return {_name(text) for text in texts}


def _name(text: str) -> str:
    bare = (letter for letter in unicodedata.normalize("NFKD", folded(text)) if not unicodedata.combining(letter))
    return " ".join(re.findall(r"\w+", "".join(bare)))


def _moment(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None


def _same_day(found: str | None, true: str) -> bool:
    mine, theirs = _moment(found), _moment(true)
    if mine is None or theirs is None or found is None:
        return False
    if len(found) > 10 and len(true) > 10 and mine.tzinfo and theirs.tzinfo:
        mine = mine.astimezone(theirs.tzinfo)
    return mine.date() == theirs.date() or (len(found) <= 10 and mine.date() == _day_elsewhere(theirs))


def _day_elsewhere(true: datetime) -> date | None:
    """The day that begins at a moment in UTC in a zone east of it, where there is one: on the full hour, from 10:00."""
    is_full = (true.minute, true.second) == (0, 0) and true.utcoffset() == timedelta()
    return true.date() + timedelta(days=1) if is_full and true.hour >= _EASTERNMOST else None


def _same_minute(found: str | None, true: str) -> bool:
    mine, theirs = _moment(found), _moment(true)
    if mine is None or theirs is None or found is None or len(found) <= 10:
        return False
    if mine.tzinfo and theirs.tzinfo:
        return abs((mine - theirs).total_seconds()) < 60
    return mine.replace(tzinfo=None, second=0, microsecond=0) == theirs.replace(tzinfo=None, second=0, microsecond=0)
