"""What people say of articles, their stars and notes, as lists, pages and programs show them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from monitor.store import notes, stars
from monitor.store.archive import Archive
from monitor.store.notes import Note
from monitor.store.stars import Star
from monitor.views import readable

NOTHING: dict[str, Any] = {"stars": [], "notes": []}


def of_articles(archive: Archive, article_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Stars and notes by article, as JSON has them; an article without any is left out."""
    wanted = set(article_ids)
    starred, noted = stars.of_articles(archive, wanted), notes.of_articles(archive, wanted)
    return {
        article: {
            "stars": [star(one) for one in starred.get(article, ())],
            "notes": [note(one) for one in noted.get(article, ())],
        }
        for article in sorted(starred.keys() | noted.keys())
    }


def of_article(archive: Archive, article_id: int) -> dict[str, Any]:
    """The same of one article."""
    return of_articles(archive, [article_id]).get(article_id, NOTHING)


def of_hit(known: Mapping[int, dict[str, Any]], article_id: int, watch: str) -> dict[str, Any]:
    """The same for one hit: the stars that count for its watch, and the notes."""
    found = known.get(article_id, NOTHING)
    return {**found, "stars": [one for one in found["stars"] if one["watch"] in {None, watch}]}


def star(one: Star) -> dict[str, Any]:
    """A star as JSON has it."""
    return {"watch": one.watch, "by": one.by, "at": one.at}


def note(one: Note) -> dict[str, Any]:
    """A note as JSON has it."""
    return {"id": one.id, "text": one.text, "by": one.by, "at": one.at, "replaces": one.replaces}


def brief(found: Mapping[str, Any]) -> str:
    """For a narrow column: `star`, `2 notes`, `star, note`; empty where there is neither."""
    number = len(found["notes"])
    parts = ["star"] if found["stars"] else []
    parts += [f"{number} notes" if number > 1 else "note"] if number else []
    return ", ".join(parts)


def lines(found: Mapping[str, Any], names: Mapping[str, str] | None = None) -> Iterator[str]:
    """For a person, a line each: who, when, and the text of notes. `names`: those of watches, by id."""
    for one in found["stars"]:
        of = f" as coverage of {(names or {}).get(one['watch'], one['watch'])}" if one["watch"] else ""
        yield f"star by {one['by']}, {readable.visible(one['at'])}{of}"
    for one in found["notes"]:
        yield f"note {one['id']} by {one['by']}, {readable.visible(one['at'])}: {readable.visible(one['text'])}"


def history(written: Sequence[Note]) -> list[dict[str, Any]]:
    """Everything that was written on an article, with what became of it: stands, replaced, removed."""
    replaced = {one.replaces: one.id for one in written if one.replaces is not None}
    return [
        {
            **note(one),
            "state": "stands" if one.ended_at is None else "replaced" if one.id in replaced else "removed",
            "ended_by": one.ended_by,
            "ended_at": one.ended_at,
        }
        for one in written
    ]
