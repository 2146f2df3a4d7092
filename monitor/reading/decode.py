"""From bytes to one lxml tree: which characters the bytes are, and the single parse of a page.

Bytes that are valid UTF-8 are UTF-8 whatever the page declares (a chance of one in thousands for other text of some
length); else a byte order mark, the header, the page's own declaration, and at last what the language suggests.
"""

import codecs
import re

from lxml import etree

_META = re.compile(rb"""<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}["']?\s{0,5}([a-zA-Z0-9_:.-]{2,40})""", re.IGNORECASE)
_XML = re.compile(rb"""^\s{0,20}<\?xml[^>]{0,100}?encoding\s{0,5}=\s{0,5}["']([a-zA-Z0-9_:.-]{2,40})""")
_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([a-zA-Z0-9_:.-]{2,40})""", re.IGNORECASE)
_LANGUAGE = re.compile(rb"""<html[^>]{0,400}?\slang\s{0,5}=\s{0,5}["']?([a-zA-Z]{2})""", re.IGNORECASE)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What browsers read under these labels: the larger set of the same family.
_WIDER = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "tis-620": "cp874",
    "windows-874": "cp874",
    "utf8": "utf-8",
    "unicode": "utf-8",
}
_BY_LANGUAGE = {
    "ja": ("cp932", "euc_jp"),
    "zh": ("gb18030", "big5hkscs"),
    "ko": ("cp949",),
    "ru": ("cp1251", "koi8-r"),
    "uk": ("cp1251",),
    "bg": ("cp1251",),
    "pl": ("iso8859-2",),
    "cs": ("cp1250",),
    "hu": ("cp1250",),
    "el": ("cp1253",),
    "tr": ("cp1254",),
    "he": ("cp1255",),
    "ar": ("cp1256",),
    "th": ("cp874",),
}
_ESCAPED_JAPANESE = re.compile(rb"\x1b\$[@B]")
_INLINE = re.compile(r"</?(?:b|i|u|a|em|strong|font|span|big|small|center|tt|nobr)\b[^<>]{0,2000}>", re.IGNORECASE)
_WINDOW = 4096  # bytes in which a page declares itself; browsers read 1,024


def text_of_bytes(body: bytes, content_type: str | None = None) -> str:
    """The characters of a page. Never raises: what cannot be read becomes U+FFFD."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    if b"\x1b$" in body and _ESCAPED_JAPANESE.search(body):
        return body.decode("iso2022_jp", "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    for name in _candidates(body, content_type):
        try:
            return body.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return _best_effort(body, content_type)


def _candidates(body: bytes, content_type: str | None) -> list[str]:
    language = _LANGUAGE.search(body[:_WINDOW])
    guesses = _BY_LANGUAGE.get(language[1].decode("ascii").lower(), ()) if language else ()
    declared = _declared(body, content_type)
    single_byte = [name for name in declared if name == "cp1252"]
    return [name for name in declared if name != "cp1252"] + [*guesses] + single_byte


def _declared(body: bytes, content_type: str | None) -> list[str]:
    found = []
    if content_type and (match := _HEADER.search(content_type)):
        found.append(match[1])
    declarations = (pattern.search(body[:_WINDOW]) for pattern in (_META, _XML))
    found.extend(declaration[1].decode("ascii") for declaration in declarations if declaration)
    names = [_WIDER.get(name.lower(), name.lower()) for name in found]
    return [name for name in names if _is_text_codec(name)]


def _is_text_codec(name: str) -> bool:
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return False
    return bool(getattr(info, "_is_text_encoding", True)) and info.name not in {"utf-7", "idna", "punycode"}


def _best_effort(body: bytes, content_type: str | None) -> str:
    """No encoding fits wholly (a page cut inside a character, or pasted together): the one that breaks least."""
    declared = [name for name in _declared(body, content_type) if name != "utf-8"]
    readings = [body.decode(name, "replace") for name in ("utf-8", *declared)]
    best = min(readings, key=lambda reading: reading.count("\ufffd"))
    high = sum(1 for byte in body[:200_000] if byte > 127)
    if best.count("\ufffd") * 4 > high:
        return body.decode("cp1252", "replace")
    return best


def parse(markup: str) -> etree._Element | None:
    """The tree of a page, or None where there is no element in it. It is never deeper than 254 elements."""
    root = _parse_once(markup)
    if root is not None and _was_cut(root):  # libxml2 stops at that depth and drops the rest of the page
        flatter = _parse_once(_INLINE.sub("", markup))
        return root if flatter is None else flatter
    return root


def _parse_once(markup: str) -> etree._Element | None:
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        parser.feed(markup.encode("utf-8", "replace"))
        root: etree._Element | None = parser.close()
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None
    return root


def _was_cut(root: etree._Element) -> bool:
    depth, element = 1, root
    while len(element):
        element = element[-1]
        depth += 1
    return depth > 250
