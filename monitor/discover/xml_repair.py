"""From packed or ill-formed bytes to XML that a strict parser takes: no HTML entities, loose `&`, forbidden characters.

Nothing is unpacked beyond a limit. Which characters the bytes are is `reading.encoding`'s to say.
"""

import html
import re
import zlib

from monitor.discover.listing import ListingError
from monitor.reading.encoding import text_of_bytes

UNPACKED_LIMIT = 50 * 1024 * 1024  # bytes: what the sitemap protocol allows

_LAYERS = 2  # some servers pack a packed file
_DECLARATION = re.compile(rb"^<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})[\"'][^>]{0,200}\?>")
_NAME = re.compile(r"<(?:[\w.-]{1,64}:)?([\w.-]{1,64})")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_NAMED = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?:([A-Za-z][A-Za-z0-9]{1,31});|#(?:\d{1,7}|[xX][0-9a-fA-F]{1,6});)?", re.DOTALL
)
_XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})


def unpacked(body: bytes) -> bytes:
    """The body, gunzipped where it is packed.

    Raises:
        ListingError: it is larger than any listing may be.
    """
    for _ in range(_LAYERS):
        if body[:2] != b"\x1f\x8b":
            return body
        machine = zlib.decompressobj(wbits=31)
        try:
            whole = machine.decompress(body, UNPACKED_LIMIT)
        except zlib.error as error:
            raise ListingError(f"it looks packed (gzip) and cannot be unpacked: {error}") from error
        if machine.unconsumed_tail:
            raise ListingError(f"it unpacks to more than {UNPACKED_LIMIT} bytes")
        body = whole
    return body


def repaired(body: bytes, content_type: str | None = None) -> bytes:
    """The root element as UTF-8, without what commonly makes it ill-formed: forbidden characters, loose `&`.

    What stands before the root is left out, entity declarations with it: HTML's entities become their characters,
    unknown ones their own text.
    """
    text = _FORBIDDEN.sub("", text_of_bytes(body, content_type))
    return _NAMED.sub(_known, text[_root(text) :]).encode("utf-8", "replace")


def without_half_element(body: bytes) -> bytes:
    """The body up to its last closing tag: of a listing that was cut off, half an address is worse than none."""
    start = body.rfind(b"</")
    if body.find(b">", start) < 0:  # cut off in a closing tag
        start = body.rfind(b"</", 0, start)
    return body[: body.find(b">", start) + 1] if start >= 0 else body


def root_name(body: bytes) -> str:
    """The local name of the first element, in lower case; empty where the beginning of the body has none."""
    text = text_of_bytes(body[:8192])
    found = _NAME.match(text, _root(text))
    return found[1].lower() if found else ""


def _root(text: str) -> int:
    """Where the first element begins: past junk, declarations, comments and a document type."""
    position = text.find("<")
    while position >= 0:
        if text.startswith("<!--", position):
            end = text.find("-->", position)
        elif text.startswith("<?", position):
            end = text.find("?>", position)
        elif text.startswith("<!", position):
            end = text.find(">", position)
            subset = text.find("[", position, end)
            end = text.find("]", subset) if subset >= 0 else end
        else:
            return position
        position = text.find("<", end) if end >= 0 else -1
    return len(text)


def is_in_another_encoding(body: bytes) -> bool:
    """Whether the XML declares an encoding that is not of Unicode, and has characters that depend on it.

    It may be UTF-8 all the same, or in the wider set that browsers read under the name: libxml2 believes the name.
    """
    declared = _DECLARATION.match(body[:500].lstrip())
    return declared is not None and not declared[1].lower().startswith((b"utf", b"ucs")) and not body.isascii()


def _known(found: re.Match[str]) -> str:
    name = found[1]
    if found[0].startswith("<") or name in _XML_ENTITIES or (name is None and found[0] != "&"):
        return found[0]
    if name is None:
        return "&amp;"
    meaning = html.unescape(found[0])
    return f"&amp;{name};" if meaning == found[0] else html.escape(meaning, quote=False)
