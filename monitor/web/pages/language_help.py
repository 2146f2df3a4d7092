"""`/help`: the query language, from the definitions of its operators and options."""

from monitor.match.query import query_reference
from monitor.web.answers import WebAnswer, WebPage
from monitor.web.visit import Visit


def read(_visit: Visit) -> WebAnswer:
    """Each operator and option: its form, what it means, and examples, each of which is a case of the tests."""
    operators = query_reference.operator_entries()
    return WebAnswer(
        title="The query language",
        rows=[
            {"name": one.name, "query": query, "finds": yes, "does_not_find": no}
            for one in operators
            for query, yes, no in one.examples
        ],
        shown={
            "introduction": query_reference.INTRODUCTION,
            "operators": operators,
            "options": query_reference.option_entries(),
            "binding": query_reference.BINDING,
        },
    )


PAGE = WebPage(path="/help", template="language_help.html", nav="Help", read=read)
