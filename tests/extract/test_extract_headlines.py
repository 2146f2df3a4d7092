"""Headlines without the outlet's name and section."""

import pytest

from monitor.extract import statements
from monitor.extract.headline import headings, headlines
from monitor.reading import html


def title_of(head: str, body: str = "", url: str = "https://www.filmpost.com/a/heat-2-begins") -> str | None:
    """The headline of a page made of these parts."""
    root = html.tree(f"<html><head>{head}</head><body>{body}</body></html>")
    assert root is not None
    page = statements.read(root, url)
    return headlines.read(page, ("Film Post", "filmpost"), headings.read(page.elements["h1"]))


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
    """However it is joined, before or after."""
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


def test_the_name_in_the_logo_is_cut_from_the_titles() -> None:
    """An `h1` that is the short last part of the page's title names the site, whatever the address says."""
    body = "<header><h1>The Backlot Gazette</h1></header><p>Text.</p>"

    assert title_of("<title>Mann returns to “Heat” with the old cast and crew - The Backlot Gazette</title>", body) == (
        "Mann returns to “Heat” with the old cast and crew"
    )


@pytest.mark.parametrize(
    "above",
    [
        "<nav><ol><li><h1>Heat 2: Mann, cast, trailer</h1></li></ol></nav>",
        '<ul class="breadcrumb"><li><h1>Heat 2: Mann, cast, trailer</h1></li></ul>',
        '<h1 class="c-breadcrumbHeadline">Heat 2: Mann, cast, trailer</h1>',
        '<h1 class="strapline">Heat 2: Mann, cast, trailer</h1>',
        '<h1 itemprop="alternativeHeadline">Heat 2: Mann, cast, trailer</h1>',
    ],
)
def test_what_stands_above_the_headline_is_no_headline(above: str) -> None:
    """An `h1` in a trail, or marked as a kicker or alternative, gives way to the heading that says what is declared."""
    head = (
        "<title>Heat 2: Mann, cast, trailer | Film Post</title>"
        '<meta property="og:title" content="Mann returns to “Heat”">'
    )

    assert title_of(head, f"<article>{above}<h2>Mann returns to “Heat”</h2></article>") == "Mann returns to “Heat”"


def test_a_trail_is_the_headline_where_no_other_is_shown() -> None:
    """The last step of a breadcrumb trail is believed if no heading says what the page declares."""
    body = '<nav class="breadcrumb"><h1>Mann returns to “Heat”</h1></nav><h2>Who is in the cast?</h2>'

    assert title_of("<title>Heat 2: Mann returns - Film Post</title>", body) == "Mann returns to “Heat”"


def test_a_heading_inside_a_link_leads_elsewhere() -> None:
    """A teaser that repeats the page's name for search engines is not what the article shows."""
    head = (
        "<title>Heat 2: Mann, cast, trailer | Film Post</title>"
        '<meta property="og:title" content="Mann returns to “Heat”">'
    )
    body = (
        "<nav><h1>Heat 2: Mann, cast, trailer</h1></nav><article><h2>Mann returns to “Heat”</h2></article>"
        '<div><a href="/a"><h3 class="entry-title">Heat 2: Mann, cast, trailer</h3></a></div>'
    )

    assert title_of(head, body) == "Mann returns to “Heat”"


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ("Mann returns to “Heat”", "Mann returns to “Heat”"),
        ("Exclusive: Mann returns to “Heat”", "Exclusive: Mann returns to “Heat”"),
    ],
)
def test_a_kicker_in_the_heading_is_kept_as_the_page_states_it(declared: str, expected: str) -> None:
    """A kicker without a mark goes if the statements lack it, and is separated as they part it off if they have it."""
    body = '<h1><span class="kicker">Exclusive</span> <span>Mann returns to “Heat”</span></h1>'

    assert title_of(f'<meta property="og:title" content="{declared}">', body) == expected


def test_a_kicker_that_the_title_element_lacks_goes_though_opengraph_says_another_title() -> None:
    """The `title` element tells the headline from its kicker where no other declaration does."""
    head = '<title>Mann returns to “Heat” | Film Post</title><meta property="og:title" content="News of the studios">'

    assert title_of(head, "<h1>News of the day: <span>Mann returns to “Heat”</span></h1>") == "Mann returns to “Heat”"


def test_the_node_that_holds_the_article_states_its_headline() -> None:
    """Where JSON-LD has no article, the headline of the posting or page around it counts."""
    head = (
        '<meta property="og:title" content="News - Mann returns to “Heat”">'
        '<script type="application/ld+json">'
        '{"@type":"DiscussionForumPosting","headline":"Mann returns to “Heat”"}</script>'
    )

    assert title_of(head, '<h1><span class="label">News</span> Mann returns to “Heat”</h1>') == "Mann returns to “Heat”"


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
    root = html.tree("<html><body><p>Text.</p></body></html>")
    assert root is not None
    page = statements.read(root, "https://www.filmpost.com/a")

    assert headlines.read(page, ("Film Post",), [], "Mann returns") == "Mann returns"
    assert headlines.read(page, ("Film Post",), []) is None


@pytest.mark.parametrize(
    "title", ["Heat 2 | Film | Film Post", " | Heat 2", "Heat 2: the return - Film ", "Heat 2", ""]
)
def test_the_parts_of_a_title_are_what_its_marks_leave(title: str) -> None:
    """All of them, also those that are empty."""
    marks = headlines._marks(title)
    parts = headlines._pieces(title)

    assert len(parts) == len(marks) + 1
    assert "".join(part + title[slice(*mark)] for part, mark in zip(parts, [*marks, (0, 0)], strict=True)) == title
