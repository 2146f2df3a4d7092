"""Whether an outlet reads doubtfully: a part of unusually many of its last articles is probably not right.

How sure each part of an article is comes with it (`monitor.extract`). A single doubtful page is an odd one; the same
part of most pages is a layout that the general reading does not understand.
"""

from collections.abc import Iterator, Mapping

from monitor.health import incident_kinds as kinds
from monitor.health.facts import OutletFacts
from monitor.health.outlet_rules import incident
from monitor.health.wording import moment
from monitor.model import Incident, LinkState
from monitor.observations import TriedLink

DOUBTFUL = 0.6  # probability below which a part counts as doubtful. None of 70 outlets with four labelled pages or more
MOST = 8  # whose titles are right would ring at these three, nor at .7, nor at six of ten; nor for another part
LAST = 10  # articles
SURE = 3  # articles in a row on which the part is sure, or given by the outlet's rule: then it is over
_WORDS = {"title": "title", "text": "text", "authors": "authors", "date": "day of publication"}


def judge(outlet: OutletFacts) -> Iterator[Incident]:
    """The incident of an outlet whose last articles read doubtfully, with each part of which that holds."""
    reads = _articles(outlet)
    found = {part: pages for part in _WORDS if (pages := _doubted(reads, part))}
    if found:
        yield _doubtful(outlet, found)


def are_known(outlet: OutletFacts) -> bool:
    """Whether its last articles show how it is now: enough to be judged, or the latest sure.

    Where most of what it lists is refused, few of its last links are articles: too few to ring, and no sign of an end.
    """
    reads = _articles(outlet)
    latest = reads[-SURE:]
    is_sure = len(latest) == SURE and not any(_is_doubtful(read, part) for read in latest for part in _WORDS)
    return is_sure or len(reads) >= MOST


def _articles(outlet: OutletFacts) -> list[TriedLink]:
    return [read for read in outlet.reads if read.state is LinkState.STORED]


def _doubted(reads: list[TriedLink], part: str) -> list[TriedLink]:
    """The pages of which a part is doubtful, oldest first; none where few are, or the latest are sure again."""
    odd: list[TriedLink] = []
    for place, read in enumerate(reads):
        last = reads[max(0, place + 1 - LAST) : place + 1]
        doubtful = [one for one in last if _is_doubtful(one, part)]
        if len(doubtful) >= MOST:
            odd = doubtful
        elif not any(_is_doubtful(one, part) for one in last[-SURE:]):
            odd = []
        elif odd and _is_doubtful(read, part):
            odd = [*odd, read][-LAST:]
    return odd


def _is_doubtful(read: TriedLink, part: str) -> bool:
    return read.sureness.get(part, 1.0) < DOUBTFUL


def _doubtful(outlet: OutletFacts, found: Mapping[str, list[TriedLink]]) -> Incident:
    said = (
        f"{_WORDS[part]} of {len(pages)} (sure by {_mean(pages, part):.0%} on average)" for part, pages in found.items()
    )
    part, pages = next(iter(found.items()))
    example = min(pages, key=lambda read: read.sureness[part])
    evidence = {
        "since": moment(min(reads[0].at for reads in found.values())),
        "example": example.url,
        "how sure": "; ".join(
            f"{part}: {', '.join(f'{read.sureness[part]:.0%}' for read in pages)}" for part, pages in found.items()
        ),
    }
    detail = f"of its last articles these are probably not read right: {', '.join(said)}"
    return incident(kinds.OUTLET_DOUBTFUL, outlet, detail, evidence)


def _mean(pages: list[TriedLink], part: str) -> float:
    return sum(read.sureness[part] for read in pages) / len(pages)
