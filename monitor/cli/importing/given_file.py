"""The file that is imported: its bytes within a limit, which kind of file it is, and its characters."""

import re
import sys
from enum import StrEnum
from pathlib import Path

from monitor.cli.importing import sheets
from monitor.errors import UserError
from monitor.reading.encoding import text_of_bytes

LIMIT = 10 * 1024 * 1024  # bytes: 50,000 feeds are some 8 MB
_HEAD = 4096  # bytes in which XML begins
_XML = re.compile(r"\s{0,100}<[a-z?!]", re.IGNORECASE)  # who reads OPML says what else it is
_HTML = re.compile(r"\s{0,100}<(?:!DOCTYPE\s{1,10}html|html\b)", re.IGNORECASE)
_JSON = re.compile(r'\s{0,100}\{\s{0,100}"(?:entities|head|results|success)"')  # of Wikidata and its query service
_IMDB = re.compile(r'(?:"?Position"?,)?"?Const"?,', re.IGNORECASE)  # the columns that its exports begin with
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


class FileKind(StrEnum):
    """The kinds of files that are understood."""

    OPML = "opml"
    CSV = "csv"
    XLSX = "xlsx"
    NAMES = "names"
    CARDS = "cards"


def read(path: Path) -> bytes:
    """The bytes of the file, or of standard input for `-`.

    Raises:
        UserError: it is too large.
    """
    if str(path) == "-":
        body = sys.stdin.buffer.read(LIMIT + 1)
    else:
        with path.open("rb") as stream:
            body = stream.read(LIMIT + 1)
    if len(body) > LIMIT:
        raise UserError(f"{path}: is larger than {LIMIT >> 20} MB", hint="split it, or check that it is the right file")
    return body


def kind_of(body: bytes, path: Path) -> FileKind:
    """What kind of file the bytes are, by what is in them.

    Raises:
        UserError: they are of a kind that is not understood.
    """
    if body.startswith(b"PK\x03\x04"):
        return FileKind.XLSX
    if body.startswith(_OLD_EXCEL):
        raise UserError(f"{path}: is a workbook of an old form of Excel", hint="save it as .xlsx or as CSV")
    text = characters(body[:_HEAD])
    if _HTML.match(text):
        raise UserError(f"{path}: is a web page", hint="export the file from your feed reader as OPML")
    if _XML.match(text):
        return FileKind.OPML
    if "\x00" in text:
        raise UserError(f"{path}: is neither OPML, CSV, XLSX nor a list of names")
    if _JSON.match(text) or _IMDB.match(text):
        return FileKind.CARDS
    return FileKind.CSV if sheets.has_headings(characters(body)) else FileKind.NAMES


def characters(body: bytes) -> str:
    """The text in the bytes: by a mark, UTF-8, UTF-16 that has no mark, or Windows-1252."""
    sample = body[:_HEAD]
    if sample[1::2].count(0) * 3 > len(sample):  # every second byte of Latin text in UTF-16 is zero
        return body.decode("utf-16-le", "replace").removeprefix("\ufeff")
    if sample[::2].count(0) * 3 > len(sample):
        return body.decode("utf-16-be", "replace").removeprefix("\ufeff")
    return text_of_bytes(body)
