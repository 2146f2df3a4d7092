"""What an address alone tells of its page."""

import pytest

from monitor.extract.refusal import page_address

HOME = "https://www.example.org"


def facts_of(path: str) -> set[str]:
    """What is known of an address of one site, without its last part."""
    found = page_address.read(HOME + path)
    return {name for name in page_address.AddressFacts.__dataclass_fields__ if name != "last" and getattr(found, name)}


@pytest.mark.parametrize("path", ["", "/", "/de", "/en-us/", "/?utm_source=feed"])
def test_a_front_page(path: str) -> None:
    """Nothing but the host, or a language."""
    assert facts_of(path) == {"root"}


@pytest.mark.parametrize(
    "path",
    [
        "/category/film/page/3",
        "/film?page=2",
        "/?start=10",
        "/shop-list?limit=15&p=3",
        "/search?updated-max=2016-03-18",
    ],
)
def test_one_page_of_many(path: str) -> None:
    """By the path or by the query."""
    assert "page" in facts_of(path)


@pytest.mark.parametrize(
    ("path", "older"), [("/search?updated-max=2016-03-18&max-results=1", True), ("/?s=max", False)]
)
def test_what_a_blog_had_until_a_day(path: str, older: bool) -> None:  # noqa: FBT001 - the half of a case
    """Though it shows one post alone, tomorrow it shows another."""
    assert ("older" in facts_of(path)) is older


@pytest.mark.parametrize(
    ("path", "house"),
    [
        ("/privacy-policy", True),
        ("/en/terms-of-use/", True),
        ("/about/contact-us", True),
        ("/impressum.html", True),
        ("/newsletter-sign-up", True),
        ("/film/contact", False),
        ("/reviews/cookies", False),
        ("/privacy-policy-of-lumora-is-a-film-now", False),
        ("/login?article=48213", False),
    ],
)
def test_a_page_of_the_house(path: str, house: bool) -> None:  # noqa: FBT001 - the half of a case
    """Where that is the whole address: films are called so, too."""
    assert ("house" in facts_of(path)) is house


@pytest.mark.parametrize(("path", "thread"), [("/topic/43227/heat-2", True), ("/topic/kestrel", False)])
def test_the_topic_of_a_forum_has_a_number(path: str, thread: bool) -> None:  # noqa: FBT001 - the half of a case
    """At others a topic is what a list of articles is about."""
    assert ("thread" in facts_of(path)) is thread
    assert ("listing" in facts_of(path)) is not thread


@pytest.mark.parametrize("path", ["/film?page=1", "/article.aspx?no=5749&Page=1", "/?p=1", "/film?start=0"])
def test_the_first_page_is_not_one_of_many(path: str) -> None:
    """Stories in several pages begin there, too."""
    assert "page" not in facts_of(path)


@pytest.mark.parametrize("path", ["/?s=heat", "/search/heat", "/suche?q=heat", "/index.php?cat=7"])
def test_results(path: str) -> None:
    """What somebody looked for."""
    assert "results" in facts_of(path)


@pytest.mark.parametrize(
    "path",
    ["/category/film", "/unterkategorie/kino/", "/archives/cat_103640.html", "/2014/11/", "/news/", "/tag/heat-2"],
)
def test_a_listing(path: str) -> None:
    """A category in many languages, a month, a section's own address."""
    assert "listing" in facts_of(path)


@pytest.mark.parametrize(
    "path",
    [
        "/category/film/heat-2-goes-before-the-cameras",
        "/archive/2014/12/cracking-the-sitcom-code/384068/",
        "/news/heat-2-goes-before-the-cameras/index.html",
        "/?p=2895",
        "/viewarticle?id=4711",
        "/story.asp?S=7554856&nav=F2DO",
        "/index_view.asp?code=161022",
        "/wiki/Heat_2",
        "/2019/03/02/heat",
    ],
)
def test_a_story(path: str) -> None:
    """The words of a headline, a number, a day: whatever the section is called."""
    assert facts_of(path) == {"story"}


@pytest.mark.parametrize(
    "path",
    ["/r/films/comments/aycizd/heat/", "/viewtopic.php?f=4&t=167", "/forums/threads/heat-2.3976/", "/t/1?topic=400"],
)
def test_a_thread(path: str) -> None:
    """A discussion is one piece, and no listing."""
    assert facts_of(path) == {"thread"}


def test_a_shop() -> None:
    """Even if what it sells has a long name."""
    assert "shop" in facts_of("/products/film-posters-and-prints")


@pytest.mark.parametrize("path", ["/film", "/about.html", "/?lang=de"])
def test_a_short_address(path: str) -> None:
    """One part, and no story in it."""
    assert "short" in facts_of(path)


def test_no_address_tells_nothing() -> None:
    """A page may be read without its address."""
    assert page_address.read("") == page_address.AddressFacts()
