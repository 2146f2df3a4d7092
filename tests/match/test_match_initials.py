"""Initials with points and without are one name; a word that only looks like some is none."""

import pytest
from match_made import article, watch

from monitor.match import compile_watches, explain
from monitor.match.query.initials import both_ways
from monitor.match.query.parser import parse
from monitor.match.query.unparse import written


@pytest.mark.parametrize(
    ("query", "forms"),
    [
        ("S.W.A.T.", '"S.W.A.T." OR SWAT'),
        ("SWAT", 'SWAT OR "S.W.A.T."'),
        ('"N.W.A"', '"N.W.A" OR NWA'),
        ('"J.R.R. Tolkien"', '"J.R.R. Tolkien" OR "JRR Tolkien"'),
        ('"J. R. R. Tolkien"', '"J. R. R. Tolkien" OR "JRR Tolkien"'),
        ('"j.k. rowling"', '"j.k. rowling" OR "JK rowling"'),
        ('"JK Rowling"', '"JK Rowling" OR "J.K. Rowling"'),
        ('"Agents of S.H.I.E.L.D. 2"', '"Agents of S.H.I.E.L.D. 2" OR "Agents of SHIELD 2"'),
        ('"J.J. Roe at NASA"', '"J.J. Roe at NASA" OR "JJ Roe at NASA" OR "J.J. Roe at N.A.S.A."'),
        ("ФБР", '"ФБР" OR "Ф.Б.Р."'),
        ("(SWAT OR heat) NOT FBI", '(SWAT OR "S.W.A.T." OR heat) NOT (FBI OR "F.B.I.")'),
    ],
)
def test_has_its_other_form(query: str, forms: str) -> None:
    """Each form of a name brings the other, in phrases too, and alternatives stay one list."""
    assert written(both_ways(parse(query))) == forms


@pytest.mark.parametrize(
    "query",
    [
        *(
            "DC",
            "ET",
            "E.T.",
            "D.C.",
            "swat",
            "Swat",
            "=SWAT",
            '="J.J. Roe"',
            "AT&T",
            "HBO+",
            "#SWAT",
            "Heat III",
            "X-Men",
        ),
        *('"MARISOL VANCE"', '"Michael B. Jordan"', '"Vitamin C"', '"Plan A, B"', "SWAT*", "NCISLAANGELES", "/SWAT/"),
    ],
)
def test_has_none(query: str) -> None:
    """Two letters alone, what is asked for as written, signs, roman numbers and shouting bring nothing."""
    assert both_ways(parse(query)) == parse(query)


@pytest.mark.parametrize(
    ("query", "body", "found"),
    [
        ("SWAT", "S.W.A.T. returns", "S.W.A.T"),
        ("SWAT", "in S. W. A. T. again", "S. W. A. T"),
        ("SWAT", "in S. W. A. T again", None),
        ("SWAT", "s.w.a.t. returns", None),
        ("SWAT", "S-W-A-T spells it", None),
        ('"JJ Roe"', "by J. J. Roe", "J. J. Roe"),
        ('"JJ Roe"', "by J J Roe", None),
        ('"J.J. Roe"', "by JJ Roe's side", "JJ Roe"),
        ('"U.S. Open"', "let us open it", None),
        ('"US Open"', "the U.S. Open", "U.S. Open"),
    ],
)
def test_stands_in_capitals_with_its_points(query: str, body: str, found: str | None) -> None:
    """What is found is the name as it stands, and only where it is one."""
    marks = [mark.text for hit in compile_watches([watch(query)]).match(article(body=body)) for mark in hit.marks]

    assert marks == ([found] if found else [])


def test_context_aliases_and_masks_have_it_too() -> None:
    """Every text of a watch is read alike; `case` takes all as written."""
    one = article(body="JJ Roe joins NASA. The F.B.I. is out.")

    def finds(**options: object) -> bool:
        return bool(compile_watches([watch("Marisol", **{"aliases": ("J.J. Roe",), **options})]).match(one))

    assert finds()
    assert not finds(case=True)
    assert finds(context=("N.A.S.A.",))
    assert not finds(masks=('"J.J. Roe" NEAR/9 FBI',))


def test_explains_the_form_that_it_found() -> None:
    """Both forms are clauses of the watch, so that nobody wonders why it hit."""
    clauses = explain(watch("SWAT"), article(body="S.W.A.T. returns")).clauses

    assert [(clause.text, clause.holds) for clause in clauses[1:]] == [("SWAT", False), ('"S.W.A.T."', True)]
