"""Labelled pages made harder: without declarations, without headings, with other forms of the `title` element.

Most pages that may teach declare their title well; most pages that are hard to read do not. So the same page is shown
without its JSON-LD, OpenGraph and microdata (A), its headings as plain blocks, too (B), its `title` element with the
outlet's name and a section before or after it, and a heading that shows these (C, E), or with that element alone
changed (D). Every choice is drawn from the page's id: the same pages each time.
"""

import hashlib
import random
from urllib.parse import urlsplit

import extract_learning
from extract_pages import Row
from lxml import etree

from monitor.extract import statements
from monitor.extract.statements import Statements

KINDS = "ABCDE"
_MARKS = (" - ", " | ", " :: ", " » ", ": ", " > ", " – ", " / ", " -- ", "_", "|")
_SECTIONS = (
    *("News", "Sport", "Entertainment", "Politik", "Deportes", "World News", "Latest News", "Local News", "Home"),
    *("Culture", "财经", "新闻", "Breaking News, Sports and Weather", "Nachrichten"),
)
_UNNAMED = {"C": 0.9, "D": 0.9, "E": 0.7}  # from where on the `title` element does not name the article


def variant(row: Row, kind: str) -> etree._Element | None:
    """The tree of a page made harder in one of `KINDS`; None where it cannot be."""
    draw = random.Random(hashlib.sha256(f"{row['id']}{kind}".encode()).hexdigest())
    root = extract_learning.tree(row)
    if root is None:
        return None
    declared = statements.read(root, row["url"] or "")
    site = _site(declared, draw)
    section = (declared.metas.get("article:section") or [None])[0]
    if kind != "D":
        _undeclare(root)
    if kind in "BCE":
        _demote(root, named=draw.random() < 0.3)
    if kind not in _UNNAMED:
        return root
    title = next(root.iter("title"), None)
    if title is None or not site:
        return None
    others = [site, *([section or draw.choice(_SECTIONS)] if draw.random() < 0.5 else [])]
    _retitle(title, draw.choice(_MARKS).join(_parts(others, row["title"], draw.random(), _UNNAMED[kind])))
    shown = root.find(".//body")
    if kind in "CE" and shown is not None and draw.random() < 0.6:
        heading = etree.Element("h1" if draw.random() < 0.6 else "h2")
        heading.text = draw.choice([site, section or draw.choice(_SECTIONS), draw.choice(_SECTIONS)])
        heading.tail, shown.text = shown.text, None
        shown.insert(0, heading)
    return root


def _parts(others: list[str], title: str, place: float, unnamed: float) -> list[str]:
    if place < 0.35:
        return [*others, title]
    if place < 0.55:
        return [others[0], title, *others[1:]]
    return [title, *others[::-1]] if place < unnamed else others


def _site(declared: Statements, draw: random.Random) -> str | None:
    host = (urlsplit(declared.url).hostname or "").removeprefix("www.")
    names = [name for name in declared.metas.get("og:site_name", []) if len(name) < 40]
    names += [host, host.split(".")[0].title(), host] if host else []
    return draw.choice(names) if names else None


def _undeclare(root: etree._Element) -> None:
    for element in list(root.iter("script", "meta")):
        name = (element.get("property") or element.get("name") or "").lower()
        is_script = element.tag == "script" and "ld+json" in (element.get("type") or "")
        if is_script or (element.tag == "meta" and ("title" in name or name.startswith(("og:", "twitter:")))):
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
    for element in root.iter():
        if isinstance(element.tag, str):
            element.attrib.pop("itemprop", None)


def _demote(root: etree._Element, *, named: bool) -> None:
    for element in list(root.iter("h1", "h2")):
        element.tag = "div"
        if not named:
            element.attrib.pop("class", None)
            element.attrib.pop("id", None)


def _retitle(title: etree._Element, text: str) -> None:
    for child in list(title):
        title.remove(child)
    title.text = text
