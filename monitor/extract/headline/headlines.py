"""The headline of an article: what most of the page's statements agree on, without the outlet's name and section.

The heading that shows it weighs most (it is what people see), then JSON-LD, OpenGraph and the `title` element; a
value gets the weight of every source that has it. Kickers inside a heading are recognised by statements without them.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from monitor.extract import jsonld
from monitor.extract.headline import headings
from monitor.extract.headline.headings import Heading
from monitor.extract.statements import Statements, line, text_of

_WEIGHTS = {"shown": 2.3, "jsonld": 2.0, "og": 1.0, "holder": 1.0, "property": 1.0, "tag": 0.8, "twitter": 0.3}
_ALIKE = 0.3  # likeness from which a heading and a title are of one article
_UNLIKE = 1.5  # weight of an `h1` that shares no words with what the page declares
_SEPARATOR = re.compile(
    r"\s+[|‖¦•·»›>:~/\\⋆]+\s+|\s+::\s+|\s+-{1,3}\s+|\s*[–—]\s+|\s+[–—]\s*|\s*\|+\s*|"
    r"\s*[｜：_]+\s*(?=\S)|\s*:\s+"
)
_AROUND_NAMES = re.compile(r"^the|(?:com|org|net|de|uk|fr|es|it|online|news|magazine|magazin|blog)$")
_PART_MARK = re.compile(r"[|:–—•·»/-]")
_LETTERS = re.compile(r"[^\W_]+")
_WORDS = re.compile(r"\w+")
_ASCII_MARKS = bytes(code for code in range(128) if not chr(code).isalnum())
_SMALL = bytes(range(256)).lower()
_LONGEST = 400


def read(page: Statements, names: Iterable[str], top: list[Heading], listed: str | None = None) -> str | None:
    """The headline of a page.

    `names` are those of the outlet, `top` the page's `h1`, `listed` is what the listing called the article.
    """
    sites = sites_of(page, names, top)
    declared = dict(_declared_titles(page, sites))
    listing = [tidy(listed)] if listed else []
    weights = dict(_WEIGHTS)
    visible = _shown(page, top, _Said([*declared.values(), *listing], frozenset(map(fold, _parts(page))), sites))
    if visible is not None:
        declared["shown"], weights["shown"] = visible
    if not declared:
        return listing[0] if listing else None
    return _elected(declared, weights)


def sites_of(page: Statements, names: Iterable[str], top: list[Heading]) -> set[str]:
    """The names of a page's outlet, folded. `names` are those that are known, `top` the page's `h1`."""
    said = (name for name in (*names, *_site_names(page), *_names_above(top, page)) if len(name) <= _LONGEST)
    return {letters for name in said if (letters := fold(name))}


def fold(text: str) -> str:
    """Letters and digits alone, in one case: the form in which two titles are the same."""
    if text.isascii():  # nearly all text; as bytes in a fifth of the time
        return text.encode().translate(_SMALL, _ASCII_MARKS).decode()
    return (_folded if len(text) <= _LONGEST else _folded.__wrapped__)(text)


def fold_start(text: str, size: int) -> str:
    """The first letters of a folded text, of a long one without folding all: what stands before a space folds alone."""
    end = text.find(" ", 4 * size)
    start = fold(text[:end]) if end > 0 else ""
    return (start if len(start) >= size else fold(text))[:size]


@lru_cache(maxsize=4_000)
def _folded(text: str) -> str:
    """A page asks the same of its titles many times."""
    return "".join(_LETTERS.findall(unicodedata.normalize("NFKC", text).casefold()))


def tidy(text: str) -> str:
    """One line without markup and entities that were escaped twice."""
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = re.sub(r"</?(?:b|i|em|strong|br|span|u|sup|sub|p|mark|q|cite|a|font)\b[^<>]{0,300}>", "", text)
    return line(text.replace("\u00ad", "").replace("\u200b", ""))[:_LONGEST]


def _declared_titles(page: Statements, sites: set[str]) -> Iterator[tuple[str, str]]:
    for source, value in declared_texts(page):
        if title := without_site(value, sites):
            yield source, title


def declared_texts(page: Statements) -> Iterator[tuple[str, str]]:
    """What a page declares as its title, with the outlet's name and all, by source."""
    article = [page.article] if page.article is not None else []
    values = {
        "jsonld": jsonld.first(article, "headline") or jsonld.first(article, "name"),
        "holder": None if article else jsonld.first(page.lesser, "headline"),
        "og": page.meta("og:title", "parsely-title", "sailthru.title", "dc.title", "dcterms.title", "headline"),
        "twitter": page.meta("twitter:title"),
        "tag": page.title_tag,
        "property": _property(page),
    }
    for source, value in values.items():
        if value and (title := tidy(value)):
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
    """The title without leading and trailing segments that name the outlet (or its section, next to it)."""
    for _ in range(4):
        shorter = _cut_end(title, sites) or _cut_start(title, sites)
        if not shorter:
            return title
        title = shorter
    return title


def _cut_end(title: str, sites: set[str]) -> str | None:
    for start, end in _marks(title):
        if title[:start].strip() and names_site(title[end:], sites):
            return title[:start].strip()
    return None


def _cut_start(title: str, sites: set[str]) -> str | None:
    for start, end in reversed(_marks(title)):
        if title[end:].strip() and names_site(title[:start], sites):
            return title[end:].strip()
    return None


@lru_cache(maxsize=1_000)
def _marks(title: str) -> tuple[tuple[int, int], ...]:
    """Where the marks that separate the parts of a title begin and end; a page asks of the same few titles."""
    return tuple(mark.span() for mark in _SEPARATOR.finditer(title))


@lru_cache(maxsize=1_000)
def _pieces(title: str) -> tuple[str, ...]:
    """The parts of a title."""
    marks = _marks(title)
    starts, ends = (0, *(end for _, end in marks)), (*(start for start, _ in marks), len(title))
    return tuple(title[start:end] for start, end in zip(starts, ends, strict=True))


def names_site(segment: str, sites: set[str]) -> bool:
    """Whether a part of a title is the name of the outlet. `sites` are its names, folded."""
    folded = fold(segment)
    if not folded:
        return False
    if folded in sites:
        return True
    bare = _bare(folded)
    return len(bare) >= 3 and bare in map(_bare, sites)


@lru_cache(maxsize=4_000)
def _bare(name: str) -> str:
    """The folded name of an outlet without its article and its domain."""
    return _AROUND_NAMES.sub("", name)


@dataclass(frozen=True, slots=True)
class _Said:
    """What a page declares: titles, larger parts of titles (folded), and the names of the site (folded)."""

    titles: list[str]
    parts: frozenset[str]
    sites: set[str]

    def alike(self, text: str) -> float:
        """How like a heading is to what is declared, 0 to 1."""
        if fold(text) in self.parts:
            return 1.0
        return max((likeness(text, title) for title in self.titles), default=0.5)

    def names(self, text: str) -> bool:
        """Whether a heading is the site's name, or in few words the lesser part of a title."""
        if fold(text) in self.sites:
            return True
        return len(text.split()) <= 3 and any(_is_small_part(text, title) for title in self.titles)


def _shown(page: Statements, top: list[Heading], said: _Said) -> tuple[str, float] | None:
    """What the heading of the article says, and its weight: an `h1`, else a lesser one that says what is declared."""
    text, alike = _best([heading for heading in top if not heading.aside], said)
    if text and (alike >= _ALIKE or not said.titles):
        return text, _WEIGHTS["shown"]
    lesser = headings.read(page.subheadings)
    below, _ = _best([heading for heading in lesser if _tells(heading, said) and not heading.aside], said)
    aside, _ = _best([heading for heading in top if heading.aside], said)
    found = below or aside
    if found:
        return found, _WEIGHTS["shown"]
    return (text, _UNLIKE) if text else None


def _tells(heading: Heading, said: _Said) -> bool:
    """Whether a lesser heading is the headline: it says what is declared, or is named so and shares words with it."""
    alike = max(map(said.alike, {heading.text, heading.short}))
    return alike >= 0.9 or (heading.looks >= 1 and alike >= 0.2)


def _parts(page: Statements) -> Iterator[str]:
    """The larger parts of the page's titles, where others name the site or the section."""
    for title in (page.title_tag, page.meta("og:title") or ""):
        pieces = [piece for piece in _pieces(tidy(title)) if piece.strip()]
        longest = max(map(len, pieces), default=0)
        if len(pieces) > 1:
            yield from (piece for piece in pieces if len(piece) > max(8, longest * 0.5))


def _best(heads: list[Heading], said: _Said) -> tuple[str | None, float]:
    """The heading most like the declared titles and most named like a headline; and how like it is."""
    best, best_score, best_alike = None, 0.0, 0.0
    for order, heading in enumerate(heads):
        text = _text(heading, said)
        if said.names(text):
            continue
        alike = said.alike(text)
        score = alike * 6 + heading.looks - order * 0.1 + (0.5 if len(text) > 25 else 0)
        if (alike >= _ALIKE or heading.looks >= 1 or (len(heads) == 1 and heading.looks >= 0)) and score > best_score:
            best, best_score, best_alike = text, score, alike
    return best, best_alike


def _text(heading: Heading, said: _Said) -> str:
    """The text of a heading, without its kicker, or with it separated by a mark, if the page declares it so."""
    full, short = tidy(heading.text), tidy(heading.short).lstrip(" :|–—-")
    if short == full:
        return full
    if any(fold(title) == fold(short) for title in said.titles):
        return short
    return next((title for title in said.titles if fold(title) == fold(full)), full)


def _names_above(top: list[Heading], page: Statements) -> Iterator[str]:
    """The `h1` that are the short last part of a title of the page: the site's or the section's name."""
    for title in (page.title_tag, page.meta("og:title") or ""):
        *rest, last = [part for part in _pieces(tidy(title)) if fold(part)] or [""]
        longest = max(map(len, rest), default=0)
        yield from (head.text for head in top if fold(head.text) == fold(last) and longest > 2 * len(head.text))


def _is_small_part(text: str, title: str) -> bool:
    """Whether a heading is the lesser part of a title: a name there, not the headline."""
    parts = [part for part in _pieces(title) if part.strip()]
    return any(fold(part) == fold(text) for part in parts) and max(map(len, parts)) > 2 * len(text)


def likeness(one: str, other: str) -> float:
    """How much two titles share, 0 to 1, by words (by characters where words are not separated)."""
    if fold(one) == fold(other):
        return 1.0
    paired = _is_unspaced(one) or _is_unspaced(other)
    a, b = _tokens(one, paired=paired), _tokens(other, paired=paired)
    if not a or not b:
        return 0.0
    return len(a & b) / min(len(a), len(b)) * 0.7 + len(a & b) / max(len(a), len(b)) * 0.25


def _is_unspaced(text: str) -> bool:
    """Whether a text of few words is long: spaces do not separate them. What is compared with it is taken so, too."""
    return len(text) > 12 and not text.isascii() and len(_WORDS.findall(text)) <= 3


def _tokens(text: str, *, paired: bool) -> frozenset[str]:
    return (_split if len(text) <= _LONGEST else _split.__wrapped__)(text, paired=paired)


@lru_cache(maxsize=1_000)
def _split(text: str, *, paired: bool) -> frozenset[str]:
    text = text.casefold()
    if paired:
        return frozenset(text[index : index + 2] for index in range(len(text) - 1))
    return frozenset(_WORDS.findall(text))


def _elected(declared: dict[str, str], weights: dict[str, float]) -> str:
    """The value with most weight. One that only adds a kicker or a tail to another counts for that other."""
    totals: dict[str, float] = {}
    for source, title in declared.items():
        totals[fold(title)] = totals.get(fold(title), 0) + weights[source]
    visible = declared.get("shown")
    for source in ("jsonld", "og", "property", "tag"):
        if visible and source in declared and _adds_a_part(visible, declared[source]):
            totals[fold(declared[source])] += weights["shown"] * 0.9
            break
    top = max(totals, key=lambda key: totals[key])
    order = sorted(declared, key=lambda source: -weights[source])
    texts = [declared[source] for source in order if fold(declared[source]) == top]
    return next((text for text in texts if " :" not in text), texts[0])


def _adds_a_part(longer: str, shorter: str) -> bool:
    """Whether one title is the other with a part before or after it that a mark separates."""
    if not 8 <= len(shorter) < len(longer) or len(shorter) < len(longer) * 0.35:
        return False
    if longer.endswith(shorter):
        return _PART_MARK.search(longer[: -len(shorter)][-3:]) is not None
    return longer.startswith(shorter) and _PART_MARK.search(longer[len(shorter) :][:3]) is not None
