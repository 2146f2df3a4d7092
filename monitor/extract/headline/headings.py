"""The headings of a page, each with how much it looks like the headline, and without its kicker.

A heading that only says where the page is (in a breadcrumb trail or a menu) or stands above the headline (a kicker
marked up as `h1`) is set aside: it is what the page calls itself only where nothing better is shown.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from monitor.extract.statements import line

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
_KICKER = re.compile(
    r"(?:^|[\s_-])(?:kicker|strapline|eyebrow|overline|topline|roofline|dachzeile|spitzmarke|volanta|antetitulo|"
    r"surtitre|pretitle|supertitle|label)(?:$|[\s_-])",
    re.IGNORECASE,
)
_TRAIL = re.compile(r"crumb", re.IGNORECASE)
_NO_TEXT = frozenset({"script", "style", "svg", "noscript", "button", "template"})
_APART = frozenset({"br", "div", "p", "small"})  # elements that part words
_NEAR = 6  # ancestors that say where a heading stands
_MOST = 40  # headings of one level; the longest page of a live blog has more
_LONGEST = 400  # characters


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: `short` is its text without what is named a kicker, `aside` whether its place says that it is none."""

    text: str
    short: str
    looks: float
    aside: bool
    pieces: tuple[str, ...] = ()  # the texts of its elements, where it holds several


def read(elements: Iterable[etree._Element]) -> list[Heading]:
    """What these elements say as headings, in their order; of many the first."""
    found: list[Heading] = []
    for element in elements:
        is_plain = not len(element)  # most of them: no kicker is in it
        text = line(element.text or "" if is_plain else "".join(_text(element, kickers=True)))
        if not 3 <= len(text) <= _LONGEST:
            continue
        short = text if is_plain else line("".join(_text(element, kickers=False)))
        near = list(islice(element.iterancestors(), _NEAR))
        pieces = () if is_plain else tuple(filter(None, map(line, _text(element, kickers=True))))
        found.append(Heading(text, short or text, _looks(element, near), _is_aside(element, near), pieces))
        if len(found) >= _MOST:
            break
    return found


def _looks(element: etree._Element, near: list[etree._Element]) -> float:
    """How much names and place speak for the headline."""
    own = _names(element)
    score = 1.0 * bool(_HEADLINE.search(own)) - 2.0 * bool(_LOGO.search(own))
    score += 1.5 * (element.get("itemprop") in {"headline", "name"})
    for ancestor in near:
        if ancestor.tag in {"nav", "aside", "footer", "a"}:
            score -= 2
        elif ancestor.tag in {"article", "main"}:
            score += 0.5
    return score


def _is_aside(element: etree._Element, near: list[etree._Element]) -> bool:
    if element.get("itemprop") == "alternativeHeadline" or _is_kicker(element):
        return True
    return any(part.tag == "nav" or _TRAIL.search(_names(part)) for part in (element, *near[:4]))


def _is_kicker(element: etree._Element) -> bool:
    return _KICKER.search(_names(element)) is not None


def _names(element: etree._Element) -> str:
    return " ".join(filter(None, (element.get("class"), element.get("id"))))


def _text(element: etree._Element, *, kickers: bool) -> Iterator[str]:
    if element.text:
        yield element.text
    for child in element:
        if child.tag not in _NO_TEXT and (kickers or not _is_kicker(child)) and isinstance(child.tag, str):
            if child.tag in _APART or child.get("class"):
                yield " "
            yield from _text(child, kickers=kickers)
            if child.tag in _APART:
                yield " "
        if child.tail:
            yield child.tail
