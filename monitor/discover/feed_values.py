"""What the elements of feeds hold: text, markup, addresses, names and subjects, each as its format writes it."""

import base64
import re
from collections.abc import Iterator

from lxml import etree

from monitor.discover import plain
from monitor.discover.feed_names import local_name
from monitor.reading.encoding import text_of_bytes

_ATOM_LINK = re.compile(r"^\{\s*https?://(?:(?:www\.)?w3\.org/2005/atom|purl\.org/(?:atom|echo))", re.IGNORECASE)
_PACKED = "application/octet-stream"


def ranked_link(child: etree._Element) -> Iterator[tuple[int, str]]:
    """The address in a link element, with how far it is from being the article's: 0 is best."""
    href = child.get("href")
    written = text(child)
    if written and not _ATOM_LINK.match(child.tag):
        yield 0, written
        return
    if not href:
        if written:
            yield 1, written
        return
    relation = (child.get("rel") or "alternate").strip().lower()
    kind = (child.get("type") or "text/html").lower()
    if relation == "alternate":
        yield (1 if "html" in kind else 2), href
    elif relation == "related":
        yield 4, href


def plain_link(child: etree._Element) -> str | None:
    """The first address in a link element."""
    return next((address for _, address in ranked_link(child)), None)


def people(child: etree._Element) -> list[str]:
    """Names, each with the mail address that stands with it: "Name (mail)"."""
    if len(child) == 0:
        name = text(child)
        return [name] if name else []
    parts = {local_name(part): text(part) for part in reversed(child)}
    name, mail = parts.get("name"), parts.get("email")
    return [f"{name} ({mail})" if mail and mail != name else name] if name else []


def terms(child: etree._Element) -> list[str]:
    """The subject in a category element."""
    term = child.get("label") or child.get("term") or text(child)
    return [term] if term else []


def text(child: etree._Element) -> str | None:
    """All text in an element."""
    value = (child.text or "") if len(child) == 0 else "".join(map(str, child.itertext()))
    return value.strip() or None


def inner_text(child: etree._Element) -> str | None:
    """A title: text, or markup where the element says so or holds elements."""
    if len(child) == 0 and not _is_packed(child):
        return text(child)
    return markup(child).strip() or None


def markup(child: etree._Element) -> str:
    """What the element holds, as HTML."""
    if len(child) == 0:
        value = child.text or ""
        if _is_packed(child):
            value = _from_base64(value)
        elif child.get("type", "").strip().lower() in {"text", "text/plain"} and "<" in value:
            return value.replace("&", "&amp;").replace("<", "&lt;")
        return plain.without_false_declarations(value)
    parts = [child.text or ""]
    parts += [etree.tostring(part, encoding="unicode", method="html", with_tail=True) for part in child]
    return "".join(parts)


def _is_packed(child: etree._Element) -> bool:
    """Whether the element holds text in base64, by its mode (Atom 0.3) or its type (Atom 1.0)."""
    return child.get("mode") == "base64" or child.get("type") == _PACKED


def _from_base64(value: str) -> str:
    try:
        return text_of_bytes(base64.b64decode(value))
    except ValueError:
        return value
