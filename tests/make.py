"""What tests are made of: each value whole and plain, so that a test names only what it is about.

make.article("variety", title="Heat 2 is off")    an article of https://variety.example/
make.read(that)                                    the event that it was read
"""

from datetime import UTC, datetime
from typing import Any

from monitor.deliver import Outgoing
from monitor.events import ArticleRead, LinksFound, Order, SourceFailed
from monitor.model import Article, Link, Origin, Outlet, Source, SourceKind, Watch

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
BODY = (
    "Michael Mann told a podcast that Heat 2 is the next film he will make. The director said that the script, "
    "written with Meg Gardiner after their novel, is close to done, and that Adam Driver may play Neil McCauley. "
    "Mann hopes to begin filming in Los Angeles and Chicago next year, he said on the show, and called the prequel "
    "and sequel in one the largest production of his career."
)


def feed(home: str = "https://joblo.example/") -> Source:
    """The feed of a site."""
    return Source(kind=SourceKind.FEED, url=f"{home}feed")


def outlet(name: str = "joblo", home: str | None = None, **fields: Any) -> Outlet:
    """An outlet with one feed, at https://NAME.example/ unless it lives elsewhere."""
    home = home or f"https://{name}.example/"
    return Outlet(**{"id": name, "name": name.title(), "home": home, "sources": (feed(home),), **fields})


def link(of: str = "joblo", slug: str = "a", **fields: Any) -> Link:
    """A link of an outlet."""
    return Link(**{"url": f"https://{of}.example/{slug}", **fields})


def article(of: str = "joblo", slug: str = "a", **fields: Any) -> Article:
    """An article of an outlet: its title, its body and no more."""
    given = {"url": f"https://{of}.example/{slug}", "outlet": of, "title": "Heat 2 is next for Mann", "body": BODY}
    return Article(**(given | fields))


def watch(query: str = '"Heat 2"', **fields: Any) -> Watch:
    """A watch with this query."""
    return Watch(**{"id": "heat-2", "name": "Heat 2", "query": query, **fields})


def order(of: Outlet | None = None, **fields: Any) -> Order:
    """The order to crawl an outlet, live."""
    return Order(**{"outlet": of or outlet(), "origin": Origin.LIVE, **fields})


def listed(of: str = "joblo", *slugs: str, at: datetime = NOW, **fields: Any) -> LinksFound:
    """The event that an outlet's feed listed these."""
    links = tuple(link(of, slug, title=slug) for slug in slugs)
    given = {"outlet": of, "source": outlet(of).sources[0], "at": at, "links": links, "listed": len(links)}
    return LinksFound(**(given | fields))


def read(made: Article, at: datetime = NOW) -> ArticleRead:
    """The event that an article was read."""
    return ArticleRead(outlet=made.outlet, link=Link(url=made.url, title=made.title), article=made, at=at)


def source_failed(of: str = "joblo", at: datetime = NOW, **fields: Any) -> SourceFailed:
    """The event that an outlet's feed could not be read."""
    given = {"outlet": of, "source": outlet(of).sources[0], "at": at, "error": "connection refused"}
    return SourceFailed(**(given | fields))


def outgoing(rendered: str = "Heat 2 is next.", **fields: Any) -> Outgoing:
    """A message that is ready to be sent."""
    given = {"message_id": "x", "type": "digest", "recipient": None, "rendered": rendered, "created_at": NOW}
    return Outgoing(**(given | fields))
