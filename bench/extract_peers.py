"""The readers that are compared: each turns (bytes, url) into a dict of title, authors, published, body.

Run as a program it reads a share of the labelled pages with one reader and prints JSON lines; `extract.py` starts the
processes. With CACHE, a folder, a page that was read is not read again.

    python bench/extract_peers.py READER CORPUS SHARE SHARES [CACHE]
"""
# ruff: noqa: PLC0415 - a process loads only the parser that it measures

import gc
import hashlib
import json
import resource
import sys
import time
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import extract_pages

Found = dict[str, Any]
Reader = Callable[[bytes, str], Found]
NOW = datetime(2026, 11, 23, tzinfo=UTC)
YOUNG = 20_000  # objects made until cycles are looked for, as in `monitor.worker.spare_collector`
WARM_UP = 12  # pages read before the clock runs: models are loaded, caches filled


def ours() -> Callable[..., Found]:
    """The product; `listed` is what a listing of the outlet calls the page, `repeated` what the outlet repeats."""
    from monitor.extract import read_article
    from monitor.model import Link, Outlet, Page, Refusal

    outlet = Outlet(id="bench", name="bench", home="https://bench.invalid/")

    def read(body: bytes, url: str, listed: str | None = None, repeated: Collection[int] = ()) -> Found:
        link = Link(url=url or "https://bench.invalid/a", title=listed) if listed else None
        page = Page(url=url, body=body, content_type="text/html")
        article = read_article(page, outlet, link, now=NOW, repeated=repeated)
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


OUT_OF_FOLD = "ours out of fold"  # each page is read with weights that were learnt without its fold
LISTED = "ours listed"  # as that, where a listing of the outlet calls each page, article or not, as it calls itself
KNOWN = "ours outlet known"  # as that, where it is known what the other pages of its outlet repeat
OWN = {"ours", OUT_OF_FOLD, LISTED, KNOWN}  # readers that read the pages that are no articles, too
READERS: dict[str, Callable[[], Reader]] = {
    "ours": ours,
    OUT_OF_FOLD: ours,
    LISTED: ours,
    KNOWN: ours,
    "trafilatura": trafilatura_default,
    "trafilatura fast": trafilatura_fast,
    "newspaper4k": newspaper4k,
    "readability-lxml": readability,
    "bs4 paragraphs": paragraphs,
}


def main() -> None:
    """Read every page of a share with one reader: a JSON line each, with its CPU seconds."""
    name, corpus, share, shares = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    cache = Path(sys.argv[5]) if len(sys.argv) > 5 else None
    labelled = extract_pages.rows(corpus, ("articles", "pages") if name in OWN else ("articles",))[share::shares]
    read = READERS[name]()
    outlets = others_of(extract_pages.rows(corpus)) if name == KNOWN else {}
    is_warm = False
    for row in labelled:
        body, url = extract_pages.page(row), row["url"] or ""
        known = cache / hashlib.sha256(url.encode() + b"\0" + body).hexdigest() if cache else None
        if known and known.exists():
            found = json.loads(known.read_text(encoding="utf-8"))
        else:
            is_warm = is_warm or _warm(read, labelled)
            if name in (OUT_OF_FOLD, LISTED, KNOWN):
                _read_without(row["fold"])
            reading = partial(read, listed=listed_title(row, body)) if name == LISTED else read
            if name == KNOWN:
                reading = partial(read, repeated=repeated_around(row, read, outlets))
            start = time.process_time()
            found = _safely(reading, body, url)
            found["seconds"] = time.process_time() - start
            if known:
                known.write_text(json.dumps(found, default=list), encoding="utf-8")
        print(json.dumps({"id": row["id"], **found}, default=list))
    print(json.dumps({"peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


def listed_title(row: extract_pages.Row, body: bytes) -> str | None:
    """What a listing would call a page: its headline as labelled, or where none is, the first part of its `title`."""
    from lxml import html

    if row["title"]:
        return str(row["title"])
    title = html.fromstring(body).findtext(".//title") if body.strip() else None
    return " ".join((title or "").split("|")[0].split()) or None


Outlets = dict[str, dict[str, tuple[extract_pages.Row, list[frozenset[int]]]]]


def others_of(labelled: list[extract_pages.Row]) -> Outlets:
    """The pages of each outlet by id, each with room for what it may repeat, once that was read."""
    found: Outlets = {}
    for row in labelled:
        found.setdefault(extract_pages.outlet(row), {})[row["id"]] = (row, [])
    return found


def repeated_around(row: extract_pages.Row, read: Reader, outlets: Outlets) -> set[int]:
    """The marks of the paragraphs at the ends of other articles of a page's outlet.

    Without those that have half of theirs in common with the page: they are the same article once more.
    """
    there = outlets[extract_pages.outlet(row)]
    marks = {name: _candidates(one, read, kept) for name, (one, kept) in there.items()} if len(there) > 1 else {}
    own = marks.pop(row["id"], frozenset())
    return {one for other in marks.values() if len(other & own) * 2 < len(other) for one in other}


def _candidates(row: extract_pages.Row, read: Reader, kept: list[frozenset[int]]) -> frozenset[int]:
    from monitor import repeats

    if not kept:
        found = _safely(read, extract_pages.page(row), row["url"] or "")
        kept.append(frozenset(one.mark for one in repeats.candidates(found.get("body") or "", found.get("title"))))
    return kept[0]


def _warm(read: Reader, labelled: list[extract_pages.Row]) -> bool:
    """Read a few pages before the clock runs, and spare the garbage collector for all readers, as our workers do."""
    for row in labelled[:WARM_UP]:
        _safely(read, extract_pages.page(row), row["url"] or "")
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)
    return True


def _read_without(fold: int) -> None:
    import extract_learning

    extract_learning.read_without(fold)


def _safely(read: Reader, body: bytes, url: str) -> Found:
    try:
        return read(body, url)
    except Exception as error:  # noqa: BLE001 - a reader's failure is a figure of this table
        return {"failed": f"{type(error).__name__}: {error}"[:200]}


if __name__ == "__main__":
    main()
