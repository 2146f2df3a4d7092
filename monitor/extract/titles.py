"""The headline of an article: what most of the page's statements agree on, without the outlet's name and section.

The visible `h1` weighs most (it is what the reader sees), then JSON-LD, OpenGraph and the `title` element; a value
gets the weight of every source that states it. Kickers inside an `h1` are told by the statements that lack them.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator

from lxml import etree

from monitor.extract import jsonld
from monitor.extract.statements import Statements, line, text_of

_WEIGHTS = {"h1": 2.3, "jsonld": 2.0, "og": 1.0, "property": 1.0, "tag": 0.8, "twitter": 0.3, "h2": 1.4}
_UNLIKE = 1.5  # of an `h1` that shares no words with what the page states
_SEPARATOR = re.compile(
    r"\s+[|‖¦•·»›>:~/\\⋆]+\s+|\s+::\s+|\s+-{1,3}\s+|\s*[–—]\s+|\s+[–—]\s*|\s*\|+\s*|"
    r"\s*[｜：_]+\s*(?=\S)|\s*:\s+"
)
_STRONG = re.compile(r"[|‖¦•·»›~⋆｜]|::|\s-{1,3}\s|\s[–—]\s|_")
_PART_MARK = re.compile(r"[|:–—•·»/-]")
_FOLD = re.compile(r"[\W_]+")
_LOGO = re.compile(
    r"logo|brand|site-?(?:title|name|header)|masthead|navbar|nav-|menu|blog-?title|visually-?hidden|"
    r"sr-only|screen-reader|widget|sidebar|related|footer|author|comment|modal|popup|cookie|"
    r"newsletter|promo",
    re.IGNORECASE,
)
_HEADLINE = re.compile(
    r"headline|(?:entry|post|article|story|content|page|news|main)[-_]*(?:header|head|heading|title|"
    r"hed)\b|(?:^|[\s_-])hed\b",
    re.IGNORECASE,
)
_LONGEST = 400


def read(page: Statements, names: Iterable[str], listed: str | None = None) -> str | None:
    """The headline of a page. `names` are those of the outlet, `listed` is what its listing called the article."""
    sites = {fold(name) for name in (*names, *_site_names(page)) if fold(name)}
    stated = dict(_stated(page, sites))
    listing = [tidy(listed)] if listed else []
    weights = dict(_WEIGHTS)
    heading, alike = _best_heading(list(_headings(page.root, "h1")), [*stated.values(), *listing], sites)
    if heading is not None:
        stated["h1"] = heading
        weights["h1"] = _WEIGHTS["h1"] if alike >= 0.3 or not stated else _UNLIKE
    if heading is None or alike < 0.3:
        segment = _segment(page, sites)
        if segment is not None:
            stated["h2"] = segment
    if not stated:
        return listing[0] if listing else None
    return _elected(stated, weights)


def _segment(page: Statements, sites: set[str]) -> str | None:
    """A heading that is a large part of the page's title, where other parts name the site or the section."""
    parts: set[str] = set()
    for title in (page.title_tag, page.meta("og:title") or ""):
        pieces = [piece for piece in _SEPARATOR.split(tidy(title)) if piece.strip()]
        longest = max(map(len, pieces), default=0)
        if len(pieces) > 1:
            parts |= {fold(piece) for piece in pieces if len(piece) > max(8, longest * 0.5)}
    if not parts:
        return None
    for tag in ("h1", "h2", "h3"):
        for _, text in list(_headings(page.root, tag))[:12]:
            if fold(text) in parts and fold(text) not in sites:
                return text
    return None


def fold(text: str) -> str:
    """Letters and digits alone, in one case: the form in which two titles are the same."""
    return _FOLD.sub("", unicodedata.normalize("NFKC", text).casefold())


def tidy(text: str) -> str:
    """One line without markup and entities that were escaped twice."""
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = re.sub(r"</?(?:b|i|em|strong|br|span|u|sup|sub|p|mark|q|cite|a|font)\b[^<>]{0,300}>", "", text)
    return line(text.replace("\u00ad", "").replace("\u200b", ""))[:_LONGEST]


def _stated(page: Statements, sites: set[str]) -> Iterator[tuple[str, str]]:
    article = [page.article] if page.article is not None else []
    values = {
        "jsonld": jsonld.first(article, "headline") or jsonld.first(article, "name"),
        "og": page.meta("og:title", "parsely-title", "sailthru.title", "dc.title", "dcterms.title", "headline"),
        "twitter": page.meta("twitter:title"),
        "tag": page.title_tag,
        "property": _property(page),
    }
    for source, value in values.items():
        if value and (title := without_site(tidy(value), sites)):
            yield source, title


def _property(page: Statements) -> str | None:
    for element in page.properties.get("headline", ())[:1]:
        return element.get("content") or text_of(element)
    return None


def _site_names(page: Statements) -> Iterator[str]:
    for name in (
        "og:site_name",
        "application-name",
        "apple-mobile-web-app-title",
        "twitter:site",
        "publisher",
        "dc.publisher",
        "al:android:app_name",
    ):
        yield from page.metas.get(name, ())
    for node in page.nodes[:100]:
        kinds = jsonld.types(node)
        if kinds & {"organization", "newsmediaorganization", "website"}:
            yield from jsonld.strings(node.get("name"))[:2]
            yield from jsonld.strings(node.get("alternateName"))[:2]
        yield from jsonld.strings(node.get("publisher"), "name")[:1]
    host = re.sub(r"^https?://(?:www\d?\.|m\.)?|[:/?#].*$", "", page.url)
    if host:
        yield host
        labels = host.split(".")
        yield from labels[:-1]
        yield from (".".join(labels[index:]) for index in range(1, len(labels) - 1))


def without_site(title: str, sites: set[str]) -> str:
    """The title without leading and trailing segments that name the outlet (or its section, beside it)."""
    for _ in range(4):
        shorter = _cut_end(title, sites) or _cut_start(title, sites)
        if not shorter:
            return title
        title = shorter
    return title


def _cut_end(title: str, sites: set[str]) -> str | None:
    marks = list(_SEPARATOR.finditer(title))
    for mark in marks:
        rest = title[mark.end() :]
        if title[: mark.start()].strip() and _names_site(rest, sites):
            return title[: mark.start()].strip()
    return None


def _cut_start(title: str, sites: set[str]) -> str | None:
    for mark in reversed(list(_SEPARATOR.finditer(title))):
        start = title[: mark.start()]
        if title[mark.end() :].strip() and _names_site(start, sites):
            return title[mark.end() :].strip()
    return None


def _names_site(segment: str, sites: set[str]) -> bool:
    folded = fold(segment)
    if not folded:
        return False
    if folded in sites:
        return True
    bare = re.sub(r"^the|(?:com|org|net|de|uk|fr|es|it|online|news|magazine|magazin|blog)$", "", folded)
    return len(bare) >= 3 and any(
        bare == re.sub(r"^the|(?:com|org|net|de|uk|fr|es|it|online|news|magazine|magazin|blog)$", "", site)
        for site in sites
    )


def _headings(root: etree._Element, tag: str) -> Iterator[tuple[float, str]]:
    """(how much it looks like a headline, text) of the headings of a page."""
    for element in list(root.iter(tag))[:40]:
        text = tidy("".join(_visible(element)))
        if not 3 <= len(text) <= _LONGEST:
            continue
        own = " ".join(filter(None, (element.get("class"), element.get("id"))))
        score = 1.0 * bool(_HEADLINE.search(own)) - 2.0 * bool(_LOGO.search(own))
        score += 1.5 * (element.get("itemprop") in {"headline", "name"})
        for ancestor in list(element.iterancestors())[:6]:
            if ancestor.tag in {"nav", "aside", "footer"}:
                score -= 2
            elif ancestor.tag in {"article", "main"}:
                score += 0.5
        yield score, text


def _visible(element: etree._Element) -> Iterator[str]:
    skipped = {"script", "style", "svg", "noscript", "button", "template"}
    if element.text:
        yield element.text
    for child in element:
        if child.tag not in skipped and isinstance(child.tag, str):
            if child.tag in {"br", "div", "p", "small"} or child.get("class"):
                yield " "
            yield from _visible(child)
            if child.tag in {"br", "div", "p", "small"}:
                yield " "
        if child.tail:
            yield child.tail


def _best_heading(headings: list[tuple[float, str]], stated: list[str], sites: set[str]) -> tuple[str | None, float]:
    """The heading most like the stated titles and most named like a headline; and how like it is."""
    best, best_score, best_alike = None, 0.0, 0.0
    for order, (looks, text) in enumerate(headings):
        if fold(text) in sites or _is_small_part(text, stated):
            continue
        alike = max((likeness(text, title) for title in stated), default=0.5)
        score = alike * 6 + looks - order * 0.1 + (0.5 if len(text) > 25 else 0)
        if (alike >= 0.3 or looks >= 1 or (len(headings) == 1 and looks >= 0)) and score > best_score:
            best, best_score, best_alike = text, score, alike
    return best, best_alike


def _is_small_part(text: str, stated: list[str]) -> bool:
    """Whether a heading is the lesser part of a stated title: the site's name there, not the headline."""
    for title in stated:
        parts = [part for part in _SEPARATOR.split(title) if part.strip()]
        if (
            len(parts) > 1
            and len(text.split()) <= 3
            and any(fold(part) == fold(text) for part in parts)
            and max(map(len, parts)) > 2 * len(text)
        ):
            return True
    return False


def likeness(one: str, other: str) -> float:
    """How much two titles share, 0 to 1, by words (by characters where words are not parted)."""
    if fold(one) == fold(other):
        return 1.0
    a, b = _tokens(one), _tokens(other)
    if not a or not b:
        return 0.0
    return len(a & b) / min(len(a), len(b)) * 0.7 + len(a & b) / max(len(a), len(b)) * 0.25


def _tokens(text: str) -> set[str]:
    words = set(re.findall(r"\w+", text.casefold()))
    if len(words) <= 3 and len(text) > 12 and not text.isascii():
        return {text[index : index + 2] for index in range(len(text) - 1)}
    return words


def _elected(stated: dict[str, str], weights: dict[str, float]) -> str:
    """The value with most weight behind it. One that only adds a kicker or a tail to another counts for that other."""
    totals: dict[str, float] = {}
    for source, title in stated.items():
        totals[fold(title)] = totals.get(fold(title), 0) + weights[source]
    shown = stated.get("h1")
    for source in ("jsonld", "og", "property"):
        if shown and source in stated and _adds_a_part(shown, stated[source]):
            totals[fold(stated[source])] += weights["h1"] * 0.9
            break
    top = max(totals, key=lambda key: totals[key])
    order = sorted(stated, key=lambda source: -weights[source])
    texts = [stated[source] for source in order if fold(stated[source]) == top]
    return next((text for text in texts if " :" not in text), texts[0])


def _adds_a_part(longer: str, shorter: str) -> bool:
    """Whether one title is the other with a part before or behind it that a mark parts off."""
    if not 8 <= len(shorter) < len(longer) or len(shorter) < len(longer) * 0.35:
        return False
    if longer.endswith(shorter):
        return _PART_MARK.search(longer[: -len(shorter)][-3:]) is not None
    return longer.startswith(shorter) and _PART_MARK.search(longer[len(shorter) :][:3]) is not None
