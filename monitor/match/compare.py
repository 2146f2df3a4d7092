"""Two versions of a watch over the same articles: what the new one gains, loses and keeps."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from monitor.match.matcher import compile_watches
from monitor.model import Article, Hit, Watch


@dataclass(frozen=True, slots=True)
class Comparison:
    """Hits by the number of the article. Those lost are the old version's, the others the new one's."""

    articles: int = 0
    gained: dict[int, Hit] = field(default_factory=dict)
    lost: dict[int, Hit] = field(default_factory=dict)
    kept: dict[int, Hit] = field(default_factory=dict)


def compare(before: Watch | None, after: Watch, articles: Iterable[tuple[int, Article]]) -> Comparison:
    """Match numbered articles with both versions; without an earlier one, all is gained.

    Raises:
        QuerySyntaxError: a version cannot be understood.
    """
    old = compile_watches([before] if before else [])
    new = compile_watches([after])
    found = Comparison()
    count = 0
    for number, article in articles:
        count += 1
        earlier = next(iter(old.match(article)), None)
        later = next(iter(new.match(article)), None)
        if later:
            (found.kept if earlier else found.gained)[number] = later
        elif earlier:
            found.lost[number] = earlier
    return Comparison(count, found.gained, found.lost, found.kept)
