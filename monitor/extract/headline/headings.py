"""The headings of a page, each with how much it looks like the headline, and without its kicker.

A heading that only says where the page is (in a breadcrumb trail or a menu) or stands above the headline (a kicker
marked up as `h1`) is set aside: it is what the page calls itself only where nothing better is shown.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
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


@dataclass(frozen=True)
class Heading:
    """A heading: `short` is its text without what is named a kicker. Few are asked how they look and where they are."""

    text: str
    short: str
    element: etree._Element

    @cached_property
    def looks(self) -> float:
        """How much names and place speak for the headline."""
        own = _names(self.element)
        score = 1.0 * bool(_HEADLINE.search(own)) - 2.0 * bool(_LOGO.search(own))
        score += 1.5 * (self.element.get("itemprop") in {"headline", "name"})
        for ancestor in self._around:
            if ancestor.tag in {"nav", "aside", "footer", "a"}:
                score -= 2
            elif ancestor.tag in {"article", "main"}:
                score += 0.5
        return score

    @cached_property
    def aside(self) -> bool:
        """Whether its place, or its name, says that it is no headline."""
        if self.element.get("itemprop") == "alternativeHeadline" or _is_kicker(self.element):
            return True
        return any(part.tag == "nav" or _TRAIL.search(_names(part)) for part in (self.element, *self._around[:4]))

    @cached_property
    def pieces(self) -> tuple[str, ...]:
        """The texts of its elements, where it holds several."""
        return tuple(filter(None, map(line, _text(self.element, kickers=True)))) if len(self.element) else ()

    @cached_property
    def _around(self) -> list[etree._Element]:
        return list(islice(self.element.iterancestors(), _NEAR))


def read(elements: Iterable[etree._Element], most: int = _MOST) -> list[Heading]:
    """What these elements say as headings, in their order; of many the first."""
    found: list[Heading] = []
    for element in elements:
        is_plain = not len(element)  # most of them: no kicker is in it
        text = line(element.text or "" if is_plain else "".join(_text(element, kickers=True)))
        if not 3 <= len(text) <= _LONGEST:
            continue
        short = text if is_plain else line("".join(_text(element, kickers=False)))
        found.append(Heading(text, short or text, element))
        if len(found) >= most:
            break
    return found


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
