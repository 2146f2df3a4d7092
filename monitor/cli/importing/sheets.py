"""Rows of cells: from CSV whatever its separator, and from a workbook (XLSX)."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from monitor import error_words
from monitor.cli.importing import column_keys
from monitor.errors import MonitorError, UserError

_SEPARATORS = ",;\t|"
_DECLARED = re.compile(r"\ufeff?sep=([,;\t|])\r?\n", re.IGNORECASE)  # a first line that Excel reads
_UNPACKED = 100 * 1024 * 1024  # bytes of a workbook, unpacked: 100,000 rows are some 20 MB
_CHUNK = 1024 * 1024  # bytes unpacked at once
_FIELD = 1024 * 1024  # characters in one cell
_IN_NAME = re.compile(r"[,;\t|]")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its number in the file, from 1, and its cells; `wrong` are cells that cannot be read."""

    number: int
    cells: list[str]
    wrong: dict[int, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any(cell.strip() for cell in self.cells)


def of_csv(text: str) -> Iterator[Row]:
    """The rows of a CSV text that are not empty.

    Raises:
        UserError: it is no CSV.
    """
    declared = _DECLARED.match(text)
    skipped = 1 if declared else 0
    csv.field_size_limit(_FIELD)
    reader = csv.reader(io.StringIO(text[declared.end() if declared else 0 :], newline=""), delimiter=_separator(text))
    before = 0
    try:
        for cells in reader:
            row = Row(before + 1 + skipped, cells)
            before = reader.line_num
            if row:
                yield row
    except csv.Error as error:
        raise UserError(f"line {before + 1 + skipped}: is no CSV: {error_words.message(error)}") from None


def has_headings(text: str) -> bool:
    """Whether the first line names a column that says which watch a row is."""
    first = _first(text, _separator(text))
    return any(column_keys.key_of(cell) in {"name", "query"} for cell in first)


def looks_like_rows(lines: list[str]) -> bool:
    """Whether lines are rows of a table rather than names: each has a separator."""
    return len(lines) > 1 and all(_IN_NAME.search(line) for line in lines)


def of_workbook(body: bytes, sheet: str | None) -> Iterator[Row]:
    """The rows of a sheet, by default the first, that are not empty.

    Raises:
        UserError: it is no workbook, too large, or has no such sheet.
        MonitorError: the library for workbooks is not installed.
    """
    try:
        from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - an extra
    except ImportError:
        raise MonitorError(
            "workbooks need a library that is not installed",
            hint="pip install 'entertainment-monitor[xlsx]', or save the sheet as CSV",
        ) from None
    _measure(body)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(body))
        if sheet is not None and sheet not in book.sheet_names:
            raise UserError(f'has no sheet "{sheet}"', hint=f"there are: {', '.join(book.sheet_names)}")
        rows = book.get_sheet_by_name(sheet or book.sheet_names[0]).to_python(skip_empty_area=False)
    except (CalamineError, IndexError) as error:
        raise UserError(f"is no workbook that can be read: {error_words.message(error)}") from None
    for number, cells in enumerate(rows, 1):
        wrong = {
            place: "is a date in the workbook: format the cell as text, and write it again"
            for place, cell in enumerate(cells)
            if isinstance(cell, date | time | timedelta)
        }
        if row := Row(number, [_text(cell) for cell in cells], wrong):
            yield row


def _measure(body: bytes) -> None:
    """Unpack the file once, to nowhere: what is packed small may be huge."""
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            for name in packed.namelist():
                with packed.open(name) as stream:
                    while chunk := stream.read(_CHUNK):
                        total += len(chunk)
                        if total > _UNPACKED:
                            raise UserError(f"unpacks to more than {_UNPACKED >> 20} MB")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, zlib.error) as error:
        raise UserError(f"is no workbook that can be read: {error_words.message(error)}") from None


def _text(cell: Any) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # a film called 1917 is a number to a workbook
    return str(cell)


def _separator(text: str) -> str:
    """The sign between the cells: that which makes most headings known."""
    if declared := _DECLARED.match(text):
        return declared[1]
    rows = {one: _first(text, one) for one in _SEPARATORS}
    known = {one: sum(column_keys.key_of(cell) is not None for cell in cells) for one, cells in rows.items()}
    return max(_SEPARATORS, key=lambda one: (known[one], len(rows[one])))


def _first(text: str, separator: str) -> list[str]:
    """The cells of the first line that is not empty."""
    csv.field_size_limit(_FIELD)
    line = next((line for line in text[:_FIELD].splitlines() if line.strip() and not _DECLARED.match(f"{line}\n")), "")
    return next(csv.reader([line], delimiter=separator), [])
