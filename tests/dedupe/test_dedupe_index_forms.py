"""The compiled inverted index finds the same as the plain one, whatever comes and goes.

Where it was not compiled, the plain form is compared with itself.
"""

import sysconfig
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from dedupe_stream import documents
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from index_forms import PLAIN, USED, Form

from monitor.dedupe import Placement, StoryIndex
from monitor.dedupe import postings as plain
from monitor.dedupe.postings import INDEXED, TEXT, Bounds

# Words and names that many texts share; and what no reader of texts makes, though an article may hold it.
TERMS = (
    *("heat", "mann", "thief", "film", "said", "new", "é", "\U0001f3ac", "a\0b", "\ud800"),  # two are commonplaces
    *("michael mann", "heat 2", "mann heat", "thief 1", "al pacino", "pacino al", "\ud800 é", "a\0b mann"),
    *("", " ", "mann ", " mann", "michael mann 2", "mann 2", "michael  mann", "x" * 300, "x" * 300 + " " + "y" * 300),
)
FILLERS = tuple(f"filler{number}" for number in range(INDEXED))

texts = st.lists(st.sampled_from(TERMS), unique=True, min_size=1, max_size=12)
bounds = st.builds(
    Bounds,
    found=st.integers(0, 12),
    read=st.integers(1, 300),
    promising=st.sampled_from([0.0, 0.2, 0.5]),
    least=st.sampled_from([0.0, 0.5, 30.0]),
    several=st.booleans(),
)


class BothForms(RuleBasedStateMachine):
    """Texts come and go, and both forms are asked the same."""

    def __init__(self) -> None:
        super().__init__()
        self.forms = [form.postings() for form in (PLAIN, USED)]
        self.texts: dict[int, Sequence[int]] = {}
        self.next = 0

    @rule(said=texts, filled=st.integers(0, INDEXED), times=st.sampled_from([1, 1, 3, 40]))
    def add(self, said: Sequence[str], filled: int, times: int) -> None:
        """Some texts of these terms, which may come after so many that they find none."""
        for _ in range(times):
            terms = [*FILLERS[:filled], *said]
            numbers = [one.lexicon.numbers(terms) for one in self.forms]
            assert numbers[0] == numbers[1]
            for one in self.forms:
                one.add(self.next, numbers[0])
            self.texts[self.next] = numbers[0]
            self.next += 1

    @precondition(lambda self: self.texts)
    @rule(times=st.sampled_from([1, 2, 50]))
    def remove_oldest(self, times: int) -> None:
        """What nearly always goes."""
        for _ in range(min(times, len(self.texts))):
            self.remove(self.forms[0].oldest)

    @precondition(lambda self: self.texts)
    @rule(data=st.data())
    def remove_any(self, data: st.DataObject) -> None:
        """A text that was revised, or of which another was found earlier."""
        self.remove(data.draw(st.sampled_from([*self.texts])))

    def remove(self, slot: int) -> None:
        """Take it out of both."""
        terms = self.texts.pop(slot)
        for one in self.forms:
            one.remove(slot, terms)

    @rule(said=st.dictionaries(st.sampled_from([*TERMS, *FILLERS, "new words"]), st.floats(0.1, 9.0)), within=bounds)
    def search(self, said: dict[str, float], within: Bounds) -> None:
        """Its terms are as strong, and it finds the same texts in the same order."""
        first, second = (one.strongest(said, frozenset(TERMS[:2])) for one in self.forms)
        assert first == second
        found = [one.near(first.numbers, first.weights, first.held, within) for one in self.forms]
        assert found[0] == found[1]

    @invariant()
    def both_have_the_same(self) -> None:
        """Words, how many texts have each term, and what is gone."""
        first, second = self.forms
        count = len(first.lexicon)
        assert len(second.lexicon) == count
        assert first.lexicon.texts(range(count)) == second.lexicon.texts(range(count))
        known = first.lexicon.known(TERMS)
        assert second.lexicon.known(TERMS) == known
        assert second.lexicon.texts(known) == first.lexicon.texts(known)
        assert second.held(known) == first.held(known)
        for number in known:
            assert second.near([number], [1.0], [1]) == first.near([number], [1.0], [1])
        assert (first.oldest, first.gone) == (second.oldest, second.gone)


TestBothForms = BothForms.TestCase
TestBothForms.settings = settings(max_examples=40, stateful_step_count=30)


def test_what_was_compiled_is_what_runs() -> None:
    """A form that is there and cannot be loaded would go unnoticed otherwise."""
    compiled = Path(plain.__file__).with_name(f"_postings{sysconfig.get_config_var('EXT_SUFFIX')}")

    assert USED.postings.__module__ == ("monitor.dedupe._postings" if compiled.exists() else "monitor.dedupe.postings")


def test_both_forms_place_all_articles_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """To the last digit, with a window that forgets, a revision now and then, and one of an article that is not new."""
    indexes: list[StoryIndex] = []
    for form in (PLAIN, USED):
        form.use(monkeypatch)
        indexes.append(StoryIndex(window=timedelta(hours=30), limit=90))
    pairs: list[tuple[Placement, Placement]] = []
    for number, doc in enumerate(documents()):
        one = replace(doc, id=number)
        placement, other = (index.place(one) for index in indexes)
        pairs.append((placement, other))
        for index in indexes:
            index.add(one, placement.story or number, copy_of=placement.copy_of)
            index.close(one.found_at)
            if number % 7 == 0 and len(index) > 20:
                revised = [*index.members()][-20]
                index.replace(replace(one, id=revised.id), revised.story)

    assert [repr(placement) for placement, _ in pairs] == [repr(placement) for _, placement in pairs]
    assert [one.subject.packed for one in indexes[0].members()] == [one.subject.packed for one in indexes[1].members()]


def test_many_terms_and_long_ones_are_as_safe_as_few() -> None:
    """An article of a hundred thousand terms, some a million characters long, comes, is found and goes."""
    terms = [f"one{number} two{number % 7}" if number % 3 else f"word{number}" for number in range(100_000)]
    terms += ["x" * 1_000_000, "\ud800" * 1_000_000 + " " + "\0" * 1_000_000]
    kept: list[tuple[list[int], object]] = []
    for form in (PLAIN, USED):
        postings = form.postings()
        numbers = postings.lexicon.numbers(terms)
        postings.add(0, numbers)
        found = postings.strongest(dict.fromkeys(terms, 1.0), frozenset(terms[-2:]))
        assert postings.near(found.numbers, found.weights, found.held) == [0]
        assert postings.lexicon.texts(numbers) == terms
        postings.remove(0, numbers)
        assert not any(postings.lexicon.known(terms))
        kept.append((numbers, found))

    assert kept[0] == kept[1]


def of(form: Form, terms: Sequence[str]) -> tuple[plain.Postings, list[int]]:
    """A window of one text, and its numbers."""
    postings = form.postings()
    numbers = postings.lexicon.numbers(terms)
    postings.add(5, numbers)
    return postings, numbers


@pytest.mark.skipif(USED == PLAIN, reason="nothing was compiled")
def test_what_is_not_there_does_no_harm() -> None:
    """A number that no word has, a slot that no text has: an error, and the window is as it was."""
    postings, numbers = of(USED, ["heat", "michael mann"])
    free = postings.lexicon.numbers(["thief"])[0]
    postings.lexicon.forget(free)
    for wrong in (0, free, 1_000, 2**64 - 1):
        with pytest.raises(ValueError, match="no word has the number"):
            postings.add(6, [*numbers, wrong])
    with pytest.raises(IndexError, match="no word has the number"):
        postings.held([1_000])
    with pytest.raises(IndexError, match="no word has the number"):
        postings.lexicon.text(1_000)
    with pytest.raises(ValueError, match="no word has the number"):
        postings.lexicon.forget(free)
    with pytest.raises(ValueError, match="no text has the slot"):
        postings.remove(4, numbers)
    with pytest.raises(OverflowError):
        postings.add(2**31, numbers)
    for term in (b"heat", None):
        with pytest.raises((TypeError, AttributeError)):
            postings.lexicon.known([term])  # type: ignore[list-item]

    assert postings.held(numbers) == [1, 1]
    assert postings.near(numbers, [1.0, 1.0], [1, 1], TEXT) == [5]
    postings.remove(5, numbers)
    assert not any(postings.lexicon.known(["heat", "michael", "mann"]))
