"""What names of elements say, and words that betray what is no article."""

import pytest

from monitor.extract.body.boilerplate import is_credit, is_dateline, is_pitch, is_pointer, is_tail
from monitor.extract.layout.class_names import Says, hint


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("article-body", Says.HERE),
        ("c-entry-content", Says.HERE),
        ("relatedStories", Says.NEVER),
        ("c-related__stories", Says.NEVER),
        ("comments-area", Says.NEVER),
        ("read-next", Says.NEVER),
        ("content-sidebar", Says.RARELY),
        ("image-caption", Says.ASIDE),
        ("byline", Says.ASIDE),
        ("promo-box", Says.HARDLY),
        ("article-standfirst", Says.LEAD),
        ("has-sidebar", Says.NOTHING),
        ("lg:hidden", Says.NOTHING),
        ("grid-cols-[ad_1fr]", Says.NOTHING),
        ("heading-large", Says.NOTHING),
        ("download", Says.NOTHING),
        ("metadata-free", Says.ASIDE),
        ("comment-8837", Says.NEVER),
        ("about-author", Says.NEVER),
        ("about", Says.HARDLY),
        ("lead-button", Says.LEAD),
        ("lead-comments", Says.NEVER),
        ("social-media", Says.NOTHING),
    ],
)
def test_names(name: str, says: Says) -> None:
    """Names are heard word by word; utilities and states of the layout say nothing."""
    assert hint(name).says is says


@pytest.mark.parametrize(
    ("name", "byline", "dateline"),
    [
        ("entry-author", True, False),
        ("post-date", False, True),
        ("article-byline published", True, True),
        ("card-date", False, False),
        ("written-by", True, False),
        ("is-author", False, False),
        ("grid", False, False),
    ],
)
def test_names_of_authors_and_dates(name: str, byline: bool, dateline: bool) -> None:  # noqa: FBT001
    """What else a name speaks of: a card's date is another article's."""
    assert hint(name)[2:] == (byline, dateline)


@pytest.mark.parametrize(
    "text",
    [
        "Read more: The best heist films",
        "Advertisement",
        "© 2024 Film Post",
        "Lesen Sie auch: Der Regisseur im Gespräch",
    ],
)
def test_pointers(text: str) -> None:
    """Labels and pointers are no paragraphs."""
    assert is_pointer(text)


@pytest.mark.parametrize("text", ["Related stories", "You may also like", "3 comments", "Mehr zum Thema", "関連記事"])
def test_tails(text: str) -> None:
    """What follows an article has such headings."""
    assert is_tail(text)


@pytest.mark.parametrize(
    "text",
    [
        "Sign up for our free newsletter to get stories like this in your inbox.",
        "Follow us on Twitter for more.",
        "Jetzt anmelden: kostenloser Newsletter, jeden Morgen.",
        "This article contains affiliate links.",
    ],
)
def test_pitches(text: str) -> None:
    """Sentences that ask the reader for something."""
    assert is_pitch(text)


@pytest.mark.parametrize(
    "text",
    [
        "Mann told reporters that he would follow the actors through the whole shoot.",
        "The film was sold to Netflix for a price that nobody would confirm.",
        "She read the script twice, and then she signed.",
        "More than forty people stood in the rain.",
        "He wrote the first scene in 2019, in one night.",
    ],
)
def test_sentences_of_a_story(text: str) -> None:
    """Ordinary sentences are none of these."""
    assert not any(told(text) for told in (is_pitch, is_pointer, is_tail, is_credit, is_dateline))


@pytest.mark.parametrize("text", ["Photo: Jane Doe/Reuters", "Mann in Venice (AP Photo)", "Foto: dpa"])
def test_credits(text: str) -> None:
    """Who made a picture."""
    assert is_credit(text)


@pytest.mark.parametrize("text", ["March 5, 2024", "By Jane Doe", "5 min read", "2 hours ago", "14:30 Uhr"])
def test_datelines(text: str) -> None:
    """When and by whom, above the text."""
    assert is_dateline(text)
