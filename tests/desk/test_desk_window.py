"""The window of stories is made from the archive in parts: as one that is made at once, and with no article twice."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from desk_made import NOW, config, rows
from saga import SAGA

from monitor.desk import Desk, moving, story_window
from monitor.events import ArticleRead
from monitor.store import articles
from monitor.store.archive import Archive

Read = Callable[..., ArticleRead]


@pytest.fixture
def grown(desk: Desk, read: Read) -> Desk:
    """Five articles, and a window that is forgotten."""
    for number, (title, text) in enumerate((SAGA[0], SAGA[1], SAGA[2], SAGA[0], SAGA[1])):
        outlet = ("joblo", "variety", "deadline")[number % 3]
        event = read(outlet, f"{title} {number}", f"{text} {number}", minutes=number, slug=f"s{number}")
        desk.ingest(event, event.at)
    desk.context.forget()
    return desk


@pytest.fixture
def parts_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of two articles."""
    monkeypatch.setattr(story_window, "_PART", 2)


@pytest.fixture
def other(grown: Desk) -> Iterator[Archive]:
    """The same archive, as another process has it."""
    with Archive.open(grown.context.archive.path) as archive:
        yield archive


def held(desk: Desk) -> dict[int, int]:
    """The articles of the window, each with its story."""
    index = desk.context.stories._filled(NOW)
    return {entry.id: entry.story for entry in index.members()}


def kept(desk: Desk) -> dict[int, int]:
    """The same of the archive."""
    return dict(rows(desk, "select id, story_id from articles order by id"))


@pytest.mark.usefixtures("parts_of_two")
class TestInParts:
    """Between two of them anybody else may write."""

    def test_each_part_takes_some_and_says_how_far_it_is(self, grown):
        """Each article is read once; no part holds the archive; what is whole is made no more."""
        far = []
        while (making := grown.make_window(NOW)) is not None:
            far.append((making.done, making.of))
            assert grown.context.archive.under_way is None
            assert not grown.has_window

        assert far == [(2, 5), (4, 5)]
        assert grown.has_window
        assert grown.make_window(NOW) is None
        assert list(held(grown)) == list(kept(grown)) == [1, 2, 3, 4, 5]

    def test_an_article_that_comes_meanwhile_finds_all(self, grown, read):
        """What is left is then taken at once, and nothing twice."""
        grown.make_window(NOW)
        event = read("joblo", *SAGA[0], minutes=9, slug="later")
        grown.ingest(event, event.at)

        assert list(held(grown)) == [1, 2, 3, 4, 5, 6]
        assert held(grown) == kept(grown)

    @pytest.mark.parametrize("part", [0, 1, 2])
    def test_what_a_person_moves_meanwhile_is_moved_in_it(self, grown, other, part):
        """Whether the article was taken in before or comes after."""
        for _ in range(part):
            grown.make_window(NOW)
        before = kept(grown)
        largest = max(before.values(), key=list(before.values()).count)
        last = max(one for one, story in before.items() if story == largest)
        moving.split(other, largest, articles.get(other, last), NOW)
        while grown.make_window(NOW) is not None:
            pass

        assert kept(grown)[last] != before[last]
        assert held(grown) == kept(grown)

    def test_a_part_that_fails_is_begun_again(self, grown, monkeypatch):
        """The archive could not be read: nothing is left out by that."""
        grown.make_window(NOW)
        with monkeypatch.context() as broken:
            broken.setattr(story_window, "_take", lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                grown.make_window(NOW)

        assert grown.make_window(NOW).done == 2
        assert held(grown) == kept(grown)


def test_of_more_than_it_holds_the_newest_are_read(grown: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of the others would be read, taken in and thrown out again."""
    monkeypatch.setattr(story_window, "LIMIT", 2)

    assert grown.make_window(NOW) is None
    assert list(held(grown)) == [4, 5]


def test_an_empty_archive_is_made_at_once(tmp_path: Path) -> None:
    """It has nothing to be waited for."""
    desk = Desk.open(config(tmp_path))

    assert desk.make_window(NOW) is None
    assert desk.has_window
    desk.close()
