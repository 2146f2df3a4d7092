"""A blog of numbered articles, one a minute, whose listings hold ten of them; and what an archive has of it."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from fetch_raw import answer
from website import Asked, article

from monitor.desk import Desk

WORDPRESS = "<generator>https://wordpress.org/?v=6.6</generator>"
NEXT = '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="next" href="/feed?page={}"/>'
START = datetime.now(UTC) - timedelta(days=2)


def published(number: int) -> datetime:
    """When the blog published an article: one a minute."""
    return START + timedelta(minutes=number)


class Blog:
    """A blog of articles by their numbers, ten on each page of its feed, newest first; posts by REST, too."""

    def __init__(self, head: str, parameter: str = "page") -> None:
        self.count, self.head, self.parameter = 0, head, parameter
        self.listed = {"/robots.txt": 0, "/news-sitemap.xml": 0, "/": 0}  # articles there; 0: it is not there
        self.down: set[str] = set()  # paths that answer with an error of the server
        self.pages = False  # whether the front page has earlier pages
        self.days = False  # whether its sitemap says the day of an article alone
        self.wordpress = False  # whether the front page names the posts

    def __call__(self, asked: Asked) -> bytes:
        """A page, or a listing."""
        path, _, query = asked.path.partition("?")
        if path in self.down:
            return answer("out of order", status="503 Service Unavailable")
        if path.startswith("/story-"):
            number = int(path.removeprefix("/story-"))
            text = [f"Story {number} of the day is told here at some length, and so that it is an article."] * 9
            return answer(article(f"Story {number} of the day", text, published=published(number).isoformat()))
        given = dict(part.split("=", 1) for part in query.split("&") if part)
        page = int(given.get(self.parameter, 1))
        numbers = range(self.count - 10 * (page - 1), max(0, self.count - 10 * page), -1)
        if path in {"/feed", "/feed/"} and numbers:
            return self.feed(numbers, page, asked)
        if length := self.listed.get(path, 0):
            return self.other(path, range(self.count, max(0, self.count - length), -1), asked)
        if path == "/wp-json/wp/v2/posts" and numbers:
            return answer(json.dumps([self.post(number, asked) for number in numbers]), kind="application/json")
        return answer("no such page", status="404 Not Found")

    def other(self, path: str, numbers: range, asked: Asked) -> bytes:
        """robots.txt, the news sitemap or the front page, which names no times."""
        site = f"http://{asked.headers['host']}"
        if path == "/robots.txt":
            return answer(f"Sitemap: {site}/news-sitemap.xml", kind="text/plain")
        if path == "/" and self.pages:
            page = int(asked.path.partition("page=")[2] or 1)
            numbers = range(self.count - len(numbers) * (page - 1), max(0, self.count - len(numbers) * page), -1)
            links = "".join(f'<li><a href="/story-{n}">Story {n} of the day</a></li>' for n in numbers)
            return answer(f'<html><body><ul>{links}</ul><a rel="next" href="/?page={page + 1}">Older</a></body></html>')
        if path == "/":
            posts = '<link rel="https://api.w.org/" href="/wp-json/">' if self.wordpress else ""
            links = "".join(f'<li><a href="/story-{n}">Story {n} of the day, told at length</a></li>' for n in numbers)
            return answer(f"<html><head>{posts}</head><body><ul>{links}</ul></body></html>")
        items = "".join(
            f"<url><loc>{site}/story-{n}</loc><news:news><news:publication_date>{self.sitemap_date(n)}"
            f"</news:publication_date><news:title>Story {n} of the day</news:title></news:news></url>"
            for n in numbers
        )
        names = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
        return answer(f"<urlset {names}>{items}</urlset>", kind="application/xml")

    def sitemap_date(self, number: int) -> str:
        """When an article appeared, as the sitemap says it."""
        return str(published(number).date() if self.days else published(number).isoformat())

    def feed(self, numbers: range, page: int, asked: Asked) -> bytes:
        """A page of the feed."""
        items = [
            f"<item><title>Story {n} of the day</title><link>http://{asked.headers['host']}/story-{n}</link>"
            f"<pubDate>{format_datetime(published(n))}</pubDate></item>"
            for n in numbers
        ]
        head = self.head.format(page + 1)
        return answer(f'<rss version="2.0"><channel>{head}{"".join(items)}</channel></rss>', kind="application/rss+xml")

    def post(self, number: int, asked: Asked) -> dict[str, object]:
        """A post as WordPress lists it."""
        link = f"http://{asked.headers['host']}/story-{number}"
        when = published(number).replace(tzinfo=None).isoformat()
        return {"id": number, "link": link, "date_gmt": when, "title": {"rendered": f"Story {number} of the day"}}


def stored(desk: Desk) -> dict[int, str]:
    """The articles in the archive by their numbers, each with its origin."""
    rows = desk.context.archive.rows("select url, origin from articles")
    return {int(row["url"].rpartition("-")[2]): row["origin"] for row in rows}
