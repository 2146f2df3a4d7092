"""Merges and splits of threads by a person: what must be so before one is made, and what the threads are about then.

A person makes them in another process; a running daemon learns of them by the number of the last one, and its threads
ask at each merge whom a person separated (`thread_moves.kept_apart`).
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from monitor.dedupe import summed
from monitor.errors import NotFoundError, UserError
from monitor.phrasing import listing
from monitor.store import moves, sagas, thread_moves, thread_terms
from monitor.store.archive import Archive
from monitor.story_moves import ThreadMove


def merge(archive: Archive, thread: int, other: int, now: datetime) -> ThreadMove:
    """Make a thread part of another.

    Raises:
        NotFoundError: one of them is not there.
        UserError: they are one thread already.
    """
    with archive.transaction():
        part, into = _present(archive, other), _present(archive, thread)
        if part == into:
            raise UserError(
                f"thread {other} and thread {thread} are one already", hint=f"`monitor thread {into}` shows it"
            )
        move = thread_moves.merge(archive, part, into, now)
        describe(archive, (move.thread_id, move.other_thread))
        return move


def split(archive: Archive, thread: int, of: Sequence[int], now: datetime) -> ThreadMove:
    """Make stories of a thread a thread of their own.

    Raises:
        NotFoundError: the thread, or a story, is not there.
        UserError: a story is of another thread, or the thread has no other story.
    """
    with archive.transaction():
        number = _present(archive, thread)
        moved = sorted({_story_of(archive, number, story) for story in of})
        if len(moved) == sagas.story_count(archive, number):
            raise UserError(
                f"thread {number} has no story besides {listing([str(story) for story in moved])}",
                hint=f"`monitor thread {number}` shows its stories",
            )
        move = thread_moves.split(archive, number, moved, now)
        describe(archive, (move.thread_id, move.other_thread))
        return move


def undo(archive: Archive, thread: int, now: datetime) -> ThreadMove:
    """Take the last move of a thread back.

    Raises:
        NotFoundError: the thread is not there.
        UserError: no move is left to be taken back, or what was moved has gone.
    """
    with archive.transaction():
        number = _present(archive, thread)
        standing = [move for move in thread_moves.of_thread(archive, number) if move.can_be_undone]
        if not standing:
            raise UserError(
                f"no merge or split of thread {number} is left to be undone",
                hint=f"`monitor thread {number}` shows its moves",
            )
        move = thread_moves.undo(archive, standing[-1], now)
        if move is None:
            raise UserError(
                "what was moved then has been moved again since, or is gone",
                hint=f"`monitor thread {number}` shows its stories, and --split and --merge move them",
            )
        describe(archive, (move.thread_id, move.other_thread))
        return move


def _present(archive: Archive, thread: int) -> int:
    number = sagas.present(archive, thread)
    if number is None:
        raise NotFoundError(f"there is no thread {thread}", hint="`monitor story ID` names the thread of a story")
    return number


def _story_of(archive: Archive, thread: int, story: int) -> int:
    number = moves.present(archive, story)
    if number is None:
        raise NotFoundError(f"there is no story {story}", hint=f"`monitor thread {thread}` shows its stories")
    of = sagas.of(archive, number)
    if of != thread:
        is_one_of_many = of is not None and sagas.story_count(archive, of) > 1
        hint = (
            f"monitor thread {of} --split {number}"
            if is_one_of_many
            else f"`monitor thread {thread}` shows its stories"
        )
        raise UserError(f"story {number} is of {f'thread {of}' if of else 'no thread'}, not of {thread}", hint=hint)
    return number


def describe(archive: Archive, threads: Collection[int]) -> None:
    """Keep what threads are about after stories came or went: the sums over their stories, as these opened."""
    for thread in threads:
        openings = [
            about for _, about in sorted(thread_terms.openings(archive, sagas.stories_of(archive, thread)).items())
        ]
        thread_terms.drop_whole(archive, thread)
        articles = sagas.article_count(archive, thread)
        if len(openings) > 1 or any(about.articles != articles for about in openings):  # else its story says it all
            thread_terms.keep_whole(archive, thread, replace(summed(openings), articles=articles))
