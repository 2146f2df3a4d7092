"""From bytes to text or well-formed XML: packed bodies, declared and real encodings, characters XML forbids.

Nothing is unpacked beyond a limit. Guessing goes by byte order marks, then what is declared, then what fits.
"""

import codecs
import html
import re
import zlib

from monitor.discover.listing import ListingError

UNPACKED_LIMIT = 50 * 1024 * 1024  # bytes: what the sitemap protocol allows

_LAYERS = 2  # some servers pack a packed file
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_DECLARATION = re.compile(rb"^<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})[\"'][^>]{0,200}\?>")
_NAME = re.compile(r"<(?:[\w.-]{1,64}:)?([\w.-]{1,64})")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_NAMED = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?:([A-Za-z][A-Za-z0-9]{1,31});|#(?:\d{1,7}|[xX][0-9a-fA-F]{1,6});)?", re.DOTALL
)
_XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\x00?\x00", "utf-16-le"),
    (b"\x00<\x00?", "utf-16-be"),
)


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


def decoded(body: bytes, content_type: str | None = None) -> str:
    """The text of the body. What fits no encoding at all arrives with replacement characters."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body.decode(name, "replace").removeprefix("\ufeff")
    for name in _likely_encodings(body, content_type):
        try:
            return body.decode(name)
        except (LookupError, UnicodeError):
            continue
    return body.decode("utf-8", "replace") if _mostly_utf8(body) else body.decode("cp1252", "replace")


def repaired(body: bytes, content_type: str | None = None) -> bytes:
    """The root element as UTF-8, without what commonly makes it ill-formed: forbidden characters, loose `&`.

    What stands before the root is left out, entity declarations with it: HTML's entities become their characters,
    unknown ones their own text.
    """
    text = _FORBIDDEN.sub("", decoded(body, content_type))
    return _NAMED.sub(_known, text[_root(text) :]).encode("utf-8", "replace")


def without_half_element(body: bytes) -> bytes:
    """The body up to its last closing tag: of a listing that was cut off, half an address is worse than none."""
    start = body.rfind(b"</")
    if body.find(b">", start) < 0:  # cut off in a closing tag
        start = body.rfind(b"</", 0, start)
    return body[: body.find(b">", start) + 1] if start >= 0 else body


def root_name(body: bytes) -> str:
    """The local name of the first element, in lower case; empty where the beginning of the body has none."""
    text = decoded(body[:8192])
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


def is_mislabelled(body: bytes) -> bool:
    """Whether the XML declares an encoding of single bytes, and is UTF-8 all the same."""
    declared = _DECLARATION.match(body[:500].lstrip())
    if declared is None or declared[1].lower().startswith((b"utf", b"ucs")) or body.isascii():
        return False
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _likely_encodings(body: bytes, content_type: str | None) -> list[str]:
    """The encodings to try, in order.

    UTF-8 first: almost nothing that decodes as UTF-8 is anything else, whatever it says. Then what is declared in
    the document, which is wrong more rarely than what a server says of all its documents.
    """
    head = body[:2048].lstrip()
    declared = _DECLARATION.match(head)
    stated = [_CHARSET.search(head.decode("latin-1")), _CHARSET.search(content_type or "")]  # a <meta>, the header
    names = ["utf-8"]
    names += [declared[1].decode("ascii")] if declared else []
    names += [found[1] for found in stated if found]
    wider = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "gb2312": "gb18030"}
    return [wider.get(name.lower(), name) for name in names if _is_text_encoding(name)]


def _is_text_encoding(name: str) -> bool:
    try:
        return codecs.lookup(name)._is_text_encoding  # noqa: SLF001 - "hex" and "zip" are codecs too; no public test
    except LookupError:
        return False


def _mostly_utf8(body: bytes) -> bool:
    text = body[:65_536].decode("utf-8", "replace")
    return text.count("\ufffd") * 20 < sum(not char.isascii() for char in text)


def _known(found: re.Match[str]) -> str:
    name = found[1]
    if found[0].startswith("<") or name in _XML_ENTITIES or (name is None and found[0] != "&"):
        return found[0]
    if name is None:
        return "&amp;"
    meaning = html.unescape(found[0])
    return f"&amp;{name};" if meaning == found[0] else html.escape(meaning, quote=False)
