"""CSS over a parsed page: one dialect for outlets' rules, for section pages and for `monitor check`."""

import subprocess
import sys
from datetime import UTC, datetime

import pytest
from lxml import etree

from monitor.discover import ListingError, read_listing
from monitor.extract import read_page
from monitor.model import Article, Outlet, Page, PageRule, Source, SourceKind
from monitor.reading import css, html

NOW = datetime(2026, 1, 1, tzinfo=UTC)
URL = "https://www.example.org/film/"
TEXT = "Michael Mann told a packed hall in Los Angeles that the cameras will roll on the sequel in the spring."
PAGE = """<html lang="en"><head><title>Mann returns</title><meta itemprop="datePublished" content="2024-03-05"></head>
<body><h1 class="head">Mann <b>returns</b></h1><p class="who"><a rel="author" class="name">Jane Doe</a></p>
<article class="t story"><p>One</p><div class="box"><p>Buy.</p></div>, and on.<article class="t"><p>Two</p></article>
</article><p class="when">a day ago</p></body></html>"""


class TestFind:
    """Selectors over a page that is parsed: a soup of what they can be about is as good as one of the whole page."""

    PAGES = (
        PAGE,
        "<ul id=a><li class='x y'>1<li data-k=v>2<li>3<a href=/q class=name>4</a></ul><ul><li class=y>5</ul>",
        "<p class=x>1<div class=x>2<p>3<table><tr><td class='x y'>4<td>5</table></div><section id=a><div><i>6",
        "",
    )

    @pytest.mark.parametrize(
        "selector",
        [
            *("p", "P", ".x", ".x.y", ".y", "#a", "li.x", "ul > li", "ul a", "#a .name", ".t .t", "article > p"),
            "div p, .when",
            *("[data-k]", "[data-k=v]", 'li[class~="y"]', "meta[itemprop=datePublished]", "[class*='.x']", "p.x > p"),
            *("li:first-child", "li + li", "h1 ~ article", "p:not(.who)", "ul:has(a)", "li:-soup-contains('3')", "*"),
            *("script", "html", "body > *", ".gone", "#a .gone"),
        ],
    )
    def test_what_is_found_is_what_css_means(self, selector: str) -> None:
        """The same elements, in the same order, as in a soup of the whole page."""
        for page in self.PAGES:
            root = html.tree(page)
            if root is None:
                continue
            found = css.find(root, [selector])[selector]
            whole = html.fragment(etree.tostring(root, encoding="unicode", method="html")).select(selector)

            assert [(element.tag, element.get("class")) for element in found] == [
                (tag.name, " ".join(tag.get("class", [])) or None) for tag in whole
            ]

    def test_plain_selectors_need_no_soup_of_the_page(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """What is made a soup of is what can be found, and what is around it."""
        made: list[str] = []
        original = html.soup
        monkeypatch.setattr(html, "soup", lambda markup: original(made.append(markup) or markup))
        root = html.tree("<body>" + "<div><p class=a>1</p></div>" * 500 + "<main><p class=b>2</p></main>")
        assert root is not None

        assert [element.text for element in css.find(root, ["main .b"])["main .b"]] == ["2"]
        assert len(made[0]) < 300

    def test_broken_selectors_find_nothing(self) -> None:
        """They are refused where the configuration is read; a page is read all the same."""
        root = html.tree("<p>1")
        assert root is not None

        assert css.find(root, ["p[", "p"]) == {"p[": [], "p": [next(root.iter("p"))]}

    def test_what_stands_late_in_a_large_page_is_found(self) -> None:
        """A selector that counts is asked of the whole page, however long it is."""
        root = html.tree("<p>" + "word " * 150_000 + "</p><ul><li>1</li><li class=last>2</li></ul>")
        assert root is not None

        assert [element.text for element in css.find(root, ["li + li"])["li + li"]] == ["2"]

    def test_attributes_that_cannot_be_written_down_hide_nothing(self) -> None:
        """A stray quote in a tag is an attribute's name to the parser; the element is found all the same."""
        root = html.tree("""<div class=a" onclick='x' "b><p @click="go" class=c>1</p></div>""")
        assert root is not None

        assert [element.text for element in css.find(root, ["p:first-child"])["p:first-child"]] == ["1"]


STORIES = """<html><body><div class="list">
<h2 class="ad"><a class="ad" href="/film/an-advert-of-a-long-name-4711">Advert</a></h2>
<h2><a class="promo" href="/film/a-promotion-of-a-long-name-4712">Promotion</a></h2>
<h2><a class="x" href="/film/mann-returns-to-heat-with-a-sequel-4713">Mann returns</a></h2></div></body></html>"""
ACCEPTED = [
    "h2 a:not(.ad, .promo)",
    "h2:not(.ad) > a:not(.promo)",
    "a:is(.x, .y)",
    "h2:has(.x)",
    "h2:nth-child(3) a",
    "h2 + h2 + h2",
    "a:-soup-contains('Mann')",
    "a[href$='4713']",
    "a[class='X' i]",
    "h2.ad ~ h2 a.x",
    "div > :last-child",
    ".list h2:nth-last-of-type(1)",
]


class TestOneDialect:
    """What `monitor check` accepts works in a crawl, of sections and of pages, and what it refuses does not."""

    @pytest.mark.parametrize("selector", ACCEPTED)
    def test_what_is_accepted_selects_in_a_section(self, selector: str) -> None:
        """The links of a section page that a selector is about are listed, whatever form it has."""
        source = Source(kind=SourceKind.SECTION, url=URL, select=selector)
        listing = read_listing(SourceKind.SECTION, STORIES.encode(), URL, source=source, now=NOW)

        assert css.flaw(selector) is None
        assert "Mann returns" in [link.title for link in listing.links]

    @pytest.mark.parametrize("selector", ACCEPTED)
    def test_what_is_accepted_selects_in_a_page(self, selector: str) -> None:
        """The same selector finds the same words as the title of an article."""
        page = STORIES.replace("</body>", f"<article><p>{TEXT}</p><p>{TEXT}</p></article></body>")
        rule = PageRule(title=selector)
        outlet = Outlet(id="filmpost", name="Film Post", home=URL, rules=(rule,))
        result = read_page(Page(url=URL + "mann-returns-to-heat", body=page.encode()), outlet, None, now=NOW).result

        assert isinstance(result, Article)
        assert result.title == "Mann returns"

    @pytest.mark.parametrize(
        "selector", ["h2[", "p:nosuch(a)", "", "p >", "a::text", "//h2/a", "a:not(", "h2 a::attr(href)"]
    )
    def test_what_is_refused_finds_nothing_anywhere(self, selector: str) -> None:
        """A selector that is none is refused with a reason; a crawl that meets it says so too."""
        source = Source(kind=SourceKind.SECTION, url=URL, select=selector)
        root = html.tree(STORIES)
        assert root is not None

        assert css.flaw(selector)
        assert css.find(root, [selector]) == {selector: []}
        if selector:
            with pytest.raises(ListingError, match="finds no link"):
                read_listing(SourceKind.SECTION, STORIES.encode(), URL, source=source, now=NOW)

    def test_the_reason_is_short(self) -> None:
        """The first line of what the library says."""
        assert css.flaw("div[") == "Malformed attribute selector at position 3"
        assert css.flaw("div > p.a") is None


def test_an_old_spelling_is_taken_without_a_line_of_python() -> None:
    """`:contains()` finds what it always found; nobody is shown a warning about code that is not theirs."""
    program = "from monitor.reading import css; print(css.flaw('a:contains(Heat)'))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert (done.stdout, done.stderr) == ("None\n", "")
