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
from monitor.extract.statements import Statements, line

_WEIGHTS = {"h1": 2.0, "jsonld": 1.2, "og": 1.0, "property": 1.0, "tag": 0.8, "twitter": 0.3, "h2": 0.3}
_SEPARATOR = re.compile(
    r"\s+[|‖¦•·»›>:~/\\⋆]+\s+|\s+::\s+|\s+-{1,3}\s+|\s*[–—]\s+|\s+[–—]\s*|\s*\|+\s*|\s*[｜：_]+\s*(?=\S)|\s*:\s+"
)
_STRONG = re.compile(r"[|‖¦•·»›~⋆｜]|::|\s-{1,3}\s|\s[–—]\s|_")
_FOLD = re.compile(r"[\W_]+")
_LOGO = re.compile(
    r"logo|brand|site-?(?:title|name|header)|masthead|navbar|nav-|menu|blog-?title|visually-?hidden|sr-only|screen-reader|widget|sidebar|related|footer|author|comment|modal|popup|cookie|newsletter|promo",
    re.IGNORECASE,
)
_HEADLINE = re.compile(
    r"headline|(?:entry|post|article|story|content|page|news|main)[-_]*(?:header|head|heading|title|hed)\b|(?:^|[\s_-])hed\b",
    re.IGNORECASE,
)
_LONGEST = 400


def read(page: Statements, names: Iterable[str], listed: str | None = None) -> str | None:
    """The headline of a page. `names` are those of the outlet, `listed` is what its listing called the article."""
    sites = {fold(name) for name in (*names, *_site_names(page)) if fold(name)}
    stated = dict(_stated(page, sites))
    headings = list(_headings(page.root, "h1"))
    candidates = [*stated.values(), *([tidy(listed)] if listed else [])]
    best = _best_heading(headings, candidates, sites)
    if best is None:
        best = _best_heading(list(_headings(page.root, "h2"))[:8], candidates, sites, exact=True)
        if best:
            stated["h2"] = best
    else:
        stated["h1"] = best
    if not stated:
        return (tidy(listed) if listed else None) or (headings[0][1] if headings else None)
    return _elected(stated)


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
        return element.get("content") or "".join(element.itertext())
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
        text = tidy("".join(part for part in _visible(element)))
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


def _best_heading(
    headings: list[tuple[float, str]], stated: list[str], sites: set[str], *, exact: bool = False
) -> str | None:
    best, best_score = None, 0.0
    for order, (looks, text) in enumerate(headings):
        if fold(text) in sites:
            continue
        alike = max((likeness(text, title) for title in stated), default=0.0)
        if exact and alike < 0.95:
            continue
        if not stated:
            alike = 0.5
        score = alike * 6 + looks - order * 0.1 + (0.5 if len(text) > 25 else 0)
        if (alike >= 0.3 or looks >= 1 or (len(headings) == 1 and looks >= 0)) and score > best_score:
            best, best_score = text, score
    return best


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


def _elected(stated: dict[str, str]) -> str:
    """The value with most weight behind it. One that only adds a kicker or a tail to another counts for that other."""
    weights: dict[str, float] = {}
    for source, title in stated.items():
        key = fold(title)
        weights[key] = weights.get(key, 0) + _WEIGHTS[source]
    for key in list(weights):
        for other in list(weights):
            if (
                key != other
                and len(other) >= 8
                and len(other) > len(key) * 0.4
                and (key.startswith(other) or key.endswith(other))
            ):
                weights[other] += weights[key] * 0.9
    top = max(weights, key=lambda key: weights[key])
    order = sorted(stated, key=lambda source: -_WEIGHTS[source])
    return next(stated[source] for source in order if fold(stated[source]) == top)
