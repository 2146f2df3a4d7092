"""From packed or ill-formed bytes to XML that a strict parser takes: no HTML entities, loose `&`, forbidden characters.

CDATA sections that are not closed where their element ends are closed there.

Nothing is unpacked beyond a limit. Which characters the bytes are is `reading.encoding`'s to say.
"""

import html
import re
import zlib
from html.entities import name2codepoint

from monitor.discover.listing import ListingError
from monitor.reading.encoding import text_of_bytes

UNPACKED_LIMIT = 50 * 1024 * 1024  # bytes: what the sitemap protocol allows

_LAYERS = 2  # some servers pack a packed file
_MEMBERS = 1_000  # files in one packed file, as some tools write for each 64 KiB
_PIECE = 64 * 1024  # bytes given to the unpacking at once: what is left of a piece is copied for each member
_EXPANDED = 64 * 1024  # characters that a document's own entities may add to it
_GZIP = b"\x1f\x8b"
_DECLARATION = re.compile(rb"^<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})[\"'][^>]{0,200}\?>")
_NAME = re.compile(r"<(?:[\w.-]{1,64}:)?([\w.-]{1,64})")
_PLAIN_ROOT = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?:<\?xml [^<>]{0,200}\?>\s*+)?<(?:rdf:)?(rss|feed|rdf|urlset|sitemapindex)[\s>]",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"<(?:br|b|p|div|pre|font|strong|table)\b", re.IGNORECASE
)  # what a server prints before its answer
_LISTING = re.compile(r"<(?:[\w.-]{1,64}:)?(?:rss|feed|rdf|channel|urlset|sitemapindex)[\s>]", re.IGNORECASE)
_DECLARED = re.compile(r"[\[>]")  # where a declaration ends, or its subset begins: whichever comes first
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_NAMED = re.compile(
    r"<!\[CDATA\[(?>(?:[^\]]++|\](?!\]>))*)(?:\]\]>|\Z)"
    r"|&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});)(?:([A-Za-z][A-Za-z0-9]{1,31});)?"
)  # sections, which stay; then what XML has no meaning for: most references need no closer look
_MISSPELT_CDATA = re.compile(r"<!\s{0,3}\[\s{0,3}CDATA\s{0,3}\[", re.IGNORECASE)
_CDATA = "<![CDATA["
_OPENING = re.compile(r"<([\w:.-]{1,64})(?:\s[^<>]{0,500})?>\s{0,100}")  # what stands in front of a section
_CLOSED_WRONGLY = re.compile(r"\s{0,20}\]{1,2}\s{0,20}>?\s{0,20}\Z")
_ENTITY = re.compile(
    r"""<!ENTITY\s{1,20}([A-Za-z][\w.-]{0,60})\s{1,20}(?:"([^"%&<]{0,500})"|'([^'%&<]{0,500})')\s{0,20}>"""
)
_LEFT_OPEN = re.compile(
    rb"""<((?:[\w.-]{1,64}:)?(?:link|category|enclosure)(?:\s{1,20}[\w:.-]{1,64}=(?:"[^"<>]{0,2000}"|'[^'<>]{0,2000}')){1,20})"""
    rb"""\s{0,20}>(?=\s{0,200}<[^/])"""
)


def unpacked(body: bytes) -> bytes:
    """The body, gunzipped where it is packed.

    Raises:
        ListingError: it is larger than any listing may be.
    """
    for _ in range(_LAYERS):
        if body[:2] != _GZIP:
            return body
        body = _gunzipped(body)
    return body


def _gunzipped(packed: bytes) -> bytes:
    """The content of all members of a gzip file; what follows the last one, or is broken after the first, is left."""
    parts: list[bytes] = []
    size = position = 0
    for _ in range(_MEMBERS):
        machine = zlib.decompressobj(wbits=31)
        while not machine.eof and position < len(packed):
            piece = packed[position : position + _PIECE]
            try:
                parts.append(machine.decompress(piece, UNPACKED_LIMIT + 1 - size))
            except zlib.error as error:
                if parts:
                    return b"".join(parts)
                raise ListingError(f"it looks packed (gzip) and cannot be unpacked: {error}") from error
            size += len(parts[-1])
            if size > UNPACKED_LIMIT:
                raise ListingError(f"it unpacks to more than {UNPACKED_LIMIT} bytes")
            position += len(piece) - len(machine.unused_data)
        if packed[position : position + 2] != _GZIP:
            break
    return b"".join(parts)


def repaired(body: bytes, content_type: str | None = None) -> bytes:
    """The root element as UTF-8, without what commonly makes it ill-formed: forbidden characters, loose `&`.

    What stands before the root is left out. HTML's entities become their characters, those that the document declares
    become the plain text that they stand for (a few: nothing grows much by it), unknown ones their own text.
    """
    text = _FORBIDDEN.sub("", text_of_bytes(body, content_type))
    start = _root(text)
    whole = _MISSPELT_CDATA.sub("<![CDATA[", text[start:])
    resolve = _Entities({found[1]: found[2] or found[3] or "" for found in _ENTITY.finditer(text[:start])})
    return _NAMED.sub(resolve, _with_cdata_closed(whole)).encode("utf-8", "replace")


def _with_cdata_closed(text: str) -> str:
    """The text with each CDATA section closed before the end of its element, where it would run on beyond it."""
    parts: list[str] = []
    done = 0
    section = text.find(_CDATA)
    while section >= 0:
        before, start = section, section + len(_CDATA)
        section = text.find(_CDATA, start)
        found = _OPENING.fullmatch(text, max(text.rfind("<", 0, before), 0), before)
        if found is None:
            continue
        following = section if section >= 0 else len(text)
        end = text.find("]]>", start, following)
        closing = text.find(f"</{found[1]}", start, end if end >= 0 else following)
        if closing < 0 or (end >= 0 and text[end + 3 : end + 200].lstrip().startswith(f"</{found[1]}")):
            continue
        parts += [text[done:start], _CLOSED_WRONGLY.sub("", text[start:closing]), "]]>"]
        done = closing
    return "".join([*parts, text[done:]])


def without_half_element(body: bytes) -> bytes:
    """The body up to its last closing tag: of a listing that was cut off, half an address is worse than none."""
    start = body.rfind(b"</")
    if body.find(b">", start) < 0:  # cut off in a closing tag
        start = body.rfind(b"</", 0, start)
    return body[: body.find(b">", start) + 1] if start >= 0 else body


def with_empty_elements_closed(body: bytes) -> bytes:
    """The body with links and categories that are all attributes closed, where another element follows: as in HTML."""
    return _LEFT_OPEN.sub(rb"<\1/>", body)


def root_name(body: bytes) -> str:
    """The local name of the first element, in lower case; empty where the beginning of the body has none."""
    if plain := _PLAIN_ROOT.match(body):
        return plain[1].decode("ascii").lower()
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
            found = _DECLARED.search(text, position)
            end = found.start() if found else -1
            end = text.find("]", end) if found and found[0] == "[" else end
        elif _NOTICE.match(text, position) and (root := _LISTING.search(text, position)):
            return root.start()
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


class _Entities:
    """What stands for a reference in a text: the meaning of each, by HTML or by the document, or its own letters."""

    def __init__(self, declared: dict[str, str]) -> None:
        self._declared = declared
        self._left = _EXPANDED

    def __call__(self, found: re.Match[str]) -> str:
        name = found[1]
        if found[0].startswith("<"):
            return found[0]
        if name is None:
            return "&amp;"
        if (meaning := self._declared.get(name)) is not None and len(meaning) <= self._left:
            self._left -= len(meaning)
            return html.escape(meaning, quote=False)
        if code := name2codepoint.get(name):  # as the document types of XHTML have it: HTML 5 moved some
            return chr(code)
        meaning = html.unescape(found[0])
        return f"&amp;{name};" if meaning == found[0] else html.escape(meaning, quote=False)
