import random
from itertools import islice

from monitor.dedupe.postings import FOUND, INDEXED, PROMISING, READ, RECENT, Postings


def test_the_work_for_one_text_is_bounded() -> None:
    """However many texts hold its terms, a thousand entries are read: those of the strongest terms."""
    postings = Postings()
    terms = [f"term{number}" for number in range(2 * READ // RECENT)]
    for number, term in enumerate(terms):
        for one in range(RECENT):
            postings.add(number * RECENT + one, (term,))
    found = postings.near(dict.fromkeys(terms, 1.0))

    assert sorted(found) == list(range(READ - FOUND, READ))


def test_only_the_newest_texts_of_a_term_are_read() -> None:
    """Of a term that many texts hold, the hundred that came last."""
    postings = Postings()
    for slot in range(RECENT + 1):
        postings.add(slot, ("heat", "mann") if slot == 0 else ("heat",))

    assert 0 not in postings.near({"heat": 1.0})
    assert postings.near({"heat": 1.0, "mann": 2.0})[0] == 0


def test_texts_that_are_gone_are_not_found() -> None:
    """Before and after the index is made smaller, a removed text is no answer and its terms count no more."""
    postings = Postings()
    for slot in range(400):
        postings.add(slot, ("heat", f"word{slot}"))
    rare = postings.weigh({"heat": 1.0})["heat"]
    for slot in range(399):
        postings.remove(slot)

    assert postings.near({"heat": 1.0}) == [399]
    assert postings.near({"word7": 1.0}) == []
    assert postings.weigh({"heat": 1.0})["heat"] > rare


def test_what_is_passed_over_is_none_of_the_nearest() -> None:
    """The texts found are those of the whole sums, also where some are gone, and where equal ones are many."""
    chance = random.Random(11)  # noqa: S311 - the same each time
    words = [f"word{number}" for number in range(60)]
    postings, held = Postings(), dict[int, list[str]]()
    for slot in range(900):
        held[slot] = chance.sample(words, 12)
        postings.add(slot, tuple(held[slot]))
    for slot in chance.sample(sorted(held), 150):
        del held[slot]
        postings.remove(slot)

    for turn in range(200):
        asked = sorted((chance.choice((1.0, 2.0, chance.random())) ** (turn % 4), word) for word in words[:30])
        weights = {word: weight for weight, word in reversed(asked)}
        assert postings.near(weights) == _nearest(postings, weights, held)


def _nearest(postings: Postings, weights: dict[str, float], held: dict[int, list[str]]) -> list[int]:
    """The same without any bound."""
    products: dict[int, float] = {}
    budget = READ
    for word, weight in islice(weights.items(), INDEXED):
        slots = postings._slots[word]
        for slot in slots[-RECENT:]:
            products[slot] = products.get(slot, 0.0) + weight * weight
        budget -= min(len(slots), RECENT)
        if budget <= 0:
            break
    floor = PROMISING * max(products.values())
    near = [(product, slot) for slot, product in products.items() if product >= floor and slot in held]
    return [slot for _, slot in sorted(near, reverse=True)[:FOUND]]
