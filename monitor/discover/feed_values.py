"""What the elements of feeds hold: text, markup, addresses, names and subjects, each as its format writes it."""

import base64
import re

from lxml import etree

from monitor.discover import plain
from monitor.discover.feed_names import local_name
from monitor.reading.encoding import text_of_bytes

_ATOM_LINK = re.compile(r"^\{\s*https?://(?:(?:www\.)?w3\.org/2005/atom|purl\.org/(?:atom|echo))", re.IGNORECASE)
_PACKED = "application/octet-stream"


def ranked_link(child: etree._Element) -> tuple[int, str] | None:
    """The address in a link element, with how far it is from being the article's: 0 is best."""
    written = text(child)
    if written and not _ATOM_LINK.match(child.tag):
        return 0, written
    href = child.get("href")
    if not href:
        return (1, written) if written else None
    relation = (child.get("rel") or "alternate").strip().lower()
    if relation == "alternate":
        return (1 if "html" in (child.get("type") or "text/html").lower() else 2), href
    return (4, href) if relation == "related" else None


def plain_link(child: etree._Element) -> str | None:
    """The address in a link element."""
    ranked = ranked_link(child)
    return ranked[1] if ranked else None


def people(child: etree._Element) -> list[str]:
    """Names, each with the mail address that stands with it: "Name (mail)"."""
    if len(child) == 0:
        name = text(child)
        return [name] if name else []
    parts = {local_name(part): text(part) for part in reversed(child)}
    name, mail = parts.get("name"), parts.get("email")
    return [f"{name} ({mail})" if mail and mail != name else name] if name else []


def terms(child: etree._Element) -> list[str]:
    """The subject in a category element; of a list of keywords each."""
    term = (child.get("label") or child.get("term") if child.keys() else None) or text(child)
    if term and "," in term and child.tag.endswith("}keywords"):
        return [word.strip() for word in term.split(",")]
    return [term] if term else []


def text(child: etree._Element) -> str | None:
    """All text in an element."""
    if len(child) == 0:
        value = child.text
        return value.strip() or None if value else None
    return "".join(map(str, child.itertext())).strip() or None


def inner_text(child: etree._Element) -> str | None:
    """A title: text, or markup where the element says so or holds elements."""
    if len(child) == 0 and not (child.keys() and _is_packed(child)):
        return text(child)
    return markup(child).strip() or None


def markup(child: etree._Element) -> str:
    """What the element holds, as HTML."""
    if len(child) == 0:
        value = child.text or ""
        if not child.keys():
            return plain.without_false_declarations(value)
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
