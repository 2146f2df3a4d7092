from collections.abc import Mapping, Sequence
from random import Random

import pytest
from index_forms import Form, both_forms

from monitor.dedupe.postings import BRIEF, INDEXED, RECENT, SHORT, TEXT, Postings


def add(texts: dict[int, list[int]], postings: Postings, slot: int, terms: Sequence[str]) -> None:
    """A text of these terms."""
    texts[slot] = postings.lexicon.numbers(terms)
    postings.add(slot, texts[slot])


def near(postings: Postings, weights: Mapping[str, float]) -> list[int]:
    """The texts near to one of these terms."""
    terms = postings.lexicon.known(weights)
    return postings.near(terms, weights.values(), postings.held(terms), SHORT)


def weigh(postings: Postings, term: str) -> float:
    """How rare a term is."""
    return postings.strongest({term: 1.0}, ()).weights[0]


@both_forms
def test_the_work_for_one_text_is_bounded(form: Form) -> None:
    """However many texts hold its terms, a thousand entries are read: those of the strongest terms."""
    texts: dict[int, list[int]] = {}
    postings = form.postings()
    terms = [f"term{number}" for number in range(2 * TEXT.read // RECENT)]
    for number, term in enumerate(terms):
        for one in range(RECENT):
            add(texts, postings, number * RECENT + one, (term,))
    found = near(postings, dict.fromkeys(terms, 1.0))

    assert sorted(found) == list(range(TEXT.read - TEXT.found, TEXT.read))


@both_forms
def test_only_the_newest_texts_of_a_term_are_read(form: Form) -> None:
    """Of a term that many texts hold, the hundred that came last."""
    texts: dict[int, list[int]] = {}
    postings = form.postings()
    for slot in range(RECENT + 1):
        add(texts, postings, slot, ("heat", "mann") if slot == 0 else ("heat",))

    assert 0 not in near(postings, {"heat": 1.0})
    assert near(postings, {"heat": 1.0, "mann": 2.0})[0] == 0


@both_forms
def test_texts_that_are_gone_are_not_found(form: Form) -> None:
    """A removed text is no answer, its terms count no more, and it takes no place of those that are read."""
    texts: dict[int, list[int]] = {}
    postings = form.postings()
    for slot in range(400):
        add(texts, postings, slot, ("heat", f"word{slot}"))
    rare = weigh(postings, "heat")
    for slot in range(399):
        postings.remove(slot, texts.pop(slot))

    assert near(postings, {"heat": 1.0}) == [399]
    assert near(postings, {"word7": 1.0}) == []
    assert weigh(postings, "heat") > rare
    assert postings.lexicon.known(["word7"]) == [0]


@both_forms
def test_a_term_that_finds_no_text_is_counted_however_many_hold_it(form: Form) -> None:
    """More than a byte can say, and again fewer: it is as rare as one that finds all of them."""
    texts: dict[int, list[int]] = {}
    postings = form.postings()
    for slot in range(300):
        add(texts, postings, slot, ("heat", *(f"word{slot} {number}" for number in range(INDEXED)), "mann"))
    rare = weigh(postings, "mann")
    assert rare == weigh(postings, "heat")
    assert near(postings, {"mann": 1.0}) == []
    for slot in range(298):
        postings.remove(slot, texts.pop(slot))

    assert weigh(postings, "mann") == weigh(postings, "heat") > rare
    assert near(postings, {"heat": 1.0}) == [299, 298]


@both_forms
def test_a_name_is_known_by_the_texts_that_are_left(form: Form) -> None:
    """However many hold it, in any order of coming and going; with the last of them its words are forgotten."""
    texts: dict[int, list[int]] = {}
    postings = form.postings()
    for slot in range(7):
        add(
            texts,
            postings,
            slot,
            ("michael mann", "heat 2", *(f"word{number}" for number in range(INDEXED)), "thief 1"),
        )
        assert near(postings, {"michael mann": 1.0}) == list(range(slot, -1, -1))
        assert weigh(postings, "michael mann") == weigh(postings, "thief 1") == weigh(postings, "word1")
    assert near(postings, {"thief 1": 1.0}) == []
    for left, slot in enumerate((3, 0, 6, 1, 5, 2)):
        postings.remove(slot, texts.pop(slot))
        assert near(postings, {"michael mann": 1.0}) == sorted(texts, reverse=True)
        assert weigh(postings, "michael mann") == weigh(postings, "thief 1") == weigh(postings, "word1"), left
    postings.remove(4, texts.pop(4))

    assert near(postings, {"michael mann": 1.0}) == []
    assert postings.lexicon.known(["michael", "mann", "thief", "1", "word1"]) == [0] * 5


@both_forms
def test_a_brief_article_is_compared_with_less_promising_ones(form: Form) -> None:
    """A quarter of the best product is enough for it, and a text needs more."""
    texts: dict[int, list[int]] = {}
    postings = form.postings()
    add(texts, postings, 0, ("heat",))
    add(texts, postings, 1, ("mann",))
    terms = postings.lexicon.known(["heat", "mann"])
    search = terms, (1.0, 0.5), postings.held(terms)

    assert postings.near(*search, TEXT) == [0]
    assert postings.near(*search, BRIEF) == [0, 1]


@both_forms
def test_a_long_text_is_compared_with_those_that_share_several_of_its_terms(form: Form) -> None:
    """Where more are found than it may be compared with; if all of them share one, with the best and newest."""
    texts: dict[int, list[int]] = {}
    postings = form.postings()
    add(texts, postings, 0, ("heat", "mann"))
    for slot in range(1, TEXT.found + 1):
        add(texts, postings, slot, ("heat", "pacino"))
    terms = postings.lexicon.known(["pacino", "heat", "mann"])
    sets = {"all": (0, 1, 2), "none": (1,), "one": (1, 2)}
    found = {
        (name, bounds): postings.near([terms[at] for at in places], (0.6, 0.5, 0.5), [9] * 3, bounds)
        for name, places in sets.items()
        for bounds in (TEXT, SHORT)
    }

    everything = [*range(TEXT.found, 0, -1)]
    assert found["all", TEXT] == everything  # each shares two
    assert found["none", TEXT] == everything[:1]
    assert found["none", SHORT] == everything
    assert found["one", TEXT] == [0]
    assert found["one", SHORT] == [0, *everything[:-1]]


@both_forms
@pytest.mark.parametrize("seed", range(8))
def test_texts_that_are_gone_leave_no_trace(form: Form, seed: int) -> None:
    """In whichever order they go, those that are left are found and weighed as if no others had been there."""
    random = Random(seed)  # noqa: S311
    words = [f"word{number}" for number in range(30)]
    terms = [*words, *(f"{one} {two}" for one in words[:6] for two in words[:4])]
    texts: dict[int, list[int]] = {}
    said: dict[int, list[str]] = {}
    postings = form.postings()
    for slot in range(600):
        said[slot] = random.sample(terms, 3) + [f"own{number} {slot % 50}" for number in range(INDEXED)]
        said[slot] += random.sample(sorted({*terms} - {*said[slot]}), 3)
        add(texts, postings, slot, said[slot])
        while len(texts) > (40 if slot < 400 else 5):
            gone = min(texts) if random.random() < 0.8 else random.choice([*texts])
            postings.remove(gone, texts.pop(gone))
            del said[gone]
        if slot % 37 == 0 or slot > 590:
            _are_as_if_alone(postings, said, terms)
    for slot in [*texts]:
        postings.remove(slot, texts.pop(slot))

    assert not any(postings.lexicon.known([*terms, *(str(number) for number in range(50)), "own1"]))
    assert not any(map(postings.lexicon.text, range(len(postings.lexicon))))


def _are_as_if_alone(postings: Postings, said: Mapping[int, Sequence[str]], terms: Sequence[str]) -> None:
    alone = Postings()
    for slot, each in said.items():
        alone.add(slot, alone.lexicon.numbers(each))
    held = [one.held(one.lexicon.known(terms)) for one in (postings, alone)]
    assert held[0] == held[1]
    for term in terms:
        assert near(postings, {term: 1.0}) == near(alone, {term: 1.0})


@both_forms
@pytest.mark.parametrize("is_revised", [False, True])
def test_words_of_names_alone_do_not_pile_up(form: Form, *, is_revised: bool) -> None:
    """However many texts come, or one is revised: the words are kept that the window has, in names or alone."""
    texts: dict[int, list[int]] = {}
    postings = form.postings()
    held, names = 50, 60
    add(texts, postings, 0, ["film", "big film"])
    for slot in range(1, 20 * held):
        add(texts, postings, slot, ["film", *(f"first{slot}x{name} last{slot}x{name}" for name in range(names))])
        gone = slot - 1 if is_revised else slot - held
        if gone in texts and gone:
            postings.remove(gone, texts.pop(gone))

    words = {word for terms in texts.values() for term in postings.lexicon.texts(terms) for word in term.split()}
    kept = [*filter(None, map(postings.lexicon.text, range(len(postings.lexicon))))]
    assert sorted(kept) == sorted(words)
    assert len(postings.lexicon) <= len(words) + 2 * names + 1
    assert len(postings.gone) <= 2  # nor do the slots of a revised text pile up
