"""A link's key is made where it is listed and carried from there: the desk makes none again."""

import pytest
from desk_made import OUTLETS
from make import BODY, NOW

from monitor.discover import read_listing
from monitor.events import ArticleRead, LinksFound, decode, encode
from monitor.model import Article, Link
from monitor.reading import urls
from monitor.reading.url_parts import UrlParts
from monitor.store import links, outbox

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>JoBlo</title>
<item><title>Heat 2 begins</title><link>https://www.joblo.example/heat?utm_source=rss</link></item>
</channel></rss>"""


@pytest.fixture
def made(monkeypatch) -> list[str]:
    """The addresses whose key was made, each time that it was."""
    asked: list[str] = []
    canonical = urls._canonical  # what all that makes keys goes through

    def counting(parts: UrlParts) -> str | None:
        asked.append(f"{parts.scheme}://{parts.authority}{parts.path}")
        return canonical(parts)

    monkeypatch.setattr(urls, "_canonical", counting)
    return asked


def test_a_key_is_made_once_in_discovery_and_never_at_the_desk(desk, made):
    """From the listing's bytes to the stored article: one key for the link, which crosses the pipe with it."""
    source = OUTLETS[0].sources[0]
    (link,) = read_listing(source.kind, FEED.encode(), source.url, now=NOW).links
    assert len(made) == 1
    found = LinksFound(outlet="joblo", source=source, at=NOW, links=(link,), listed=1)
    article = Article(url=link.url, outlet="joblo", title="Heat 2 begins", body=BODY)
    read = ArticleRead(outlet="joblo", link=link, article=article, at=NOW)
    for event in (found, read, read):
        desk.ingest(decode(encode(event)), NOW)

    assert len(made) == 1
    assert desk.context.archive.rows("select state from links")[0]["state"] == "stored"


def test_a_redirected_article_has_one_key_of_its_own(desk, made):
    """An article under another address than its link needs one key more, once."""
    link = Link(url="https://joblo.example/go/1", key=urls.canonical("https://joblo.example/go/1"))
    made.clear()
    article = Article(url="https://joblo.example/heat", outlet="joblo", title="Heat 2 begins", body=BODY)
    desk.ingest(ArticleRead(outlet="joblo", link=link, article=article, at=NOW), NOW)

    assert made == ["https://joblo.example/heat"]


def test_a_listed_link_is_inserted_once(desk, found, read):
    """The article of a listed link changes its row and inserts none; a manual crawl's link gets its row."""
    statements: list[str] = []
    desk.ingest(found("joblo", "a"), NOW)
    desk.context.archive.db.conn.set_trace_callback(statements.append)
    desk.ingest(read("joblo", "Heat 2 begins"), NOW)
    inserted = [sql for sql in statements if "insert into links" in sql]
    statements.clear()
    desk.ingest(read("joblo", "Another matter", "Something else entirely.", slug="b"), NOW)
    by_hand = [sql for sql in statements if "insert into links" in sql]
    desk.context.archive.db.conn.set_trace_callback(None)

    assert (len(inserted), len(by_hand)) == (0, 1)
    row = links.find(desk.context.archive, "https://joblo.example/b")
    assert row is not None
    assert row.state == "stored"


def test_an_article_that_was_rolled_back_is_no_ones_story(desk, read, monkeypatch):
    """An event that fails alone leaves nothing: the same article later is new, and opens its story."""
    event = read("joblo", "Michael Mann says Heat 2 is his next film")

    def broken(*_: object, **__: object) -> None:
        raise ArithmeticError("a defect")

    with monkeypatch.context() as patched:
        patched.setattr(outbox, "enqueue", broken)
        with pytest.raises(ArithmeticError):
            desk.ingest(event, NOW)
    desk.ingest(event, NOW)
    rows = desk.context.archive.rows("select article_count, copy_count from stories")

    assert [tuple(row) for row in rows] == [(1, 0)]
    assert desk.context.archive.value("select type from messages") == "story.opened"
