"""Whether a snippet says more than the headline next to it."""

import pytest

from monitor.phrasing import repeats


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
