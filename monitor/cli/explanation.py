"""An explanation of `monitor.match` as lines for a person: a line a clause, indented by depth."""

from collections.abc import Iterator
from typing import Any

import click

from monitor.views.readable import visible


def lines(explained: dict[str, Any], *, styled: bool) -> Iterator[str]:
    """What `clause_rows` says, for a person: on a terminal with colours, and the words that were found in bold."""
    verdict = "matches" if explained["matches"] else "does not match"
    yield f"{visible(explained['watch'])}: {_coloured(verdict, explained['matches'], styled=styled)}"
    for clause in explained["clauses"]:
        holds = "yes" if clause["holds"] else "no "
        shown = "; ".join(_place(place, styled=styled) for place in clause["where"])
        left = clause["count"] - len(clause["where"])
        more = f"; and {left} more" if left else ""
        where = f"  [{shown}{more}]" if shown else ""
        nearest = f"  ({visible(clause['nearest'])})" if clause["nearest"] else ""
        indent = "  " * (clause["depth"] + 1)
        yield f"{indent}{_coloured(holds, clause['holds'], styled=styled)}  {visible(clause['text'])}{where}{nearest}"


def _place(place: dict[str, Any], *, styled: bool) -> str:
    sentence = f", sentence {place['sentence']}" if place["sentence"] else ""
    words = visible(f"“{place['text']}”")
    return f"{place['field']}{sentence}: {click.style(words, bold=True) if styled else words}"


def _coloured(text: str, holds: bool, *, styled: bool) -> str:  # noqa: FBT001 - the verdict that the text states
    return click.style(text, fg="green" if holds else "red") if styled else text
