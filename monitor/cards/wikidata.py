"""Cards of Wikidata's entities, as `Special:EntityData/Q….json` and `wbgetentities` have them.

An entity names its people by id alone; their names are known where their entities are in the same file.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from monitor.cards.card import Card, Credit, names
from monitor.model import WatchKind

CREDITS = {  # the property of each
    "P57": Credit.DIRECTOR,
    "P170": Credit.CREATOR,
    "P161": Credit.CAST,
    "P725": Credit.CAST,  # voice actor
    "P272": Credit.STUDIO,
    "P449": Credit.NETWORK,
    "P175": Credit.ARTIST,
    "P178": Credit.DEVELOPER,
    "P123": Credit.PUBLISHER,
    "P800": Credit.WORK,
}
IDS = {
    "P345": "imdb",
    "P4947": "tmdb",  # of a film
    "P4983": "tmdb",  # of a series
    "P4985": "tmdb",  # of a person
    "P434": "musicbrainz",  # of an artist
    "P436": "musicbrainz",  # of a release group
    "P5794": "igdb",
    "P4835": "tvdb",
    "P6127": "letterboxd",
    "P1258": "rotten-tomatoes",
    "P1733": "steam",
    "P213": "isni",
}
_CLASSES = {
    "Q5": WatchKind.PERSON,
    "Q215380": WatchKind.PERSON,  # a band
    "Q11424": WatchKind.FILM,
    "Q5398426": WatchKind.SHOW,
    "Q482994": WatchKind.ALBUM,
    "Q7889": WatchKind.GAME,
}
_KINDS = {  # an id that things of one kind alone have: there are too many classes of films
    "P4985": WatchKind.PERSON,
    "P434": WatchKind.PERSON,
    "P4947": WatchKind.FILM,
    "P6127": WatchKind.FILM,
    "P4983": WatchKind.SHOW,
    "P4835": WatchKind.SHOW,
    "P436": WatchKind.ALBUM,
    "P5794": WatchKind.GAME,
}
_NAMES = ("P1476", "P1449", "P742", "P1477", "P1559")  # title, nickname, pseudonym, birth name, name in own language
_DATES = ("P577", "P580", "P569")  # published, began, born
_EVERY = "mul"  # the label for all languages that have no other


def cards(entities: Mapping[str, Any], file: str) -> list[Card]:
    """The cards of entities by id; one without any label is none."""
    tables = {id_: entity for id_, entity in entities.items() if isinstance(entity, dict)}
    labels = {id_: label for id_, entity in tables.items() if (label := _label(entity))}
    return [_card(id_, tables[id_], labels, f"{file}:{id_}") for id_ in labels]


def _card(id_: str, entity: dict[str, Any], labels: Mapping[str, str], place: str) -> Card:
    credited: dict[Credit, list[str]] = {}
    unnamed = 0
    for property_, credit in CREDITS.items():
        for value in _values(entity, property_):
            of = str(_table(value).get("id", ""))
            unnamed += of not in labels
            credited.setdefault(credit, []).extend([labels[of]] if of in labels else [])
    aliases, translated = _titles(entity, labels[id_])
    ids = {"wikidata": id_}
    for property_, database in IDS.items():
        for value in names(_values(entity, property_))[:1]:
            ids.setdefault(database, value)
    return Card(
        place=place,
        name=labels[id_],
        kind=_kind(entity),
        year=_year(entity),
        aliases=aliases,
        translated=translated,
        credits={credit: names(people) for credit, people in credited.items() if people},
        ids=ids,
        unnamed=unnamed,
    )


def _titles(entity: dict[str, Any], name: str) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
    """Its other names: those in English or of its own statements, and the rest by language."""
    by_language: dict[str, list[object]] = {}
    for language, label in _table(entity.get("labels")).items():
        by_language.setdefault(language.split("-")[0], []).append(_table(label).get("value"))
    for language, aliases in _table(entity.get("aliases")).items():
        values = [_table(alias).get("value") for alias in _list(aliases)]
        by_language.setdefault(language.split("-")[0], []).extend(values)
    stated = [value for property_ in _NAMES for value in _values(entity, property_)]
    own = [value.get("text") if isinstance(value, dict) else value for value in stated]
    english = [*by_language.pop("en", []), *by_language.pop(_EVERY, []), *own]
    translated = {language: names(values) for language, values in by_language.items()}
    return tuple(each for each in names(english) if each != name), translated


def _label(entity: dict[str, Any]) -> str | None:
    labels = _table(entity.get("labels"))
    first = [labels.get(language) for language in ("en", _EVERY)]
    return next(iter(names(_table(label).get("value") for label in [*first, *labels.values()])), None)


def _kind(entity: dict[str, Any]) -> WatchKind | None:
    classes = [str(_table(value).get("id")) for value in _values(entity, "P31")]
    known = [_CLASSES[of] for of in classes if of in _CLASSES]
    known += [kind for property_, kind in _KINDS.items() if any(_values(entity, property_))]
    return known[0] if known else None


def _year(entity: dict[str, Any]) -> str | None:
    times = [str(_table(value).get("time", "")) for property_ in _DATES for value in _values(entity, property_)]
    years = [time[1:5] for time in times if time[1:5].isdecimal()]
    return years[0] if years else None


def _values(entity: dict[str, Any], property_: str) -> Iterator[Any]:
    """The values of a property, preferred ones first; those that Wikidata marks as wrong or past are left out."""
    claims = [claim for claim in _list(_table(entity.get("claims")).get(property_)) if isinstance(claim, dict)]
    for claim in sorted(claims, key=lambda claim: claim.get("rank") != "preferred"):
        value = _table(_table(claim.get("mainsnak")).get("datavalue")).get("value")
        if claim.get("rank") != "deprecated" and value is not None:
            yield value


def _table(value: Any) -> dict[str, Any]:
    """A JSON object; Wikidata writes an empty one as an empty list."""
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
