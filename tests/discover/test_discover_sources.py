from datetime import UTC, datetime, timedelta

import pytest

from monitor.discover.likeness import THRESHOLD, article_score, is_article
from monitor.discover.source_candidates import candidates
from monitor.model import Link, SourceKind

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
FLOOR, CEILING = timedelta(minutes=5), timedelta(hours=2)


class TestLikeness:
    @pytest.mark.parametrize(
        ("path", "words"),
        [
            ("/2024/film/news/heat-2-adam-driver-michael-mann-1235863241/", None),
            ("/movie-news/michael-mann-heat-2-adam-driver/", "Michael Mann says Heat 2 is next"),
            ("/tv/succession-season-five-is-not-happening/", None),
            ("/news/articles/c0jd2ee95x1o-entertainment-12345678", "Oasis tour dates announced for next summer"),
            ("/entertainment/890806/dune", "Dune: Part Three has a date"),
            ("/slug-of-two-8386194", "Star and star split after ten years"),
            ("/2024/01/05/ferrari/", "Ferrari races to a record opening weekend"),
            ("/story?id=87486021", "A scoop shop sends up its ice creams"),
            ("/news/2024-01-05/ferrari-opens/.12345", None),
        ],
    )
    def test_articles(self, path: str, words: str | None) -> None:
        """Long names, dates and numbers in an address, and a sentence as its words, speak for an article."""
        assert article_score(path, words) >= THRESHOLD

    @pytest.mark.parametrize(
        ("path", "words"),
        [
            ("/", "Home"),
            ("/film/", "Film"),
            ("/tv/", "TV"),
            ("/tag/the-last-of-us-season-two/", "The Last of Us: Season Two on HBO"),
            ("/author/jane-doe-the-first-of-her-name/", None),
            ("/2024/01/", "January 2024"),
            ("/private/budget-of-the-film-heat-2-1234567/", "The budget of the film Heat 2"),
            ("/privacy-policy", "Your privacy and how we respect it"),
            ("/news/page/2", "Next page of all the news we have"),
            ("/wp-content/uploads/2024/01/heat-2-first-look-poster.jpg", "The first look at the poster"),
            ("/newsletters", "Sign up for our newsletters today please"),
            ("/login?next=/2024/01/05/a-long-name-of-an-article", "Log in"),
        ],
    )
    def test_other_pages(self, path: str, words: str | None) -> None:
        """Lists, people, the house's own pages and files are no articles, however long their names are."""
        assert article_score(path, words) < THRESHOLD

    def test_the_pattern_wins(self) -> None:
        """Where an outlet has a pattern, the look of an address does not count."""
        link = Link(url="https://example.com/x/1?a=b")

        assert is_article(link, r"^/x/\d+$")
        assert not is_article(Link(url="https://example.com/news/a-very-long-name-of-an-article/"), r"^/x/\d+$")


class TestProbe:
    HOME = "https://www.example.com/"

    def test_what_the_site_declares_comes_first(self) -> None:
        """News sitemaps of robots.txt lead, then the feeds that the page names; guesses follow; each address once."""
        html = b"""<html><head><link rel="alternate" type="application/rss+xml" href="/film/feed/">
          <link rel="alternate" type="application/rss+xml" href="/comments/feed/">
          <link rel="alternate" type="application/rss+xml" href="https://partner.example.org/feed/">
          <link rel="alternate" hreflang="de" href="/de/">
          <link rel="https://api.w.org/" href="https://www.example.com/wp-json/"></head></html>"""
        robots = "User-agent: *\nDisallow: /x\nSitemap: https://www.example.com/sitemap.xml\n"
        robots += "sitemap:https://www.example.com/news-sitemap.xml\nSitemap: https:///forgotten.xml\n"

        found = candidates(self.HOME, html, robots)

        assert [(source.kind, source.url) for source in found[:4]] == [
            (SourceKind.SITEMAP, "https://www.example.com/news-sitemap.xml"),
            (SourceKind.FEED, "https://www.example.com/film/feed/"),
            (SourceKind.FEED, "https://partner.example.org/feed/"),
            (
                SourceKind.WORDPRESS,
                "https://www.example.com/wp-json/wp/v2/posts?per_page=20&_embed=author,wp:term&orderby=date",
            ),
        ]
        addresses = [source.url for source in found]
        assert len(set(addresses)) == len(addresses)
        assert not any("comments" in address for address in addresses)
        assert "https://www.example.com/forgotten.xml" in addresses

    def test_without_page_or_rules_there_are_guesses(self) -> None:
        """An outlet of which nothing is known is tried at the usual places, its front page last."""
        found = candidates(self.HOME, None, None)

        assert found[0].url == "https://www.example.com/feed/"
        assert {source.kind for source in found} >= {SourceKind.FEED, SourceKind.SITEMAP, SourceKind.SECTION}
        assert found[-1].kind is SourceKind.SECTION
        assert len(found) <= 40

    def test_a_hostile_page_gives_guesses(self) -> None:
        """A page that cannot be read is as good as none."""
        page = b"<link " + b" ".join(b"a%d" % number for number in range(60_000)) + b">"

        assert candidates(self.HOME, page, None) == candidates(self.HOME, None, None)
