"""What is known of a thread beyond its stories: what was merged into it, was split off, came and went."""

from collections.abc import Iterator, Sequence

from monitor.phrasing import count
from monitor.story_moves import MovedBy, MoveKind, ThreadMove
from monitor.views import readable

SHOWN = 10  # of the newest moves: a saga of years has hundreds of the program's


def lines(found: Sequence[ThreadMove], thread: int) -> Iterator[str]:
    """Its last moves for people, a line each; nothing of a thread that is as it grew."""
    if (earlier := len(found) - SHOWN) > 0:
        yield f"{count(earlier, 'earlier move')}: --json has all"
    for move in found[-SHOWN:]:
        undone = " (undone)" if move.is_undone else " (undo of an earlier move)" if move.undoes else ""
        yield f"{readable.visible(move.moved_at)}: {said(move, thread)}{undone}"


def said(move: ThreadMove, thread: int) -> str:
    """What a move of a thread did."""
    number = count(len(move.stories), "story", "stories")
    if move.kind is MoveKind.MERGE:
        why = ", as they turned out to be one" if move.moved_by is MovedBy.PROGRAM else ""
        return f"thread {move.other_thread} was merged into thread {move.thread_id} ({number}){why}"
    if move.kind is MoveKind.MOVE:
        story, to = move.stories[0], move.other_thread
        return f"story {story} went from thread {move.thread_id} to thread {to}, as its words are of that"
    origin = "split off" if move.thread_id == thread else f"split off from thread {move.thread_id}"
    return f"thread {move.other_thread} was {origin} ({number})"
