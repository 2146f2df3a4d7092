"""Proposals that make a watch better, from hits that a person judged.

Wrong hits often stand in a longer name ("Miami Heat"): such names become masks. Or the article is about something
else: words that the right ones have and the wrong ones lack become context. What one article alone has is chance, so
it is not proposed. Each proposal is tried: the watch with it is matched with the judged articles and with the
archive's, and what is left of precision and recall is what is reported.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import comb

from monitor import text
from monitor.match.advice.spellings import Spellings
from monitor.match.advice.watch_check import holds
from monitor.match.decide import find
from monitor.match.prepare import Prepared, prepare
from monitor.match.query.nodes import Term, walk
from monitor.match.scan.folded_text import Layout, Place
from monitor.model import Article, Watch
from monitor.text.stopwords import ENGLISH, REPORTING

WRONG_NEEDED = 2  # verdicts: a name that one wrong hit has is chance
RIGHT_FOR_MASKS = 1  # verdicts: what is proposed must keep one
RIGHT_FOR_CONTEXT = 3  # verdicts: with two wrong ones, fewer could share any word by chance (`_CHANCE`)
_MASKS = 6  # in one proposal
_CONTEXT = 6  # in one proposal
_TRIED = 40  # phrases that are tried as the next mask
_AROUND = 2  # words next to the match, in a mask
_COMMON = 0.25  # share of the archive's articles above which a word tells nothing
_FEW = 20  # articles below which such a share is chance
_CHANCE = 0.1  # probability that a word is in so many more of the right hits by chance, above which it is no context
_POSSESSIVE = "s"  # what folding makes of the end of "Google's": no part of another name
_EMPTY = ENGLISH | REPORTING  # no part of a name, and no context

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """An article that the watch found, and whether it should have."""

    article: Article
    right: bool


@dataclass(frozen=True, slots=True)
class Advice:
    """A change to the watch, and what it does to the judged hits and to the archive's."""

    masks: tuple[str, ...]  # to add to `except`
    context: tuple[str, ...]  # to set as `context`
    watch: Watch  # with them
    right: int  # judged right, and still found
    wrong: int  # judged wrong, and still found
    rights: int  # judged right in all
    archived: int  # articles of the archive that are still found

    @property
    def precision(self) -> float:
        """Right among the judged that are still found; 1.0 where none is."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Still found among the right."""
        return self.right / self.rights if self.rights else 1.0


def advise(
    watch: Watch, judged: Sequence[Judged], archived: Sequence[Article] = (), newest: Sequence[Article] = ()
) -> list[Advice]:
    """Proposals, the best first: masks, context, and both. Those that remove wrong hits and keep right ones.

    What would leave no hit in the archive is not proposed, however few it has now.

    `judged` and `archived` are what the watch finds; `newest` are any articles of the archive, which tell what words
    are common there.

    Raises:
        QuerySyntaxError: the watch cannot be understood.
    """
    right = [one.article for one in judged if one.right]
    wrong = [one.article for one in judged if not one.right]
    if not wrong:
        return []
    common = _common(newest)
    spellings = Spellings(one.article for one in judged)
    masks = _masks(watch, right, wrong, spellings)
    masked = replace(watch, masks=watch.masks + masks)
    left = [article for article in wrong if holds(prepare(masked), article)]
    proposals: set[tuple[tuple[str, ...], tuple[str, ...]]] = {(masks, ())}
    if not watch.context:
        for misled, more in ((wrong, ()), (left, masks)):
            words = _context(watch, right, misled, common)
            proposals.add((more, tuple(map(spellings.of, words))))
    tried = [_tried(watch, *one, judged, archived) for one in proposals if any(one)]
    before = len(right) / len(judged)
    better = [one for one in tried if one.precision > before and one.right and (one.archived or not archived)]
    return sorted(better, key=lambda advice: (-_balance(advice), len(advice.context), len(advice.masks)))


def _balance(advice: Advice) -> float:
    """Precision and recall in one number; a right hit lost weighs as much as a wrong one kept."""
    return 2 * advice.precision * advice.recall / (advice.precision + advice.recall)


def _tried(
    watch: Watch,
    masks: tuple[str, ...],
    context: tuple[str, ...],
    judged: Sequence[Judged],
    archived: Sequence[Article],
) -> Advice:
    changed = replace(watch, masks=watch.masks + masks, context=watch.context + context)
    prepared = prepare(changed)
    found = [one.right for one in judged if holds(prepared, one.article)]
    return Advice(
        masks=masks,
        context=context,
        watch=changed,
        right=sum(found),
        wrong=len(found) - sum(found),
        rights=sum(one.right for one in judged),
        archived=sum(holds(prepared, article) for article in archived),
    )


def _masks(watch: Watch, right: Sequence[Article], wrong: Sequence[Article], spellings: Spellings) -> tuple[str, ...]:
    """Longer names around the matches of wrong hits: each hides more of them, and none hides a right one."""

    def rank(phrase: str) -> tuple[int, bool, int, str]:
        return -counts[phrase], not spellings.is_name(phrase), len(phrase), phrase

    prepared = prepare(watch)
    waiting = {
        (number, place): phrases for number, one in enumerate(wrong) for place, phrases in _around(prepared, one)
    }
    chosen: tuple[str, ...] = ()
    while waiting and len(chosen) < _MASKS:
        counts = Counter(phrase for phrases in waiting.values() for phrase in phrases)
        articles = Counter(phrase for phrase, _ in {(p, key[0]) for key, phrases in waiting.items() for p in phrases})
        ranked = sorted((phrase for phrase in counts if articles[phrase] > 1), key=rank)[:_TRIED]
        best = next((one for one in ranked if _keeps(watch, (*chosen, spellings.of(one)), right)), None)
        if best is None:
            break
        chosen += (spellings.of(best),)
        waiting = {key: phrases for key, phrases in waiting.items() if best not in phrases}
    return chosen


def _keeps(watch: Watch, masks: tuple[str, ...], right: Sequence[Article]) -> bool:
    prepared = prepare(replace(watch, masks=watch.masks + masks))
    return all(holds(prepared, article) for article in right)


def _around(prepared: Prepared, article: Article) -> Iterator[tuple[Place, frozenset[str]]]:
    """Each match, and the folded phrases that it makes with the words next to it."""
    layout = Layout(article)
    for place in find(prepared, layout) or []:
        field = layout.field_of(place)
        start, stop = layout.starts[field], layout.starts[field + 1] - 1
        before = layout.folded[start : place[0]].decode().split()[-_AROUND:]
        match = layout.folded[place[0] : place[1]].decode().split()
        after = layout.folded[place[1] : stop].decode().split()[:_AROUND]
        phrases = {
            " ".join([*before[len(before) - left :], *match, *after[:right]])
            for left in range(len(before) + 1)
            for right in range(len(after) + 1)
            if 0 < left + right <= _AROUND
            and _POSSESSIVE not in (*before[len(before) - left :], *after[:right])
            and not (left and before[-left] in _EMPTY)
            and not (right and after[right - 1] in _EMPTY)
        }
        yield place, frozenset(phrases)


def _context(
    watch: Watch, right: Sequence[Article], wrong: Sequence[Article], common: frozenset[str]
) -> tuple[str, ...]:
    """Words and names that the right articles have and the wrong ones lack, until all of the right have one."""
    own = {word for node in walk(prepare(watch).root) if isinstance(node, Term) for word in node.words}
    ours = [_vocabulary(article, own | common) for article in right]
    theirs = [_vocabulary(article, own | common) for article in wrong]
    counts = Counter(phrase for one in ours for phrase in one)
    others = Counter(phrase for one in theirs for phrase in one)
    candidates = [
        phrase
        for phrase, count in counts.items()
        if count > 1 and _chance(count, others[phrase], len(ours), len(theirs)) <= _CHANCE
    ]
    chosen: tuple[Phrase, ...] = ()
    while len(chosen) < _CONTEXT:
        ranked = sorted(
            # A name of two words is rather meant than either of them.
            (-_gain(phrase, chosen, ours, theirs), -len(phrase), -counts[phrase], phrase)
            for phrase in candidates
        )
        if not ranked or ranked[0][0] >= 0:
            break
        chosen += (ranked[0][-1],)
    return tuple(" ".join(phrase) for phrase in chosen)


def _chance(right: int, wrong: int, rights: int, wrongs: int) -> float:
    """How probably a word that tells nothing is in so many right hits or more, of all that have it (Fisher's test)."""
    having, total = right + wrong, rights + wrongs
    ways = sum(comb(rights, one) * comb(wrongs, having - one) for one in range(right, min(having, rights) + 1))
    return ways / comb(total, having)


def _gain(
    phrase: Phrase, chosen: tuple[Phrase, ...], ours: Sequence[frozenset[Phrase]], theirs: Sequence[frozenset[Phrase]]
) -> float:
    """The share of right articles that one more word lets in, less that of wrong ones."""

    def share(articles: Sequence[frozenset[Phrase]]) -> float:
        new = sum(phrase in one and one.isdisjoint(chosen) for one in articles)
        return new / len(articles) if articles else 0.0

    return share(ours) - share(theirs)


def _vocabulary(article: Article, passed_over: Iterable[str]) -> frozenset[Phrase]:
    """The words of an article that could be context, and the names of two words."""
    found: set[Phrase] = set()
    for field in (article.title, article.standfirst or "", article.body):
        spans = text.words(field)
        folded = text.fold_words(field)
        named = [field[start].isupper() for start, _ in spans]
        for number, word in enumerate(folded):
            if not _tells(word) or word in passed_over:
                continue
            after = number + 1
            joined = after < len(folded) and field[spans[number][1] : spans[after][0]] == " "
            if joined and named[number] and named[after] and _tells(folded[after]) and folded[after] not in passed_over:
                found.add((word, folded[after]))
            found.add((word,))
    return frozenset(found)


def _tells(word: str) -> bool:
    return len(word) > 2 and word not in _EMPTY and not word.isdigit()


def _common(articles: Sequence[Article]) -> frozenset[str]:
    """The words that a good part of the archive has, whatever the language."""
    if len(articles) < _FEW:
        return frozenset()
    counts = Counter(word for one in articles for word in set(text.fold_words(f"{one.title}\n{one.body}")))
    return frozenset(word for word, count in counts.items() if count > _COMMON * len(articles))
