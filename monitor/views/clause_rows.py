"""An explanation of `monitor.match` as programs have it: the verdict, and each clause with where it holds."""

from typing import Any

from monitor.match import Explanation


def facts(explanation: Explanation) -> dict[str, Any]:
    """The verdict, and each clause with the first of its `count` places; offsets are those of the field's own text."""
    return {
        "watch": explanation.watch,
        "matches": explanation.matches,
        "clauses": [
            {
                "text": clause.text,
                "holds": clause.holds,
                "depth": clause.depth,
                "count": clause.count,
                "where": [
                    {
                        "field": mark.field,
                        "start": mark.start,
                        "end": mark.end,
                        "text": mark.text,
                        "sentence": sentence if mark.field == "body" else None,
                    }
                    for mark, sentence in zip(clause.where, clause.sentences, strict=True)
                ],
                "nearest": clause.nearest,
            }
            for clause in explanation.clauses
        ],
    }
