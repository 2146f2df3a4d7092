"""Regular expressions that people write in queries, run by RE2: time linear in the text, whatever the pattern.

Only this module imports RE2.
"""

import re
from functools import lru_cache
from typing import Any

import re2

LENGTH_LIMIT = 1_000  # characters
_HALVES = re.compile("[\ud800-\udfff]")
_MEMORY = 1 << 20  # bytes of one compiled pattern: (a{1000}){1000} and its like are refused


@lru_cache(maxsize=4_096)
def compiled(source: str, *, exact: bool) -> Any:
    """The compiled pattern; raises `re2.error` for one that `problem` names."""
    options = re2.Options()
    options.case_sensitive = exact
    options.max_mem = _MEMORY
    options.log_errors = False
    return re2.compile(source, options)


def problem(source: str) -> str | None:
    """Why the pattern cannot be used, or None."""
    if len(source) > LENGTH_LIMIT:
        return f"the pattern has more than {LENGTH_LIMIT:,} characters"
    try:
        pattern = compiled(source, exact=False)
    except UnicodeEncodeError:
        return "the pattern holds half a character"
    except re2.error as error:
        reason = error.args[0] if error.args else error
        text = reason.decode(errors="replace") if isinstance(reason, bytes) else str(reason)
        return f"the pattern is not understood: {text[:100]}"
    if pattern.search("") is not None:
        return "the pattern matches the empty text, so it would match everywhere"
    return None


def find(source: str, text: str, *, exact: bool, limit: int) -> list[tuple[int, int]]:
    """The (start, end) offsets of at most `limit` matches, empty ones left out."""
    if _HALVES.search(text):
        text = _HALVES.sub("\ufffd", text)  # RE2 reads UTF-8, in which lone surrogates cannot be written
    found = []
    for match in compiled(source, exact=exact).finditer(text):
        if match.end() > match.start():
            found.append(match.span())
            if len(found) >= limit:
                break
    return found
