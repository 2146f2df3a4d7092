"""An outlet's own selectors: tried first, and believed only where they yield about what the general reading does.

What a rule should have found and did not is an extraction gap (`Shortfall`): most likely the outlet changed its pages.
"""

from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime

from lxml import etree

from monitor.extract.authors import person_names
from monitor.extract.layout.blocks import INLINE, Walk
from monitor.extract.statements import line
from monitor.model import Outlet, PageRule, Shortfall
from monitor.reading import css
from monitor.reading.dates import date_parser, locales
from monitor.text import clean_line

_LONGEST_LINE = 1_000  # characters of a title, a byline or a standfirst
_FAR_LESS = 0.5  # of the general reading's length
_LITTLE = 200  # characters of the general reading: of a page with less, no rule can be said to be wrong
_NOTHING = "nothing"
_QUOTED = 80  # characters
_SILENT = frozenset({"script", "style", "template", "noscript"})


@dataclass(frozen=True, slots=True)
class Ruled:
    """What an outlet's rule found but for the body; None where it says nothing or found nothing."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None
    standfirst: str | None = None
    rule: PageRule = field(default_factory=PageRule)
    found: dict[str, list[etree._Element]] = field(default_factory=dict)  # by selector
    silent: frozenset[str] = frozenset()  # the parts of which a selector found no word that could be used


def apply(root: etree._Element, outlet: Outlet, now: datetime) -> Ruled:
    """The finds of the outlet's rule, but for the body."""
    rule = outlet.rule(now)
    if rule is None:
        return Ruled()
    asked = (rule.body, rule.title, rule.byline, rule.date, rule.standfirst, *rule.drop)
    found = css.find(root, [each for each in asked if each])
    named = (found.get(each or "", []) for each in (rule.title, rule.byline, rule.standfirst))
    titles, names, standfirsts = (_texts(elements) for elements in named)
    locale = locales.of(outlet.home, outlet.language)
    dates = [said for said in map(_date, found.get(rule.date or "", [])) if date_parser.read(said, locale)]
    said = {"title": titles, "byline": names, "date": dates}
    return Ruled(
        title=next(iter(titles), None),
        authors=person_names.people(names).authors,
        date=next(iter(dates), None),
        standfirst=next(iter(standfirsts), None),
        rule=rule,
        found=found,
        silent=frozenset(part for part, texts in said.items() if part in rule.expected_selectors() and not texts),
    )


def text(root: etree._Element, ruled: Ruled, reread: Callable[[etree._Element], str]) -> str | None:
    """The text that the rule finds; None where it says nothing of it.

    `reread` is the general reading, of a page without what the rule drops: that is what a rule without a body means.
    """
    body = ruled.found.get(ruled.rule.body or "", [])
    dropped = [element for each in ruled.rule.drop for element in ruled.found.get(each, [])]
    if not ruled.rule.body and not dropped:
        return None
    if dropped:
        root, body = _without(root, dropped, body)
    return "\n\n".join(_blocks(body)) if ruled.rule.body else reread(root)


def chosen(given: str | None, general: str) -> str:
    """The rule's text, unless it is far less than the general reading's."""
    return general if not given or _is_far_less(given, general) else given


def shortfalls(ruled: Ruled, given: str | None, general: str, by_part: dict[str, str]) -> Iterator[Shortfall]:
    """What the rule did not give, although the general reading found it: `by_part`, as text."""
    selectors = ruled.rule.expected_selectors()
    if given is not None and len(general) >= _LITTLE and _is_far_less(given, general):
        part = "body" if "body" in selectors else "drop"
        yield Shortfall(part=part, css=selectors[part], gave=_size(given), instead=_size(general))
    for part in sorted(ruled.silent):
        if instead := by_part.get(part):
            quoted = instead if len(instead) <= _QUOTED else f"{instead[: _QUOTED - 1]}…"
            yield Shortfall(part=part, css=selectors[part], gave=_NOTHING, instead=quoted)


def _is_far_less(given: str, general: str) -> bool:
    return len(given) < len(general) * _FAR_LESS


def _size(given: str) -> str:
    return f"{len(given):,} characters" if given else _NOTHING


def _texts(elements: Iterable[etree._Element]) -> list[str]:
    lines = (line("".join(_words(element))) or line(element.get("content") or "") for element in elements)
    return [said for each in lines if (said := clean_line(each, limit=_LONGEST_LINE))]


def _date(element: etree._Element) -> str:
    return element.get("datetime") or element.get("content") or line("".join(_words(element)))


def _words(element: etree._Element) -> Iterator[str]:
    """The text of an element, whatever it is named; what stands on lines of its own is separated by a space."""
    border = "" if element.tag in INLINE else " "
    yield border + (element.text or "")
    for child in element:
        if child.tag not in _SILENT:
            yield from _words(child)
        yield child.tail or ""
    yield border


def _blocks(elements: list[etree._Element]) -> Iterator[str]:
    """The paragraphs in some elements, each once: one that lies inside another is read with it."""
    named = set(elements)
    for element in elements:
        if named.isdisjoint(element.iterancestors()):
            yield from (block.text for block in Walk().read(element).blocks)


def _without(
    root: etree._Element, dropped: Iterable[etree._Element], kept: Iterable[etree._Element]
) -> tuple[etree._Element, list[etree._Element]]:
    """A copy of the tree without some elements, and those others in it that are still there."""
    copy = deepcopy(root)
    twins = dict(zip(root.iter(), copy.iter(), strict=True))
    for element in dropped:
        twin = twins[element]
        above = twin.getparent()
        if above is not None:
            _take_out(twin, above)
    return copy, [twins[element] for element in kept if twins[element].getroottree().getroot() is copy]


def _take_out(element: etree._Element, above: etree._Element) -> None:
    """Remove an element; the text after it stays."""
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        above.text = (above.text or "") + (element.tail or "")
    above.remove(element)
