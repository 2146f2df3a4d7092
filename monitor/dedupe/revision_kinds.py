"""Of which kinds a revision is, with the sentences that changed, and the names and numbers that came and went.

    two readings, the words of the watches -> changed sentences -> kinds

Linear in the length of the texts; of the sentences that changed, the first dozens are compared with each other.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from monitor.dedupe import notices, spelling
from monitor.dedupe.terms import lower, words
from monitor.model import Article
from monitor.revised import Revision, RevisionKind, SentenceChange
from monitor.text import stopwords
from monitor.text.sentence_spans import sentences

_COMPARED = 40  # sentences that came or went and are paired: more is another text
_SHOWN = 40  # changes that are kept, and names and numbers
_LONGEST = 600  # characters of a sentence that are kept
_PAIR = 0.4  # of the words of both that two forms of one sentence share at least
_NOUNS_HAVE_CAPITALS = frozenset({"de"})  # there a single capitalised word is no name


def revision(before: Article, after: Article, watched: Collection[str], at: datetime) -> Revision | None:
    """How an article was revised; None: not in what it says.

    `watched` are the words that watches found in either of the readings, as they stand there.
    """
    old, new = _Text(before), _Text(after)
    changed = _changed(old, new)
    if not changed:
        return None
    added = _missing(new, changed, old, [one.after for one in changed], watched)
    removed = _missing(old, changed, new, [one.before for one in changed], watched)
    kinds = _of_notices(changed) | _of_facts(added, removed) | _of_text(before, after, changed)
    return Revision(
        at=at,
        kinds=tuple(kind for kind in RevisionKind if kind in kinds),
        old_title=before.title,
        new_title=after.title,
        sentences=tuple(_shown(one) for one in changed[:_SHOWN]),
        added=added[:_SHOWN],
        removed=removed[:_SHOWN],
    )


@dataclass(frozen=True)
class _Text:
    """One reading: its sentences by their folded words."""

    article: Article

    @cached_property
    def sentences(self) -> dict[str, str]:
        """Those of the standfirst and the body; a sentence that comes twice is one."""
        parts = (self.article.standfirst or "", self.article.body)
        found = (part[start:end] for part in parts for start, end in sentences(part))
        return {" ".join(lower(words(sentence))): sentence for sentence in found}

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """All its words, folded."""
        return frozenset(word for key in (self.headline, *self.sentences) for word in key.split())

    @cached_property
    def headline(self) -> str:
        """Its folded words."""
        return " ".join(lower(words(self.article.title)))

    def facts(self, sentence: str) -> list[str]:
        """The numbers of one of its sentences, and its runs of capitalised words; no first word by itself."""
        found, run = [], 0
        tokens = words(sentence)
        for place, token in enumerate([*tokens, ""]):
            if token[:1].isupper() and (run or token.casefold() not in self._grammar):
                run += 1
                continue
            least = 2 if self.article.language in _NOUNS_HAVE_CAPITALS or place == run else 1
            if run >= least:
                found.append(" ".join(tokens[place - run : place]))
            run = 0
            if token[:1].isdigit():
                found.append(token)
        return found

    @cached_property
    def _grammar(self) -> frozenset[str]:
        return stopwords.grammar(self.vocabulary)


def _changed(old: _Text, new: _Text) -> list[SentenceChange]:
    """The headline, if it differs, and the sentences that one of them lacks, with their other form if there is one."""
    found = []
    if old.headline != new.headline:
        found.append(SentenceChange(before=old.article.title, after=new.article.title))
    gone = [(key.split(), text) for key, text in old.sentences.items() if key not in new.sentences]
    come = [(key.split(), text) for key, text in new.sentences.items() if key not in old.sentences]
    for number, (tokens, text) in enumerate(come):
        likely = gone[:_COMPARED] if number < _COMPARED else []
        like = ((_likeness(tokens, other), place) for place, (other, _) in enumerate(likely))
        best, place = max(like, default=(0.0, 0))
        before = gone.pop(place)[1] if best >= _PAIR else ""
        found.append(SentenceChange(before=before, after=text))
    return [*found, *(SentenceChange(before=text) for _, text in gone)]


def _likeness(one: Sequence[str], other: Sequence[str]) -> float:
    both = len(set(one) & set(other))
    return 2 * both / (len(set(one)) + len(set(other)) or 1)


def _of_notices(changed: Iterable[SentenceChange]) -> set[RevisionKind]:
    come = [one.after for one in changed if one.after]
    found = set()
    if any(map(notices.is_retraction, come)):
        found.add(RevisionKind.RETRACTION)
    if any(map(notices.is_correction, come)):
        found.add(RevisionKind.CORRECTION)
    return found


def _of_facts(added: Iterable[str], removed: Iterable[str]) -> set[RevisionKind]:
    found = {RevisionKind.NUMBER_ADDED if fact[0].isdigit() else RevisionKind.NAME_ADDED for fact in added}
    return found | {RevisionKind.NUMBER_REMOVED if fact[0].isdigit() else RevisionKind.NAME_REMOVED for fact in removed}


def _of_text(before: Article, after: Article, changed: Sequence[SentenceChange]) -> set[RevisionKind]:
    if all(spelling.is_respelled(words(one.before), words(one.after)) for one in changed):
        return {RevisionKind.TYPO}
    found = set()
    old, new = words(before.title), words(after.title)
    has_new_headline = lower(old) != lower(new) and not spelling.is_respelled(old, new)
    if has_new_headline:
        found.add(RevisionKind.HEADLINE)
    of_headline = SentenceChange(before=before.title, after=after.title)
    if any(one != of_headline and not spelling.is_respelled(words(one.before), words(one.after)) for one in changed):
        found.add(RevisionKind.UPDATE)
    return found or {RevisionKind.TYPO}


def _missing(
    here: _Text, changed: Iterable[SentenceChange], there: _Text, texts: Iterable[str], watched: Collection[str]
) -> tuple[str, ...]:
    """Names and numbers of `texts`, the changed sentences that stand `here`, of which nothing stands `there`.

    Of those sentences alone that hold a watched word, in either form; a changed spelling is none, but for the watched
    words themselves.
    """
    wanted = {text: " ".join(lower(words(text))) for text in watched}
    found: dict[str, None] = {}
    for one, text in zip(changed, texts, strict=True):
        forms = [f" {' '.join(lower(words(form)))} " for form in (one.before, one.after)]
        own = f" {' '.join(lower(words(text)))} "
        facts = [name for name, key in wanted.items() if f" {key} " in own]
        is_about = any(f" {key} " in form for key in wanted.values() for form in forms)
        if is_about and not spelling.is_respelled(words(one.before), words(one.after)):
            facts += here.facts(text)
        found.update((fact, None) for fact in facts if not set(lower(words(fact))) <= there.vocabulary)
    return tuple(found)


def _shown(change: SentenceChange) -> SentenceChange:
    return SentenceChange(before=change.before[:_LONGEST], after=change.after[:_LONGEST])
