"""How rare words are before the window has learnt it."""

from collections.abc import Callable

import pytest

from monitor.dedupe import Document, StoryIndex
from monitor.dedupe.imagined_texts import RARE, TEXTS, Background, of_brief, of_texts
from monitor.dedupe.postings import Postings
from monitor.text.stopwords import COMMONPLACE

MakeDocument = Callable[..., Document]


def test_common_words_of_a_text_are_less_rare_than_names() -> None:
    """In an empty window: a commonplace of news, a word of everyday language, a name that no table has."""
    weights = Postings().weigh(dict.fromkeys(("trailer", "library", "glencoe", "michael mann"), 1.0), of_texts())

    assert "trailer" in COMMONPLACE
    assert "library" not in COMMONPLACE
    assert weights["trailer"] < weights["library"] < weights["glencoe"] == weights["michael mann"]


def test_headlines_know_commonplaces_alone() -> None:
    """Each word of a headline says much: only what news always says is common in them."""
    weights = Postings().weigh(dict.fromkeys(("trailer", "library", "glencoe"), 1.0), of_brief())

    assert weights["trailer"] < weights["library"] == weights["glencoe"]


@pytest.mark.parametrize("background", [of_brief(), of_texts()], ids=["brief", "texts"])
def test_no_word_is_in_more_texts_than_there_are(background: Background) -> None:
    """So nothing weighs less than nothing, in a window of any size."""
    assert set(background.held) >= COMMONPLACE
    assert all(RARE < held < TEXTS for held in background.held.values())


def test_a_text_and_a_headline_are_measured_by_their_own(make: MakeDocument) -> None:
    """What is in the window is the same: only the words that are common everywhere weigh less in the text."""
    index = StoryIndex()
    brief = index.describe(make("Glencoe opens library", "", id=1), story=1).subject
    text = index.describe(make("Glencoe opens library", f"{'Stone by stone. ' * 25}", id=2), story=2).subject
    shares = [
        weights["library"] / weights["glencoe"]
        for weights in (dict(zip(one.terms, one.weights, strict=True)) for one in (brief, text))
    ]

    assert shares[0] > 1.1 * shares[1] > 0.0
