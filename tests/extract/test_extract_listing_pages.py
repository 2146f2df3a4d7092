"""The signs by which a page that lists articles differs from one that is an article."""

import pytest

from monitor.extract import statements
from monitor.extract.layout import visible
from monitor.extract.refusal import listing_pages, listing_weights
from monitor.reading import html

HOME = "https://www.example.org/"
SENTENCE = (
    "The actor said on Tuesday that the film will be shot in Chicago, and that nobody has been asked to come back. "
)
CARDS = "".join(
    f"<div class='card'><p><a href='/{day}'>One thing that happened to a film</a></p><p>{day} November 2026</p></div>"
    for day in range(1, 7)
)
FILMS = "".join(
    f"<div><p><a href='/{at}'>A film of the year</a></p><p>It is {at} minutes long.</p></div>" for at in range(13)
)
COLLECTION = '<script type="application/ld+json">{"@type": "CollectionPage"}</script>'
ARTICLE = '<meta property="og:type" content="article">'


def signs_of(markup: str, url: str = f"{HOME}film", title: str = "Film", listed: str | None = None) -> set[str]:
    """The signs that a page shows, with half of their strength at least."""
    root = html.tree(f"<html>{markup}</html>")
    assert root is not None
    declared, seen = statements.read(root, url), visible.prepared(root, title)
    text = "\n\n".join(block.text for block in seen.blocks.blocks)
    reading = listing_pages.PageContent(
        title=title, text=text, dated=False, published=False, declared=ARTICLE in markup, listed=listed
    )
    asked = list(listing_pages._asked(url, declared, seen, reading))
    found = [sign for some, _ in asked for sign in some]
    for count, (_, most) in enumerate(asked, 1):  # what is not asked any more cannot weigh more than is said
        still = [listing_weights.WEIGHTS[sign] for some, _ in asked[count:] for sign, _ in some]
        assert most == pytest.approx(sum(each for each in still if each > 0))
    return {sign for sign, strength in found if strength >= 0.5}


@pytest.mark.parametrize(("text", "listed"), [("14 May: Heat 2", True), (SENTENCE, False)])
def test_a_cell_that_holds_a_paragraph_is_no_item(text: str, listed: bool) -> None:  # noqa: FBT001 - the half of a case
    """Old pages are laid out in tables: their text stands in cells, too."""
    cells = "".join(f"<tr><td>{text}</td></tr>" for _ in range(6))
    assert ("its text is list items" in signs_of(f"<table>{cells}</table>")) is listed


@pytest.mark.parametrize(
    ("markup", "sign"),
    [
        (f'<link rel="canonical" href="{HOME}">', "its own address is the front page's"),
        ("<title>Film Archives - Film Post</title>", "its title is a listing's"),
        ("<title>映画 : カテゴリ : フィルムポスト</title>", "its title is a listing's"),
        ("<title>Trail shoes (158 items)</title>", "its title is a listing's"),
        ('<meta property="og:site_name" content="FILM">', "its title is the site's"),
        ('<meta property="og:type" content="website">', "it calls itself a website"),
        ("<h1>Film</h1>", "its title is its address"),
        ("<h1>Film</h1>", "its title is short"),
        ('<body class="archive category">', "its body is classed as a listing"),
        ('<script type="application/ld+json">{"@type": "Product"}</script>', "it states goods or a collection"),
        ('<div itemscope itemtype="https://schema.org/JobPosting"></div>', "it states goods or a collection"),
        ("<a href='?page=2'>2</a> <a href='?page=3'>3</a> <a href='?page=9'>9</a>", "it is one of numbered pages"),
        ("<a href='/film/2'><span></span>Older posts</a>", "it leads to a next page"),
        ("<a href='/film/2'>次へ</a>", "it leads to a next page"),
        ("<p><a href='/a'>One thing that happened to a film today</a></p>" * 3, "its text is links"),
        (f"<ul>{'<li>Chicago, a city of films and banks</li>' * 9}</ul>", "its text is list items"),
        ("<h2><a href='/a'>Heat 2 is shot in March</a></h2><p>In Chicago.</p>" * 5, "its headings are links"),
        ("<p>Heat 2 is shot in March.</p><a href='/a'>Read more</a>" * 5, "its links repeat"),
        ("".join(f"<p>From {price} $ {price}.99 each</p>" for price in range(9)), "it shows prices"),
        ("".join(f"<p>{SENTENCE}</p><p>March {day}, 2024</p>" for day in range(1, 7)), "it shows many dates"),
        (CARDS, "its page is dated cards"),
        (FILMS, "its page is one row of links"),
        ("<time>14 May</time><p>A film.</p>" * 5, "it shows many times"),
        ("<p>Sort by price</p>", "it sorts what it lists"),
        ("<button>Filters (2)</button>", "it sorts what it lists"),
        ("<select><option>Sortieren nach Preis</option></select>", "it sorts what it lists"),
        ("<p>1 - 24 of 130 results</p>", "it counts what it lists"),
        ("<p>Showing 1-24 of 130</p>", "it counts what it lists"),
        ("<p>Total of 900 entries : 1-50</p>", "it counts what it lists"),
        ("<p>A coat.</p><button>Add to cart</button>", "it sells what it shows"),
        ("<p>A coat.</p><input type='submit' value='In den Warenkorb'>", "it sells what it shows"),
        (f"<div class='card'><p>Heat</p><p>{SENTENCE * 6}</p></div>" * 3, "its cards run on"),
        ("<p>Only a few words.</p>", "it has hardly any text"),
        ("<p>Only a few words.</p>", "it has little text and declares nothing"),
        (f"<p>{SENTENCE}</p>" * 16, "its text runs on"),
        (f"<h1>Film</h1><p>March 2, 2024</p><p>{SENTENCE * 3}</p>", "a date stands by its headline"),
    ],
)
def test_a_sign(markup: str, sign: str) -> None:
    """Each is seen where it is."""
    assert sign in signs_of(markup)


def test_a_brief_of_a_hundred_chinese_characters_is_a_text() -> None:
    """Each says as much as two or three letters; a line of them is still hardly any."""
    line = "以巧克力为主题的梦公园今日将在上海浦东正式开园，"
    little = {"it has hardly any text", "it has little text and declares nothing"}

    assert little <= set(signs_of(f"<p>{line}</p>"))
    assert little.isdisjoint(signs_of(f"<p>{line * 4}</p>"))


@pytest.mark.parametrize(
    ("title", "listed"),
    [
        ("Bulova Official International Site", True),
        ("Trail running shoes (158 ITEMS)", True),
        ("Bristol-Myers to cut 500 jobs", False),
        ("Studio opens an official site for its ghosts", False),
    ],
)
def test_a_title_may_be_a_listings(title: str, listed: bool) -> None:  # noqa: FBT001 - the half of a case
    """By a number of items in brackets, or as that of a house's own pages."""
    assert ("its title is a listing's" in signs_of(f"<h1>{title}</h1>", title=title)) is listed


@pytest.mark.parametrize(
    "markup",
    [
        "<a href='?page=2'>2</a> <a href='?page=3'>3</a> <a href='?page=4'>4</a>",
        "<a href='/film/2'>Older posts</a>",
        "<h2><a href='/a'>Heat 2 is shot in March</a></h2><p>In Chicago.</p>" * 5,
        '<div itemscope itemtype="https://schema.org/Product">$ 9.99</div>',
        "<p>Only a few words.</p>",
        CARDS,
        FILMS,
        "<button>Sort by date</button><p>24 articles</p><button>Add to cart</button>",
    ],
)
def test_what_stands_around_articles_is_not_counted_against_them(markup: str) -> None:
    """A page that declares that it is an article may have a pager, a shop and teasers."""
    only = {
        "it is one of numbered pages",
        "it leads to a next page",
        "its headings are links",
        "it states goods or a collection",
        "it has little text and declares nothing",
        *listing_weights.BUILT,
    }

    assert signs_of(markup) & only
    assert not signs_of(ARTICLE + markup) & only


@pytest.mark.parametrize(
    ("markup", "sign"),
    [
        (CARDS.replace("November", "films"), "its page is dated cards"),
        (CARDS.replace("<a href='", "<b id='").replace("</a>", "</b>"), "its page is dated cards"),
        (f"<p>{SENTENCE * 9}</p>{CARDS}", "its page is dated cards"),
        (CARDS.replace("card", "comment"), "its page is dated cards"),
        (f"<main><p>{SENTENCE * 3}</p>{FILMS}</main>", "its page is one row of links"),
        ("<p>The studio sorts by price what it makes.</p>", "it sorts what it lists"),
        ("<p>1 item has been added to your cart</p>", "it counts what it lists"),
        ("<p>Five films of 130</p>", "it counts what it lists"),
        (f"<p>{SENTENCE * 16}</p><button>Add to cart</button>", "it sells what it shows"),
        (f"<h2><a href='/a'>Heat</a></h2><div><p>Heat</p><p>{SENTENCE * 6}</p></div>" * 8, "its cards run on"),
        ("<p>A coat of wool.</p><p><a href='/a'>Buy now</a></p>" * 6, "its links repeat"),
    ],
)
def test_what_looks_like_a_sign_and_is_none(markup: str, sign: str) -> None:
    """Cards without days or links, a row next to a text, words within a sentence, what a writer recommends to buy."""
    assert sign not in signs_of(markup)


def test_a_collection_that_says_that_it_is_an_article_is_a_collection() -> None:
    """Some programs that make pages call each of them an article, and name its kind elsewhere."""
    assert "its page is dated cards" not in signs_of(ARTICLE + CARDS)
    assert "its page is dated cards" in signs_of(ARTICLE + COLLECTION + CARDS)


def test_a_thread_is_a_row_of_posts() -> None:
    """Each has a link to who wrote it, and a day."""
    assert "its page is dated cards" not in signs_of(CARDS, url=f"{HOME}topic/48213/heat-2")


def test_references_are_no_pages() -> None:
    """The numbers of notes lead to places on the page itself."""
    notes = "".join(f"<sup><a href='#note-{number}'>{number}</a></sup>" for number in range(1, 9))

    assert "it is one of numbered pages" not in signs_of(f"<p>{SENTENCE}{notes}</p>")


@pytest.mark.parametrize(("target", "runs"), [("/a", False), ("#a", True)])
def test_headings_that_lead_away_interrupt_a_run_of_text(target: str, runs: bool) -> None:  # noqa: FBT001 - the half of a case
    """Sixteen teasers of a sentence are no article; sixteen parts of one are."""
    part = f"<h2 id='a'><a href='{target}'>Heat 2 is shot in March</a></h2><p>{SENTENCE}</p>"

    assert ("its text runs on" in signs_of(part * 16)) is runs


@pytest.mark.parametrize(("listed", "alike"), [("Heat 2 is shot in Chicago", True), ("Read more", False)])
def test_what_the_listing_calls_it(listed: str, alike: bool) -> None:  # noqa: FBT001 - the half of a case
    """The outlet's own word weighs for an article where it is the page's word, too."""
    found = signs_of(f"<p>{SENTENCE}</p>", title="Heat 2 is shot in Chicago", listed=listed)

    assert ("the listing calls it as it calls itself" in found) is alike
