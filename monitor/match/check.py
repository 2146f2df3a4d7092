"""Whether a watch is well made: its syntax, its own tests, and advice against costly or useless queries."""

from monitor.errors import QuerySyntaxError
from monitor.match.layout import Layout
from monitor.match.nodes import And, Near, Node, Or, Term, walk
from monitor.match.prepare import Prepared, find, prepare
from monitor.model import Article, Watch

WARNING = "warning: "
_FAR = 100  # words: farther apart than a paragraph
_STOPPED = """
    the a an and or of to in on at for with from by as is are was were be it its he she they we you i this that not but
"""
_STOP_WORDS = frozenset(_STOPPED.split())


def check_watch(watch: Watch) -> list[str]:
    """What is wrong with a watch: errors, tests that fail, and warnings (they begin with "warning: ")."""
    try:
        prepared = prepare(watch)
    except QuerySyntaxError as error:
        return [str(error)]
    return [*_failing(prepared), *(WARNING + advice for advice in lint(prepared))]


def holds_for_line(prepared: Prepared, line: str) -> bool:
    """Whether the watch matches an article that has this line as its title, or as its body."""
    outlet = prepared.watch.outlets[0] if prepared.watch.outlets else ""
    as_title = Article(url="", outlet=outlet, title=line, body="")
    as_body = Article(url="", outlet=outlet, title="", body=line)
    return any(find(prepared, Layout(article)) is not None for article in (as_title, as_body))


def _failing(prepared: Prepared) -> list[str]:
    watch = prepared.watch
    missed = [line for line in watch.should_match if not holds_for_line(prepared, line)]
    wrong = [line for line in watch.should_not_match if holds_for_line(prepared, line)]
    return [
        *(f"should match, and does not: {line!r}" for line in missed),
        *(f"should not match, and does: {line!r}" for line in wrong),
    ]


def lint(prepared: Prepared) -> list[str]:
    """Advice on a query that is costly or useless, though it can be understood."""
    advice = []
    for node in walk(prepared.root):
        advice.extend(_about(node))
    return advice


def _about(node: Node) -> list[str]:
    if isinstance(node, Term) and node.words[0] in _STOP_WORDS and len(node.words) == 1 and not node.exact:
        return [f"{node.written!r} stands in nearly every article"]
    if isinstance(node, Term) and node.prefix and len(node.words[-1]) == 3 and len(node.words) == 1:
        return [f"{node.written}* matches many words: add letters"]
    if isinstance(node, Near) and node.distance > _FAR:
        return [f"NEAR/{node.distance} is hardly more than AND"]
    if isinstance(node, And | Or):
        lower = [item.written for item in node.items if isinstance(item, Term) and item.written in {"and", "or", "not"}]
        return [f"{word!r} is a word here; the operator is {word.upper()}" for word in lower]
    return []
