"""An HTML page as a tree, for those who look for links in it."""

from lxml import etree

from monitor.discover.listing import ListingError
from monitor.reading import encoding, html, urls


def tree(body: bytes, content_type: str | None = None) -> etree._Element:
    """The root of the page.

    Raises:
        ListingError: no element is in it, or too many are, or the page would hang the parser.
    """
    try:
        root = html.tree(encoding.utf8_of_bytes(body, content_type))
    except html.TooManyElementsError as error:
        raise ListingError(f"the page has {error}, and is not read") from error
    except html.HostileMarkupError as error:
        raise ListingError(f"the page would hang the parser: {error}") from error
    if root is None:
        raise ListingError("it is not a page: no element is in it")
    return root


def base(root: etree._Element, url: str) -> str:
    """What the page's relative addresses stand on."""
    declared = next((element.get("href") for element in root.iter("base") if element.get("href")), None)
    return (urls.fetchable(declared, url) if declared else None) or url
