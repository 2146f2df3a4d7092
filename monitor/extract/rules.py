"""An outlet's own selectors: tried first, and believed only where they yield about what the general reading does."""

from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from monitor import soup
from monitor.extract import persons
from monitor.model import Outlet, PageRule

_FAR_LESS = 0.5  # of the general reading's length


@dataclass(frozen=True, slots=True)
class Ruled:
    """What an outlet's rule found; None where it says nothing or found nothing."""

    body: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None
    standfirst: str | None = None


_NOTHING = Ruled()


def apply(root: etree._Element, outlet: Outlet, now: datetime) -> Ruled:
    """The finds of the outlet's first rule that is still valid."""
    rule = next((rule for rule in outlet.rules if rule.valid_until is None or now < rule.valid_until), None)
    return _applied(root, rule) if rule else _NOTHING


def chosen(ruled: Ruled, general: str) -> str:
    """The rule's text, unless it found nothing or far less than the general reading (the outlet has changed)."""
    if ruled.body is None or len(ruled.body) < len(general) * _FAR_LESS:
        return general
    return ruled.body


def _applied(root: etree._Element, rule: PageRule) -> Ruled:
    page = soup.fragment(etree.tostring(root, encoding="unicode", method="html"))
    for css in rule.drop:
        for tag in soup.select(page, css):
            tag.decompose()

    def texts(css: str | None) -> list[str]:
        found = (soup.text_of(str(tag)) for tag in soup.select(page, css)) if css else ()
        return [text for text in found if text]

    dates = soup.select(page, rule.date) if rule.date else []
    return Ruled(
        body="\n\n".join(texts(rule.body)) or None,
        title=next(iter(texts(rule.title)), None),
        authors=persons.people(texts(rule.byline)).authors,
        date=next((str(tag.get("datetime") or tag.get("content") or tag.get_text(" ")) for tag in dates), None),
        standfirst=next(iter(texts(rule.standfirst)), None),
    )
