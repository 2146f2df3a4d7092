"""Who is it for? Watches against articles: article -> hits.

    parse(query) -> nodes         compile_watches(watches).match(article) -> hits
    check_watch(watch)            explain(watch, article)            fulltext.translate(query)

Pure: no archive, no clock. Stored queries are run over the archive by the caller, with `fulltext.translate` and
`matches`.
"""

from functools import lru_cache

from monitor.match.check import check_watch
from monitor.match.evaluate import View, evaluate
from monitor.match.explain import Explanation, explain
from monitor.match.layout import Layout
from monitor.match.matcher import Matcher, compile_watches
from monitor.match.nodes import Node
from monitor.match.syntax import parse
from monitor.model import Article

__all__ = ["Explanation", "Matcher", "Node", "check_watch", "compile_watches", "explain", "matches", "parse"]


def matches(query: str, article: Article) -> bool:
    """Whether a bare query matches an article; for rows that a full-text search found.

    Raises:
        QuerySyntaxError: the query cannot be understood.
    """
    return evaluate(_parsed(query), View(Layout(article))) is not None


_parsed = lru_cache(maxsize=64)(parse)
