"""Headlines without the outlet's name and section."""

import pytest

from monitor.extract import decode, statements, titles


def title_of(head: str, body: str = "", url: str = "https://www.filmpost.com/a/heat-2-begins") -> str | None:
    """The headline of a page made of these parts."""
    root = decode.parse(f"<html><head>{head}</head><body>{body}</body></html>")
    assert root is not None
    return titles.read(statements.read(root, url), ("Film Post", "filmpost"))


@pytest.mark.parametrize(
    "tag",
    [
        "Mann returns to “Heat” | Film Post",
        "Mann returns to “Heat” - Film Post",
        "Mann returns to “Heat” — FilmPost.com",
        "Film Post: Mann returns to “Heat”",
        "Film Post » Mann returns to “Heat”",
        "Mann returns to “Heat” | Film | Film Post",
    ],
)
def test_the_outlets_name_goes(tag: str) -> None:
    """However it is joined, before or behind."""
    found = title_of(f"<title>{tag}</title>", "<h1>Mann returns to “Heat”</h1>")

    assert found == "Mann returns to “Heat”"


def test_without_a_heading_the_tag_is_cut() -> None:
    """The `title` element alone loses the outlet's name."""
    assert title_of("<title>Mann returns to “Heat” | Film Post</title>") == "Mann returns to “Heat”"


def test_a_colon_of_the_headline_stays() -> None:
    """Only what names the outlet is cut."""
    assert title_of("<title>Heat 2: the return | Film Post</title>") == "Heat 2: the return"


def test_a_logo_is_no_headline() -> None:
    """An `h1` that names the site is passed over."""
    body = '<h1 class="logo">Film Post</h1><h2>Mann returns to “Heat”</h2>'

    assert title_of("<title>Mann returns to “Heat” - Film Post</title>", body) == "Mann returns to “Heat”"


def test_what_most_sources_say_wins_over_one() -> None:
    """The shown heading and JSON-LD outvote a title made for search engines."""
    head = (
        "<title>Heat 2: cast, date, trailer, all we know</title>"
        '<meta property="og:title" content="Heat 2: cast, date, trailer, all we know">'
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Mann returns to “Heat”"}</script>'
    )

    assert title_of(head, "<h1>Mann returns to “Heat”</h1>") == "Mann returns to “Heat”"


def test_markup_and_entities_in_a_title_are_read() -> None:
    """Titles that were escaped twice come out as text."""
    assert title_of('<meta property="og:title" content="Tom &amp;amp; Jerry &lt;em&gt;return&lt;/em&gt;">') == (
        "Tom & Jerry return"
    )


def test_the_listing_is_the_last_resort() -> None:
    """A page without any title is called what its listing calls it."""
    root = decode.parse("<html><body><p>Text.</p></body></html>")
    assert root is not None
    page = statements.read(root, "https://www.filmpost.com/a")

    assert titles.read(page, ("Film Post",), "Mann returns") == "Mann returns"
    assert titles.read(page, ("Film Post",)) is None
