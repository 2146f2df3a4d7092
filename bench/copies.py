"""Copies against simple rules: pairs of texts, as pairs by themselves and as groups in a stream.

    python bench/copies.py --corpus PATH

As labelled: copies of a text, cut ones and new versions among them. Some labels were made before the question was
asked whether two texts are one agency's, or whether one holds the other and reports besides: those of
`copies_relabelled.json` were read again, each with the reason. Both figures are printed. The labels as they were know
no `contains`: what holds another text whole and adds to it is to them "another version of it". So ours is printed
twice: copies alone, which is what decides an alert, and with what holds the other whole. MinHash (datasketch, if it is
installed) is at the threshold that is best for it on these very pairs.
"""

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from grouping import hash_of, jaccard, minhash, overlap, prf, three, title_words
from peers import installed
from story_sets import by_time, event_doc, event_items, rows

from monitor.dedupe import WINDOW, Document, Grouping, Placement, StoryIndex
from monitor.story import Role

RELABELLED = Path(__file__).with_name("copies_relabelled.json")
COPIES = {"copy", "updated-copy"}
AS_PAIRS = "ours, as pairs"
OR_HELD = "ours, or held whole"
Pair = tuple[str, str]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    copies(parser.parse_args().corpus)


def copies(corpus: Path) -> dict[str, float]:
    """Pairs of texts: a copy (whole, cut or a new version of it) or not."""
    docs = {row["id"]: event_doc(row, 0) for row in rows(corpus / "stories" / "giveme5w1h-events.jsonl.gz")}
    labels = {(row["a"], row["b"]): row["label"] for row in rows(corpus / "stories" / "near-duplicates.jsonl")}
    read_again = {(row["a"], row["b"]): row["label"] for row in json.loads(RELABELLED.read_text(encoding="utf-8"))}
    truths = [{pair: said in COPIES for pair, said in kind.items()} for kind in (labels, labels | read_again)]
    print(f"\nCopies: {len(labels)} pairs ({dict(Counter(labels.values()))}), {len(read_again)} of them read again")
    print(f"  {'P / R / F1':22}{'as labelled':>22}{'read again':>22}")
    figures: dict[str, float] = {}
    for name, said in judged(docs, list(labels), [label in COPIES for label in labels.values()], corpus):
        results = [prf(said, [truth[pair] for pair in labels]) for truth in truths]
        print(f"  {name:22}{''.join(f'{three(result):>22}' for result in results)}")
        if name == AS_PAIRS:
            figures |= {"copies_alone_f1": results[0][2], "copies_read_again_f1": results[1][2]}
        elif name == OR_HELD:
            figures["copies_f1"] = results[0][2]
    return figures


def judged(
    docs: dict[str, Document], pairs: Sequence[Pair], truth: Sequence[bool], corpus: Path
) -> Iterator[tuple[str, list[bool]]]:
    """What each way says of each pair."""
    ways: dict[str, Callable[[Document, Document], bool]] = {
        AS_PAIRS: is_copy,
        OR_HELD: is_copy_or_holds,
        "equal text": lambda a, b: hash_of(a) == hash_of(b),
        "title Jaccard 0.55": lambda a, b: jaccard(title_words(a), title_words(b)) >= 0.55,
        "title overlap 0.6": lambda a, b: overlap(title_words(a), title_words(b)) >= 0.6,
    }
    yield "ours, in a stream", in_groups(corpus, pairs)
    for name, way in ways.items():
        yield name, [way(docs[first], docs[second]) for first, second in pairs]
    if installed("datasketch"):
        hashes = {key: minhash(docs[key]) for key in {key for pair in pairs for key in pair}}
        likeness = [hashes[first].jaccard(hashes[second]) for first, second in pairs]
        best = max(
            (step / 50 for step in range(1, 50)), key=lambda least: prf([x >= least for x in likeness], truth)[2]
        )
        yield f"MinHash {best:.2f}", [likely >= best for likely in likeness]


def in_groups(corpus: Path, pairs: Sequence[Pair]) -> list[bool]:
    """Which pairs are in one group of equal texts, when all articles come in order of publication."""
    names = [row["id"] for row in rows(corpus / "stories" / "giveme5w1h-events.jsonl.gz")]
    grouping = Grouping(window=WINDOW)
    text: dict[str, str] = {}
    for doc, _ in by_time(event_items(corpus)):
        placed = grouping.take(doc)
        name = names[doc.id or 0]
        text[name] = name if placed.copy_of is None else text[names[placed.copy_of]]
        same = {text[names[other]] for other in placed.same_text}
        text |= {other: text[name] for other, group in text.items() if group in same}
    return [text[first] == text[second] for first, second in pairs]


def is_copy(first: Document, second: Document) -> bool:
    """Whether the second is placed as a copy of the first."""
    return place_after(first, second).copy_of is not None


def is_copy_or_holds(first: Document, second: Document) -> bool:
    """Whether the second is placed as a copy of the first, or as one that holds it whole and reports besides."""
    placed = place_after(first, second)
    return placed.copy_of is not None or placed.role is Role.CONTAINS


def place_after(first: Document, second: Document) -> Placement:
    """Where the second article is placed when the first is all there is."""
    index = StoryIndex()
    index.add(replace(first, id=1), 1)
    return index.place(replace(second, id=2))


if __name__ == "__main__":
    main()
