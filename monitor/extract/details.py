"""The lesser things that a page states: standfirst, section, tags, image, kind, language, paywall, own address."""

import re
from collections.abc import Iterable
from urllib.parse import urljoin

from monitor.extract import jsonld
from monitor.extract.headline import headlines
from monitor.extract.jsonld import Node
from monitor.extract.statements import Statements
from monitor.reading import html, language, url_parts, urls
from monitor.text import clean, clean_line

_MOST_TAGS = 30
_TAG_LIMIT = 80  # characters; what is longer is a sentence
_KINDS = (
    ("liveblog", frozenset({"liveblogposting"})),
    ("review", frozenset({"reviewnewsarticle", "review", "criticreview"})),
    ("opinion", frozenset({"opinionnewsarticle"})),
    ("gallery", frozenset({"imagegallery", "mediagallery"})),
)
_KIND_PATH = re.compile(
    r"/(?P<liveblog>live(?:blog|-blog|-updates)?|liveticker)/|"
    r"/(?P<review>(?:film-|movie-|tv-|album-|music-)?reviews?|kritik(?:en)?|critiques?|rezension(?:en)?)/|"
    r"/(?P<opinion>opinions?|op-ed|commentisfree|kommentar|meinung|tribune|columnists?)/|"
    r"/(?P<gallery>galler(?:y|ies)|photos?|pictures|fotostrecken?|bildergalerie|diaporama|slideshow)/|"
    r"/(?P<video>videos?|watch|mediathek)/",
    re.IGNORECASE,
)


def _article(stated: Statements) -> list[Node]:
    return [stated.article] if stated.article is not None else []


def standfirst(stated: Statements) -> str | None:
    """What the page states as the description of its article."""
    text = jsonld.first(_article(stated), "description")
    text = text or stated.meta("og:description", "description", "twitter:description", "dc.description")
    return (clean_line(html.text_of(text), limit=1_000) or None) if text else None


def stated_text(stated: Statements) -> str | None:
    """The whole text that the page's JSON-LD states."""
    text = jsonld.first(_article(stated), "articleBody") or jsonld.first(_article(stated), "text")
    return html.text_of(text) if text else None


def section(stated: Statements) -> str | None:
    """The section in which the article stands."""
    text = jsonld.first(_article(stated), "articleSection", "name")
    text = text or stated.meta("article:section", "og:article:section", "parsely-section", "section")
    return (clean_line(headlines.tidy(text), limit=100) or None) if text else None


def keywords(stated: Statements) -> tuple[str, ...]:
    """The tags that the page states."""
    found = list(stated.metas.get("article:tag", ()))
    found = found or [word for node in _article(stated) for word in jsonld.strings(node.get("keywords"), "name")]
    for name in ("news_keywords", "parsely-tags", "keywords", "sailthru.tags"):
        found = found or stated.metas.get(name, [])[:1]
    return tags(re.split(r"[,;]", found[0]) if len(found) == 1 else found)


def tags(words: Iterable[str]) -> tuple[str, ...]:
    """Clean tags, each once."""
    tidied = dict.fromkeys(headlines.tidy(word) for word in words)
    cleaned = clean("\n".join(tidied), limit=_MOST_TAGS * _TAG_LIMIT).split("\n")
    return tuple(word for word in dict.fromkeys(cleaned) if 0 < len(word) <= _TAG_LIMIT)[:_MOST_TAGS]


def image(stated: Statements) -> str | None:
    """The address of the article's picture."""
    address = stated.meta("og:image", "og:image:url", "twitter:image", "twitter:image:src")
    address = address or jsonld.first(_article(stated), "image", "url", "contentUrl")
    address = address or jsonld.first(_article(stated), "thumbnailUrl")
    try:
        absolute = urljoin(stated.url, address.strip()) if address else ""
    except ValueError:
        return None
    return absolute if urls.is_web(absolute) and len(absolute) <= url_parts.LIMIT else None


def kind(stated: Statements) -> str:
    """What sort of piece it is: by its types, else by its address."""
    kinds = jsonld.types(stated.article) if stated.article is not None else set()
    for name, types in _KINDS:
        if kinds & types:
            return name
    found = _KIND_PATH.search(stated.url)
    if found:
        return str(found.lastgroup)
    is_video = (stated.meta("og:type") or "").lower().startswith("video") and stated.article is None
    return "video" if is_video else "news"


def is_paywalled(stated: Statements) -> bool:
    """Whether the page states that its text is not free."""
    for node in stated.believed:
        free = node.get("isAccessibleForFree")
        if free is not None:
            return str(free).strip().lower() in {"false", "no", "0"}
    return (stated.meta("article:content_tier") or "").lower() in {"locked", "metered"}


def canonical(stated: Statements, url: str) -> str | None:
    """The address that the page declares as its own, within its own site: a page may lie."""
    address = stated.canonical
    return address if address and url and len(address) <= url_parts.LIMIT and urls.same_site(address, url) else None


def language_of(stated: Statements, text: str, *others: str | None) -> str | None:
    """The language of the article, by what the page declares and by what its text is."""
    node = jsonld.first(_article(stated), "inLanguage", "name")
    metas = stated.meta("og:locale", "content-language", "language", "dc.language")
    return language.of(text, node, stated.language, metas, *others)
