"""The compiled form of reading against the plain one: words, terms, strengths and signatures are the same."""

import importlib.util
import json
import sys
from dataclasses import astuple
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

import pytest
from dedupe_stream import documents
from hypothesis import example, given, settings
from hypothesis import strategies as st
from naughty import HEADERS

from monitor.dedupe import Document, document, near_duplicates, reading, terms
from monitor.dedupe.document import profile
from monitor.dedupe.keys import content_hash

pytest.importorskip("monitor.dedupe._reading", reason="nothing was compiled")

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
DAYS = sorted((Path(__file__).parents[1] / "cases" / "days").glob("*.jsonl"))
SIGNS = "‘’“”–—…•\u00a0£€©®°"  # of English print
BOUNDS = (
    0,
    1,
    2,
    4,
    5,
    6,
    20,
    21,
    24,
    25,
    35,
    36,
    37,
    40,
    59,
    60,
    61,
    119,
    120,
    121,
    399,
    400,
    401,
    3_999,
    4_000,
    4_001,
)
# What is written in more than one way, joins with what stands beside it, or is of several languages.
_SPOKEN = """
    the The THE a and of to was is in Heat heat HEAT Michael Mann mann MANN 2 2026 2-0 2–0 2— 5,000.5 3.D A24 x X
    O'Brien O’Brien O‘Brien O`Brien driver's Driver’s DRIVER'S s 's ’90s rock'n'roll don't iPhone McDonald film Film
    season Season new New year Year und der die das nicht Beyoncé café _a_b a_b 1'000 O's 7's
"""
SPOKEN = tuple(_SPOKEN.split())
BETWEEN = (
    *" " * 20,
    ". ",
    ", ",
    "\n",
    "\n\n",
    ' "',
    '" ',
    " “",
    "” ",
    " ‘",
    "’ ",
    "—",
    "–",
    "-",
    "\x00",
    "\t",
    "\x1c",
    "£",
    "'",
)


def pieced(random: Random, count: int) -> str:
    """A text of so many of the words, or nearly so."""
    some = random.sample(SPOKEN, random.randint(3, len(SPOKEN)))
    return "".join(random.choice(some) + random.choice(BETWEEN) for _ in range(count))


def said(doc: Document) -> tuple[Any, ...]:
    """All that is read of an article; of the terms their order too."""
    of = profile(doc)
    return list(of.terms.items()), astuple(of), doc.read, content_hash(doc), [terms.words(doc.title, limit=3)]


def both(title: str, body: str, standfirst: str | None = None) -> tuple[bool, tuple[Any, ...], tuple[Any, ...]]:
    """Whether the compiled form takes an article; what is read of it in this way, and by plain Python."""
    docs = [Document(id=1, outlet="x", title=title, body=body, standfirst=standfirst, found_at=NOW) for _ in range(2)]
    is_taken = all(terms.as_english(text) is not None for text in (title, body, standfirst or ""))
    compiled = said(docs[0])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(terms, "english", lambda *_: None)
        patch.setattr(document, "read_english", None)
        return is_taken, compiled, said(docs[1])


def copy_of(module: ModuleType, *missing: str) -> ModuleType:
    """A module as it is where these could not be compiled."""
    spec = importlib.util.spec_from_file_location("copy", str(module.__file__))
    assert spec is not None
    assert spec.loader is not None
    copy = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("copy", *missing):
            patch.setitem(sys.modules, name, copy if name == "copy" else None)
        spec.loader.exec_module(copy)
    return copy


def test_the_projects_own_cases_are_read_alike() -> None:
    """Most of them are English and taken by the compiled form, also those with accents and curly quotes."""
    rows = [json.loads(line) for path in DAYS for line in path.read_text("utf-8").splitlines()]
    cases = [(doc.title, doc.body, doc.standfirst) for doc in documents()]
    cases += [(row["title"], row["body"], row.get("standfirst")) for row in rows if "body" in row]
    read = [both(*case) for case in cases]

    for _, compiled, plain in read:
        assert compiled == plain
    assert sum(is_taken for is_taken, _, _ in read) >= 0.9 * len(cases) > 300


@pytest.mark.parametrize("count", BOUNDS)
def test_texts_at_each_bound_are_read_alike(count: int) -> None:
    """The lead, the words that tell a language, those that terms are taken from, those that are looked at at all."""
    random = Random(count)  # noqa: S311  the same texts at each run
    for about in (0, 3, 30):
        title, body = pieced(random, about), pieced(random, count)
        for standfirst in (None, body, pieced(random, 10)):
            is_taken, compiled, plain = both(title, body, standfirst)
            assert compiled == plain
            assert is_taken


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.sampled_from(SPOKEN + BETWEEN), max_size=12).map("".join),
    st.lists(st.sampled_from(SPOKEN + BETWEEN) | st.text(st.characters(max_codepoint=127), max_size=3)).map("".join)
    | st.text(st.sampled_from("aB1'.,-–’‘“”\"\n `sS") | st.sampled_from(SIGNS))
    | st.text(),
)
@example("Heat 2", "“Heat 2” ‘Heat 2’ O‘Brien O`Brien 2‘0 2`0 a`'b 1-‘2 Driver’s")
@example("a", 'a" b\n c" d "e\n\n"f""g" h "')
@example("HEAT", "heat\x00heat \ud800 \udfff")
def test_any_text_is_read_alike(title: str, body: str) -> None:
    """Of letters, digits, quotation marks, apostrophes and control characters; what is not English by plain Python."""
    _, compiled, plain = both(title, body)

    assert compiled == plain


@pytest.mark.parametrize(
    "text",
    [
        *HEADERS,
        "a" * 1_000_000,
        "a b " * 500_000,
        "Aa" * 30_001,
        '"' * 70_000,
        "a'" * 40_000,
        "1–" * 40_000,
        "\x00" * 9,
        "’s",
    ],
)
def test_hostile_texts_are_read_alike(text: str) -> None:
    """One word of a million letters, nothing but marks, a word that goes on where the part that is read ends."""
    for title, body in (("Heat", text), (text[:70_000], "Heat"), (text[:70_000], text)):
        _, compiled, plain = both(title, body)
        assert compiled == plain


def test_signs_of_print_are_no_words() -> None:
    """The compiled form takes each for what stands between words, unless a dash makes a score."""
    for sign in SIGNS:
        is_taken, compiled, plain = both(f"a{sign}b", f"Heat{sign}2{sign}0{sign} s")
        assert is_taken
        assert compiled == plain
        assert not sign.isalnum()
    assert terms.as_english("Жара") is None
    assert terms.as_english("é") is not None


def test_without_a_compiler_plain_python_reads_all() -> None:
    """Each of the two modules may be missing."""
    doc = Document(id=1, outlet="x", title="Heat 2 dated", body="“Heat 2” will open. " * 9, found_at=NOW)
    alone = copy_of(terms, "monitor.dedupe._terms")
    half = copy_of(document, "monitor.dedupe._reading")

    assert alone.as_english(doc.body) is None
    assert alone.quoted(doc.body) == terms.quoted(doc.body)
    assert half.profile(doc) == half.Profile(**{name: getattr(profile(doc), name) for name in half.Profile.__slots__})
    assert half.read_english.__module__ == "copy"
    assert reading.signature is near_duplicates.signature
