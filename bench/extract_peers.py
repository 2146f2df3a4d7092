"""The readers that are compared: each turns (bytes, url) into a dict of title, authors, published, body.

Run as a program it reads one corpus with one reader and prints JSON lines; `extract.py` starts one process for each.

    python bench/extract_peers.py READER CORPUS
"""
# ruff: noqa: PLC0415 - a process loads only the parser that it measures

import gzip
import json
import resource
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

Found = dict[str, Any]
Reader = Callable[[bytes, str], Found]
NOW = datetime(2026, 11, 23, tzinfo=UTC)
WARM_UP = 12  # pages read before the clock runs: models are loaded, caches filled


def ours() -> Reader:
    """The product."""
    from monitor.extract import read_article
    from monitor.model import Outlet, Page, Refusal

    outlet = Outlet(id="bench", name="bench", home="https://bench.invalid/")

    def read(body: bytes, url: str) -> Found:
        article = read_article(Page(url=url, body=body, content_type="text/html"), outlet, now=NOW)
        if isinstance(article, Refusal):
            return {"refused": f"{article.reason}: {article.detail}"}
        at = article.published_at
        stamp = (at if article.published_has_time else at.date()).isoformat() if at else None
        return {"title": article.title, "authors": article.authors, "published": stamp, "body": article.body}

    return read


def trafilatura_default() -> Reader:
    """Trafilatura as it comes, with metadata."""
    return _trafilatura(fast=False)


def trafilatura_fast() -> Reader:
    """Trafilatura without its fallbacks, with metadata."""
    return _trafilatura(fast=True)


def _trafilatura(*, fast: bool) -> Reader:
    import trafilatura

    def read(body: bytes, url: str) -> Found:
        document = trafilatura.bare_extraction(body, url=url or None, with_metadata=True, fast=fast)
        if document is None:
            return {}
        authors = [name.strip() for name in (document.author or "").split(";") if name.strip()]
        return {"title": document.title, "authors": authors, "published": document.date, "body": document.text}

    return read


def newspaper4k() -> Reader:
    """newspaper4k, kept from fetching images."""
    from newspaper import Article, Config

    config = Config()
    config.fetch_images = False

    def read(body: bytes, url: str) -> Found:
        article = Article(url or "https://bench.invalid/a", config=config)
        article.download(input_html=body.decode("utf-8", "replace"))
        article.parse()
        at = article.publish_date
        stamp = at.isoformat() if isinstance(at, datetime) else None
        return {"title": article.title, "authors": article.authors, "published": stamp, "body": article.text}

    return read


def readability() -> Reader:
    """readability-lxml with the metadata that it has: a title and an author."""
    from lxml import html
    from readability import Document

    def read(body: bytes, _url: str) -> Found:
        document = Document(body)
        summary = document.summary()
        text = "\n".join(html.fromstring(summary).itertext()) if summary.strip() else ""
        author = document.author()
        authors = [author] if isinstance(author, str) and author != "[no-author]" else []
        return {"title": document.short_title(), "authors": authors, "published": None, "body": text}

    return read


def paragraphs() -> Reader:
    """BeautifulSoup: every paragraph, the title element, and the commonest meta elements."""
    from bs4 import BeautifulSoup

    def read(body: bytes, _url: str) -> Found:
        soup = BeautifulSoup(body, "lxml")

        def meta(name: str) -> str | None:
            tag = soup.find("meta", attrs={"property": name}) or soup.find("meta", attrs={"name": name})
            return str(tag["content"]) if tag and tag.get("content") else None

        title = meta("og:title") or (soup.title.get_text() if soup.title else None)
        author = meta("author")
        text = "\n".join(tag.get_text(" ", strip=True) for tag in soup.find_all("p"))
        return {
            "title": title,
            "authors": [author] if author else [],
            "published": meta("article:published_time"),
            "body": text,
        }

    return read


READERS: dict[str, Callable[[], Reader]] = {
    "ours": ours,
    "trafilatura": trafilatura_default,
    "trafilatura fast": trafilatura_fast,
    "newspaper4k": newspaper4k,
    "readability-lxml": readability,
    "bs4 paragraphs": paragraphs,
}


def rows(corpus: Path, folder: str) -> list[dict[str, Any]]:
    """The truth of one folder of the corpus."""
    lines = (corpus / folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def page(corpus: Path, row: dict[str, Any]) -> bytes:
    """The bytes of one page."""
    body = (corpus / row["file"]).read_bytes()
    return gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body


def main() -> None:
    """Read a corpus with one reader; the last line is its bill."""
    name, corpus = sys.argv[1], Path(sys.argv[2])
    read = READERS[name]()
    articles = rows(corpus, "articles")
    for row in articles[:WARM_UP]:
        _safely(read, page(corpus, row), row["url"] or "")
    seconds = 0.0
    others = rows(corpus, "pages") if name == "ours" else []
    for row in [*articles, *others]:
        body = page(corpus, row)
        start = time.process_time()
        found = _safely(read, body, row["url"] or "")
        seconds += time.process_time() - start if row["kind"] == "article" else 0.0
        print(json.dumps({"id": row["id"], **found}, default=list))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"pages": len(articles), "seconds": seconds, "peak_mib": peak}))


def _safely(read: Reader, body: bytes, url: str) -> Found:
    try:
        return read(body, url)
    except Exception as error:  # noqa: BLE001 - a reader's failure is a figure of this table
        return {"failed": f"{type(error).__name__}: {error}"[:200]}


if __name__ == "__main__":
    main()
