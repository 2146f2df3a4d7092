"""Stories and threads against their goals, each set on the level that it labels, with one setting for all sets.

    python bench/story_goals.py --corpus PATH [--only pairs,bursts,topics,headlines,standfirsts,orders,probes]

pairs        pairs of television headlines: the same news, other news of one subject, another subject. Story level.
bursts       articles on events; a topic is cut where it was silent for four days. Story level.
topics       the same articles by topic. Thread level, stories never closing.
headlines    headlines of wide topics, shuffled, without times. Thread level.
standfirsts  headlines with standfirsts on ten subjects, clustered by three people; a pair is the same news if all three
             put it together, and different if none did. Dated as a feed's items are. Story level, subject by subject.
orders       the same with the articles of each day, of which no hour is known, in other orders than the file's.
probes       small cases of our own: both halves.

Next to it, in the same run: a stream of tf-idf centroids, the overlap of titles, and MinHash signatures (datasketch, if
it is installed), each with the same window and at the threshold that is best for it on that set. Halves: clusters are
split by a hash of their name, pairs by their first headline, subjects in turn. What was chosen was chosen on A.
"""

import argparse
import json
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from statistics import fmean

from copies import copies
from grouping import b_cubed, by_centroids, by_minhash, by_titles, overlap, prf
from peers import installed
from story_sets import LABELLED, NOW, by_time, event_items, headline_doc, rows, topic_items

from monitor.dedupe import WINDOW, Document, Grouping
from monitor.extract.dating import publication
from monitor.model import Link

SILENCE = timedelta(days=4)  # a topic that was silent so long begins again
Groups = Callable[[Sequence[Document], timedelta | None], list[int]]
HALVES = {None: "", 0: "A ", 1: "B "}
ORDERS = 6  # others in which the articles of one day come
VOTED = tuple[list[Document], list[list[object]]]  # the articles on a subject, and where three people put each
Joined = tuple[float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Score:
    """What one way of grouping reaches on a set: the figure to be maximised, and the line that is printed."""

    value: float
    line: str


@dataclass(frozen=True, slots=True)
class Task:
    """A set: how a grouping of it is scored, and the level of ours that it labels. `is_large`: fewer thresholds."""

    title: str
    mine: Groups
    score: Callable[[Groups], Score]
    is_large: bool = False


def main() -> None:
    """Print a table for each set asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--only", default=",".join(ALL))
    options = parser.parse_args()
    show_all(options.corpus, options.only.split(","))


def show_all(corpus: Path, names: Sequence[str]) -> None:
    """Print a table for each set named."""
    for name in names:
        if name == "probes":
            probes()
        else:
            show(SETS[name](corpus))


def scores(corpus: Path) -> dict[str, float]:
    """The figures that gate.toml pins: of ours alone."""
    tasks = {name: make(corpus) for name, make in SETS.items()}
    return copies(corpus) | {f"{name}_f1": task.score(task.mine).value for name, task in tasks.items()}


def show(task: Task) -> None:
    """Print what each way of grouping reaches on a set."""
    print(f"\n{task.title}\n  {'ours':18}{task.score(task.mine).line}")
    for name, ways in peers(is_large=task.is_large):
        print(f"  {name:18}{max(map(task.score, ways), key=lambda item: item.value).line}")
    sys.stdout.flush()


def ours(docs: Sequence[Document], window: timedelta | None) -> list[int]:
    """The product's stories."""
    return placed(docs, window)[0]


def threads(docs: Sequence[Document], window: timedelta | None) -> list[int]:
    """The product's threads."""
    return placed(docs, window)[1]


def placed(docs: Sequence[Document], window: timedelta | None) -> tuple[list[int], list[int]]:
    """The story and the thread of each document."""
    grouping = Grouping(window=window)
    for place, doc in enumerate(docs, 1):
        grouping.take(replace(doc, id=place))
    grouping.close()
    stories = [grouping.story_of(place) for place in range(1, len(docs) + 1)]
    return stories, [grouping.thread(story) for story in stories]


def peers(*, is_large: bool) -> Iterator[tuple[str, list[Groups]]]:
    """The other ways, each at several thresholds; fewer where a set is large."""
    tfidf = (0.08, 0.12, 0.2) if is_large else (0.06, 0.08, 0.1, 0.12, 0.15, 0.2, 0.25, 0.3, 0.4)
    titles = (0.5, 0.7) if is_large else (0.4, 0.5, 0.6, 0.7, 0.8)
    yield "tf-idf centroids", [_centroids(threshold) for threshold in tfidf]
    yield "title overlap", [_titles(threshold) for threshold in titles]
    if installed("datasketch"):
        hashes = (0.2, 0.4) if is_large else (0.1, 0.15, 0.2, 0.3, 0.4, 0.5)
        yield "MinHash", [_minhash(threshold) for threshold in hashes]


def _centroids(threshold: float) -> Groups:
    return lambda docs, window: by_centroids(docs, threshold, window)


def _titles(threshold: float) -> Groups:
    return lambda docs, window: by_titles(docs, overlap, threshold, window)


def _minhash(threshold: float) -> Groups:
    return lambda docs, window: by_minhash(docs, threshold, window)


def pairs(corpus: Path) -> Task:
    """The shares of the same, related and different pairs that are joined."""
    labels = [row for row in rows(corpus / "stories" / "tv-headline-pairs.jsonl") if row["a"]["url"] != row["b"]["url"]]
    ends = {end["url"]: end for row in labels for end in (row["a"], row["b"])}
    order = sorted(ends.values(), key=lambda end: (end["seen"], end["url"]))
    docs = [headline_doc(number, end["title"], end["outlet"], end["seen"]) for number, end in enumerate(order)]

    def score(ways: Groups) -> Score:
        story = dict(zip([end["url"] for end in order], ways(docs, WINDOW), strict=True))
        line, best = "", 0.0
        for half in (None, 0, 1):
            kept = [row for row in labels if half in {None, zlib.crc32(row["a"]["url"].encode()) % 2}]
            said = [story[row["a"]["url"]] == story[row["b"]["url"]] for row in kept]
            joined = Counter(row["label"] for row, is_joined in zip(kept, said, strict=True) if is_joined)
            every = Counter(row["label"] for row in kept)
            counts = " ".join(f"{joined[label]}/{every[label]}" for label in ("same", "related", "different"))
            result = prf(said, [row["label"] == "same" for row in kept])
            line += f"{HALVES[half]}{counts} "
            line += f"F {result[2]:.3f}   "
            best = best or result[2]
        return Score(best, line)

    return Task("Pairs of headlines joined: same, related, different (goal .85, .04, 0)", ours, score)


def bursts(corpus: Path) -> Task:
    """Events, cut where they were silent."""
    found = cut(by_time(event_items(corpus)))
    line = "Bursts: articles on events, 96 h, B-cubed P R F: all, A, B (goal F .975)"
    return Task(line, ours, lambda ways: clusters(found, ways, WINDOW))


def topics(corpus: Path) -> Task:
    """Topics of events."""
    found = by_time(event_items(corpus))
    line = "Topics: the same articles, stories never close, B-cubed P R F: all, A, B (goal F .92)"
    return Task(line, threads, lambda ways: clusters(found, ways, None))


def headlines(corpus: Path) -> Task:
    """Topics of headlines."""
    found = topic_items(corpus, None)
    line = f"Headlines: {len(found)} of wide topics, without times, B-cubed P R F: all, A, B (goal F .86)"
    return Task(line, threads, lambda ways: clusters(found, ways, None), is_large=True)


def standfirsts(corpus: Path) -> Task:
    """Headlines with standfirsts, subject by subject."""
    sets = _subjects(corpus)
    title = "Headlines with standfirsts: same joined, different joined (goal F .55, at most 100 different)"
    return Task(title, ours, lambda ways: _score([_joined(sets, ways)]))


def orders(corpus: Path) -> Task:
    """The same where the articles of one day, of which no time is known, come in other orders."""
    listed = [_subjects(corpus, order) for order in range(1, ORDERS + 1)]
    title = f"The same, the articles of a day in {ORDERS} other orders: means"
    return Task(title, ours, lambda ways: _score([_joined(sets, ways) for sets in listed]), is_large=True)


def _score(found: Sequence[Sequence[Joined]]) -> Score:
    """The means over several orders: of all, and of each half."""
    line, values = "", []
    for name, each in zip(HALVES.values(), zip(*found, strict=True), strict=True):
        same, every, different, others, value = (fmean(figures) for figures in zip(*each, strict=True))
        line += f"{name}{same:.0f}/{every:.0f} {different:.0f}/{others:.0f} F {value:.3f}   "
        values.append(value)
    return Score(values[0], line)


def _joined(sets: Sequence[VOTED], ways: Groups) -> list[Joined]:
    """Of all, and of each half, the pairs of the same news that are joined, and all; of different news; and F."""
    counts = [Counter(_votes(docs, labels, ways(docs, WINDOW))) for docs, labels in sets]
    found: list[Joined] = []
    for part in (counts, counts[::2], counts[1::2]):
        total = sum(part, Counter())
        same, different = total[3, True], total[0, True]
        every = same + total[3, False]
        precision, recall = same / max(1, same + different), same / max(1, every)
        value = 2 * precision * recall / max(1e-9, precision + recall)
        found.append((same, every, different, different + total[0, False], value))
    return found


def probes() -> None:
    """Small cases of our own; each half."""
    print("\nProbes right (goal .95 of each half; the second is only counted)")
    folder = Path(__file__).parents[1] / "tests" / "cases" / "story_probes"
    for half in ("tuned", "left-out"):
        cases = json.loads((folder / f"{half}.json").read_text(encoding="utf-8"))
        right = sum(_is_right(case["docs"]) for case in cases)
        print(f"  {half:18}{right}/{len(cases)}")


def clusters(found: Sequence[LABELLED], ways: Groups, window: timedelta | None) -> Score:
    """B-cubed precision, recall and F1, of all and of each half by itself."""
    line, best = "", 0.0
    for half in (None, 0, 1):
        kept = [item for item in found if half in {None, zlib.crc32(item[1].split("#")[0].encode()) % 2}]
        result = b_cubed([label for _, label in kept], ways([doc for doc, _ in kept], window))
        line += "{:.3f} {:.3f} {:.3f}   ".format(*result)
        best = best or result[2]
    return Score(best, line)


def cut(found: Sequence[LABELLED]) -> list[LABELLED]:
    """The labels of articles in order of time, numbered again after each silence."""
    last: dict[str, datetime] = {}
    turn: Counter[str] = Counter()
    cuts = []
    for doc, label in found:
        if label in last and doc.moment - last[label] > SILENCE:
            turn[label] += 1
        last[label] = doc.moment
        cuts.append((doc, f"{label}#{turn[label]}"))
    return cuts


def _subjects(corpus: Path, order: int = 0) -> list[VOTED]:
    """Each subject; the articles of one day as the file has them, or in another order."""
    subjects: dict[str, list[dict[str, object]]] = defaultdict(list)
    listed = rows(corpus / "stories" / "ir-headlines.jsonl")
    for row in sorted(listed, key=lambda row: zlib.crc32(f"{order} {row['id']}".encode()) if order else 0):
        subjects[row["topic"]].append(row)
    return [_subject(subjects[name]) for name in sorted(subjects)]


def _subject(listed: list[dict[str, object]]) -> VOTED:
    """The documents on a subject in order of publication, and who put each where."""
    docs: list[Document] = []
    labels: list[list[object]] = []
    for number, (at, row) in enumerate(_dated(listed)):
        title, standfirst = str(row["title"]), str(row["standfirst"] or "")
        docs.append(
            Document(
                id=number, outlet=str(row["outlet"]), title=title, standfirst=standfirst or None,
                body=standfirst or title, published_at=at, found_at=at,
            )
        )  # fmt: skip
        labels.append(list(row["gold"]))  # type: ignore[call-overload]
    return docs, labels


def _dated(listed: list[dict[str, object]]) -> list[tuple[datetime, dict[str, object]]]:
    """The items by their days, as a feed's are taken; one that states none has that of the item before it."""
    at = datetime.fromisoformat("2000-01-01T00:00Z")
    dated = []
    for row in sorted(listed, key=lambda row: str(row["published"] or "")):
        at = _day(str(row["published"])) or at
        dates = publication.of_listing(Link(url=str(row["url"]), published_at=at), now=NOW)
        dated.append((dates.published or at, row))
    return sorted(dated, key=lambda item: item[0])


def _day(stated: str) -> datetime | None:
    try:
        return datetime.fromisoformat(f"{stated}T00:00:00+00:00")
    except ValueError:
        return None


def _votes(docs: Sequence[Document], labels: list[list[object]], story: list[int]) -> Iterator[tuple[int, bool]]:
    """For each pair how many people put it together, and whether it is."""
    for second in range(len(docs)):
        for first in range(second):
            votes = sum(
                bool(set(mine or ()) & set(theirs or ()))  # type: ignore[call-overload]
                for mine, theirs in zip(labels[first], labels[second], strict=True)
            )
            yield votes, story[first] == story[second]


def _is_right(listed: list[dict[str, object]]) -> bool:
    """Whether the documents of a probe are in the stories that its author wrote down."""
    listed = sorted(listed, key=lambda row: str(row["published"]))
    docs = []
    for number, row in enumerate(listed):
        at = datetime.fromisoformat(str(row["published"]))
        docs.append(
            Document(
                id=number, outlet=str(row["outlet"]), title=str(row["title"]), body=str(row["body"]),
                standfirst=str(row["standfirst"]) if "standfirst" in row else None, published_at=at, found_at=at,
            )
        )  # fmt: skip
    story, wanted = ours(docs, WINDOW), [row["story"] for row in listed]
    return all((story[a] == story[b]) == (wanted[a] == wanted[b]) for a in range(len(docs)) for b in range(a))


SETS: dict[str, Callable[[Path], Task]] = {
    "pairs": pairs,
    "bursts": bursts,
    "topics": topics,
    "headlines": headlines,
    "standfirsts": standfirsts,
    "orders": orders,
}
ALL = (*SETS, "probes")

if __name__ == "__main__":
    main()
