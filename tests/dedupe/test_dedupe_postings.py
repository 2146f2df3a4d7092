from monitor.dedupe.postings import FOUND, READ, RECENT, Postings


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
