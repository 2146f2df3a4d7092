"""An outlet's own selectors: what they find, what they leave to the general reading, and what is reported of them."""

from datetime import UTC, datetime
from typing import Any

import pytest

from monitor.extract import read_page
from monitor.model import Article, Link, Outlet, Page, PageRule, Reading, Refusal, Shortfall

NOW = datetime(2026, 1, 1, tzinfo=UTC)
URL = "https://www.example.org/film/mann-returns-to-heat"
TEXT = "Michael Mann told a packed hall in Los Angeles that the cameras will roll on the sequel in the spring."
MORE = "The director said that the script is finished, that the studio has agreed, and that Chicago comes first."
PAGE = f"""<html lang="en"><head><title>Mann returns</title><meta property="og:type" content="article">
<meta itemprop="datePublished" content="2024-03-05T10:00:00Z"><script>var data = "{"x" * 600_000}";</script></head>
<body><h1 class="head">Mann <b>returns</b></h1>
<p class="who"><a rel="author" class="name">Jane Doe</a> and <a rel="author" class="name">John Roe</a></p>
<article class="t story"><p>{TEXT}</p><div class="box"><p>Buy our poster in the shop today, it is very cheap now.</p>
</div>, and on.<p>{MORE}</p><article class="t"><p>{TEXT.replace("Mann", "He")}</p></article></article>
<p class="when">a day ago</p></body></html>"""


def reading(rule: PageRule, page: str = PAGE, link: Link | None = None) -> Reading:
    """The page read for an outlet with this rule."""
    outlet = Outlet(id="filmpost", name="Film Post", home="https://www.example.org/", rules=(rule,))
    return read_page(Page(url=URL, body=page.encode()), outlet, link, now=NOW)


def article(rule: PageRule) -> Article:
    """As `reading`, of a page that is an article."""
    result = reading(rule).result
    assert isinstance(result, Article)
    return result


class TestFinds:
    def test_each_part_is_read_from_the_whole_page(self) -> None:
        """What the body is rid of may hold the byline; large scripts are in no one's way."""
        rule = PageRule(title=".head", byline=".name", date="meta[itemprop=datePublished]", body=".t", drop=(".who",))
        found = article(rule)

        assert found.title == "Mann returns"
        assert found.authors == ("Jane Doe", "John Roe")
        assert found.published_at == datetime(2024, 3, 5, 10, tzinfo=UTC)

    def test_a_text_is_given_once(self) -> None:
        """Of elements inside each other the outermost is read; what stands after what is dropped stays."""
        body = article(PageRule(body=".t", drop=(".box",))).body

        assert (body.count(TEXT), body.count(TEXT.replace("Mann", "He"))) == (1, 1)
        assert "poster" not in body
        assert ", and on." in body

    def test_what_is_dropped_is_dropped_without_a_body_too(self) -> None:
        """Then the general reading reads what is left."""
        assert "poster" in article(PageRule(title=".head")).body

        left = article(PageRule(drop=(".box",))).body
        assert "poster" not in left
        assert MORE in left


class TestShortfalls:
    """What is reported of a rule that does not fit its page."""

    @pytest.mark.parametrize(
        "rule",
        [
            PageRule(body=".t", title=".head", byline=".name", date="meta[itemprop=datePublished]", drop=(".gone",)),
            PageRule(drop=(".gone",)),
            PageRule(standfirst=".gone"),
            PageRule(body=".gone", valid_until=datetime(2025, 1, 1, tzinfo=UTC)),
        ],
        ids=["all is found", "nothing to drop", "no standfirst", "no longer valid"],
    )
    def test_a_rule_that_fits_is_not_spoken_of(self, rule: PageRule) -> None:
        """Nor are the parts that many pages lack, nor a rule that is over."""
        assert reading(rule).shortfalls == ()

    @pytest.mark.parametrize(
        ("rule", "part", "gave"),
        [
            (PageRule(body=".gone"), "body", "nothing"),
            (PageRule(body=".head"), "body", "12 characters"),
            (PageRule(drop=("article",)), "drop", "nothing"),
            (PageRule(title=".gone"), "title", "nothing"),
            (PageRule(byline=".gone"), "byline", "nothing"),
            (PageRule(date=".when"), "date", "nothing"),
        ],
    )
    def test_what_it_does_not_give_is_reported(self, rule: PageRule, part: str, gave: str) -> None:
        """The part, the selector, what it gave and what the article has instead; the article is made all the same."""
        told = reading(rule)
        (short,) = told.shortfalls

        assert isinstance(told.result, Article)
        assert TEXT in told.result.body
        assert (short.part, short.css, short.gave) == (part, rule.expected_selectors()[part], gave)
        assert short.instead

    def test_a_page_that_has_it_not_is_no_fault_of_the_rule(self) -> None:
        """A selector is only wrong where the general reading finds what it does not."""
        page = PAGE.replace("Jane Doe", "").replace("John Roe", "").replace("datePublished", "x")

        assert reading(PageRule(byline=".gone", date=".gone"), page).shortfalls == ()

    @pytest.mark.parametrize(
        ("size", "kind", "expected"), [(50_000, "news", 1), (500, "news", 0), (50_000, "video", 0)]
    )
    def test_a_large_page_without_a_text_is_reported(self, size: int, kind: str, expected: int) -> None:
        """Its article is its description; that a page with so much in it gave no text is said. Videos have none."""
        link = Link(url=URL.replace("film", "video") if kind == "video" else URL, title="Mann returns", summary=TEXT)
        page = f"<html><head><title>Mann returns</title><script>{'x' * size}</script></head><body><div id=app></div>"
        outlet = Outlet(id="filmpost", name="Film Post", home="https://www.example.org/")
        told: Any = read_page(Page(url=link.url, body=page.encode()), outlet, link, now=NOW)

        assert told.result.body == TEXT
        assert [short.part for short in told.shortfalls] == ["text"] * expected

    def test_a_large_page_of_which_nothing_is_known_is_refused(self) -> None:
        """Without a description there is no empty article: the reason says how much there was to read."""
        page = f"<html><head><title>Mann returns</title><script>{'x' * 50_000}</script></head><body><div id=app></div>"
        told = reading(PageRule(), page, Link(url=URL, title="Mann returns"))

        assert isinstance(told.result, Refusal)
        assert told.result.reason == "no_text"
        assert "of 50" in told.result.detail
        assert told.shortfalls == ()


def test_a_shortfall_says_how_much() -> None:
    """Sizes for texts, the words themselves for the rest."""
    body, title = (reading(rule).shortfalls[0] for rule in (PageRule(body=".head"), PageRule(title=".gone")))

    assert body == Shortfall(part="body", css=".head", gave="12 characters", instead=body.instead)
    assert body.instead.endswith(" characters")
    assert title.instead == "Mann returns"
