"""The lesser things that a page declares: standfirst, section, tags, image, kind, language, paywall, own address."""

import re
from collections.abc import Iterable

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


def _article(declared: Statements) -> list[Node]:
    return [declared.article] if declared.article is not None else []


def standfirst(declared: Statements) -> str | None:
    """What the page declares as the description of its article."""
    text = jsonld.first(_article(declared), "description")
    text = text or declared.meta("og:description", "description", "twitter:description", "dc.description")
    return (clean_line(html.text_of(text), limit=1_000) or None) if text else None


def declared_text(declared: Statements) -> str | None:
    """The whole text that the page's JSON-LD declares."""
    text = jsonld.first(_article(declared), "articleBody") or jsonld.first(_article(declared), "text")
    return html.text_of(text) if text else None


def section(declared: Statements) -> str | None:
    """The section in which the article stands."""
    text = jsonld.first(_article(declared), "articleSection", "name")
    text = text or declared.meta("article:section", "og:article:section", "parsely-section", "section")
    return (clean_line(headlines.tidy(text), limit=100) or None) if text else None


def keywords(declared: Statements) -> tuple[str, ...]:
    """The tags that the page declares."""
    found = list(declared.metas.get("article:tag", ()))
    found = found or [word for node in _article(declared) for word in jsonld.strings(node.get("keywords"), "name")]
    for name in ("news_keywords", "parsely-tags", "keywords", "sailthru.tags"):
        found = found or declared.metas.get(name, [])[:1]
    return tags(re.split(r"[,;]", found[0]) if len(found) == 1 else found)


def tags(words: Iterable[str]) -> tuple[str, ...]:
    """Clean tags, each once."""
    tidied = dict.fromkeys(headlines.tidy(word) for word in words)
    cleaned = clean("\n".join(tidied), limit=_MOST_TAGS * _TAG_LIMIT).split("\n")
    return tuple(word for word in dict.fromkeys(cleaned) if 0 < len(word) <= _TAG_LIMIT)[:_MOST_TAGS]


def image(declared: Statements) -> str | None:
    """The address of the article's picture."""
    address = declared.meta("og:image", "og:image:url", "twitter:image", "twitter:image:src")
    address = address or jsonld.first(_article(declared), "image", "url", "contentUrl")
    address = address or jsonld.first(_article(declared), "thumbnailUrl")
    try:
        absolute = urls.joined(declared.url, address.strip()) if address else ""
    except ValueError:
        return None
    return absolute if urls.is_web(absolute) and len(absolute) <= url_parts.LIMIT else None


def kind(declared: Statements) -> str:
    """What sort of piece it is: by its types, else by its address."""
    kinds = jsonld.types(declared.article) if declared.article is not None else set()
    for name, types in _KINDS:
        if kinds & types:
            return name
    found = _KIND_PATH.search(declared.url)
    if found:
        return str(found.lastgroup)
    is_video = (declared.meta("og:type") or "").lower().startswith("video") and declared.article is None
    return "video" if is_video else "news"


def is_paywalled(declared: Statements) -> bool:
    """Whether the page declares that its text is not free."""
    for node in declared.believed:
        free = node.get("isAccessibleForFree")
        if free is not None:
            return str(free).strip().lower() in {"false", "no", "0"}
    return (declared.meta("article:content_tier") or "").lower() in {"locked", "metered"}


def canonical(declared: Statements, url: str) -> str | None:
    """The address that the page declares as its own, within its own site: a page may lie."""
    address = declared.canonical
    return address if address and url and len(address) <= url_parts.LIMIT and urls.same_site(address, url) else None


def language_of(declared: Statements, text: str, *others: str | None) -> str | None:
    """The language of the article, by what the page declares and by what its text is."""
    node = jsonld.first(_article(declared), "inLanguage", "name")
    metas = declared.meta("og:locale", "content-language", "language", "dc.language")
    return language.of(text, node, declared.language, metas, *others)
