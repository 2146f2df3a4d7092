"""Round-ups and lists, by how they are made: many subjects in one headline, a counted list, items that share no name.

The fixed phrases ("news in brief") are in the tables of acts; here is what no phrase says. A round-up mentions events:
it neither joins their stories nor confirms them. Bars and quoted names were tried too: most headlines with three of
them are on one trailer, or one person's works.
"""

import re
from collections import Counter
from collections.abc import Collection, Sequence

from monitor.dedupe.acts import Act, vocabulary

CLAUSES = 3  # of a headline, each of two words and more, between semicolons; two of them, if it goes on with "more"
ITEMS = 5  # paragraphs with names of their own
ITEM_WORDS = 12  # of a paragraph at least
ISLANDS = 0.75  # of the paragraphs with names, so many share none with any other
LOOKED_AT = 20  # paragraphs
LONGEST = 400  # characters of a paragraph that are read
MOST = 100  # of a list: more is a number of something else
_MORE = re.compile(r"(?:\band|[;,&+]) more\W*$", re.IGNORECASE)
_NAME = re.compile(r"(?<=[\w,;:)] )[A-Z][\w’'-]+")
_COUNTED = frozenset(  # what lists count; "NBC cancels five shows" is news
    (
        "things",
        "stories",
        "headlines",
        "takeaways",
        "reasons",
        "facts",
        "moments",
        "questions",
        "lessons",
        "ways",
        "tips",
    )
)
_ARTICLES = frozenset(("the", "our", "top", "best"))


def act_of(title: str, tokens: Sequence[str]) -> Act | None:
    """What a headline is by its form: a round-up, a list, or neither; `tokens` are its casefolded words."""
    clauses = [clause for clause in title.split(";") if len(clause.split()) > 1]
    if len(clauses) >= CLAUSES or (len(clauses) == CLAUSES - 1 and _MORE.search(title)):
        return Act.ROUND_UP
    return Act.LIST if _counts(tokens) else None


def has_many_subjects(body: str) -> bool:
    """Whether a text is made of items that share no names; a round-up, if it never says what its headline is about."""
    parts = [part[:LONGEST] for part in body.split("\n")[: 2 * LOOKED_AT] if part.count(" ") + 1 >= ITEM_WORDS]
    named = [names for part in parts[:LOOKED_AT] if (names := frozenset(_NAME.findall(part)))]
    if len(named) < ITEMS:
        return False
    texts = Counter(name for names in named for name in names)
    return sum(_is_alone(names, texts) for names in named) >= ISLANDS * len(named)


def _is_alone(names: Collection[str], texts: Counter[str]) -> bool:
    return all(texts[name] == 1 for name in names)


def _counts(tokens: Sequence[str]) -> bool:
    """Whether it opens with a number of what lists are made of: "The five biggest moments of ..."."""
    opening = [token for token in tokens[:2] if token not in _ARTICLES]
    if not opening:
        return False
    number = opening[0]
    is_number = number.isascii() and number.isdecimal() and int(number) <= MOST
    start = tokens.index(number) + 1
    return (is_number or number in vocabulary().numbers) and not _COUNTED.isdisjoint(tokens[start : start + 3])
