"""Who is it for? Watches against articles: article -> hits.

    query/       the language: what can be written, and what it means
    scan/        an article laid out, and where words and patterns stand in it
    prepare      a watch made ready: its texts as nodes, its options checked
    prefilter    which words must stand in an article before a watch can match it
    evaluate     whether a query holds in an article, and where
    decide       whether a watch does: its query, and then masks, scope, context, count
    matcher      all watches against one article, in one pass
    snippets     a readable line around the places of a hit
    explain      why a watch matches or does not, clause by clause
    advice/      what is said of a watch before and after it runs

Pure: no archive, no clock. Queries are run over the archive by the caller, with `fts5.translate` and `look`.
"""

from functools import lru_cache

from monitor.match.advice.watch_check import check_watch
from monitor.match.decide import find
from monitor.match.explain import Explanation, explain
from monitor.match.matcher import Matcher, compile_watches, hit_of
from monitor.match.prepare import Prepared, flaws, named_outlets, prepare
from monitor.match.query.nodes import Node
from monitor.match.query.parser import parse
from monitor.match.scan.folded_text import Layout
from monitor.model import Article, Hit, Watch

__all__ = [
    "Explanation",
    "Matcher",
    "Node",
    "check_watch",
    "compile_watches",
    "explain",
    "flaws",
    "look",
    "matches",
    "named_outlets",
    "parse",
]


def matches(query: str, article: Article) -> bool:
    """Whether a bare query matches an article; for rows that a full-text search found.

    Raises:
        QuerySyntaxError: the query cannot be understood.
    """
    return find(_prepared(query), Layout(article)) is not None


def look(query: str, article: Article) -> Hit | None:
    """The hit of a bare query, with its marks and snippet, or None; for rows that a full-text search found.

    Raises:
        QuerySyntaxError: the query cannot be understood.
    """
    layout = Layout(article)
    places = find(_prepared(query), layout)
    return None if places is None else hit_of(Watch(id="", name="", query=query), layout, places)


@lru_cache(maxsize=64)
def _prepared(query: str) -> Prepared:
    parse(query)  # its errors name no watch
    return prepare(Watch(id="", name="", query=query))
