"""Articles, queries and a full-text index made for the matcher's tests."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import make
from hypothesis import strategies as st

from monitor import text
from monitor.match.query.nodes import FIELDS
from monitor.model import Article, Watch


def article(title: str = "", body: str = "", **fields: Any) -> Article:
    """An article of JoBlo."""
    return make.article(**{"title": title, "body": body, **fields})


def watch(query: str = "heat", **fields: Any) -> Watch:
    """A watch with this query."""
    return make.watch(query, **{"id": "watch", "name": "Watch", **fields})


# Words and what stands between them: all that folding, numbers, signs, possessives and other scripts can do to them.
_WORDS = (
    *("heat", "Heat", "HEAT", "mann", "Mann's", "michael", "s", "a", "us", "US", "Miami", "co-op", "AT&T"),
    *("US.", "U.S.", "U.S", "u.s.", "JJ", "J.J.", "J. J.", "UNCLE", "uncle", "U.N.C.L.E."),
    *("2", "20", "2.0", "2-0", "2%", "$2", "TV", "TV+", "#us", "f1", "³"),
    *("zoë", "zoe", "Zoe\u0308", "ß", "ss", "straße", "STRASSE", "ø", "o", "ﬁlm", "film", "İ", "i"),
    *("人", "巨人", "進撃の巨人", "ก้าน", "🔥", "Привет", "привет", "ё", "е", "й", "हिन्दी", "한국", "ｈeat"),
)
_BETWEEN = (
    *(
        " ",
        " ",
        " ",
        " ",
        "\n",
        "\n\n",
        ", ",
        ". ",
        "! ",
        "? ",
        "… ",
        ": ",
        "; ",
        " - ",
        " – ",
        "-",
        "—",
        "/",
        " / ",
        " (",
    ),
    *(") ", "’s ", "'", "“", "” ", "  ", "\u00a0", "+ ", "&", " & ", "% ", "\u200b", "\u0301", ".", "•", "。"),
)
texts = st.lists(st.one_of(st.sampled_from(_WORDS), st.sampled_from(_BETWEEN)), max_size=24).map("".join)
articles = st.builds(
    Article,
    url=st.just("https://joblo.example/1"),
    outlet=st.sampled_from(["joblo", "variety"]),
    title=texts,
    body=texts,
    standfirst=st.none() | texts,
    authors=st.lists(texts, max_size=2).map(tuple),
    section=st.none() | texts,
    tags=st.lists(texts, max_size=2).map(tuple),
    language=st.sampled_from([None, "en", "en-GB", "de"]),
)


@st.composite
def _phrases(draw: st.DrawFn) -> str:
    words = draw(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=3))
    written = words[0]
    for word in words[1:]:
        written += draw(st.sampled_from([" ", " ", "-", ": ", ", ", "&", ". "])) + word
    exact, prefix = draw(st.sampled_from(["", "", "", "="])), draw(st.sampled_from(["", "", "", "*"]))
    return f'{exact}"{written}{prefix}"'


_leaves = st.one_of(
    *[_phrases()] * 5, st.sampled_from(["/h.a/", "=/M[a-z]+/", "/2 ?[a-z]/", "outlet:joblo", "lang:en", "title:heat"])
)


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("({} OR {})".format, inner, inner),
        st.builds("({} AND {})".format, inner, inner),
        st.builds("({} NOT {})".format, inner, inner),
        st.builds("({} {}/{} {})".format, inner, st.sampled_from(["NEAR", "ONEAR"]), st.integers(0, 4), inner),
        st.builds("({} EXCEPT {})".format, inner, inner),
        st.builds("{}:{}".format, st.sampled_from(FIELDS), inner),
    )


queries = st.recursive(_leaves, _grown, max_leaves=6)


class FullTextIndex:
    """The archive's full-text index over a few articles, in memory."""

    def __init__(self) -> None:
        self.db = sqlite3.connect(":memory:")
        self.db.execute(
            """
            create virtual table articles_fts using fts5 (
              title, standfirst, body, authors, section, tags, respelled, tokenize="unicode61 remove_diacritics 2"
            )
            """
        )

    def fill(self, articles: Iterable[Article]) -> None:
        """Hold these articles and no others."""
        self.db.execute("delete from articles_fts")
        self.db.executemany("insert into articles_fts values (?, ?, ?, ?, ?, ?, ?)", map(_row, articles))

    def find(self, match: str) -> list[int]:
        """The numbers of the articles, from 0."""
        rows = self.db.execute("select rowid - 1 from articles_fts where articles_fts match ? order by rowid", (match,))
        return [number for (number,) in rows]

    def close(self) -> None:
        """Python 3.13 warns of a connection that was left open, in whatever test it is collected."""
        self.db.close()


def _row(one: Article) -> tuple[str | None, ...]:
    parts = (one.title, one.standfirst or "", one.body, *one.authors, one.section or "", *one.tags)
    authors, tags = (json.dumps(names, ensure_ascii=False) for names in (one.authors, one.tags))
    return (one.title, one.standfirst, one.body, authors, one.section, tags, text.respelled(*parts))


def cleaned(one: Article) -> Article:
    """The article as it is stored."""
    return replace(
        one,
        title=text.clean(one.title),
        body=text.clean(one.body),
        standfirst=one.standfirst and text.clean(one.standfirst),
        authors=tuple(map(text.clean, one.authors)),
        section=one.section and text.clean(one.section),
        tags=tuple(map(text.clean, one.tags)),
    )
