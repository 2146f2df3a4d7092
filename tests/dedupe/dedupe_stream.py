"""One stream of articles with every figure of the grouping: what a change of any weight, word or step would alter.

    python tests/dedupe/dedupe_stream.py > tests/cases/dedupe/figures.txt

The weights were found by regression over labelled pairs, so no case of a few texts shows that they are right: the
benchmark does. The figures hold them, so that none changes unnoticed.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from monitor.dedupe import Document, StoryIndex
from monitor.dedupe.document import profile

CASES = sorted((Path(__file__).parents[1] / "cases" / "stories").glob("*.json"))
_TERMS = 12  # of an article, the strongest
_START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
_SYLLABLES = ("ba", "kel", "mor", "ti", "san", "du", "re", "lin", "go", "va", "che", "nu")
_PLAIN = tuple(
    "the film was made with a budget and will open in cinemas this week said the studio on monday".split()  # noqa: SIM905
)


def documents() -> list[Document]:
    """The articles of the stream, without ids, in order of arrival."""
    return [*_cases(), *_made_up()]


def lines() -> Iterator[str]:
    """A line for each article: where it was placed and how surely, then its strongest terms."""
    index = StoryIndex(limit=150)
    stories = 0
    for number, doc in enumerate(documents(), start=1):
        one = replace(doc, id=number)
        placement = index.place(one)
        if placement.story is None:
            stories += 1
        story = placement.story or stories
        index.add(one, story, copy_of=placement.copy_of)
        if number % 40 == 0:
            index.evict(one.found_at - timedelta(days=30))
        where = f"{number} {placement.relation} {story} {placement.copy_of or '-'} {placement.score:.4f}"
        yield f"{where} | {', '.join(placement.because)} | {_about(one)}"


def _about(doc: Document) -> str:
    known = profile(doc)
    ranked = sorted(known.terms, key=lambda term: (-known.terms[term], term))
    strengths = " ".join(f"{term.replace(' ', '_')}={known.terms[term]:.3f}" for term in ranked[:_TERMS])
    total, runs = sum(known.terms.values()), len(known.signature.sample)
    return f"{len(ranked)} {total:.3f} {len(known.headline)} {len(known.bare)} {runs} | {strengths}"


def _cases() -> Iterator[Document]:
    """The articles of the cases, one case after the other."""
    for path in CASES:
        rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["docs"]
        rows.sort(key=lambda row: row.get("found") or row["published"])
        yield from map(_row, rows)


def _row(row: dict[str, Any]) -> Document:
    return Document(
        id=None,
        outlet=row["outlet"],
        title=row["title"],
        standfirst=row.get("standfirst"),
        body=row["body"],
        published_at=datetime.fromisoformat(row["published"]) if row["published"] else None,
        found_at=datetime.fromisoformat(row.get("found") or row["published"]),
    )


def _made_up() -> Iterator[Document]:
    """Events that many outlets tell, near ones in words of each other; now and then a part of an earlier text again."""
    random = Random(7)  # noqa: S311  the same stream at each run
    told: list[str] = []
    events = [[_word(random) for _ in range(40)] for _ in range(6)]
    for number in range(150):
        event, nearest = events[number % 6], events[(number + 1) % 6]
        words = [*random.sample(event, 24), *random.sample(nearest, random.choice((0, 6, 12)))]
        names = [word.title() for word in event[:6]]
        at = _START + timedelta(hours=random.choice((1, 5, 30)) * number / 10)
        body = "" if number % 11 == 0 else _text(random, words, names)
        if told and number % 9 == 4:
            body = " ".join([*random.choice(told).split()[: random.choice((15, 30, 60))], *body.split()[:25]])
        told.append(body)
        standfirst = " ".join(body.split()[:12]) or " ".join(random.sample(words, 12)) if number % 5 == 0 else None
        yield Document(
            id=None,
            outlet=f"outlet-{random.randrange(25)}",
            title=" ".join([*random.sample(names, 2), *random.sample(event[6:14], 2), _word(random)]),
            standfirst=standfirst,
            body=body,
            published_at=at if number % 7 else None,
            found_at=at,
        )


def _text(random: Random, words: list[str], names: list[str]) -> str:
    mixed = [*words, *random.sample(names, 3), *random.sample(_PLAIN, 12), *random.sample(words, 10)]
    random.shuffle(mixed)
    return f"{' '.join(names[:2])} {' '.join(mixed)} {random.randrange(90)}."


def _word(random: Random) -> str:
    return "".join(random.choices(_SYLLABLES, k=3))


if __name__ == "__main__":
    sys.stdout.write("\n".join(lines()) + "\n")
