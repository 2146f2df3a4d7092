"""A stream of made-up news for measuring speed: as many articles as wanted, none of them a patchwork of earlier ones.

Words have the frequencies of English prose (Zipf's law over 40,000 made-up words, between real words of grammar), and
names are drawn from 30,000. An article is on an event, which has names and words of its own; each event has one to nine
articles (on average 1.7) of other outlets, in other words; one article in twenty is an agency's text printed by
another outlet under another headline. That is what a window of a hundred outlets holds: most articles are on something
else, some names are on everybody's lips, and few texts are copies.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random

from monitor.dedupe import Document
from monitor.text.stopwords import grammar

OUTLETS = 300
WORDS = 310  # of a text
EVERY = timedelta(seconds=3)  # between two articles: 100,000 in the window's 96 hours
_SYLLABLES = [a + b for a in "bcdfghklmnprstvw" for b in ("a", "e", "i", "o", "u", "an", "er", "in", "os", "ul")]
_OPEN = 40  # events that are reported at a time


@dataclass(frozen=True)
class _Event:
    names: tuple[str, ...]
    words: tuple[str, ...]


class MadeNews:
    """The stream; the same for the same seed."""

    def __init__(self, start: datetime, seed: int = 1) -> None:
        self._random = Random(seed)
        self._start = start
        self._words = self._made(40_000)
        self._names = [word.title() for word in self._made(30_000)]
        self._silent = sorted(grammar(["the", "of", "and", "to", "in", "is", "that", "for", "with", "as"]))[:60]
        self._of_words = list(accumulate(1 / (rank + 30) for rank in range(len(self._words))))
        self._of_names = list(accumulate(1 / (rank + 30) for rank in range(len(self._names))))
        self._events: list[_Event] = []
        self._texts: list[str] = []  # the last ones, of which some are printed again

    def articles(self, first: int, count: int) -> Iterator[Document]:
        """The articles from number `first` on, which must follow those that were made."""
        for number in range(first, first + count):
            yield self._article(number)

    def _article(self, number: int) -> Document:
        random = self._random
        if len(self._events) < _OPEN or random.random() < 0.6:
            self._events.append(_Event(tuple(self._draw(self._names, 6)), tuple(self._draw(self._words, 40))))
            del self._events[:-_OPEN]
            event = self._events[-1]
        else:
            event = random.choice(self._events)
        is_copy = bool(self._texts) and random.random() < 0.05
        body = random.choice(self._texts) if is_copy else self._text(event)
        self._texts = [*self._texts[-50:], body]
        at = self._start + number * EVERY
        title = " ".join([*event.names[:3], *random.sample(event.words[:12], 4)])
        return Document(
            id=number + 1, outlet=f"outlet-{random.randrange(OUTLETS)}", title=title, body=body, found_at=at,
            published_at=at,
        )  # fmt: skip

    def _text(self, event: _Event) -> str:
        random, parts = self._random, []
        said = 0
        while said < WORDS:
            length = random.randrange(12, 30)
            words = self._draw(self._words, length // 4) + random.choices(event.words, k=length // 4)
            words += random.choices(self._silent, k=length // 2)
            random.shuffle(words)
            words.insert(0, " ".join(random.sample(event.names, 2)))
            if random.random() < 0.4:
                words.append(" ".join(self._draw(self._names, 2)))
            parts.append(f"{' '.join(words)}.")
            said += length + 3
        return "\n".join(parts)

    def _draw(self, of: list[str], count: int) -> list[str]:
        weights = self._of_words if of is self._words else self._of_names
        return self._random.choices(of, cum_weights=weights, k=count)

    def _made(self, count: int) -> list[str]:
        found: dict[str, None] = {}
        while len(found) < count:
            found["".join(self._random.choices(_SYLLABLES, k=self._random.choice((2, 3, 3, 4))))] = None
        return list(found)
