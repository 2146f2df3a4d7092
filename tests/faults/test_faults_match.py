"""Hostile queries and texts: an error or linear time, never a crash, a hang or a full memory.

Seconds are not asserted but bounded, those of the processor and not of a loaded machine; each case takes well under two
on one slow core. What takes quadratic time at these lengths, an eighth of a million and more, takes seventeen at a
nanosecond a step.
Measured: a 10 MB body 0.1 to 1.2 s, 100,000 ORs 0.2 s, 20,000 ORs over a body that holds them 0.5 s.
"""

import signal
from collections.abc import Iterator

import make
import pytest

from monitor.errors import QuerySyntaxError
from monitor.match import check_watch, compile_watches, explain, matches, parse
from monitor.match.query.fts5 import translate
from monitor.match.scan.folded_text import PLACES_LIMIT
from monitor.model import Article, Watch

pytestmark = pytest.mark.timeout(240)  # for what never comes back to Python

PIECES = 1 << 17  # of which a text is made
CPU = 15.0  # seconds of a test


@pytest.fixture(autouse=True)
def _bounded() -> Iterator[None]:
    """A test that takes more of the processor fails, as soon as it is back in Python."""

    def stop(*_: object) -> None:
        pytest.fail(f"it takes more than {CPU} seconds of the processor")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, CPU)
    yield
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.signal(signal.SIGPROF, before)


def article(body: str, title: str = "Heat") -> Article:
    """An article with this body."""
    return make.article(title=title, body=body)


@pytest.mark.parametrize(
    "query",
    [
        "(" * 1_000_000,
        "(" * 100_000 + "a" + ")" * 100_000,
        " OR ".join(["a"] * 100_000),
        " ".join(["a"] * 200_000),
        "NOT " * 40_000 + "a",
        "a" + " EXCEPT a" * 20_000,
        "a" + " NEAR/5 a" * 20_000,
        "title:" * 30_000 + "a",
        '"' + "a " * 90_000 + '"',
        '"' * 150_001,
        "/" + "(a{1000}){1000}" + "/",
        "/" + "a?" * 400 + "a" * 400 + "/",
        "/" + "(" * 900 + "/",
        "=" * 100_000,
        "\x00" * 100_000,
        "\ud800" * 1_000,
        "\u202e" * 1_000,
        "*" * 100_000,
        "a NEAR/99999999999999999999 b",
        "”" * 1_000,
        "‘heat " * 33_000,
        "'heat " * 33_000,
        "/heat " * 33_000,
        "/" + "((a{100}){100}){100}" + "/",
    ],
    ids=lambda query: f"{query[:12]!r} {len(query)}",
)
@pytest.mark.figure("hostile inputs")
def test_hostile_queries_are_refused(query: str) -> None:
    """What is too long, too deep or nonsense is an error that a person can read."""
    with pytest.raises(QuerySyntaxError) as caught:
        parse(query)

    assert len(str(caught.value)) < 1_000
    assert len(check_watch(Watch(id="w", name="w", query=query)).lines) == 1


@pytest.mark.parametrize(
    "query",
    [
        " OR ".join(f"w{number}" for number in range(15_000)),
        "heat " + " ".join(f"-w{number}" for number in range(15_000)),
        "heat EXCEPT (" + " OR ".join(f"w{number}" for number in range(15_000)) + ")",
        " OR ".join(f"(w{number} NEAR/5 heat)" for number in range(5_000)),
        "(" * 50 + "heat" + ")" * 50,
        "heat" + " NEAR/1000 heat" * 90,
        "title:" * 50 + "heat",
        "heat" + " EXCEPT w1" * 90,
        "heat EXCEPT (" + " OR ".join(f'"heat w{number}x"' for number in range(10_000)) + ")",
    ],
    ids=lambda query: f"{query[:12]!r} {len(query)}",
)
def test_large_queries_work(query: str) -> None:
    """The largest queries that are allowed are matched, explained and translated."""
    watch = Watch(id="w", name="w", query=query)
    one = article("heat w7 " * 300)

    assert isinstance(compile_watches([watch]).match(one), list)
    assert explain(watch, one).clauses
    assert len(translate(query) or "") <= 100_000


BODIES = {
    "one letter": "a" * (10 * PIECES),
    "one word": "a " * (5 * PIECES),
    "phrase": "heat 2 " * PIECES,
    "nearly phrase": "heat 2-0 " * PIECES,
    "punctuation": "." * (10 * PIECES),
    "japanese": "熱" * (2 * PIECES),
    "emoji": "🔥" * PIECES,
    "marks": "e\u0301\u0323" * PIECES,
    "marks on one letter": "e" + "\u0301\u0323" * PIECES,
    "chains": "heat mann " * (PIECES // 4),
    "stops": "heat" + ". " * (PIECES) + "2",
    "joiners": "\u200d" * PIECES,
    "sharp s": "ß " * PIECES,
    "possessives": "heat's " * PIECES,
    "blanks": "heat" + " " * (5 * PIECES) + "2",
    "surrogates": "\ud800\udfff" * PIECES,
    "lines": "heat\n2\n\n" * PIECES,
    "quotes": "‘heat’ 2 ’" * PIECES,
    "all characters": "".join(chr(number * 7_919 % 0x110000) for number in range(PIECES)),
}
WATCHES = [
    Watch(id="phrase", name="phrase", query='"heat 2" OR "a a a"'),
    Watch(id="word", name="word", query="a OR heat OR 熱 OR 🔥 OR e OR ss"),
    Watch(id="near", name="near", query="(heat OR a) NEAR/500 (2 OR a OR heat)", min_count=3),
    Watch(id="mask", name="mask", query='heat EXCEPT ("heat 2" OR "a a")', masks=("熱熱", "🔥🔥")),
    Watch(id="context", name="context", query="heat OR a", context=("2", "a"), context_within="sentence"),
    Watch(id="pattern", name="pattern", query="/(a|a)+b?c*$/ OR /(heat ?)+(2|3)/"),
    Watch(id="accent", name="accent", query='é OR ="é" OR "é heat"'),
    Watch(id="chain", name="chain", query="heat NEAR/3 mann NEAR/2 heat NEAR/1 mann ONEAR/0 heat"),
    Watch(id="count", name="count", query="heat OR mann OR a", min_count=5_000_000),
    Watch(id="masks", name="masks", query="heat", masks=tuple(f"heat w{number}x" for number in range(300))),
    Watch(id="prefix", name="prefix", query="aaa* OR hea*", scope="first 100 words"),
    *(Watch(id=f"n{length}", name="n", query='"' + "a " * length + '"') for length in range(2, 8)),
]


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.figure("hostile inputs")
def test_hostile_texts_take_linear_time(name: str) -> None:
    """Endless runs of one letter, mark or line are matched with every kind of watch, and marks stay right."""
    one = article(BODIES[name])
    hits = compile_watches(WATCHES).match(one)

    assert all(len(hit.marks) <= PLACES_LIMIT for hit in hits)
    assert all(getattr(one, m.field)[m.start : m.end] == m.text for hit in hits for m in hit.marks)
    assert all(len(hit.snippet) < 1_000 for hit in hits if name != "one letter")


def test_hostile_text_and_bare_query() -> None:
    """A bare query over such a text, as a search asks it, takes linear time as well."""
    assert matches('heat NEAR/3 ("2 heat" OR a)', article(BODIES["phrase"]))
    assert not matches('"heat 2"', article(BODIES["nearly phrase"]))
