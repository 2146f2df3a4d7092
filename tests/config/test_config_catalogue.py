"""The shipped outlets: every file is right, and says enough."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
import re2

from monitor import catalogue
from monitor.model import Outlet, OutletKind, Policy, SourceKind
from monitor.reading import css, urls

SHIPS = catalogue.load()
OUTLETS = {id_: one for id_, one in SHIPS.items() if one.kind is OutletKind.NEWS}  # of the others: test_config_press
ENTRIES = {id_: entry for id_, entry in catalogue.entries().items() if id_ in OUTLETS}
SHIPPED = 254
UNVERIFIED = "its addresses could not be verified"
# The tag of each language but English: what is not the English-language press has tags of its own.
SPOKEN = {
    "da": "danish",
    "de": "german",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hi": "hindi",
    "it": "italian",
    "ja": "japanese",
    "ko": "korean",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "sv": "swedish",
}
ABROAD = {id_: one for id_, one in OUTLETS.items() if one.language != "en" or "indian" in one.tags}
GUIDE = (Path(__file__).parents[2] / "docs/guide/outlets.md").read_text(encoding="utf-8")
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
    "Webedia": {
        "3djuegos",
        "adorocinema",
        "allocine",
        "boxoffice-pro",
        "espinof",
        "filmstarts",
        "gamestar",
        "gry-online",
        "jeuxvideo",
        "mein-mmo",
        "moviepilot",
        "sensacine",
        "vida-extra",
    },
    "News Corp": {"decider", "page-six"},
    "People Inc.": {"ew", "people"},
    "Axel Springer": {"metal-hammer-de", "musikexpress", "rolling-stone-de"},
    "IID": {"anime-anime", "cinemacafe", "game-spark", "inside-games"},
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
    """All of them, the founding one among them, as the README and the guide say."""
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")

    assert len(OUTLETS) == SHIPPED
    off = [one for one in OUTLETS.values() if one.disabled]
    said = [
        f"{SHIPPED} outlets",
        f"{sum(one.language != 'en' for one in OUTLETS.values())} of them in German",
        f"{len(off)} are off, {sum(one.disabled == UNVERIFIED for one in off)} of them",
    ]
    assert [each for each in said if each not in readme] == []
    assert f"{SHIPPED} outlets" in GUIDE
    assert f"{len(ABROAD)} of the shipped outlets" in GUIDE
    assert {"joblo", "variety", "deadline", "thr"} <= set(OUTLETS)


class TestEachOutlet:
    def test_it_can_be_followed_or_says_why_not(self) -> None:
        """Every outlet has a source, or the reason why it is switched off."""
        assert [outlet.id for outlet in OUTLETS.values() if not (outlet.sources or outlet.disabled)] == []

    @pytest.mark.parametrize(
        ("what", "is_right"),
        [
            ("a name without remarks", lambda outlet: "(" not in outlet.name),
            ("tags", lambda outlet: bool(outlet.tags)),
            ("one spelling", lambda outlet: all(re.fullmatch(r"[a-z]+(?:-[a-z]+)*", tag) for tag in outlet.tags)),
            ("a language", lambda outlet: outlet.language == "en" or SPOKEN[outlet.language] in outlet.tags),
            ("a pace", lambda outlet: outlet.disabled or 600 <= outlet.poll <= 10_800),
        ],
    )
    def test_it_is_described(self, what: str, is_right: Callable[[Outlet], object]) -> None:
        """A name without remarks, tags in one spelling, a language, a pace."""
        assert [outlet.id for outlet in OUTLETS.values() if not is_right(outlet)] == [], what

    def test_its_owner_and_tier_are_written_down(self) -> None:
        """An owner by its name, never a remark such as "independent"; a tier in the file itself."""
        tables = {id_: catalogue.tables()[id_] for id_ in OUTLETS}
        remarks = {"independent", "unknown", "none"}
        owners = {id_: table.get("owner", "") for id_, table in tables.items()}

        assert {id_: owner for id_, owner in owners.items() if not re.fullmatch(r"\w[\w&'.+!/ -]*", owner)} == {}
        assert {id_: owner for id_, owner in owners.items() if owner.lower() in remarks} == {}
        assert [id_ for id_, table in tables.items() if table.get("tier") not in {1, 2, 3}] == []

    def test_its_addresses_can_be_requested(self) -> None:
        """Home and sources are web addresses that survive our own cleaning unchanged."""
        listed = {id_: [source.url for source in (*one.sources, *one.spare)] for id_, one in ENTRIES.items()}
        addresses = [(id_, url) for id_, found in listed.items() for url in (OUTLETS[id_].home, *found)]

        assert [pair for pair in addresses if not (urls.fetchable(pair[1]) and pair[1].startswith("https://"))] == []
        assert {id_: found for id_, found in listed.items() if len(set(found)) < len(found)} == {}

    def test_its_pattern_refuses_section_pages(self) -> None:
        """No address of a section, a tag or an author passes for an article."""
        sections = {
            id_: [urlsplit(each.url).path for each in (*one.sources, *one.spare) if each.kind is SourceKind.SECTION]
            for id_, one in ENTRIES.items()
        }
        patterns = {id_: re2.compile(OUTLETS[id_].article_pattern or "^$") for id_ in sections}
        bare = {id_ for id_ in sections if not OUTLETS[id_].article_pattern}

        assert {id_ for id_ in bare if id_ not in ABROAD or sections[id_]} == set()
        assert [
            (id_, path) for id_ in sections for path in (*NO_ARTICLES, *sections[id_]) if patterns[id_].search(path)
        ] == []

    def test_its_selectors_are_css(self) -> None:
        """Every selector can be understood."""
        selectors = [
            (outlet.id, each)
            for outlet in OUTLETS.values()
            for rule in outlet.rules
            for each in (rule.body, rule.title, rule.byline, rule.date, *rule.drop)
            if each
        ]

        assert selectors
        assert [(id_, each) for id_, each in selectors if css.flaw(each)] == []

    def test_pages_are_only_read_where_that_is_allowed(self) -> None:
        """An outlet that is read by its feeds alone says why, and lists no section pages."""
        by_feed = [outlet for outlet in OUTLETS.values() if outlet.policy is Policy.FEED]

        assert [outlet.id for outlet in by_feed if not outlet.notes] == []
        assert [
            outlet.id for outlet in by_feed if any(source.kind is SourceKind.SECTION for source in outlet.sources)
        ] == []


def test_no_two_share_an_address() -> None:
    """Each outlet has a site of its own, and each listing belongs to one outlet."""
    homes = Counter(urlsplit(one.home).hostname for one in OUTLETS.values())
    listings = Counter(source.url for one in ENTRIES.values() for source in (*one.sources, *one.spare))

    assert homes
    assert [home for home, count in homes.items() if count > 1] == []
    assert [url for url, count in listings.items() if count > 1] == []


def test_other_languages_have_outlets() -> None:
    """Sixty and more outlets beyond the English-language press can be followed, in every language named."""
    can_be_followed = Counter(SPOKEN.get(one.language, "indian") for one in ABROAD.values() if not one.disabled)

    assert can_be_followed.total() >= 60
    assert set(can_be_followed) == {*SPOKEN.values(), "indian"}


def test_a_plain_tag_stays_the_english_language_press() -> None:
    """Whoever follows `@film` is not given a press that they cannot read: other languages have tags of their own."""
    marks = {*SPOKEN.values(), "indian", "nordic", "brazilian"}
    plain = {id_: tag for id_, one in ABROAD.items() for tag in one.tags if tag.partition("-")[0] not in marks}

    assert ABROAD
    assert plain == {}
    assert not {id_ for id_, one in OUTLETS.items() if id_ not in ABROAD and marks & set(one.tags)}


def test_what_was_found_only_in_lists_says_so() -> None:
    """An outlet of another language names its evidence; one that has too little is switched off and has no sources."""
    evidence = re.compile(r"seen in (?:two|three|four|five|six or more) independent public lists.*; never read by us\.")

    assert ABROAD
    for one in ABROAD.values():
        assert one.disabled in {None, UNVERIFIED}
        assert bool(one.sources) is (one.disabled is None)
        assert "Never read by us." in one.notes if one.disabled else evidence.search(one.notes)


def test_the_guide_names_them_by_language() -> None:
    """The table of the guide has every outlet of another language in its tag's row, under read or switched off."""
    rows = {
        row[0]: row[1:] for row in re.findall(r"^\| `@(\w+)` \| [^|]+ \| ([^|]*) \| ([^|]*) \|$", GUIDE, re.MULTILINE)
    }
    table = {tag: [set(filter(None, names.strip().split(", "))) for names in row] for tag, row in rows.items()}
    shipped: dict[str, list[set[str]]] = {}
    for one in ABROAD.values():
        row = shipped.setdefault(SPOKEN.get(one.language, "indian"), [set(), set()])
        row[bool(one.disabled)].add(one.name)

    assert table == shipped


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

    assert len(catalogue.load()) == len(SHIPS) > SHIPPED
