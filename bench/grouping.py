"""Simple ways to group articles, to be beaten, and the scores of a grouping. Used by `stories.py`."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from monitor import dedupe
from monitor.dedupe import Document
from monitor.dedupe.terms import lower, words


def by_hash(docs: Sequence[Document]) -> list[int]:
    """Equal texts."""
    known: dict[str, int] = {}
    return [known.setdefault(hash_of(doc), len(known)) for doc in docs]


def by_titles(
    docs: Sequence[Document],
    alike: Callable[[frozenset[str], frozenset[str]], float],
    threshold: float,
    window: timedelta | None = None,
) -> list[int]:
    """The story of the likest earlier headline, if it is like enough, and reported within the window."""
    titles: list[frozenset[str]] = []
    stories: list[int] = []
    for doc in docs:
        title = title_words(doc)
        near = (
            (alike(title, other), -place)
            for place, other in enumerate(titles)
            if window is None or abs(docs[place].moment - doc.moment) <= window
        )
        best = max(near, default=(0.0, 0))
        stories.append(stories[-best[1]] if best[0] >= threshold else len(titles))
        titles.append(title)
    return stories


def by_centroids(docs: Sequence[Document], threshold: float, window: timedelta | None = None) -> list[int]:
    """A stream of tf-idf vectors, each joined to the nearest centroid from a threshold on; old ones are closed."""
    last: list[datetime] = []
    held: Counter[str] = Counter()
    centroids: list[Counter[str]] = []
    stories = []
    for count, doc in enumerate(docs, 1):
        terms = Counter(lower(words(f"{doc.title} {doc.title} {doc.standfirst or ''} {doc.body}")))
        weights = {
            term: (1 + math.log(number)) * math.log(1 + count / (1 + held[term])) for term, number in terms.items()
        }
        kept = dict(sorted(weights.items(), key=lambda item: -item[1])[:60])
        length = math.sqrt(sum(weight**2 for weight in kept.values())) or 1.0
        unit = {term: weight / length for term, weight in kept.items()}
        near = (
            (cosine(unit, centroid), -place)
            for place, centroid in enumerate(centroids)
            if window is None or doc.moment - last[place] <= window
        )
        likest = max(near, default=(0.0, 0))
        story = -likest[1] if likest[0] >= threshold else len(centroids)
        if story == len(centroids):
            centroids.append(Counter())
            last.append(doc.moment)
        last[story] = max(last[story], doc.moment)
        for term, weight in unit.items():
            centroids[story][term] += weight  # type: ignore[assignment]
        held.update(terms.keys())
        stories.append(story)
    return stories


def by_minhash(docs: Sequence[Document], threshold: float, window: timedelta | None = None) -> list[int]:
    """The story of the first earlier text whose signature of three-word runs is like enough (datasketch)."""
    from datasketch import MinHashLSH  # noqa: PLC0415 - a peer, which need not be installed

    index = MinHashLSH(threshold=threshold, num_perm=64)
    stories: list[int] = []
    for place, doc in enumerate(docs):
        signature = minhash(doc)
        near = [at for at in index.query(signature) if window is None or abs(docs[at].moment - doc.moment) <= window]
        stories.append(stories[min(near)] if near else place)
        index.insert(place, signature)
    return stories


def minhash(doc: Document) -> Any:
    """The signature of an article's runs of three words (datasketch)."""
    from datasketch import MinHash  # noqa: PLC0415 - a peer, which need not be installed

    tokens = lower(words(f"{doc.title} {doc.standfirst or ''} {doc.body}"))
    runs = {" ".join(tokens[at : at + 3]).encode() for at in range(max(1, len(tokens) - 2))}
    signature = MinHash(num_perm=64, seed=1)
    signature.update_batch(sorted(runs))
    return signature


def cosine(unit: dict[str, float], centroid: Counter[str]) -> float:
    """Between a unit vector and a sum of them."""
    length = math.sqrt(sum(weight**2 for weight in centroid.values())) or 1.0
    return sum(weight * centroid[term] for term, weight in unit.items() if term in centroid) / length


def hash_of(doc: Document) -> str:
    """The key of the text; a headline alone is its own text."""
    return dedupe.content_hash(replace(doc, title="" if doc.body else doc.title))


def title_words(doc: Document) -> frozenset[str]:
    """The words of the headline."""
    return frozenset(lower(words(doc.title)))


def jaccard(first: frozenset[str], second: frozenset[str]) -> float:
    """Shared words of all words."""
    return len(first & second) / len(first | second) if first and second else 0.0


def overlap(first: frozenset[str], second: frozenset[str]) -> float:
    """Shared words of the shorter headline's."""
    return len(first & second) / min(len(first), len(second)) if first and second else 0.0


def b_cubed(truth: Sequence[str], guess: Sequence[int]) -> tuple[float, float, float]:
    """Precision, recall, F1, averaged over the articles."""
    true: dict[str, set[int]] = defaultdict(set)
    said: dict[int, set[int]] = defaultdict(set)
    for place, (label, group) in enumerate(zip(truth, guess, strict=True)):
        true[label].add(place)
        said[group].add(place)
    both = [
        (len(true[label] & said[group]), len(said[group]), len(true[label]))
        for label, group in zip(truth, guess, strict=True)
    ]
    precision = sum(shared / size for shared, size, _ in both) / len(both)
    recall = sum(shared / size for shared, _, size in both) / len(both)
    return precision, recall, 2 * precision * recall / (precision + recall)


def prf(said: Iterable[bool], truth: Iterable[bool]) -> tuple[float, float, float]:
    """Precision, recall, F1 of a yes or no."""
    count = Counter(zip(said, truth, strict=True))
    hits, wrong, missed = count[True, True], count[True, False], count[False, True]
    precision = hits / (hits + wrong) if hits + wrong else 1.0
    recall = hits / (hits + missed) if hits + missed else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def three(figures: tuple[float, float, float]) -> str:
    """Precision, recall and F1, as printed."""
    return "{:.3f} {:.3f} {:.3f}".format(*figures)
