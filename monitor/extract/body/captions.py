"""The captions of a gallery, which are all the text that it has."""

from collections.abc import Iterator
from itertools import chain, islice

from lxml import etree

from monitor.extract.statements import text_of

_FEW = 3  # captions; fewer are of the pictures of something else
_LINKS = 500  # of a figure, that are looked at: figures may stand in figures
_PICTURE = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif")


def of_gallery(root: etree._Element) -> str:
    """The captions of three pictures or more that lead to no other page; nothing where there are fewer."""
    found = dict.fromkeys(_captions(root))  # what a script shows large stands twice on the page
    return "\n\n".join(found) if len(found) >= _FEW else ""


def _captions(root: etree._Element) -> Iterator[str]:
    teasers: dict[etree._Element, bool] = {}  # by figure: one may have thousands of captions and links
    for caption in root.iter("figcaption"):
        figure = next(caption.iterancestors("figure"), None)
        if figure is None:
            continue
        if figure not in teasers:
            teasers[figure] = any(map(_leads_away, chain(figure.iterancestors("a"), islice(figure.iter("a"), _LINKS))))
        if not teasers[figure] and (text := text_of(caption)):
            yield text


def _leads_away(link: etree._Element) -> bool:
    """Whether a link of a picture leads to another page: not to the picture itself, nor to a place on the page."""
    target = (link.get("href") or "").lower().partition("?")[0]
    return bool(target) and not target.startswith("#") and not target.endswith(_PICTURE)
