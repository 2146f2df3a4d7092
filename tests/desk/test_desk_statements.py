"""What an article costs the archive: few statements, and none of them prepared again."""

from collections import Counter

import pytest
from make import NOW

from monitor.store import hits, stories
from monitor.store.archive import Archive


def crawl(desk, read, found, number: int) -> None:
    """What a crawl of one outlet asks and brings: an article that a watch finds, and one that opens a story."""
    own = " ".join(f"Wort{number}{place}" for place in range(80))
    desk.order("joblo", NOW)
    desk.ingest_all(
        [
            found("joblo", f"a{number}", f"b{number}"),
            read("joblo", f"Michael Mann will direct Heat {number}", slug=f"a{number}"),
            read("joblo", f"{own[:40]} opens", own, slug=f"b{number}"),
        ],
        NOW,
    )


def test_no_statement_is_prepared_again(desk, read, found) -> None:
    """SQLite prepares a statement again for each value of a bare parameter after `limit`, which costs as much as it."""
    for number in range(3):
        crawl(desk, read, found, number)
    prepared: Counter[str] = Counter()

    desk.context.archive.db.conn.set_authorizer(lambda *action: prepared.update([str(action)]) or 0)
    crawl(desk, read, found, 3)
    first = prepared.total()  # SQLite prepares all again when it is watched
    crawl(desk, read, found, 4)

    assert first
    assert prepared.total() == first


def test_what_is_known_of_a_link_is_not_asked_again(desk, read, found, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second new article of a batch asks for no moves, follows, shortfalls or pruned links: there can be none."""
    asked: list[str] = []
    for name in ("rows", "execute"):
        real = getattr(Archive, name)

        def told(self: Archive, sql: str, *parameters: object, real=real):
            asked.append(" ".join(sql.split()))
            return real(self, sql, *parameters)

        monkeypatch.setattr(Archive, name, told)
    desk.ingest_all([found("joblo", "a", "b", "c"), read("joblo", "Michael Mann will direct Heat 2")], NOW)
    asked.clear()

    desk.ingest_all([read("joblo", "A festival opens", slug="b"), read("joblo", "A prize is given", slug="c")], NOW)

    words = ("moves", "followed_at = null", "shortfalls", "pruned_at")
    of = Counter(word for sql in asked for word in words if word in sql)
    assert of == {"moves": 2}  # once of stories and once of threads, in one transaction


def test_a_story_is_read_whole_for_a_message_alone(desk, read, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether an article is worth one is decided by a few rows, however many articles and hits its story has."""
    whole: list[str] = []
    for module, name in ((stories, "get_many"), (hits, "recent")):
        real = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *of, real=real, name=name, **by: whole.append(name) or real(*of, **by))
    said = "Michael Mann will direct Heat 2 for Warner Bros., with cameras to roll in Chicago this spring."
    made = []
    for number in range(6):
        came = read(
            "joblo",
            f"Michael Mann will direct Heat 2, part {number}",
            f"{said} {'Again. ' * number}",
            slug=f"a{number}",
        )
        made.append(desk.ingest(came, NOW))
        if not number:
            assert "get_many" in whole
            assert "recent" in whole
            whole.clear()

    assert made == [1, 0, 0, 0, 0, 0]
    assert desk.context.archive.value("select max(article_count) from stories") == 6
    assert whole == []
