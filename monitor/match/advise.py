"""Proposals that make a watch better, from hits that a person judged.

Wrong hits often stand in a longer name ("Miami Heat"): such names become masks. Or the article is about something
else: words that the right ones have and the wrong ones lack become context. Each proposal is tried: the watch with it
is matched with the judged articles, and what is left of precision and recall is what is reported.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from monitor import text
from monitor.match.check import holds
from monitor.match.judge import find
from monitor.match.layout import Layout
from monitor.match.prepare import Prepared, prepare
from monitor.model import Article, Watch

_TRIED = 40  # proposals of each kind that are tried on all judged articles
_SHOWN = 5  # proposals of each kind that are returned
_WORDS = 3  # beside the match, in a mask
_CONTEXT_WORDS = 8  # in one proposed context


@dataclass(frozen=True, slots=True)
class Judged:
    """An article that the watch found, and whether it should have."""

    article: Article
    right: bool


@dataclass(frozen=True, slots=True)
class Advice:
    """A change to the watch, and what it does to the judged hits and to the archive's."""

    option: str  # except or context
    entries: tuple[str, ...]  # to add to the option
    watch: Watch  # with them
    precision: float  # right among the judged that are still found; 1.0 where none is
    recall: float  # still found among the right
    archived: int  # articles of the archive that are still found


def advise(watch: Watch, judged: Sequence[Judged], archived: Iterable[Article] = ()) -> list[Advice]:
    """Proposals, the best first: those that remove wrong hits and keep the right ones.

    Raises:
        QuerySyntaxError: the watch cannot be understood.
    """
    prepared = prepare(watch)
    right = [one for one in judged if one.right]
    wrong = [one for one in judged if not one.right]
    if not wrong:
        return []
    known = [article for article in archived if holds(prepared, article)]
    proposals: list[tuple[str, tuple[str, ...]]] = [("except", (phrase,)) for phrase in _masks(prepared, right, wrong)]
    if not watch.context:
        proposals += [("context", words) for words in _contexts(right, wrong)]
    tried = [_tried(watch, option, entries, judged, known) for option, entries in proposals]
    before = len(right) / len(judged)
    better = [advice for advice in tried if advice.precision > before and advice.recall > 0]
    return sorted(better, key=lambda advice: (-_balance(advice), len(advice.entries)))[: 2 * _SHOWN]


def _balance(advice: Advice) -> float:
    """Precision and recall in one number; a right hit lost weighs as much as a wrong one kept."""
    return 2 * advice.precision * advice.recall / (advice.precision + advice.recall)


def _tried(
    watch: Watch, option: str, entries: tuple[str, ...], judged: Sequence[Judged], archived: Sequence[Article]
) -> Advice:
    quoted = tuple(f'"{entry}"' for entry in entries)
    changed = replace(watch, masks=watch.masks + quoted) if option == "except" else replace(watch, context=quoted)
    prepared = prepare(changed)
    found = [one.right for one in judged if holds(prepared, one.article)]
    rights = sum(one.right for one in judged)
    return Advice(
        option=option,
        entries=entries,
        watch=changed,
        precision=sum(found) / len(found) if found else 1.0,
        recall=sum(found) / rights if rights else 1.0,
        archived=sum(holds(prepared, article) for article in archived),
    )


def _masks(prepared: Prepared, right: Sequence[Judged], wrong: Sequence[Judged]) -> list[str]:
    """Longer names around the matches of wrong hits that no right hit has, the most frequent first."""
    seen = [Counter(set(_around(prepared, one.article))) for one in wrong]
    kept = {phrase for one in right for phrase in _around(prepared, one.article)}
    counts = sum(seen, Counter[str]())
    ranked = sorted((-count, len(phrase), phrase) for phrase, count in counts.items() if phrase not in kept)
    return [phrase for _, _, phrase in ranked[:_TRIED]]


def _around(prepared: Prepared, article: Article) -> Iterator[str]:
    """The folded phrases of each match with some words on one side or both, in its sentence."""
    layout = Layout(article)
    for place in find(prepared, layout) or []:
        field = layout.field_of(place)
        start, stop = layout.starts[field], layout.starts[field + 1] - 1
        before = layout.folded[start : place[0]].split()[-_WORDS:]
        match = layout.folded[place[0] : place[1]].split()
        after = layout.folded[place[1] : stop].split()[:_WORDS]
        for left in range(min(_WORDS, len(before)) + 1):
            for right in range(min(_WORDS, len(after)) + 1):
                if 0 < left + right <= _WORDS:
                    yield b" ".join([*before[len(before) - left :], *match, *after[:right]]).decode()


def _contexts(right: Sequence[Judged], wrong: Sequence[Judged]) -> list[tuple[str, ...]]:
    """Sets of words of the right articles that the wrong ones lack, from the one best word to several."""
    ours = Counter(word for one in right for word in _vocabulary(one.article))
    theirs = Counter(word for one in wrong for word in _vocabulary(one.article))
    scored = sorted(
        (theirs[word] / len(wrong) - count / len(right), word)
        for word, count in ours.items()
        if len(word) > 2 and not word.isdigit() and theirs[word] / len(wrong) < count / len(right)
    )
    best = [word for _, word in scored[:_TRIED]]
    covered: set[int] = set()
    chosen: list[str] = []
    sets: list[tuple[str, ...]] = [(word,) for word in best[:_SHOWN]]
    for word in best:
        new = {number for number, one in enumerate(right) if word in _vocabulary(one.article)} - covered
        if new and len(chosen) < _CONTEXT_WORDS:
            chosen.append(word)
            covered |= new
            sets.append(tuple(chosen))
    return list(dict.fromkeys(sets))


def _vocabulary(article: Article) -> frozenset[str]:
    return frozenset(text.fold_words(f"{article.title}\n{article.standfirst or ''}\n{article.body}"))
