"""The shipped newsrooms and wires: apart from the outlets that report, each with what is known of its addresses."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import re2

from monitor import catalogue
from monitor.model import Outlet, OutletKind, Policy, SourceKind
from monitor.reading import urls

SHIPS = catalogue.load()
PRESS = {id_: one for id_, one in SHIPS.items() if one.kind is OutletKind.PRESS}
UNVERIFIED = "its addresses could not be verified"
GUIDE = (Path(__file__).parents[2] / "docs/guide/outlets.md").read_text(encoding="utf-8")
EVIDENCE = re.compile(r"(?:Three|Five|Seven|Ten) public lists.*Never read by us\.$")
ARTICLES = {
    "pr-newswire": "/news-releases/a-studio-announces-heat-2-302608798.html",
    "disney-newsroom": "/news/taylor-swift-toy-story-5/",
    "apple-newsroom": "/newsroom/2026/10/apple-tv-unveils-a-series/",
    "playstation-blog": "/2026/10/10/a-state-of-play/",
    "xbox-wire": "/en-us/2026/10/10/a-showcase/",
    "amazon-news": "/news/entertainment/a-film-on-prime-video",
    "spotify-newsroom": "/2026-10-10/a-new-playlist/",
}


def test_some_can_be_followed_and_the_others_say_why_not() -> None:
    """Eight by feeds that public lists agree on; what is off has no sources, and its addresses wait as spare ones."""
    read = {id_ for id_, one in PRESS.items() if not one.disabled}

    assert len(PRESS) == 36
    assert read == {*ARTICLES, "sundance-institute"}
    assert all(EVIDENCE.search(PRESS[id_].notes or "") for id_ in read)
    assert all(not one.sources for one in PRESS.values() if one.disabled)
    assert {one.disabled for one in PRESS.values() if one.disabled and "could not" in one.disabled} == {UNVERIFIED}


def test_no_tag_of_theirs_is_one_of_an_outlet_that_reports() -> None:
    """Whoever follows `@film` is sent no releases, whoever follows `@press` nothing else."""
    theirs = {tag for one in PRESS.values() for tag in one.tags}

    assert all("press" in one.tags for one in PRESS.values())
    assert theirs.isdisjoint(tag for one in SHIPS.values() if one.kind is OutletKind.NEWS for tag in one.tags)


@pytest.mark.parametrize("outlet", PRESS.values(), ids=lambda outlet: outlet.id)
def test_each_is_described(outlet: Outlet) -> None:
    """A sound name, an owner, addresses that can be asked for, and a pattern that no listing of it passes."""
    entry = catalogue.entries()[outlet.id]
    listings = (*entry.sources, *entry.spare)
    addresses = [outlet.home, *(source.url for source in listings)]
    pattern = re2.compile(outlet.article_pattern or "^$")

    assert "(" not in outlet.name
    assert outlet.owner
    assert catalogue.tables()[outlet.id].get("tier") in {1, 2, 3}
    assert outlet.policy is Policy.PAGE
    assert outlet.disabled or 600 <= (outlet.poll or 0) <= 10_800
    assert (outlet.notes or "").endswith("Never read by us.")
    assert all(urls.fetchable(address) and address.startswith("https://") for address in addresses)
    assert len(set(addresses[1:])) == len(listings)
    sections = [urlsplit(one.url).path for one in listings if one.kind is SourceKind.SECTION]
    assert not [path for path in ("/", "/tag/heat/", "/page/2/", *sections) if pattern.search(path)]


@pytest.mark.parametrize("outlet", ARTICLES)
def test_a_pattern_accepts_releases(outlet: str) -> None:
    """Addresses in the newsroom's own form pass."""
    assert re2.compile(PRESS[outlet].article_pattern).search(ARTICLES[outlet])


def test_no_two_share_an_address() -> None:
    """Neither among themselves nor with an outlet that reports."""
    listings = [source.url for one in catalogue.entries().values() for source in (*one.sources, *one.spare)]

    assert len(listings) == len(set(listings))


def test_the_guide_names_them() -> None:
    """Under read or switched off, each by its name."""
    section = GUIDE.partition("## Press releases")[2].partition("\n## ")[0]
    rows = {
        row[0]: set(row[1].split(", ")) for row in re.findall(r"^\| (read|off) \| ([^|]*) \|$", section, re.MULTILINE)
    }

    assert rows == {
        "read": {one.name for one in PRESS.values() if not one.disabled},
        "off": {one.name for one in PRESS.values() if one.disabled},
    }
