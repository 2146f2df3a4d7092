"""Merges and splits of stories: what must be so before one is made, and what follows for their threads.

A person makes them in another process; the desk of a running daemon learns of them by the number of the last move,
which it asks for at each article.
"""

from collections.abc import Collection
from datetime import datetime

from monitor.dedupe import INDEXED, Document, StoryIndex, Whole, first_terms, grow, summed
from monitor.desk import thread_moving
from monitor.desk.thread_archive import ThreadArchive
from monitor.errors import NotFoundError, UserError
from monitor.store import articles, moves, sagas, thread_terms
from monitor.store.archive import Archive
from monitor.store.articles import StoredArticle
from monitor.story_moves import Move, MovedBy, MoveKind


def merge(archive: Archive, story: int, other: int, now: datetime) -> Move:
    """Make a story part of another.

    Raises:
        NotFoundError: one of them is not there.
        UserError: they are one story already.
    """
    with archive.transaction():
        part, into = _present(archive, other), _present(archive, story)
        if part == into:
            raise UserError(f"story {other} and story {story} are one already", hint=f"`monitor story {into}` shows it")
        before = _threads(archive, part, into)
        move = join(archive, part, into, now)
        thread_moving.describe(archive, before)
        return move


def join(archive: Archive, part: int, into: int, now: datetime, by: MovedBy = MovedBy.PERSON) -> Move:
    """Make a story, that is there, part of another one."""
    with archive.transaction():
        before = thread_terms.openings(archive, [part, into])
        of_part = sagas.of(archive, part)
        move = moves.merge(archive, part, into, now, by=by)
        thread = sagas.of(archive, into)
        if part in before and thread is not None and thread != of_part:
            grow(ThreadArchive(archive), thread, Whole(before[part]))
        if before:
            # It is found by what either was about.
            thread_terms.forget_opening(archive, into)
            thread_terms.keep_opening(archive, into, summed(before.values()), INDEXED * len(before))
        return move


def split(archive: Archive, story: int, article: StoredArticle, now: datetime) -> Move:
    """Make an article of a story, with its duplicates, a story of its own.

    Raises:
        NotFoundError: the story is not there.
        UserError: the article is of another story, or the story has no other article.
    """
    with archive.transaction():
        number = _present(archive, story)
        if article.story_id != number:
            raise UserError(
                f"that article is of story {article.story_id}, not of {number}",
                hint=f"monitor story {article.story_id} --split {article.id}",
            )
        in_story = articles.in_story(archive, number)
        moved = [one for one in in_story if article.id in {one.id, one.copy_of}]
        if len(moved) == len(in_story):
            raise UserError(
                f"story {number} has no article besides that one and its duplicates",
                hint=f"`monitor story {number}` shows its articles",
            )
        move = moves.split(archive, number, [one.id for one in moved], now)
        _describe(archive, move)
        thread_moving.describe(archive, _threads(archive, number))
        return move


def part(
    archive: Archive, story: int, listed: Collection[int], into: int | None, now: datetime
) -> tuple[int, list[int]] | None:
    """Make articles of a story, with their duplicates, part of another one, as the program does; None: of a new one.

    Two moves, a split and a merge, so that each can be taken back. The story that they are of then, and all of them;
    None: there is nothing to be moved, or nothing would be left.
    """
    with archive.transaction():
        there = articles.in_story(archive, story)
        moved = [one.id for one in there if one.id in listed or one.copy_of in listed]
        if len(moved) in {0, len(there)}:
            return None
        move = moves.split(archive, story, moved, now, by=MovedBy.PROGRAM)
        _describe(archive, move)
        to = move.other_story if into is None else into
        before = _threads(archive, story, to)
        if into is not None:
            join(archive, move.other_story, into, now, MovedBy.PROGRAM)
        thread_moving.describe(archive, before)
        return to, moved


def undo(archive: Archive, story: int, now: datetime) -> Move:
    """Take the last move of a story back.

    Raises:
        NotFoundError: the story is not there.
        UserError: no move is left to be taken back, or what was moved has gone.
    """
    with archive.transaction():
        number = _present(archive, story)
        standing = [move for move in moves.of_story(archive, number) if move.undoes is None and not move.is_undone]
        if not standing:
            raise UserError(
                f"no merge or split of story {number} is left to be undone",
                hint=f"`monitor story {number}` shows its moves",
            )
        before = _threads(archive, standing[-1].story_id, standing[-1].other_story)
        move = moves.undo(archive, standing[-1], now)
        if move is None:
            raise UserError(
                "what was moved then has been moved again since, or is gone",
                hint=f"`monitor story {number}` shows its articles, and --split and --merge move them",
            )
        _describe(archive, move)
        thread_moving.describe(archive, before | _threads(archive, move.story_id, move.other_story))
        return move


def _threads(archive: Archive, *numbers: int) -> set[int]:
    """The threads of stories, of those that are there."""
    return {thread for number in numbers if (thread := sagas.of(archive, number)) is not None}


def _present(archive: Archive, story: int) -> int:
    number = moves.present(archive, story)
    if number is None:
        raise NotFoundError(f"there is no story {story}", hint="`monitor hits` shows the stories of the hits")
    return number


def _describe(archive: Archive, move: Move) -> None:
    """Keep what both stories are about now by their first articles, as when they opened."""
    stories = (move.story_id, move.other_story) if move.kind is MoveKind.SPLIT else ()
    for story in stories:
        first = min(articles.in_story(archive, story), key=lambda one: one.id)
        doc = Document.of(first.article, first.id, first.found_at)
        about = first_terms(StoryIndex().describe(doc, story))
        thread_terms.forget_opening(archive, story)
        thread_terms.keep_opening(archive, story, about, INDEXED)
