"""A row of counts as one line of small bars: ▁▂▃▄▅▆▇█."""

from collections.abc import Iterator, Sequence

_BARS = "▁▂▃▄▅▆▇█"
_COLUMNS = 60  # bars; more days than that are taken together


def lines(days: Sequence[tuple[str, int]]) -> Iterator[str]:
    """A heading, the bars, and the first and the last day (ISO dates) under their ends. A day without any is blank."""
    several = -(-len(days) // _COLUMNS)
    groups = [days[at : at + several] for at in range(0, len(days), several)]
    columns = [(group[0][0], sum(count for _, count in group)) for group in groups]
    day, most = max(columns, key=lambda column: column[1])
    yield f"hits per {'day' if several == 1 else f'{several} days'}, at most {most:,} ({day})"
    yield "".join(_bar(count, most) for _, count in columns)
    ends = [days[0][0], days[-1][0]] if len(days) > 1 else [days[0][0]]
    yield ends[0] + "".join(f"{end:>{max(len(end) + 2, len(columns) - len(ends[0]))}}" for end in ends[1:])


def _bar(count: int, most: int) -> str:
    return _BARS[-(-count * len(_BARS) // most) - 1] if count else " "
