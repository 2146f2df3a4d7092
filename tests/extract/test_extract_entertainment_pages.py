"""Kinds of pages of entertainment outlets: what looks like a listing and is a story, and what looks like a story."""

from datetime import UTC, datetime

import pytest
from lxml import etree

from monitor.extract import read_article
from monitor.extract.body import captions
from monitor.model import Article, Outlet, Page, Refusal
from monitor.reading import html

HOME = "https://www.example.org"
OUTLET = Outlet(id="filmpost", name="Film Post", home=HOME)
NOW = datetime(2026, 11, 23, tzinfo=UTC)
DAY = "<time datetime='2026-11-20'>20 November 2026</time>"
FILMS = [
    "Salt Ledger",
    "Kestrel",
    "The Bone Clerk",
    "Nine Lanterns",
    "Small Weather",
    "Bishop's Reach",
    "Monsoon Signal",
    "Captain Meridian",
    "Quiet Parish",
    "Starling Brigade",
    "Fjellbrann",
    "Market Women",
]
SAID = (
    "The studio confirmed on Tuesday that the sequel will shoot in Chicago from March, with most of the cast back. "
    "Her agent said that she would not comment until the contract was signed by both sides."
)
BAR = (
    "<nav><ul>" + "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in ("film", "tv", "music")) + "</ul></nav>"
)
HEADS = {
    "nothing": "",
    "a website": '<meta property="og:type" content="website">',
    "an article": '<meta property="og:type" content="article">',
}


def each(shape: str) -> str:
    """The same markup for every film, with its name, its place and what is said of it."""
    return "".join(shape.format(film=film, at=at, said=SAID) for at, film in enumerate(FILMS, 1))


STORIES = {
    "box office": f"<p>{SAID}</p><table>"
    + each("<tr><td>{at}</td><td><a href='/film/{at}'>{film}</a></td><td>${at}m</td></tr>"),
    "the best": each("<h2>{at}. <a href='/review/{at}'>{film}</a></h2><p>{said}</p>"),
    "gifts": each(
        "<h2>{at}. {film} mug</h2><p>${at}.99</p><a href='https://shop.example/{at}'>Buy now</a><p>{said}</p>"
    ),
    "live": each("<div class='post'><time>{at} Nov 2026 22:05</time><h3>{film} wins</h3><p>{said}</p></div>"),
    "live, to its posts": each(
        "<article class='post'><time>20.11.2026, 22:05</time><h3><a href='/film/48213#post{at}'>{film} wins</a></h3>"
        "<p><a href='#post{at}'>Share</a> The award goes to {film}.</p></article>"
    ),
    "interview": each("<p><b>Why {film}?</b></p><p>{said}</p>"),
    "gallery": each("<figure><img src='/{at}.jpg'><figcaption>{at}/12 The cast of {film}.</figcaption></figure>"),
    "video": f"<iframe src='https://player.example/1'></iframe><p>{SAID}</p>",
    "review": f"<p>★★★☆☆</p><p>{SAID}</p><p>{SAID}</p><p>Verdict: 3/5</p><ul><li>Director: Ada Okoro</li></ul>",
    "brief": "<p>The network has cancelled Kestrel after two seasons, it said on Friday.</p>",
    "tour": "<p>The singer plays twelve halls.</p><ul>" + each("<li>{at} March 2027 – {film} Arena</li>") + "</ul>",
    "winners": each("<h3>Best {film}</h3><p>Ada Okoro, winner</p><ul><li>Lea Brandt</li><li>Tom Hargrove</li></ul>"),
    "japanese": "<p>来年公開予定の新作映画の主演に人気俳優が決定したと配給会社が火曜日に発表した。</p>",
    "arabic": "<p>أعلنت الشركة المنتجة يوم الثلاثاء أن الجزء الثاني من الفيلم سيصور في القاهرة.</p>",
    "hindi": "<p>स्टूडियो ने मंगलवार को पुष्टि की कि फिल्म के दूसरे भाग की शूटिंग मार्च से मुंबई में शुरू होगी।</p>",
}
CARDS = each(
    "<article><h3><a href='/news/{at}'>{film} tops the box office again</a></h3><p>{said}</p>"
    "<time>{at} November 2026</time></article>"
)
OTHERS = {
    "tag": ("/topic/kestrel", "Kestrel", CARDS),
    "author": ("/author/nora-kjell", "Nora Kjell", f"<p>Nora Kjell writes on film.</p>{CARDS}"),
    "results": ("/find?term=kestrel", "Search: kestrel", f"<p>143 results</p>{CARDS}"),
    "podcast": ("/podcasts/the-ferry-a-film-podcast", "The Ferry: a film podcast", CARDS),
    "events": (
        "/events",
        "Events",
        each("<div><p>{at} Dec 2026</p><h3><a href='/e/{at}'>{film} live</a></h3><p>Town Hall</p></div>"),
    ),
    "shop": (
        "/kestrel-hooded-coat-for-winter",
        "Kestrel hooded coat",
        "<p>$129.00</p><button>Add to cart</button><p>Made of wool, with a hood.</p>"
        + each("<p>{film} mug</p><p>${at}.00</p>"),
    ),
    "newsletter": ("/newsletters/sign-up", "Sign up for our newsletter", "<p>Every Friday.</p><input type=email>"),
    "terms": ("/terms-of-use", "Terms of use", f"<p>{SAID}</p>" * 8),
    "cookies": ("/news/48213", "Cookies", "<p>To read on you must accept cookies and tracking.</p>"),
    "nothing there": ("/news/48213", "Lost in space", "<p>The page you were looking for does not exist.</p>"),
    "maintenance": ("/news/48213", "Maintenance", "<p>Film Post is being updated. Thank you for your patience.</p>"),
}


def read(path: str, title: str, text: str, head: str) -> Article | Refusal:
    """The page of an outlet at a path, without a listing that names it."""
    markup = (
        f"<html><title>{title} | Film Post</title>{head}<body>{BAR}<main><h1>{title}</h1>{text}</main></body></html>"
    )
    page = Page(url=HOME + path, body=markup.encode(), content_type="text/html; charset=utf-8")
    return read_article(page, OUTLET, now=NOW)


@pytest.mark.parametrize("path", ["/2026/11/20/what-we-know-of-it-so-far", "/film/48213"])
@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
@pytest.mark.parametrize("kind", STORIES)
def test_stories_of_all_kinds_are_articles(kind: str, head: str, path: str) -> None:
    """Tables, lists, pictures and a sentence alone, with a day by the headline, whatever the page declares."""
    found = read(path, "What we know of it so far", DAY + STORIES[kind].replace("/film/48213#", f"{path}#"), head)

    assert isinstance(found, Article), found
    assert found.body != found.title


@pytest.mark.parametrize("head", ["nothing", "a website"])
@pytest.mark.parametrize("kind", OTHERS)
def test_what_else_such_an_outlet_has_is_refused(kind: str, head: str) -> None:
    """Lists, a shop, forms and walls; without a word of the outlet's listing for them."""
    found = read(*OTHERS[kind], HEADS[head])

    assert isinstance(found, Refusal), found.body[:80]


def test_the_pictures_of_a_hub_are_no_text() -> None:
    """They lead to the galleries that they are of."""
    hub = each(
        "<figure><a href='/gallery/{at}'><img src='/{at}.jpg'></a><figcaption>The cast of {film}.</figcaption></figure>"
    )
    large = each(
        "<figure><a href='/{at}.jpg'><img src='/{at}.jpg'></a><figcaption>The cast of {film}.</figcaption></figure>"
    )

    assert isinstance(read("/film/48213", "What we know of it so far", DAY + hub, ""), Refusal)
    assert isinstance(read("/film/48213", "What we know of it so far", DAY + large, ""), Article)


def test_the_links_of_a_figure_are_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """One figure may have thousands of captions and of links to places on the page."""
    asked = 0
    leads_away = captions._leads_away

    def counted(link: etree._Element) -> bool:
        nonlocal asked
        asked += 1
        return leads_away(link)

    monkeypatch.setattr(captions, "_leads_away", counted)
    links, texts = "<a href='#top'>Top</a>" * 50, each("<figcaption>The cast of {film}.</figcaption>")
    root = html.tree(f"<html><body><figure>{links}{texts}</figure></body></html>")
    assert root is not None

    assert captions.of_gallery(root).count("The cast of") == len(FILMS)
    assert asked == 50

    asked = 0
    nested = "<figure><figcaption>The cast.</figcaption>" * 20 + "<a href='#top'>Top</a>" * 2_000
    root = html.tree(f"<html><body>{nested}</body></html>")
    assert root is not None
    captions.of_gallery(root)
    assert asked <= 20 * 500
