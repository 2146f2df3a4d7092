"""The texts of a page that may be dates: declared as its publication or its update, in its address, or visible."""

import re
from collections.abc import Iterator

from lxml import etree

from monitor.extract import jsonld
from monitor.extract.dating import visible_dates
from monitor.extract.dating.visible_dates import Shown
from monitor.extract.statements import Statements
from monitor.reading.dates import locales

GLUED = re.compile(r"(?<=[a-zß-ÿ])[A-Z][a-z]{2,8}\.?\s\d{1,2},?\s(?:19|20)\d\d\b")  # a day with no blank before it
_PUBLISHED = """
    article:published_time article:published og:article:published_time og:published_time parsely-pub-date
    sailthru.date datepublished publishdate publish-date publish_date published_time published_at published_on pubdate
    publication_date publicationdate article_date_original originalpublicationdate ptime
    cxenseparse:recs:publishtime cxenseparse:publishtime iso-8601-publish-date article.published article.created
    dc.date.issued dcterms.issued dcterms.created dc.date.created citation_publication_date citation_online_date
    prism.publicationdate bt:pubdate rnews:datepublished dc.date dcterms.date dc.terms.date article:post_date
    shareaholic:article_published_time date_published displaydate timestamp date og:pubdate pub_date datecreated
    vr:published_time created xdatepublished article_date
""".split()  # noqa: SIM905 - names of elements, in their order of trust
_UPDATED = """
    article:modified_time og:updated_time datemodified article:modified og:modified_time last-modified lastmod
    dcterms.modified dc.date.modified modified revised utime shareaholic:article_modified_time article.updated
    lastmodified last_updated_date date_modified
""".split()  # noqa: SIM905 - as above
_KNOWN = frozenset([*_PUBLISHED, *_UPDATED])
_ANY_PUBLISHED = re.compile(
    r"publi(?:sh|shed|cation|cado|e)?[-_.: ]?(?:date|time|datetime|on|at)?$|pub[-_]?(?:date|time)$"
)
_PUB_DATE = re.compile(r'"pub_date"\s*:\s*"([^"]{8,40})"')  # in the JSON of an older habit of Parse.ly
_REVIEWED = {"book", "game", "movie", "musicalbum", "musicrecording", "tvepisode", "tvseason", "tvseries", "videogame"}
_WORKS = _REVIEWED | set(
    "clip event imagegallery mediagallery newsmediaobject podcastepisode videoobject".split()  # noqa: SIM905
)
_OTHER_SCOPES = _REVIEWED | set(
    "itemlist listitem comment usercomments person event imageobject product offer".split()  # noqa: SIM905
)
_URL_DATE = re.compile(r"(?:/|-|_|=|\b)((?:19|20)\d{2})[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?=\D|$)")
_URL_SLASHES = re.compile(r"/((?:19|20)\d{2})/(?:[A-Za-z.]{2,20}/)?(0?[1-9]|1[0-2])/(0?[1-9]|[12]\d|3[01])(?=/)")
_URL_DAY_FIRST = re.compile(r"/(1[3-9]|2\d|3[01])-(0[1-9]|1[0-2])-((?:19|20)\d{2})(?=\D)")  # /23-01-2022-the-title
_URL_MONTH = re.compile(r"/((?:19|20)\d\d)[/-](0[1-9]|1[0-2])/(?!\d\d?/)")
_URL_WORDS = re.compile(r"/((?:19|20)\d{2})/([a-z]{3,9})/(\d{1,2})(?=\D)", re.IGNORECASE)


def locale_of(page: Statements) -> locales.Locale:
    """The habits by which the dates of a page are read. OpenGraph may say of which country its English is."""
    said, more = page.language, page.meta("og:locale", "content-language")
    is_narrower = said and more and len(said) < len(more) and more.lower().startswith(said.lower())
    return locales.of(page.url, more if is_narrower else said or more)


def updates(page: Statements) -> Iterator[str]:
    """What is declared as the last update."""
    for node in page.believed:
        yield from jsonld.strings(node.get("dateModified"))
    for name in _UPDATED:
        yield from page.metas.get(name, ())
    for element in page.properties.get("datemodified", ())[:3]:
        yield from visible_dates.written(element)


def publications(page: Statements) -> Iterator[str]:
    """What is declared as the publication, by order of trust."""
    if page.article is not None:
        for key in ("datePublished", "uploadDate"):
            yield from jsonld.strings(page.article.get(key))
        if not page.article.get("datePublished"):
            yield from jsonld.strings(page.article.get("dateCreated"))  # that of a draft, where both are declared
    elements = page.properties.get("datepublished", ())[:20]
    own = [element for element in elements if _is_own(element)]
    others = {element.get("content") for element in elements} - {element.get("content") for element in own}
    yield from (text for text in _meta_publications(page.metas) if text not in others)
    for element in own[:3]:
        yield from visible_dates.written(element)
    for node in page.lesser:
        if not jsonld.types(node) & _WORKS:
            yield from jsonld.strings(node.get("datePublished"))


def _meta_publications(metas: dict[str, list[str]]) -> Iterator[str]:
    for name in _PUBLISHED:
        yield from metas.get(name, ())
    for name, contents in metas.items():
        if "pub" in name and name not in _KNOWN and _ANY_PUBLISHED.search(name):
            yield from contents
    for content in metas.get("parsely-page", ()):
        yield from _PUB_DATE.findall(content)[:1]


def works(page: Statements) -> Iterator[str]:
    """The dates of a page's pictures, videos and films: those of an article that is nothing else."""
    for node in page.lesser:
        for key in ("uploadDate", "datePublished"):
            yield from jsonld.strings(node.get(key))


def visible(page: Statements, shown: Shown) -> Iterator[str]:
    """What the page shows, then when it says that it was created."""
    yield from shown.publications()
    for element in page.properties.get("datecreated", ())[:1]:
        yield from visible_dates.written(element)


def _is_own(element: etree._Element) -> bool:
    """Whether a property is of the page or its article, not of something listed or shown in it."""
    scope = next((around for around in element.iterancestors() if around.get("itemscope") is not None), None)
    kind = (scope.get("itemtype") or "").rsplit("/", 1)[-1].lower() if scope is not None else ""
    return kind not in _OTHER_SCOPES


def of_addresses(page: Statements) -> Iterator[str]:
    """The days in the page's address and in its canonical one."""
    yield from of_address(page.url)
    if page.canonical and page.canonical != page.url:
        yield from of_address(page.canonical)


def month_of_address(page: Statements) -> tuple[int, int] | None:
    """The year and month in the page's address, as of many blogs: "/2012/08/the-title"."""
    found = _URL_MONTH.search(_path(page.url))
    return (int(found[1]), int(found[2])) if found else None


def _path(url: str) -> str:
    """What follows the host in an address."""
    return re.sub(r"^[a-z]+://[^/]+", "", url)


def of_address(url: str) -> Iterator[str]:
    """The days in an address."""
    path = _path(url)
    for found in [*_URL_SLASHES.finditer(path), *_URL_DATE.finditer(path)]:
        yield "-".join(found.groups())
    for found in _URL_DAY_FIRST.finditer(path):
        yield f"{found[3]}-{found[2]}-{found[1]}"
    for found in _URL_WORDS.finditer(path):
        yield f"{found[3]} {found[2]} {found[1]}"
