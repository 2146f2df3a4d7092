"""The shipped outlets: every file is right, and says enough."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
import re2

from monitor import catalogue
from monitor.model import Outlet, Policy, SourceKind
from monitor.reading import css, urls

OUTLETS = catalogue.load()
ENTRIES = catalogue.entries()
# Addresses of articles as their outlets form them.
ARTICLES = {
    "variety": ["/2024/film/news/slug-of-it-1235969404/"],
    "deadline": ["/2022/07/heat-2-michael-mann-1235081101/"],
    "indiewire": ["/criticism/shows/a-slug-1235017376/", "/2022/08/a-slug-1234749160/"],
    "tvline": ["/casting-news/a-slug-1234994461/"],
    "screen-daily": ["/news/a-slug/5068470.article"],
    "joblo": ["/wicked-review-a-broadway-adaptation-thats-way-better-than-you-might-be-expecting/"],
    "slashfilm": ["/1234567/a-slug/", "/an-older-slug-of-words/"],
    "the-playlist": ["/koko-di-koko-da-sundance-review-20190204/"],
    "filmmaker-magazine": ["/132606-us-in-progress-2025-dispatch"],
    "broadwayworld": ["/bwwtv/article/A-Slug-20140310"],
    "anime-news-network": ["/news/2024-01-05/a-slug/.206123"],
    "guardian-culture": ["/film/2025/dec/05/a-slug"],
    "latimes-entertainment": ["/entertainment-arts/movies/story/2025-01-05/a-slug"],
    "independent-culture": ["/arts-entertainment/films/news/a-slug-b3025309.html"],
    "the-verge": ["/entertainment/890806/a-slug"],
    "spin": ["/2026/09/a-slug/"],
    "people": ["/a-slug-8386194"],
    "ign": ["/articles/a-slug"],
    "vulture": ["/article/a-slug.html", "/2018/06/a-slug.html"],
}
OWNERS = {
    "Penske Media": {
        "billboard",
        "deadline",
        "gold-derby",
        "indiewire",
        "rolling-stone",
        "thr",
        "variety",
        "vibe",
    },
    "Valnet": {"cbr", "collider", "movieweb", "polygon", "screenrant"},
    "Condé Nast": {"new-yorker", "pitchfork", "vanity-fair"},
    "Static Media": {"slashfilm", "tvline"},
    "Ziff Davis": {"eurogamer", "ign", "rock-paper-shotgun"},
    "News Corp": {"decider", "page-six"},
    "People Inc.": {"ew", "people"},
}
NO_ARTICLES = [
    "/",
    "/tag/michael-mann/",
    "/author/jane-doe/",
    "/category/movies/",
    "/page/2/",
    "/about/",
    "/search/?q=heat",
]


def test_all_of_them_are_there() -> None:
    """Over a hundred outlets, the founding one among them."""
    assert len(OUTLETS) == 116
    assert {"joblo", "variety", "deadline", "thr"} <= set(OUTLETS)


@pytest.mark.parametrize("outlet", OUTLETS.values(), ids=lambda outlet: outlet.id)
class TestEachOutlet:
    def test_it_can_be_followed_or_says_why_not(self, outlet: Outlet) -> None:
        """Every outlet has a source, or the reason why it is switched off."""
        assert outlet.sources or outlet.disabled

    def test_it_is_described(self, outlet: Outlet) -> None:
        """A name without remarks, tags in one spelling, a language, a pace."""
        assert "(" not in outlet.name
        assert outlet.tags
        assert all(re.fullmatch(r"[a-z]+(?:-[a-z]+)*", tag) for tag in outlet.tags)
        assert outlet.language == "en"
        assert outlet.disabled or 600 <= outlet.poll <= 10_800

    def test_its_owner_and_tier_are_written_down(self, outlet: Outlet) -> None:
        """An owner by its name, never a remark such as "independent"; a tier in the file itself."""
        table = catalogue.tables()[outlet.id]

        assert re.fullmatch(r"\w[\w&'.+!/ -]*", table["owner"])
        assert table["owner"].lower() not in {"independent", "unknown", "none"}
        assert table["tier"] in {1, 2, 3}

    def test_its_addresses_can_be_requested(self, outlet: Outlet) -> None:
        """Home and sources are web addresses that survive our own cleaning unchanged."""
        entry = ENTRIES[outlet.id]
        addresses = [outlet.home, *(source.url for source in (*entry.sources, *entry.spare))]

        assert all(urls.fetchable(address) for address in addresses)
        assert len(set(addresses[1:])) == len(addresses) - 1

    def test_its_pattern_refuses_section_pages(self, outlet: Outlet) -> None:
        """No address of a section, a tag or an author passes for an article."""
        pattern = re2.compile(outlet.article_pattern)
        sections = [
            urlsplit(source.url).path for source in ENTRIES[outlet.id].spare if source.kind is SourceKind.SECTION
        ]

        assert not [path for path in (*NO_ARTICLES, *sections) if pattern.search(path)]

    def test_its_selectors_are_css(self, outlet: Outlet) -> None:
        """Every selector can be understood."""
        selectors = [
            each for rule in outlet.rules for each in (rule.body, rule.title, rule.byline, rule.date, *rule.drop)
        ]

        assert not [each for each in selectors if each and css.flaw(each)]

    def test_pages_are_only_read_where_that_is_allowed(self, outlet: Outlet) -> None:
        """An outlet that is read by its feeds alone says why, and lists no section pages."""
        if outlet.policy is Policy.FEED:
            assert outlet.notes
            assert not any(source.kind is SourceKind.SECTION for source in outlet.sources)


def test_one_owner_has_one_name() -> None:
    """The titles of an owner name it alike, so that they can be told from independent voices."""
    of = {owner: {one.id for one in OUTLETS.values() if one.owner == owner} for owner in OWNERS}

    assert of == OWNERS


def test_no_two_owners_differ_by_spelling() -> None:
    """Neither case, punctuation nor the form of the company makes a second owner of the same one."""
    spellings: dict[str, set[str]] = {}
    for one in OUTLETS.values():
        plain = re.sub(
            r"[^\w ]|\b(?:the|inc|ltd|plc|llc|gmbh|group|media|corporation|company)\b", "", one.owner.lower()
        )
        spellings.setdefault(" ".join(plain.split()), set()).add(one.owner)

    assert spellings
    assert not {key: names for key, names in spellings.items() if len(names) > 1}


def test_the_tiers_follow_what_they_mean() -> None:
    """Trades and agencies are 1, a fan site is 3, and no tier is empty."""
    assert {OUTLETS[id_].tier for id_ in ("variety", "deadline", "thr", "ap-entertainment", "guardian-culture")} == {1}
    assert {OUTLETS[id_].tier for id_ in ("collider", "empire", "digital-spy")} == {2}
    assert {OUTLETS[id_].tier for id_ in ("joblo", "world-of-reel", "firstshowing")} == {3}
    assert all([one.tier for one in OUTLETS.values()].count(tier) > 10 for tier in (1, 2, 3))


def test_those_that_bar_reading_are_not_read() -> None:
    """Publishers that close their pages to crawlers: by feeds alone, or not at all."""
    by_feed = {
        "nyt-arts",
        "bbc-culture",
        "page-six",
        "decider",
        "ap-entertainment",
        "people",
        "ew",
        "washpost-entertainment",
    }

    assert OUTLETS["reuters"].disabled
    assert all(OUTLETS[id_].policy is Policy.FEED for id_ in by_feed)
    assert not any("nytimes.com/sitemaps" in source.url for source in OUTLETS["nyt-arts"].sources)
    assert not any("/feed" in source.url for source in OUTLETS["consequence"].sources)


def test_the_beats_have_outlets() -> None:
    """The tags that people follow by."""
    under = catalogue.tags(OUTLETS)

    for tag in (
        "film",
        "tv",
        "music",
        "games",
        "theatre",
        "anime",
        "comics",
        "awards",
        "business",
        "celebrity",
        "culture",
    ):
        assert len(under[tag]) >= 4


@pytest.mark.parametrize(("outlet", "path"), [(outlet, path) for outlet in ARTICLES for path in ARTICLES[outlet]])
def test_a_pattern_accepts_articles(outlet: str, path: str) -> None:
    """Addresses in the outlet's own form pass."""
    assert re2.compile(OUTLETS[outlet].article_pattern).search(path)


def test_sections_are_on_the_outlets_own_site() -> None:
    """Section pages belong to the outlet that lists them."""
    sections = [
        (entry.home, source.url)
        for entry in ENTRIES.values()
        for source in (*entry.sources, *entry.spare)
        if source.kind is SourceKind.SECTION
    ]

    assert sections
    assert [(home, url) for home, url in sections if not urls.same_site(url, urljoin(home, "/"))] == []


def test_the_catalogue_cannot_be_changed_by_its_readers() -> None:
    """What one caller does to the answer, the next does not see."""
    catalogue.load().clear()

    assert len(catalogue.load()) == 116
