"""Whether a snippet says more than the headline next to it."""

import pytest

from monitor.phrasing import quoted, repeats


@pytest.mark.parametrize(
    ("snippet", "headline", "same"),
    [
        ("Google Stadia to shut down", "Google Stadia to Shut Down", True),
        ("…Stadia to shut down…", "Google Stadia to shut down", True),
        ("“Heat 2” begins", "'Heat 2' begins: what we know", True),
        ("Google Stadia shuts down in January", "Google Stadia shuts down", False),
        ("Heat", "Heatwave in Spain", False),
        ("ヒート2", "ヒート2", True),
        ("", "Heat 2", True),
    ],
)
def test_a_snippet_repeats_a_headline(snippet: str, headline: str, *, same: bool) -> None:
    """By its words in their order, whatever the case and the signs around them; a part of a word is another word."""
    assert repeats(snippet, headline) is same


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Plain", "“Plain”"),
        ("The film is not finished.”", "“The film is not finished.”"),
        ("“The film is not…", "“The film is not…”"),
        ("“It is not finished.”", "“It is not finished.”"),
        ("‘It is done.’", "‘It is done.’"),
        ("「巨人」", "「巨人」"),
        ("He said, “It is.”", "“He said, ‘It is.’”"),
        ("“A,” he said, “B.”", "“‘A,’ he said, ‘B.’”"),
        ("«Nord» endet", "“‹Nord› endet”"),
        ('He said "no."', "“He said 'no.'”"),
        ('A 5" screen', '“A 5" screen”'),
        ("‘Tidal’ Renewed", "“‘Tidal’ Renewed”"),
    ],
)
def test_a_quoted_text_has_one_pair_of_marks(text: str, shown: str) -> None:
    """Whatever marks it begins, ends or has within, the reader sees one quotation."""
    assert quoted(text) == shown
