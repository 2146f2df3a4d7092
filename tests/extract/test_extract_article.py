"""Listings as articles, outlet rules, and pages made to hurt."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.extract import from_listing, read_article, statements
from monitor.extract.layout.blocks import Walk
from monitor.extract.layout.class_names import HERE
from monitor.model import Article, Link, Outlet, Page, PageRule, Refusal
from monitor.reading import encoding, html
from monitor.refusals import Reason

OUTLET = Outlet(id="filmpost", name="Film Post", home="https://www.example.org/", language="en")
NOW = datetime(2026, 1, 1, tzinfo=UTC)
URL = "https://www.example.org/film/mann-returns-to-heat"
TEXT = "Michael Mann told a packed hall in Los Angeles that the cameras will roll on the sequel in the spring."


class TestFromListing:
    def test_the_feeds_content_is_the_text(self) -> None:
        """Full text wins over the summary, which becomes the standfirst."""
        link = Link(
            url=URL,
            title="Mann returns",
            content=f"<p>{TEXT}</p><p>More.</p>",
            summary="<p>He is <b>back</b>.</p>",
            authors=("by Jane Doe",),
            published_at=datetime(2024, 3, 5, tzinfo=UTC),
        )
        article = from_listing(link, OUTLET, now=NOW)

        assert isinstance(article, Article)
        assert article.body.split("\n\n") == [TEXT, "More."]
        assert article.standfirst == "He is back."
        assert article.authors == ("Jane Doe",)
        assert article.language == "en"

    def test_a_summary_alone_is_the_text(self) -> None:
        """There is no standfirst next to it."""
        article = from_listing(Link(url=URL, title="Mann returns", summary="He is back."), OUTLET, now=NOW)

        assert isinstance(article, Article)
        assert article.body == "He is back."
        assert article.standfirst is None

    def test_without_a_title_there_is_no_article(self) -> None:
        """An entry that says nothing is refused."""
        assert isinstance(from_listing(Link(url=URL), OUTLET, now=NOW), Refusal)

    @pytest.mark.parametrize(("path", "stated", "expected", "has_time"), [
        ("/2024/03/05/mann-returns", "2024-03-07T09:30+00:00", "2024-03-05T00:00+00:00", False),  # put on top once more
        ("/2024/03/05/mann-returns", "2024-03-06T01:30+00:00", "2024-03-06T01:30+00:00", True),  # an evening elsewhere
        ("/2024/03/05/mann-returns", "2024-03-01T09:30+00:00", "2024-03-01T09:30+00:00", True),  # the day of an event
        ("/2024/03/05/mann-returns", None, "2024-03-05T00:00+00:00", False),
        ("/2031/03/05/mann-returns", "2024-03-01T09:30+00:00", "2024-03-01T09:30+00:00", True),
    ])  # fmt: skip
    def test_the_address_keeps_the_day(self, path: str, stated: str | None, expected: str, *, has_time: bool) -> None:
        """Of what states a later one, or none; of an update it says nothing."""
        at = datetime.fromisoformat(stated) if stated else None
        link = Link(url=f"https://film.example.org{path}", title="Mann returns", published_at=at, updated_at=at)
        article = from_listing(link, OUTLET, now=NOW)
        assert isinstance(article, Article)
        assert (article.published_at, article.published_has_time) == (datetime.fromisoformat(expected), has_time)
        assert article.updated_at == (at if at is not None and at > datetime.fromisoformat(expected) else None)

    def test_a_future_date_is_dropped(self) -> None:
        """The listing's clock is not believed either."""
        link = Link(url=URL, title="Mann returns", published_at=datetime(2031, 1, 1, tzinfo=UTC))
        article = from_listing(link, OUTLET, now=NOW)

        assert isinstance(article, Article)
        assert article.published_at is None


class TestOutletRules:
    PAGE = f"""<html lang="en"><head><title>Mann returns</title><meta property="og:type" content="article"></head>
    <body><h1>Mann returns</h1><div class="who">By Jane Doe</div><div class="when">2024-03-05 10:00 UTC</div>
    <div class="t"><p>{TEXT}</p><p class="x">Buy our poster.</p><p>{TEXT.replace("Mann", "He")}</p></div></body>"""

    def read(self, rule: PageRule) -> Article:
        """The page read with one rule."""
        outlet = Outlet(id="filmpost", name="Film Post", home="https://www.example.org/", rules=(rule,))
        article = read_article(Page(url=URL, body=self.PAGE.encode()), outlet, now=NOW)
        assert isinstance(article, Article)
        return article

    def test_selectors_are_tried_first(self) -> None:
        """What they find is the article, without what is to be dropped."""
        article = self.read(PageRule(body=".t", byline=".who", date=".when", drop=(".x",)))

        assert article.body.split("\n\n") == [TEXT, TEXT.replace("Mann", "He")]
        assert article.authors == ("Jane Doe",)
        assert article.published_at == datetime(2024, 3, 5, 10, tzinfo=UTC)

    def test_a_rule_that_yields_far_less_is_not_believed(self) -> None:
        """The outlet has changed its pages: the general reading stands."""
        assert TEXT in self.read(PageRule(body=".who")).body

    def test_a_rule_that_finds_nothing_costs_nothing(self) -> None:
        """Nor does one that is no selector."""
        assert TEXT in self.read(PageRule(body=".gone", title="h7", byline="p[", date=".never")).body

    def test_an_expired_rule_is_not_applied(self) -> None:
        """Versions end."""
        rule = PageRule(title=".who", valid_until=datetime(2025, 1, 1, tzinfo=UTC))

        assert self.read(rule).title == "Mann returns"


PIECES = [
    *(
        b"<",
        b">",
        b'"',
        b"'",
        b"&",
        b"\x00",
        b"<!--",
        b"-->",
        b"<script>",
        b"</script>",
        b"<div>",
        b"</p>",
        b"[",
        b"<h1>",
    ),
    *(b"<table><tr>", b'<script type="application/ld+json">', b'{"@type":"NewsArticle","headline":', b"<br>" * 50),
    *(b"\xff\xfe", b"\xed\xa0\x80", b"\xe2\x80\xae", b"&#x110000;", b"<svg><title>", b'<html lang="', b"<a href='"),
    *(b'<meta property="og:title" content="', b'<time datetime="9999-99-99T99:99:99Z">', b"<b>" * 400),
    b"<p>Some words of a text that is none.</p>",
]

SENTENCE = "Michael Mann told a packed hall in Los Angeles that the cameras will roll in the spring. "
SHAPES = [
    f"<p>{SENTENCE}</p>",
    f"<p>{SENTENCE * 30}</p>",
    f"<blockquote><p>{SENTENCE}</p></blockquote><p>{SENTENCE * 2}</p>",
    f"<div class=card><a>x</a><p>{SENTENCE}</p></div>",
    f"<div><p>{SENTENCE}</p>",
    "<span><img><a>x</a><a>y</a><a>z</a>",
    "<div itemprop=author><span itemprop=name>x</span></div>",
    "<div class=byline>By John Smith</div>",
    "<time datetime=2024-01-01>x</time>",
]


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("name", ["itemprop", "ItemProp"])
def test_microdata_are_found_however_their_bytes_are_written(name: str, charset: str) -> None:
    """They are looked for in the page's bytes before its tree is asked."""
    body = f'<html><body><p {name}="author">Jane Doe</p></body></html>'.encode(charset)
    root = html.tree(encoding.utf8_of_bytes(body, f"text/html; charset={charset}"))

    assert root is not None
    assert list(statements.read(root, URL, body).properties) == ["author"]


@pytest.mark.parametrize("has_items", [True, False])
def test_an_element_named_as_the_text_by_microdata_is_heard_where_the_page_may_have_some(*, has_items: bool) -> None:
    """The walk asks each element for it, but not where the page's bytes have no word of microdata."""
    root = html.tree(b'<html><body><div itemprop="articleBody"><p>Jane Doe spoke.</p></div></body></html>')

    assert root is not None
    assert (HERE in {node.says for node in Walk(has_items=has_items).read(root).nodes}) is has_items


@pytest.mark.parametrize(("markup", "asked"), [("<p>Jane Doe spoke.</p>", False), ("<p itemprop=x>Jane</p>", True)])
def test_a_page_is_walked_for_microdata_where_its_bytes_name_some(
    monkeypatch: pytest.MonkeyPatch,
    markup: str,
    asked: bool,  # noqa: FBT001
) -> None:
    """What is declared decides it."""
    heard: list[bool] = []
    monkeypatch.setattr("monitor.extract.article.Walk", lambda *, has_items: heard.append(has_items) or Walk())

    read_article(Page(url=URL, body=f"<html><body>{markup}</body></html>".encode()), OUTLET, now=NOW)

    assert heard == [asked]


UNSEEN = "\x1b\x07\u202e\u2066\u200b"  # ESC, BEL, directions, a blank without width


class TestUnseenCharacters:
    """What steers a terminal or turns a line around is not kept, wherever it stood."""

    PAGE = f"""<html lang="en"><head><title>x</title><meta property="og:type" content="article">
    <meta property="og:title" content="Mann{UNSEEN} returns"><meta property="article:section" content="Fil{UNSEEN}m">
    <meta property="article:tag" content="Heat{UNSEEN} 2"><meta property="og:description" content="He{UNSEEN} is back">
    <meta name="author" content="Jane{UNSEEN} Doe"></head>
    <body><h1>Mann{UNSEEN} returns</h1><p class="who">John{UNSEEN} Roe</p>
    <div>{f"<p>{TEXT}{UNSEEN}</p>" * 3}</div></body>"""

    RULE = PageRule(byline=".who", title="h1", standfirst=".who")

    @pytest.mark.parametrize(("rules", "author"), [((), "Jane"), ((RULE,), "John")])
    def test_a_page_leaves_none(self, rules: tuple[PageRule, ...], author: str) -> None:
        """Titles, bylines, sections, tags and the rest, by the general reading and by an outlet's rule."""
        outlet = Outlet(id="filmpost", name="Film Post", home="https://www.example.org/", rules=rules)
        article = read_article(Page(url=URL, body=self.PAGE.encode()), outlet, now=NOW)
        assert isinstance(article, Article)
        texts = [
            article.title,
            article.body,
            article.standfirst or "",
            article.section or "",
            *article.tags,
            *article.authors,
        ]

        assert [name.split()[0] for name in article.authors] == [author]
        assert article.section
        assert article.tags
        assert [text for text in texts if set(text) & set(UNSEEN)] == []

    def test_a_listing_leaves_none(self) -> None:
        """An article that is made of its feed's entry alone."""
        link = Link(
            url=URL,
            title=f"Mann{UNSEEN} returns",
            authors=(f"Jane{UNSEEN}\u009b Doe",),
            tags=(f"Heat{UNSEEN}",),
            summary=TEXT + UNSEEN,
        )
        article = from_listing(link, Outlet(id="f", name="Film Post", home="https://www.example.org/"), now=NOW)
        assert isinstance(article, Article)
        texts = [article.title, article.body, *article.tags, *article.authors]

        assert len(texts) == 4
        assert [text for text in texts if set(text) & set(UNSEEN + "\u009b")] == []


class TestHostilePages:
    @given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=12), max_size=60))
    @settings(max_examples=150)
    def test_any_bytes_yield_an_article_or_a_refusal(self, pieces: list[bytes]) -> None:
        """Whatever a server sends, nothing escapes, and the reader has no fault of its own."""
        result = read_article(Page(url=URL, body=b"".join(pieces)), OUTLET, now=NOW)

        assert isinstance(result, Article | Refusal)
        assert not (isinstance(result, Refusal) and result.reason is Reason.PARSER_FAULT)

    @given(st.data())
    @settings(max_examples=100)
    def test_a_page_cut_and_repeated(self, data: st.DataObject) -> None:
        """A damaged page is still read, or refused."""
        page = TestOutletRules.PAGE.encode()
        start, end = sorted(data.draw(st.tuples(st.integers(0, len(page)), st.integers(0, len(page)))))
        damaged = page[:start] + page[start:end] * data.draw(st.integers(0, 4)) + page[end:]

        assert isinstance(read_article(Page(url=URL, body=damaged), OUTLET, now=NOW), Article | Refusal)

    @pytest.mark.parametrize("shape", SHAPES)
    @pytest.mark.figure("hostile inputs")
    def test_one_shape_thousands_of_times(self, shape: str) -> None:
        """Work grows with the length of a page, not with its square; in no case is there a fault."""
        page = f"<html><body><h1>Mann returns to Heat</h1><div>{shape * (300_000 // len(shape))}</div></body></html>"
        result = read_article(Page(url=URL, body=page.encode()), OUTLET, now=NOW)

        assert isinstance(result, Article | Refusal)
        assert not (isinstance(result, Refusal) and result.reason is Reason.PARSER_FAULT)

    @pytest.mark.parametrize("url", ["", "x", "http://[::1", "https://" + "a" * 5000, "javascript:alert(1)"])
    def test_an_address_that_is_none(self, url: str) -> None:
        """Addresses are hostile, too."""
        result = read_article(Page(url=url, body=TestOutletRules.PAGE.encode()), OUTLET, now=NOW)

        assert not (isinstance(result, Refusal) and result.reason is Reason.PARSER_FAULT)

    def test_text_is_clean(self) -> None:
        """Control, direction and zero-width characters never reach the archive."""
        body = TestOutletRules.PAGE.replace("packed", "pa\u202ecked\u200b\x07").encode()
        article = read_article(Page(url=URL, body=body), OUTLET, now=NOW)

        assert isinstance(article, Article)
        assert "packed hall" in article.body
