"""Section pages that are made by script: their articles are read from the JSON that they carry."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from monitor.discover import ListingError, read_listing
from monitor.model import Link, Outlet, Source, SourceKind

NOW = datetime(2026, 11, 20, tzinfo=UTC)
URL = "https://reel.example/film/"
OUTLET = Outlet(id="reel", name="Reel", home="https://reel.example/")
STORIES = [
    {"url": "/2026/11/mann-returns-to-heat", "title": "Mann returns to “Heat”", "publishedAt": "2026-11-18T10:00:00Z"},
    {"url": "https://reel.example/2026/11/roe-joins-the-cast", "title": "Roe joins the cast &amp; crew"},
]
EXPECTED = [
    ("https://reel.example/2026/11/mann-returns-to-heat", "Mann returns to “Heat”"),
    ("https://reel.example/2026/11/roe-joins-the-cast", "Roe joins the cast & crew"),
]
MENU = {"menu": [{"url": "/film/", "title": "Film"}, {"url": "/tag/heat-2-the-film", "title": "All about Heat 2"}]}


def links(*scripts: str, body: str = "") -> tuple[Link, ...]:
    """The links of a section page with these scripts."""
    page = f"<html><head>{''.join(scripts)}</head><body><div id=app></div>{body}</body></html>".encode()
    return read_listing(SourceKind.SECTION, page, URL, outlet=OUTLET, now=NOW).links


def named(found: tuple[Link, ...]) -> list[tuple[str, str | None]]:
    """Addresses and titles."""
    return [(link.url, link.title) for link in found]


def data(value: Any, kind: str = "application/json") -> str:
    """An element of data."""
    return f"<script id=__NEXT_DATA__ type='{kind}'>{json.dumps(value)}</script>"


def script(text: str) -> str:
    """A script."""
    return f"<script>{text}</script>"


STATE = {"props": {"page": MENU | {"sections": [{"name": "Film", "teasers": STORIES}]}}}
WRITTEN = json.dumps(STATE)


@pytest.mark.parametrize(
    "carrier",
    [
        data(STATE),
        script(f"window.__PRELOADED_STATE__ = {WRITTEN};"),
        script(f'window["__INITIAL_STATE__"]={WRITTEN}; start();'),
        script(f"var a = function () {{ return b }}; const state = {WRITTEN}"),
        script(f'window.__STATE__ = {WRITTEN[:-1]}, "late": undefined}};'),
        script(f"window.__STATE__ = JSON.parse({json.dumps(WRITTEN)});"),
        script("window.__STATE__ = JSON.parse('" + WRITTEN.replace("\\", "\\\\") + "');"),
    ],
    ids=["element", "assigned", "bracketed", "after code", "undefined", "parsed", "parsed, single quotes"],
)
def test_articles_in_the_state_of_a_page(carrier: str) -> None:
    """Objects with an address and a headline are links, those of menus are not; titles are cleaned, times read."""
    found = links(carrier)

    assert named(found) == EXPECTED
    assert [link.published_at for link in found] == [datetime(2026, 11, 18, 10, tzinfo=UTC), None]


def test_a_list_of_items_for_search_engines() -> None:
    """Items of an `ItemList` are links, with their address alone or with the article in them; breadcrumbs are none."""
    items = [
        {"@type": "ListItem", "position": 1, "url": EXPECTED[0][0]},
        {
            "@type": "ListItem",
            "position": 2,
            "item": {"@type": "NewsArticle", "@id": EXPECTED[1][0], "headline": "Roe"},
        },
    ]
    crumbs = [{"@type": "ListItem", "item": "https://reel.example/2026/11/no-article-in-a-path", "name": "A path"}]
    found = links(
        data({"@type": "BreadcrumbList", "itemListElement": crumbs}, "application/ld+json"),
        data({"@type": "ItemList", "itemListElement": items}, "application/ld+json"),
    )

    assert named(found) == [(EXPECTED[0][0], None), (EXPECTED[1][0], "Roe")]


def test_a_cache_of_objects_by_their_ids() -> None:
    """Apollo keeps each object under its kind and id; what is no article is told by its kind."""
    cache = {
        "Article:1": {
            "__typename": "Article",
            "headline": "Mann returns to Heat",
            "url": "/2026/11/mann-returns-to-heat",
        },
        "Author:2": {"__typename": "Author", "name": "Kay Fox of the Film Desk", "url": "/2026/11/kay-fox-of-the-desk"},
    }

    assert named(links(script(f"window.__APOLLO_STATE__={json.dumps(cache)}"))) == [
        ("https://reel.example/2026/11/mann-returns-to-heat", "Mann returns to Heat")
    ]


def test_a_list_in_which_numbers_are_places() -> None:
    """Nuxt writes each value once, and objects hold the places of theirs."""
    places = [["ShallowReactive", 1], {"data": 2}, [3], {"title": 4, "path": 5, "publishedAt": 6, "gone": -1}]
    places += ["Mann returns to Heat", "/2026/11/mann-returns-to-heat", "2026-11-18T10:00:00Z"]

    assert named(links(data(places))) == [("https://reel.example/2026/11/mann-returns-to-heat", "Mann returns to Heat")]


def test_rows_that_are_streamed() -> None:
    """Next.js pushes pieces of rows, each of which is JSON after its number."""
    rows = f'1:"$Sreact.fragment"\n2:["$","main",null,{json.dumps({"teasers": STORIES})}]\n'
    pushes = [script(f"self.__next_f.push({json.dumps([1, piece])})") for piece in (rows[:90], rows[90:])]

    assert named(links(*pushes)) == EXPECTED


def test_fields_of_objects_in_place_of_texts() -> None:
    """A headline or an address may be an object that holds it under the name of its sort."""
    story = {"headlines": {"basic": "Mann returns to Heat"}, "canonical_url": "/2026/11/mann-returns-to-heat"}

    assert named(links(script(f"Fusion.globalContent={json.dumps({'content_elements': [story]})}"))) == [
        ("https://reel.example/2026/11/mann-returns-to-heat", "Mann returns to Heat")
    ]


def test_slugs_stand_where_the_page_shows_it() -> None:
    """An address that is the last part of a path alone counts where a link of the page ends with one of its kind."""
    stories = [
        {"slug": f"mann-returns-to-heat-{n}", "title": "Mann returns to Heat", "date": 1795000000} for n in (1, 2)
    ]
    anchor = "<a href=/stories/mann-returns-to-heat-1>Mann</a>"

    assert [link.url for link in links(data({"stories": stories}), body=anchor)] == [
        f"https://reel.example/stories/mann-returns-to-heat-{n}" for n in (1, 2)
    ]
    with pytest.raises(ListingError):
        links(data({"stories": stories}))


def test_a_page_that_shows_its_articles_is_read_by_its_links() -> None:
    """Where the page links to articles itself, its data, which hold more than it shows, are left alone."""
    anchors = "".join(f"<a href=/2026/10/roe-says-she-is-back-{n}>Roe says that she is back</a>" for n in range(5))

    assert {link.url for link in links(data(STATE), body=anchors)}.isdisjoint(dict(EXPECTED))


def test_what_leads_elsewhere_is_no_article_of_the_outlet() -> None:
    """Addresses of other sites in the data are left out, and so is the page's own."""
    other = [{"url": "https://other.example/2026/11/mann-returns-to-heat", "title": "Mann returns to Heat at last"}]

    with pytest.raises(ListingError, match="holds no link"):
        links(data({"teasers": [*other, {"url": URL, "title": "All of the newest films here"}]}))


def test_a_selector_decides_alone() -> None:
    """Where a source says which links count, the data of the page do not."""
    source = Source(kind=SourceKind.SECTION, url=URL, select="main a")
    page = f"<html>{data(STATE)}<main><a href=/2026/10/roe-is-back>Roe</a></main></html>".encode()
    found = read_listing(SourceKind.SECTION, page, URL, outlet=OUTLET, source=source, now=NOW).links

    assert [link.url for link in found] == ["https://reel.example/2026/10/roe-is-back"]


@pytest.mark.parametrize(
    "text",
    ["window.a = {url: '/2026/11/mann-returns', title: f()};", "a = JSON.parse('", "a = [[[[" * 50_000, "={" * 99],
)
def test_what_is_no_json_is_left_out(text: str) -> None:
    """Scripts are never run, and what cannot be read of them costs nothing but itself."""
    assert named(links(script(text), data(STATE))) == EXPECTED
