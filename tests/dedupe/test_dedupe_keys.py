from dataclasses import replace
from datetime import UTC, datetime

import pytest

from monitor.dedupe import Document, content_hash
from monitor.dedupe.terms import whole, words

ARTICLE = Document(
    id=None,
    found_at=datetime(2026, 1, 1, tzinfo=UTC),
    outlet="variety",
    title="Michael Mann’s “Heat 2” finds its McCauley",
    body="Adam Driver is in talks.\n\nThe sequel shoots in Chicago – next spring.",
)


def test_typography_and_spaces_do_not_change_the_hash() -> None:
    """The same words in other quotes, dashes, case and spaces have the same hash."""
    other = replace(
        ARTICLE,
        title='MICHAEL MANN\'S "Heat 2" finds its McCauley',
        body="Adam Driver  is in talks. The sequel shoots in Chicago - next spring.",
    )

    assert content_hash(other) == content_hash(ARTICLE)


def test_one_other_word_changes_the_hash() -> None:
    """A single changed word, also far down in a long text, gives another hash."""
    long = replace(ARTICLE, body="The same words again. " * 4_000 + "Spring.")

    assert content_hash(replace(long, body=long.body.replace("Spring", "Autumn"))) != content_hash(long)


@pytest.mark.parametrize(
    "body",
    [
        "‘It’s on’, he said: “Driver’s 2-0 up” – and A_24's “O'Brien” «is» it",
        "Über „Straßen“ und den „Fluß“",
        "他说：“漢字’s 2-0”。",
        "उसने कहा “हिन्दी” a_b",
        "“Opened and never closed.\n\nOn “and” on " + "x" * 70_000,
        "“Ten words of a long text, all in one quotation.” " * 600,
    ],
)
def test_a_text_is_taken_apart_once(body: str) -> None:
    """What is read of a text for its place among the stories is what its hash needs: the words, whatever is quoted."""
    doc = replace(ARTICLE, body=body)

    assert doc.read[0] == words(body)
    assert whole(body, doc.read[0]) == words(body, limit=len(body))


def test_words_do_not_move_between_title_and_body() -> None:
    """The border of title and body is part of the key."""
    first = replace(ARTICLE, title="Heat 2", body="is on")
    second = replace(ARTICLE, title="Heat 2 is", body="on")

    assert content_hash(first) != content_hash(second)


def test_hash_is_stable_hexadecimal() -> None:
    """The key is kept in archives, so it must not depend on the process or the version."""
    assert content_hash(replace(ARTICLE, title="Heat 2", body="Heat")) == "e631175c929231b12d73d3a79f770c08"


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Conan O‘Brien", "Conan O'Brien"),
        ("Conan O`Brien", "Conan O'Brien"),
        ("Conan O\u02bcBrien", "Conan O'Brien"),
        ("Hawai\u02bbi, \u02bbIolani, Hawai\ua78ci", "Hawai'i, Iolani, Hawai'i"),
        ("‘Heat’ of Gol\u02b9dberg", "Heat of Gol'dberg"),
    ],
)
def test_an_apostrophe_in_any_sign_is_one_within_a_word(written: str, plain: str) -> None:
    """Letters, marks and opening quotation marks that stand for an apostrophe leave a name what it is."""
    assert words(written) == words(plain)


def test_one_sign_between_others_is_a_word() -> None:
    """A script without spaces is read by pairs, and a stretch of one sign as it is."""
    assert words("新作3話") == ["新作", "3", "話"]
