"""Cards of CSV: the export of an IMDb list, or a table of one's own with a column `name`."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence

from monitor import text
from monitor.cards.card import Card, Credit, names
from monitor.cards.wikidata import IDS
from monitor.errors import UserError
from monitor.model import WatchKind

_FIELD = 131_072  # characters of one field
_IMDB = "const"  # the column that its exports alone have
_IMDB_KINDS = {  # by the first words of `Title Type`, of exports of several years: "Movie", "movie", "tvSeries"
    "movie": WatchKind.FILM,
    "short": WatchKind.FILM,
    "tvmovie": WatchKind.FILM,
    "tvseries": WatchKind.SHOW,
    "tvminiseries": WatchKind.SHOW,
    "videogame": WatchKind.GAME,
}
_OTHER_NAMES = ("alias", "aliases", "nickname", "nicknames", "original title", "titles")
_DATABASES = ("wikidata", *dict.fromkeys(IDS.values()))
_CREDITS = {name: credit for credit in Credit for name in (credit.value, f"{credit.value}s")} | {
    "work": Credit.WORK,
    "actors": Credit.CAST,
    "performer": Credit.ARTIST,
}
_TITLE_IN = re.compile(r"title[_ ]([a-z]{2,3})")  # `title_de`
_LIST = re.compile(r"\s*[|;]\s*")
Columns = Mapping[str, Sequence[str]]


def cards(content: str, file: str) -> list[Card]:
    """The cards of a table, a row each; a row without a name is none.

    Raises:
        UserError: it has no header that names the columns, or cannot be read; the line is named.
    """
    rows = _rows(content, file)
    _, head = next(rows, (1, []))
    columns = [text.clean_line(name).lower() for name in head]
    make = _of_imdb if _IMDB in columns else card_of_columns
    if not {"name", "title"} & set(columns):
        raise UserError(
            f"{file}:1: has no column `name`: its columns are {', '.join(names(head)[:12]) or 'none'}",
            hint="the first line names the columns: name,kind,director,cast,aliases,ids",
        )
    if make is card_of_columns and (wrong := [name for name in columns if name and not _is_known(name)]):
        raise UserError(
            f"{file}:1: the column `{wrong[0][:40]}` is not known",
            hint=f"there are {', '.join(_known())}, and title_de (a title in German)",
        )
    found = []
    for line, row in rows:
        values = {name: [value] for name, value in zip(columns, row, strict=False) if name and value.strip()}
        if values and (card := make(values, f"{file}:{line}")):
            found.append(card)
    return found


def card_of_columns(columns: Columns, place: str) -> Card | None:
    """A card of named columns; several values of one stand between `|` or `;`. None if it has no name.

    Raises:
        UserError: `kind` or `ids` cannot be understood.
    """
    listed = {name: names(part for value in values for part in _LIST.split(value)) for name, values in columns.items()}
    own = names([*columns.get("name", ()), *columns.get("title", ())])
    if not own:
        return None
    credited: dict[Credit, tuple[str, ...]] = {}
    for name, values in listed.items():
        if (credit := _CREDITS.get(name)) and values:
            credited[credit] = names([*credited.get(credit, ()), *values])
    return Card(
        place=place,
        name=own[0],
        kind=_kind(listed.get("kind", ()), place),
        year=next((value[:4] for value in listed.get("year", ()) if value[:4].isdecimal()), None),
        aliases=names(value for name in _OTHER_NAMES for value in listed.get(name, ())),
        translated={match[1]: values for name, values in listed.items() if (match := _TITLE_IN.fullmatch(name))},
        credits=credited,
        ids=_ids(listed, place),
    )


def _of_imdb(columns: Columns, place: str) -> Card | None:
    own = names([*columns.get("title", ()), *columns.get("name", ())])
    if not own:
        return None
    row = {name: values[0] for name, values in columns.items()}
    type_ = re.sub(r"[^a-z]", "", row.get("title type", "").lower())
    works = {Credit.WORK: names(row.get("known for", "").split(", "))}
    return Card(
        place=place,
        name=own[0],
        kind=_IMDB_KINDS.get(type_) or (WatchKind.PERSON if row.get(_IMDB, "").startswith("nm") else None),
        year=row.get("year"),
        aliases=names([row.get("original title")]),
        credits={Credit.DIRECTOR: names(row.get("directors", "").split(", "))} | works,
        ids={"imdb": row[_IMDB].strip()} if row.get(_IMDB) else {},
    )


def _rows(content: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold something, with the line on which each ends."""
    head = content.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    csv.field_size_limit(_FIELD)  # of the whole process: whoever reads a table sets its own
    reader = csv.reader(content.splitlines(keepends=True), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, row
    except csv.Error as error:
        raise UserError(f"{file}:{reader.line_num}: cannot be read as CSV: {error}") from None


def _known() -> list[str]:
    return ["name", "kind", "year", *Credit, "aliases", "nicknames", "ids", *_DATABASES]


def _is_known(column: str) -> bool:
    return column in {*_known(), *_OTHER_NAMES, *_CREDITS, "title", "id"} or bool(_TITLE_IN.fullmatch(column))


def _kind(values: Sequence[str], place: str) -> WatchKind | None:
    if not values:
        return None
    try:
        return WatchKind(values[0].lower())
    except ValueError:
        raise UserError(f"{place}: kind: {values[0]!r} is none of {', '.join(WatchKind)}") from None


def _ids(listed: Mapping[str, Sequence[str]], place: str) -> dict[str, str]:
    """The ids: of columns called as a database is, and of `ids`, which has `imdb:tt0113277`."""
    found = {name: listed[name][0] for name in _DATABASES if listed.get(name)}
    for pair in (*listed.get("ids", ()), *listed.get("id", ())):
        match = re.fullmatch(r"([A-Za-z][A-Za-z0-9_-]{0,39})\s*[:=]\s*(\S.*)", pair)
        if match is None:
            raise UserError(f"{place}: ids: {pair!r} is not such as imdb:tt0113277")
        found.setdefault(match[1].lower(), match[2])
    return found
