"""Subject lines: the news first, cut at a word and only when needed, no brackets, no emoji."""

from collections.abc import Sequence

from monitor import phrasing

LONGEST = 110  # characters: a headline of the trades, whole; mail lists show the first 40 to 100 of them
_WATCH = 24  # characters of a watch's name in front of a headline
_DIGEST = 16  # of a digest's name


def of_story(watch: str, headline: str, outlet: str | None) -> str:
    """`Heat 2: Michael Mann says the script is close to done (JoBlo)`.

    The headline is what counts: a watch that it names, in whatever marks, is not said again, and the outlet only where
    there is room.
    """
    lead = "" if phrasing.repeats(watch, headline) else f"{phrasing.cut(watch, _WATCH)}: "
    said = lead + phrasing.cut(headline, LONGEST - len(lead))
    tail = f" ({phrasing.cut(outlet, _WATCH)})" if outlet else ""
    return said + tail if len(said) + len(tail) <= LONGEST else said


def of_digest(name: str, headline: str | None, others: int, besides: Sequence[str] = ()) -> str:
    """`Morning: Michael Mann says the "Heat 2" script is close to done, and 11 more`; `Morning: 2 corrections`.

    `besides`: what it holds besides stories, which counts where there are none.
    """
    called = f"{phrasing.capital(phrasing.cut(name, _DIGEST))}: " if name else ""
    if headline is None:
        return f"{called}{', '.join(besides) or 'nothing new'}"
    tail = f", and {others:,} more" if others > 0 else ""
    return f"{called}{phrasing.cut(headline, LONGEST - len(called) - len(tail))}{tail}"


def of_incident(detail: str) -> str:
    """`Deadline: the feed has answered 503 for six hours`."""
    return phrasing.cut(detail, LONGEST)
