"""The words of addresses mean the same to those who look for articles and to those who refuse pages."""

import pytest

from monitor.discover.likeness import article_score
from monitor.extract.refusal import page_address
from monitor.reading import url_words

HOME = "https://www.example.org"
SOME = 5  # of each table: every one is asked in the same way


def _sample(words: frozenset[str]) -> list[str]:
    return sorted(words)[:: max(1, len(words) // SOME)]


@pytest.mark.parametrize("word", [*_sample(url_words.TAXONOMIES), "unterkategorie", "catégorie", "rubriek", "autores"])
def test_a_taxonomy_lists(word: str) -> None:
    """Below the name of a kind of articles, in whatever language, lies a list."""
    assert article_score(f"/{word}/heat", None) < 0
    assert page_address.read(f"{HOME}/{word}/heat").listing


@pytest.mark.parametrize("word", [*_sample(url_words.ARCHIVES), *_sample(url_words.LAST_OF_A_LIST), "nachrichten"])
def test_a_list_by_its_last_word(word: str) -> None:
    """What ends in such a word lists; below it lie articles."""
    below = f"/{word}/heat-2-goes-before-the-cameras-in-chicago"

    assert article_score(f"/{word}", None) < 0
    assert page_address.read(f"{HOME}/{word}").listing
    assert article_score(below, None) > 0
    assert page_address.read(HOME + below).story


@pytest.mark.parametrize("word", [*_sample(url_words.GOODS), "empleos", "produits"])
def test_goods(word: str) -> None:
    """What is for sale is no article, whatever its name is."""
    assert article_score(f"/{word}/film-posters-and-prints-of-heat", None) < 0
    assert page_address.read(f"{HOME}/{word}/film-posters-and-prints-of-heat").shop


@pytest.mark.parametrize("word", sorted(url_words.RESULTS))
def test_results(word: str) -> None:
    """What somebody looked for is a list."""
    assert article_score(f"/{word}/heat", None) < 0
    assert page_address.read(f"{HOME}/{word}/heat").results
