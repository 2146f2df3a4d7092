"""Who wrote it: persons out of JSON-LD, meta elements, microdata and visible bylines.

"By", roles, places, outlets, dates and addresses go; lists joined by "and" part. An agency stands as an author only
where no person does.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from monitor.extract import jsonld
from monitor.extract.statements import Statements, line
from monitor.extract.titles import fold

_METAS = (
    "author", "article:author", "parsely-author", "sailthru.author", "byl", "dc.creator", "dcterms.creator", "article:author_name", "og:article:author",
    "citation_author", "cxenseparse:author", "dc.contributor", "authors", "rbauthors", "bt:author", "creator", "article.author", "vr:author", "shareaholic:article_author_name", "twitter:data1",
)  # fmt: skip
_PREFIX = re.compile(
    r"^(?:written|posted|published|reported|story|words|text|photos?|video|review(?:ed)?|edited|analysis|opinion|interview|commentary|compiled)?\s*(?:and\s+\w+\s+)?"
    r"(?:\bby\b|\bvon\b|\bpar\b|\bpor\b|\bdi\b|\bdoor\b|\bav\b|\baf\b|\bautor(?:in|en|es)?\b|\bauthors?\b|\bauteurs?\b|\bautore\b|\btext\b|\bwriter\b|\bfrom\b|\btekst\b|\bpubblicato da\b|\bescrito por\b|文[:：/]|作者|記者|取材・文)\s*[:：\-–|]?\s+",
    re.IGNORECASE,
)
_PREFIX_COLON = re.compile(
    r"^(?:by|von|par|por|di|autor(?:in|en|es)?|authors?|auteurs?|autore|text|writer|words|story|文|作者|記者|责任编辑|责编)\s*[:：]\s*",
    re.IGNORECASE,
)
_JOIN = re.compile(
    r"\s*(?:;|,|\||/|·|•|\n|\t|、|，|\s&\s|\s\+\s|\band\b|\bund\b|\bet\b|\by\b|\be\b|\ben\b|\bog\b|\boch\b|\bi\b(?=\s[A-ZÁČĎÉÍŇÓŘŠŤÚŮÝŽ])|\bwith\b|\bmit\b|\bavec\b|\bcon\b)\s*"
)
_JOIN_STRONG = re.compile(r"\s*(?:;|\||•|·|\n|\t|、)\s*")
_TAIL = re.compile(
    r"\s*(?:\(.*?\)|\[.*?\]|<.*?>|,?\s*\b(?:for|from|in|at|of|aus|für|pour|para|à|desde)\s+(?:the\s+)?[A-Z].*|[-–—|:,]\s+(?:[A-Z]{2,}\b.*|.*\b(?:correspondent|reporter|editor|writer|staff|contributor|columnist|critic|journalist|redakteur(?:in)?|korrespondent(?:in)?|news|times|magazine|post|published|updated)\b.*)|"
    r",?\s*\b(?:published|updated|posted|last\s+updated|\d{1,2}:\d{2}|\d{1,2}\.\d{1,2}\.|on\s+\w+day|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s\d).*)$",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"^(?:(?:senior|chief|staff|deputy|associate|assistant|managing|executive|contributing|guest|special|national|political|business|sports?|news|entertainment|film|tv|music|culture|tech(?:nology)?|science|health|world|us|u\.s\.|uk|video|digital|freelance|foreign|european?|asia|white house|washington|regional|local|travel|food|fashion|consumer|personal finance|investigative|data)\s+)*"
    r"(?:correspondent|reporters?|editors?|writers?|staff|contributors?|columnist|critic|journalist|producer|bureau chief|redakteur(?:in)?|korrespondent(?:in)?|editor[- ]in[- ]chief|author|autor(?:in)?|redacci[oó]n|redaktion|la r[eé]daction|photographer|fotograf(?:in)?|freier? (?:autor|journalist)(?:in)?|volont[aä]r(?:in)?)\b(?:,?\s.*)?$",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"^(?:admin(?:istrator)?|editor(?:ial)?(?: team| staff| board)?|editors?|staff(?: (?:writer|reporter|report)s?)?|unknown|anonym(?:ous|e)?|guest(?: (?:author|post|contributor))?|webmaster|web ?desk|news ?desk|online|user|null|none|undefined|n/?a|root|default|super ?user|author|by|"
    r"contributors?|redaktion|redazione|redacci[oó]n|r[eé]daction|view (?:all|more|profile|bio).*|more|follow.*|share.*|subscribe.*|see (?:all|more|full bio).*|read more.*|email.*|e-mail|twitter|facebook|instagram|linkedin|updated.*|published.*|comments?|\d+.*|home|news|about|contact|biograph.*|bio|profile|sponsored.*|advertis.*|opinion|exclusive|video|photos?|show more|copy link|reviews?|listen.*|posts?|articles?|all posts|(?:the )?associated content)$",
    re.IGNORECASE,
)
_AGENCY = re.compile(
    r"^(?:the\s+)?(?:associated press|ap|reuters|afp|agence france[- ]presse|dpa|apa|ansa|efe|epa|bloomberg(?: news)?|press association|pa media|xinhua|tass|kyodo|upi|united press international|belga|ritzau|tt|ntb|sid|kna|epd|pti|ians|ani|aap|cp|canadian press|europa press|lusa|anp|keystone-sda|sda|yonhap|dpa-afx|afx|jiji)(?:[/ ,&-].{0,40})?$",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"@\w+|\S+@\S+\.\w+|https?://\S+|www\.\S+")
_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:byline?s?|authors?|article-?author|post-?author|entry-?author|writers?|autor(?:en|es|in)?|auteurs?|autore|contributors?|reporter|journalist|creator|vcard|by)(?:$|[\s_-])|(?:author|byline|writer|autor)[-_]*(?:name|s)?",
    re.IGNORECASE,
)
_NOT_BYLINE = re.compile(
    r"bio|comment|related|avatar|image|photo|img|social|share|follow|footer|sidebar|widget|list|card|teaser|desc|title|date|time|more|popular|recommend|tool|caption|credit|copyright",
    re.IGNORECASE,
)
_MOST = 12


def read(page: Statements, names: Iterable[str], *, listed: Iterable[str] = ()) -> tuple[str, ...]:
    """The authors of a page, by the most trusted source that names one. `names` are the outlet's own."""
    sites = {fold(name) for name in names if fold(name)}
    fallback: list[str] = []
    for source in (_stated(page), _metas(page), _marked(page), _visible(page.root), list(listed)):
        found = people(source, sites)
        persons = [name for name in found if not _AGENCY.match(name)]
        if persons:
            return tuple(persons[:_MOST])
        fallback = fallback or found
    return tuple(fallback[:_MOST])


def people(texts: Iterable[str], sites: Iterable[str] = ()) -> list[str]:
    """The persons and agencies that the texts name, each once."""
    found: dict[str, str] = {}
    known = set(sites)
    for text in texts:
        for part in _parts(text):
            name = person(part)
            if name and fold(name) not in known and fold(name) not in found:
                found[fold(name)] = name
    return list(found.values())


def _parts(text: str) -> list[str]:
    text = unicodedata.normalize("NFC", text).strip()
    text = _HANDLE.sub(" ", text)
    text = _PREFIX_COLON.sub("", _PREFIX.sub("", line_keeping_breaks(text)))
    if len(text) > 300:
        return []
    pieces = [piece for piece in _JOIN.split(text) if piece and piece.strip()]
    merged: list[str] = []
    for piece in pieces:
        if merged and re.match(r"^(?:jr|sr|ii|iii|iv|ph\.?d|md|m\.d|esq|dr)\.?$", piece.strip(), re.IGNORECASE):
            merged[-1] = f"{merged[-1]} {piece.strip()}"
        else:
            merged.append(piece)
    return merged


def line_keeping_breaks(text: str) -> str:
    """Runs of space made one, line breaks kept."""
    return "\n".join(filter(None, (line(part) for part in text.split("\n"))))


def person(text: str) -> str | None:
    """The name that a text is, or None where it is none."""
    name = _PREFIX_COLON.sub("", _PREFIX.sub("", line(text).strip(" ,.;:|-–—•·/\"'“”*")))
    name = _TAIL.sub("", name).strip(" ,;:|-–—•·/\"'“”*()")
    if not 2 <= len(name) <= 60 or _NOBODY.match(name) or _ROLE.match(name) or "http" in name:
        return None
    if sum(character.isdigit() for character in name) > 2 or len(name.split()) > 6:
        return None
    if name.isupper() and len(name) > 4 and " " in name:
        name = _capitalised(name)
    return name


def _capitalised(name: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), name)


def _stated(page: Statements) -> list[str]:
    nodes = [page.article] if page.article is not None else []
    for node in [*nodes, *page.lesser]:
        names = list(_names(jsonld.resolve(node.get("author"), page.nodes))) or list(
            _names(jsonld.resolve(node.get("creator"), page.nodes))
        )
        if names:
            return names
    return []


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value[:30]:
            yield from _names(item)
    elif isinstance(value, dict):
        if not jsonld.types(value) & {"organization", "newsmediaorganization", "corporation", "brand"} or True:
            yield from jsonld.strings(value.get("name"))
    elif isinstance(value, str):
        yield value


def _metas(page: Statements) -> list[str]:
    for name in _METAS:
        values = [value for value in page.metas.get(name, ()) if not value.startswith(("http:", "https:", "/", "@"))]
        if name == "twitter:data1" and "written by" not in (page.meta("twitter:label1") or "").lower():
            continue
        if people(values):
            return values
    return []


def _marked(page: Statements) -> list[str]:
    """Microdata and links that are marked as the author's."""
    found = []
    for element in page.properties.get("author", ())[:10]:
        inner = [
            child
            for child in element.iter()
            if child is not element and "name" in (child.get("itemprop") or "").split()
        ]
        found.extend(_text(child) for child in inner or [element])
    if not found:
        found = [
            _text(element)
            for element in page.root.iter("a")
            if "author" in (element.get("rel") or "").split() and not _elsewhere(element)
        ][:4]
    return [text for text in found if len(text) <= 200]


def _text(element: etree._Element) -> str:
    return element.get("content") or line_keeping_breaks("".join(element.itertext()))


_CLASSED = etree.XPath("//*[(@class or @id) and not(self::html or self::body or self::img or self::form)]")


def _visible(root: etree._Element) -> list[str]:
    """The text of the elements that are named like a byline, the first group of them."""
    for element in _CLASSED(root):
        name = f"{element.get('class') or ''} {element.get('id') or ''}"
        if not _BYLINE.search(name) or _NOT_BYLINE.search(name) or _elsewhere(element):
            continue
        text = _text(element)
        if 3 <= len(text) <= 160:
            links = [_text(link) for link in element.iter("a") if not (link.get("href") or "").startswith("mailto:")]
            chosen = links if people(links) else [text]
            if people(chosen):
                return chosen
    return []


def _elsewhere(element: etree._Element) -> bool:
    for ancestor in list(element.iterancestors())[:8]:
        if ancestor.tag in {"aside", "footer", "nav"} or (
            ancestor.get("class")
            and re.search(
                r"comment|related|sidebar|widget|teaser|recommend|footer|popular", ancestor.get("class"), re.IGNORECASE
            )
        ):
            return True
        if ancestor.tag in {"article", "main"}:
            return False
    return False
