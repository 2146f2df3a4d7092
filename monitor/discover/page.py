"""An HTML page as a tree, for those who look for links in it: bounded, and only after a look at its tags."""

from lxml import etree

from monitor.discover.decoding import decoded
from monitor.discover.listing import ListingError
from monitor.reading import soup, urls


def tree(body: bytes, content_type: str | None = None) -> etree._Element:
    """The root of the page.

    Raises:
        ListingError: there is no page in it, or one that would hold the parser.
    """
    markup = decoded(body, content_type).replace("\x00", "")
    if reason := soup.hostile(markup):
        raise ListingError(f"the page would hold the parser: {reason}")
    parser = etree.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = etree.fromstring(markup.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ListingError(f"it is no page: {error}") from error
    if root is None:
        raise ListingError("the page is empty")
    return root


def base(root: etree._Element, url: str) -> str:
    """What the page's relative addresses stand on."""
    declared = next((element.get("href") for element in root.iter("base") if element.get("href")), None)
    return (urls.fetchable(declared, url) if declared else None) or url
