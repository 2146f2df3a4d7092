"""Subject lines: the news first, 78 characters at most, no brackets, no emoji."""

from monitor import phrasing

LONGEST = 78  # characters; what a mail list shows, and one line of a header
_WATCH = 24  # characters of a watch's name in front of a headline


def of_story(watch: str, headline: str, outlet: str | None) -> str:
    """`Heat 2: Michael Mann says the script is close to done (JoBlo)`.

    The headline is what counts: a watch that it names is not said again, and the outlet only where there is room.
    """
    lead = "" if watch.casefold() in headline.casefold() else f"{phrasing.cut(watch, _WATCH)}: "
    said = lead + phrasing.cut(headline, LONGEST - len(lead))
    tail = f" ({phrasing.cut(outlet, _WATCH)})" if outlet else ""
    return said + tail if len(said) + len(tail) <= LONGEST else said


def of_digest(name: str, headline: str | None, others: int) -> str:
    """`Michael Mann says the "Heat 2" script is close to done, and 11 more`."""
    if headline is None:
        return phrasing.cut(f"{name}: nothing new", LONGEST)
    tail = f", and {others} more" if others else ""
    return phrasing.cut(headline, LONGEST - len(tail)) + tail


def of_incident(detail: str) -> str:
    """`Deadline: the feed has answered 503 for six hours`."""
    return phrasing.cut(detail, LONGEST)
