"""One visible line of any text, and whether a snippet says more than the headline next to it."""

import sys
import unicodedata

import pytest

from monitor.phrasing import line, quoted, repeats


def test_no_character_of_a_line_is_invisible() -> None:
    """Of all that Unicode has: control, format, surrogate and separator characters are blanks; the others stay."""
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    sorts = dict(zip(every, map(unicodedata.category, every), strict=True))
    invisible = {sign for sign, sort in sorts.items() if sort in {"Cc", "Cf", "Cs", "Zl", "Zp"}} - set("\u200c\u200d")
    known = {sign for sign, sort in sorts.items() if sort not in {"Cn", "Zs"}}  # an older Python knows fewer

    shown = set(line(every))
    assert invisible
    assert shown & known == known - invisible
    assert line("a\u202e\u2066b\n\nc\u200dd\ud800e\ue000f") == "a b c\u200dd e\ue000f"


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
