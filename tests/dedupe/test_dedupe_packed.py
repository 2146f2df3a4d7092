"""How the window keeps its articles small: terms as numbers, a table of what one text has, headlines as places."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from dedupe_stream import documents
from index_forms import Form, both_forms

from monitor.dedupe import Document, Placement, StoryIndex
from monitor.dedupe.rare_terms import RareTerms

MakeDocument = Callable[..., Document]


@both_forms
def test_a_name_is_made_of_the_numbers_of_its_words(form: Form) -> None:
    """It is known as soon as both are; in the other order it is another one."""
    lexicon = form.lexicon()
    terms = ["michael", "mann", "michael mann", "heat 2"]
    numbers = lexicon.numbers(terms)

    assert [lexicon.text(number) for number in numbers] == terms
    assert lexicon.known([*terms, "2 heat", "2", "thief", "michael thief"])[:4] == numbers
    assert [bool(number) for number in lexicon.known(["2 heat", "2", "thief", "michael thief"])] == [
        True,
        True,
        False,
        False,
    ]
    assert len({*numbers, *lexicon.known(["2 heat", "mann michael"])}) == 6


@both_forms
def test_terms_that_differ_have_different_numbers(form: Form) -> None:
    """However they are written: else a text would count as two that have one of them."""
    lexicon = form.lexicon()
    terms = ["mann", "mann ", " mann", "", " ", "michael mann heat", "mann heat", "michael  mann", "michael mann"]
    numbers = lexicon.numbers(terms)

    assert [lexicon.text(number) for number in numbers] == lexicon.texts(numbers) == terms
    assert len({*numbers}) == len(terms)


@both_forms
def test_a_word_that_is_forgotten_gives_its_number_to_another(form: Form) -> None:
    """The others keep theirs."""
    lexicon = form.lexicon()
    name, thief = lexicon.numbers(["michael mann", "thief"])
    lexicon.forget(thief)
    lexicon.numbers(["collateral"])

    assert lexicon.text(name) == "michael mann"
    assert lexicon.known(["thief"]) == [0]
    assert lexicon.known(["collateral", "michael"]) == [3, 1]


def test_a_table_that_grows_keeps_all_it_has() -> None:
    """Numbers that follow each other, and large ones; each has several values, of which one is taken away."""
    table = RareTerms()
    terms = [*range(3_000), *range(2**63, 2**63 + 40_000, 13), *(1 << shift for shift in range(12, 63))]
    for value in (1, 256, 2**32 - 1):
        for term in terms:
            table.add(term, value)

    assert [table.values(term) for term in terms] == [[1, 256, 2**32 - 1]] * len(terms)
    assert table.values(3_000) == table.values(2**63 + 1) == []
    for term in terms:
        table.remove(term, 256)
    assert [table.values(term) for term in terms] == [[1, 2**32 - 1]] * len(terms)


def test_bytes_of_two_entries_of_a_table_are_none() -> None:
    """The end of one and the beginning of the next are those of another term, and of another entry."""
    table = RareTerms()
    table.add(5 << 32 | 5, 7)
    table.add(9 << 32 | 5, 7)
    other = 7 << 32 | 5

    assert table.values(other) == []
    with pytest.raises(ValueError, match="not found"):
        table.remove(other, 5)
    table.add(other, 5)
    assert table.values(other) == [5]
    table.remove(other, 5)
    assert table.values(other) == []
    assert table.values(5 << 32 | 5) == table.values(9 << 32 | 5) == [7]


def test_values_that_are_gone_are_none_of_a_table() -> None:
    """They are gone at once, and their bytes with the next value that stands among them."""
    table, other = RareTerms(), 1 << 40 | 5  # in the same bucket, however many there are
    for value in range(200):
        table.add(5, value)
        table.add(other, value)
    table.least = 150

    assert table.values(5) == table.values(other) == [*range(150, 200)]
    assert table.add(5, 200) == [*range(150, 200)]
    assert table._entries == sum(len(bucket) for bucket in table._buckets) / 12 == 101
    table.least = 201
    assert table.values(other) == []
    assert table.add(5, 201, 1) == []
    assert table.values(5) == [201]
    assert table._entries == 1


@both_forms
@pytest.mark.parametrize("words", [3, 400], ids=["a headline", "a headline of more terms than a byte can number"])
def test_an_article_is_the_same_after_packing(
    make: MakeDocument, words: int, form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its terms, what its headline says and claims, and what only that says."""
    form.use(monkeypatch)
    title = f"Netflix Fires Ada Brandt {' '.join(f'w{number}' for number in range(words))}"
    doc = make(title, "Ada Brandt was told on Monday. " * 20)
    index = StoryIndex()
    index.add(doc, 1)
    incoming, packed = index._read(doc)[1], index.member(doc.id or 0)
    first = StoryIndex()._read(doc)[1]  # before it was in
    about = packed.subject.unpacked()

    assert list(about.terms) == list(first.weights) == list(packed.as_incoming().weights)
    assert list(about.weights) == pytest.approx(list(first.weights.values()))
    assert list(about.headline.terms) == list(first.headline.terms)
    assert list(about.headline.shares) == list(first.headline.shares)
    assert 0.0 in about.headline.shares
    assert about.bare == first.bare != frozenset()
    assert packed.facts == first.facts
    assert packed.subject.seen_by(incoming) == about.seen_by(incoming)


@both_forms
def test_a_packed_article_is_seen_as_its_words_are(form: Form, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of headlines that share all, some or none of their words, or a surname alone, with the other text."""
    form.use(monkeypatch)
    docs, index = documents(), StoryIndex()
    for number, doc in enumerate(docs):
        index.add(replace(doc, id=number), number)
    texts = [index._read(doc)[1] for doc in docs[::5]]
    pairs = [
        (member.subject.seen_by(text), member.subject.unpacked().seen_by(text))
        for text in texts
        for member in index.members()
    ]

    assert [packed for packed, _ in pairs] == [words for _, words in pairs]
    assert {(bool(seen.shared), seen.said[0] > 0.0, seen.said[1] > 0.0) for seen, _ in pairs} >= {
        (True, True, True),
        (True, False, True),
        (True, True, False),
    }


@both_forms
def test_what_was_forgotten_leaves_nothing_behind(form: Form, monkeypatch: pytest.MonkeyPatch) -> None:
    """A window that held other articles before, whose words' numbers are given again, places as a new one does."""
    form.use(monkeypatch)
    docs = documents()
    half = len(docs) // 2
    used, new = StoryIndex(), StoryIndex()
    for number, doc in enumerate(docs[half:]):
        used.add(replace(doc, id=number), number)
    used.evict(max(doc.found_at for doc in docs) + timedelta(days=1))
    placements: list[tuple[Placement, Placement]] = []
    for number, doc in enumerate(docs[:half]):
        one = replace(doc, id=1_000 + number)
        placement = new.place(one)
        placements.append((placement, used.place(one)))
        for index in (used, new):
            index.add(one, placement.story or 1_000 + number, copy_of=placement.copy_of)

    assert len({place.story for place, _ in placements}) > 10
    assert [place for place, _ in placements] == [place for _, place in placements]


def test_sums_of_stories_are_bounded_and_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those not asked for of late are forgotten; made again, they place all articles as those that were held."""
    docs = documents()
    held, bounded = StoryIndex(), StoryIndex()
    pairs: list[tuple[Placement, Placement]] = []
    for number, doc in enumerate(docs):
        one = replace(doc, id=number)
        monkeypatch.setattr("monitor.dedupe.centroid.SUMMED", 1_000)
        placement = held.place(one)
        monkeypatch.setattr("monitor.dedupe.centroid.SUMMED", 1)
        pairs.append((placement, bounded.place(one)))
        for index in (held, bounded):
            index.add(one, number if placement.story is None else placement.story, copy_of=placement.copy_of)

    assert [placement for placement, _ in pairs] == [placement for _, placement in pairs]
    assert sum(story._sums is not None for story in held._stories.values()) > 2
    assert sum(story._sums is not None for story in bounded._stories.values()) == 1
