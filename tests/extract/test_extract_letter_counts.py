"""What is counted in bytes of ASCII is counted in other texts alike."""

import pytest

from monitor.extract.body.letter_counts import WordList, capitals, figures, stops, words

WORDS = WordList(["newsletter", "boletín"])


@pytest.mark.parametrize(("text", "large", "digits"), [("Ab1 C_2x", 2, 2), ("Äb1 Ö٣", 2, 2), ("", 0, 0)])
def test_capitals_and_figures(text: str, large: int, digits: int) -> None:
    """Letters and figures of every script count."""
    assert (capitals(text), figures(text)) == (large, digits)


@pytest.mark.parametrize(
    ("text", "is_there"),
    [
        ("Our NEWSLETTER, daily", True),
        ("“Our newsletter”", True),
        ("Nuestro Boletín: hoy", True),
        ("Newsletters, newsletter_2 and anewsletter", False),
        ("Newsletters – and newsletteré", False),
        ("", False),
    ],
)
def test_a_word_is_found_whole_and_in_any_case(text: str, is_there: bool) -> None:  # noqa: FBT001
    """A longer word that holds it is another; capitals and what stands around it are not part of it."""
    assert WORDS.is_in(text) is is_there


@pytest.mark.parametrize(
    ("text", "count", "capitalised", "named"),
    [
        ("The NEWSLETTER, our_newsletter: A2, 3B", 5, 3, 1),
        ("Élan – NEWSLETTER and Boletín", 4, 3, 2),
        (" newsletter", 1, 0, 1),
        ("...", 0, 0, 0),
        ("", 0, 0, 0),
    ],
)
def test_words_are_counted_alike_in_every_script(text: str, count: int, capitalised: int, named: int) -> None:
    """How many there are, how many begin with a capital, and how many are of a list."""
    found, large, capital = words(text)
    assert (len(found), large, WORDS.among(found)) == (count, capitalised, named)
    assert capital == capitals(text)


@pytest.mark.parametrize(("text", "count"), [("No. Yes! (U.S.?)", 5), ("是。 Ja! Nei？", 3), ("...", 3), ("", 0)])
def test_signs_that_end_a_sentence(text: str, count: int) -> None:
    """Those of every script count."""
    assert stops(text) == count
