"""Regular expressions that people write in queries, run by RE2: time linear in the text, whatever the pattern.

Only this module imports RE2.
"""

import re
from functools import lru_cache
from typing import Any

import re2

from monitor.text import words

LENGTH_LIMIT = 1_000  # characters
# What in a pattern is no word, though letters write it: flags and names of groups, counts, classes and escaped signs.
_SIGNS = re.compile(
    r"\(\?(?:P?<\w+>|[a-zA-Z-]*[:)])|\{\d+(?:,\d*)?\}|\\[sbBAzntrfv]|\\[^\w\s]|\[:(?:punct|space|blank|cntrl):\]"
)
_MAY_BE_WORDS = re.compile(r"\.|\[\^|\[[^\]]*-")  # any sign, all signs but some, and ranges, which may have letters
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
    if _is_of_signs(source):
        return "the pattern has signs alone, and only words are found: put one into it, as in /band !!!/"
    return None


def _is_of_signs(source: str) -> bool:
    """Whether the pattern surely matches no letter, figure or emoji: a match is marked by its words, so it has none."""
    left = _SIGNS.sub(" ", source)
    # A sign separates two letters; a combining mark or soft hyphen does not, and an emoji is a word between them.
    return not _MAY_BE_WORDS.search(left) and all(len(words(f"a{sign}a")) == 2 for sign in set(left))


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
