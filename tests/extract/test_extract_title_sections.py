"""A title that the page shows nowhere, and a heading with which it begins."""

import pytest
from lxml import html

from monitor.extract import statements
from monitor.extract.headline import title_sections
from monitor.extract.headline.headings import read
from monitor.extract.headline.title_candidates import Line, TitleCandidates
from monitor.extract.headline.title_features import page_words

HEADING = "Three bears counted in the park"


@pytest.mark.parametrize(
    ("title", "line", "expected"),
    [
        (f"{HEADING} | Park of the Lower Valley, Hills and Lakes", "", HEADING),
        (f"{HEADING} (2025/4)", "", HEADING),
        (f"{HEADING} - Wildlife - Valley", "", HEADING),
        (f"{HEADING} - Wildlife", f"{HEADING} - Wildlife", f"{HEADING} - Wildlife"),  # the page shows it all
        (f"{HEADING}: two more than last year", "", f"{HEADING}: two more than last year"),
        (f"{HEADING}, two more than last year", "", f"{HEADING}, two more than last year"),
        (f"Wildlife - {HEADING}", "", f"Wildlife - {HEADING}"),  # it may be a part of the headline
        (f"Bears - {HEADING}s", "", f"Bears - {HEADING}s"),  # a word is a section's name
    ],
)
def test_what_follows_a_heading_in_a_title_that_is_shown_nowhere_is_cut(title: str, line: str, expected: str) -> None:
    """The outlet's name in words that nothing else says, or a number, does not belong to the headline."""
    root = html.document_fromstring(f"<body><h1>{HEADING}</h1><h2>Bears</h2>")
    found = TitleCandidates()
    for level in ("h1", "h2"):
        for order, heading in enumerate(read(root.iter(level))):
            found.show(level, heading, order)
    found.declare("tag", title)
    lines = [Line(line, is_link=False, name="", mass=0.0)]
    words = page_words("", set(), [title], [HEADING], lines)

    assert title_sections.without_sections(title, found, words, statements.read(root, "")) == expected
