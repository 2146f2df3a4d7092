"""What a headline claims, word for word, and how much of it another text says too.

Long texts share words enough; of short ones each word counts: two headlines on one event each say what the other does,
two on one person share the name alone. Forms of one word count as one.
"""

from array import array
from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass

from monitor.dedupe.gist import Gist
from monitor.dedupe.stems import stem


@dataclass(frozen=True, slots=True)
class Claims:
    """A headline's words, those of its subject first, and how much each weighs."""

    words: tuple[str, ...]
    weights: "array[float]"
    subjects: int  # so many of them name the subject
    opens: int = -1  # the place of the one that the headline opens with

    @property
    def opening(self) -> str:
        """The stem of the word that the headline opens with; empty where that claims nothing."""
        return stem(self.words[self.opens]) if self.opens >= 0 else ""

    @property
    def stems(self) -> tuple[str, ...]:
        """Those of its words; worked out where they are asked for, as of few texts."""
        return tuple(map(stem, self.words))

    def share(self, said: Container[str]) -> float:
        """The share of the headline that a text of these stems says too; 1.0 of an empty one."""
        return _share(self.stems, self.weights, said)

    def subject_share(self, said: Container[str]) -> float:
        """The same of its subject alone."""
        return _share(map(stem, self.words[: self.subjects]), self.weights[: self.subjects], said)

    def else_share(self, other: "Claims", said: Container[str]) -> float:
        """Of what the subject names besides what both headlines do, the share that the other text has; 1.0 of nothing.

        `said`: the stems of the other text.
        """
        named = zip(self.stems[: self.subjects], self.weights[: self.subjects], strict=True)
        theirs = other.stems
        own = [(each, weight) for each, weight in named if each not in theirs]
        return _share([each for each, _ in own], [weight for _, weight in own], said)


def claims(gist: Gist, weights: Mapping[str, float]) -> Claims:
    """The claims of a headline whose words weigh so much; words of no weight claim nothing."""
    words = [word for word in sorted(gist.claimed) if word in weights]
    words.sort(key=lambda word: word not in gist.subject)
    return Claims(
        words=tuple(words),
        weights=array("f", [weights[word] for word in words]),
        subjects=sum(word in gist.subject for word in words),
        opens=words.index(gist.opening) if gist.opening in words else -1,
    )


def stems(terms: Iterable[str]) -> Collection[str]:
    """The stems of the words among terms."""
    return {stem(term) for term in terms if " " not in term}


def _share(words: Iterable[str], weights: Iterable[float], said: Container[str]) -> float:
    have = whole = 0.0
    for word, weight in zip(words, weights, strict=True):
        whole += weight
        if word in said:
            have += weight
    return have / whole if whole else 1.0
