"""From bytes to text: which characters the bytes of a page, a feed or a sitemap are.

In this order: a byte order mark, escapes that only ISO-2022-JP has, UTF-8 wherever the bytes are valid UTF-8 (or as
good as), what is declared, what the language suggests, Windows-1252. A stray byte in UTF-8 is a letter pasted in from
an older encoding, and is read as that; it spoils nothing around it.
"""

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = re.compile(rb"(?:[ \r\n\t]\0){0,20}(?P<little><\0[!-~]\0)|(?:\0[ \r\n\t]){0,20}\0<\0[!-~]")  # UTF-16
_CONTROLS = re.compile("[\x80-\x9f]")  # no publisher writes one: letters and quotes of a Windows encoding, misread
_LONG = re.compile("[\u0800-\ud7ff\ue000-\uffff\U00010000-\U0010ffff]")  # of three bytes or four
_STRAY = re.compile("[\udc80-\udcff]")  # a byte that is not UTF-8, as "surrogateescape" reads it
# A character that was cut off: what a letter cannot be followed by, or where no word is that a letter could end.
_HALF = re.compile("\udce2[\udc80-\udc84]|(?<![A-Za-z])[\udce0-\udcf4][\udc80-\udcbf]{1,2}|[\udcc2-\udcf4]\\Z")
_ESC = b"\x1b"  # one byte is found many times as fast as two
_ESCAPED_JAPANESE = re.compile(rb"\x1b\$[@B]")
_XML = re.compile(rb"""^\s{0,20}<\?xml[^>]{0,200}?encoding\s{0,5}=\s{0,5}["']([a-zA-Z0-9_:.-]{2,40})""")
_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([a-zA-Z0-9_:.-]{2,40})""", re.IGNORECASE)
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}["']?\s{0,5}([a-zA-Z0-9_:.-]{2,40})""", re.IGNORECASE)
_LANGUAGE = re.compile(
    rb"""<(?:html|rss|feed|urlset)\b[^>]{0,400}?\s(?:xml:)?lang\s{0,5}=\s{0,5}["']?([a-zA-Z]{2})"""
    rb"""|<(?:dc:|news:)?language>\s{0,20}([a-zA-Z]{2})""",
    re.IGNORECASE,
)
_WINDOW = 4096  # bytes in which a document declares itself; browsers read 1,024
_FEW = 4  # whole characters for each stray byte where another encoding is declared; there strays are more than half
_SURE = (
    3  # what a whole character of three bytes counts for more, where UTF-8 is declared: no other text looks like that
)
_PART = 1 << 14  # bytes of a document that are looked at together
_SAMPLE = 200_000  # bytes by which the encoding that breaks least is chosen

# What browsers read under these labels: the larger set of the same family.
_WIDER = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso_8859-1": "cp1252",
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
    "x-euc-jp": "euc_jp",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "windows-949": "cp949",
    "tis-620": "cp874",
    "iso-8859-11": "cp874",
    "windows-874": "cp874",
    "x-cp1251": "cp1251",
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
    "pl": ("iso8859-2", "cp1250"),
    "cs": ("cp1250",),
    "hu": ("cp1250",),
    "el": ("cp1253",),
    "tr": ("cp1254",),
    "he": ("cp1255",),
    "ar": ("cp1256",),
    "th": ("cp874",),
}


def text_of_bytes(body: bytes, content_type: str | None = None) -> str:
    """The characters of a document. Never raises: what cannot be read becomes U+FFFD."""
    if evident := _evident(body):
        return body.decode(evident, "replace").removeprefix("\ufeff")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        if _is_nearly_utf8(body[:_SAMPLE], content_type):
            return _with_strays(body, content_type)
    for name in _candidates(body, content_type):
        try:
            text = body.decode(name)
        except (UnicodeError, LookupError):
            continue
        if not (name.startswith("iso") and _CONTROLS.search(text)):
            return text
    return _best_effort(body, content_type)


def utf8_of_bytes(body: bytes, content_type: str | None = None) -> bytes:
    """The characters of a document as UTF-8: of most the very bytes."""
    is_fit = not _evident(body) and _is_utf8(body)
    return body if is_fit else text_of_bytes(body, content_type).encode("utf-8", "replace")


def _is_utf8(body: bytes) -> bool:
    """Whether the bytes are UTF-8, read in parts: one character that is wide does not make all others so."""
    at, size, view = 0, len(body), memoryview(body)
    try:
        while at < size:
            at += codecs.utf_8_decode(view[at : at + _PART], "strict", at + _PART >= size)[1]
    except UnicodeDecodeError:
        return False
    return True


def _evident(body: bytes) -> str | None:
    """The encoding that the first bytes show by a mark, or by a form that no other encoding has."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return name
    if unmarked := _UNMARKED.match(body):
        return "utf-16-le" if unmarked["little"] else "utf-16-be"
    return "iso2022_jp" if _ESC in body and _ESCAPED_JAPANESE.search(body) else None


def _is_nearly_utf8(sample: bytes, content_type: str | None) -> bool:
    """Whether most characters beyond ASCII are whole: a document with letters pasted in, or cut inside one."""
    text = sample.decode("utf-8", "surrogateescape")
    strays = len(_STRAY.findall(text))
    whole = len(text) - len(text.encode("ascii", "ignore")) - strays
    declared = _declared(sample, content_type)[:1]
    if declared == ["utf-8"]:
        return whole + _SURE * len(_LONG.findall(text)) >= strays
    return whole >= (_FEW if declared else 1) * strays


def _with_strays(body: bytes, content_type: str | None) -> str:
    """The text of UTF-8 in which single bytes are of an older encoding; half a character becomes U+FFFD."""
    text = _HALF.sub("\ufffd", body.decode("utf-8", "surrogateescape"))
    names = [name for name in _candidates(body, content_type) if _is_of_single_bytes(name)]
    older = [bytes([code]).decode(names[0] if names else "cp1252", "replace") for code in range(128, 256)]
    return text.translate({0xDC80 + place: letter for place, letter in enumerate(older)})


def _is_of_single_bytes(name: str) -> bool:
    """Whether each byte is a letter of its own in this encoding."""
    return not name.startswith(("utf", "iso2022")) and len(bytes(range(192, 256)).decode(name, "replace")) == 64


def _candidates(body: bytes, content_type: str | None) -> list[str]:
    """The encodings to try, likeliest first; Windows-1252, as which anything can be read, last."""
    declared = _declared(body, content_type)
    language = _LANGUAGE.search(body[:_WINDOW])
    named = (language[1] or language[2]).decode("ascii").lower() if language else ""
    single_byte = [name for name in declared if name == "cp1252"]
    return [name for name in declared if name != "cp1252"] + [*_BY_LANGUAGE.get(named, ())] + single_byte


def _declared(body: bytes, content_type: str | None) -> list[str]:
    """The encodings that XML, the header and the markup declare, in this order.

    A server says one thing of all its documents; XML is written by what writes the document.
    """
    head = body[:_WINDOW]
    xml, header, meta = _XML.search(head), _HEADER.search(content_type or ""), _META.search(head)
    found = [xml[1].decode("ascii")] if xml else []
    found += [header[1]] if header else []
    found += [meta[1].decode("ascii")] if meta else []
    names = [_WIDER.get(name.lower(), name.lower()) for name in found]
    return [name for name in names if _is_text_codec(name)]


def _is_text_codec(name: str) -> bool:
    """Whether this names an encoding of text that a document may be in: not `base64`, not what we read by a mark."""
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return False
    is_text = getattr(info, "_is_text_encoding", True)  # "hex" and "zip" are codecs too; there is no public test
    return bool(is_text) and info.name not in {"utf-7", "idna", "punycode"} and not info.name.startswith("utf-32")


def _best_effort(body: bytes, content_type: str | None) -> str:
    """No encoding fits wholly: the one that breaks least."""
    sample = body[:_SAMPLE]
    names = ["utf-8", *(name for name in _declared(body, content_type) if name != "utf-8")]
    broken = {name: sample.decode(name, "replace").count("\ufffd") for name in names}
    best = min(names, key=broken.__getitem__)
    if broken[best] * 4 > sum(byte > 127 for byte in sample):
        best = "cp1252"
    return body.decode(best, "replace")
