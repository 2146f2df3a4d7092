"""The reference of the query language, made from the definitions of its operators and options.

    python -m monitor.match.query.query_reference > docs/reference/query-language.md

Every example of the page is a case that the tests run.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from monitor.match.query.operators import DISTANCE, OPERATORS
from monitor.match.query.options import OPTIONS, Trial
from monitor.match.query.parser import DEPTH_LIMIT, LENGTH_LIMIT, PREFIX_LETTERS, TERM_LIMIT

INTRODUCTION = """# The query language

Watches and `monitor search` use the same language. A watch is matched with every article as it arrives, a search with
the articles in the archive; both find the same.

    "Heat 2" OR "Heat II" OR (Heat NEAR/8 "Michael Mann")
    Heat EXCEPT ("Miami Heat" OR "heat wave")
    title:"Heat 2" -football

Operators are written in capitals; in small letters, `and`, `or` and `not` are words. A query is looked for in the
title, the standfirst and the body, unless it names a field.

This page is made from the definitions of the operators (`python -m monitor.match.query.query_reference`), and every
example on it is run by the tests.
"""

BINDING = f"""## What binds how

From tight to loose: `=` and fields, then NEAR, ONEAR and EXCEPT (from left to right), then NOT and `-`, then AND (also
where nothing stands between), then OR. Parentheses change that.

Limits, beyond which a query is refused with the place marked: {LENGTH_LIMIT:,} characters, {TERM_LIMIT:,} words and
phrases, {DEPTH_LIMIT} parentheses within each other, NEAR/{DISTANCE.most:,}, {PREFIX_LETTERS} letters before a star.
NEAR without a number is NEAR/{DISTANCE.default}.
"""

_OPTIONS = """## Options of a watch

In `monitor.toml`, next to `name` and `query`. Entries of lists are names or queries: an entry without quotes, operators
or fields is one phrase. `should_match` and `should_not_match` hold lines that the watch must and must not find, as a
title or as a body; `monitor check` tries them.
"""

_SEARCH = """## In the archive

`monitor search` asks SQLite's full-text index first and then looks at each row that it found, so the result is what a
watch with that query finds. A query without any word for the index (only patterns, outlets, languages or emoji) is
tried on each article of the last days.
"""


ReferenceCase = tuple[str, tuple[str, ...], tuple[str, ...]]  # what is written, what it finds, what it does not find


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceEntry:
    """An operator or an option: how it is written or what it takes, what it means, and its examples."""

    name: str
    form: str
    meaning: str
    notes: tuple[str, ...] = ()
    examples: tuple[ReferenceCase, ...] = ()


def page() -> str:
    """The whole page."""
    sections = [
        INTRODUCTION,
        *map(_operator, operator_entries()),
        BINDING,
        _OPTIONS,
        *map(_option, option_entries()),
        _SEARCH,
    ]
    return "\n".join(sections)


def operator_entries() -> list[ReferenceEntry]:
    """The operators, with their examples by query."""
    return [
        ReferenceEntry(
            name=operator.name.capitalize(),
            form=operator.form,
            meaning=operator.meaning,
            notes=operator.notes,
            examples=tuple(
                _case(query, [(one.text, one.found) for one in examples])
                for query, examples in groupby(operator.examples, key=lambda example: example.query)
            ),
        )
        for operator in OPERATORS
    ]


def option_entries() -> list[ReferenceEntry]:
    """The options of a watch, with their examples by the lines of the configuration, which "; " separates."""
    return [
        ReferenceEntry(
            name=option.name,
            form=option.takes,
            meaning=option.meaning,
            examples=tuple(
                _case(written, [(_shown(one), one.found) for one in trials])
                for written, trials in groupby(option.trials, key=lambda trial: trial.written)
            ),
        )
        for option in OPTIONS
    ]


def _case(written: str, texts: Iterable[tuple[str, bool]]) -> ReferenceCase:
    given = list(texts)
    yes, no = (tuple(text for text, found in given if found is wanted) for wanted in (True, False))
    return written, yes, no


def _operator(entry: ReferenceEntry) -> str:
    lines = [f"## {entry.name}", "", f"    {entry.form}", "", entry.meaning, ""]
    lines += [f"- {note}" for note in entry.notes] + [""] * bool(entry.notes)
    lines += ["| query | finds | does not find |", "|---|---|---|"]
    lines += [f"| {_code(query)} | {_listed(yes)} | {_listed(no)} |" for query, yes, no in entry.examples]
    return "\n".join(lines) + "\n"


def _option(entry: ReferenceEntry) -> str:
    lines = [f"### {entry.name}", "", f"{entry.meaning} Takes: {entry.form}.", ""]
    lines += ["| watch | finds | does not find |", "|---|---|---|"]
    for written, yes, no in entry.examples:
        code = "<br>".join(_code(line) for line in written.split("; "))
        lines.append(f"| {code} | {_listed(yes)} | {_listed(no)} |")
    return "\n".join(lines) + "\n"


def _shown(trial: Trial) -> str:
    return f"title: {trial.title}, body: {trial.body}" if trial.title else trial.body


def _listed(texts: Iterable[str]) -> str:
    return "<br>".join(_code(text) for text in texts)


def _code(text: str) -> str:
    # A combining mark is shown with a letter, and what cannot be seen is named.
    visible = text.replace("\u00a0", "␣").replace("|", "\\|")
    return f"`{visible}`"


if __name__ == "__main__":
    sys.stdout.write(page())
