"""Cards of an answer of query.wikidata.org, saved as JSON: `item` is the entity, the other variables are its columns.

A variable is called as a column of a table of one's own (`director`, `cast`, `alias`, `imdb`), or that with `Label`. An
item may have many rows; what differs in them is a list. The guide has a query.
"""

import re
from typing import Any

from monitor.cards.card import Card
from monitor.cards.card_tables import card_of_columns
from monitor.errors import UserError

_ENTITY = re.compile(r"https?://www\.wikidata\.org/entity/(Q\d{1,12})")


def is_answer(value: Any) -> bool:
    """Whether a JSON value is the answer to such a query."""
    return (
        isinstance(value, dict)
        and isinstance(value.get("results"), dict)
        and isinstance(value["results"].get("bindings"), list)
    )


def cards(answer: dict[str, Any], file: str) -> list[Card]:
    """The cards of the items of an answer, in its order.

    Raises:
        UserError: no variable is called `item`, or its values are no entities.
    """
    rows: dict[str, dict[str, list[str]]] = {}
    for number, binding in enumerate(answer["results"]["bindings"], 1):
        values = _values(binding)
        entity = _ENTITY.fullmatch(values.pop("item", ""))
        if entity is None:
            raise UserError(f"{file}: result {number}: has no `item` that is an entity of Wikidata", hint=_HINT)
        columns = rows.setdefault(entity[1], {"wikidata": [entity[1]]})
        for name, value in values.items():
            # A thing without its label is an address, and that is no name of anybody.
            if not _ENTITY.fullmatch(value):
                columns.setdefault(_column(name), []).append(value)
    return [card for id_, columns in rows.items() if (card := card_of_columns(columns, f"{file}:{id_}"))]


_HINT = "the query is to select ?item ?itemLabel and what else is wanted: docs/guide/watches.md has one"


def _values(binding: Any) -> dict[str, str]:
    if not isinstance(binding, dict):
        return {}
    terms = {name: term.get("value") for name, term in binding.items() if isinstance(term, dict)}
    return {name: value for name, value in terms.items() if isinstance(value, str)}


def _column(variable: str) -> str:
    return "name" if variable == "itemLabel" else variable.removesuffix("Label").lower()
