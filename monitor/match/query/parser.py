r"""A query's text -> nodes, or an error with a caret under the place and what was expected there.

    any       = all (OR all)*
    all       = part (AND? part)*                     two words side by side are joined by AND
    part      = NOT part | -near | near
    near      = one ((NEAR/n | ONEAR/n | EXCEPT) one)*
    one       = "(" any ")" | field:one | word | "phrase" | word* | =word | /pattern/

Operators are written in capitals, so that "and" in a title stays a word. Any text ends in nodes or in a
QuerySyntaxError, in linear time and without recursion deeper than the limit on parentheses.
"""

import re
from dataclasses import replace

from monitor import text
from monitor.errors import QuerySyntaxError
from monitor.match.query import operators, suggestions
from monitor.match.query.lexer import FIELD_PREFIX, KEYWORD, Lexer, Token
from monitor.match.query.nodes import (
    ABOUT_FIELDS,
    About,
    And,
    Except,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Scoped,
    Term,
    height,
)
from monitor.match.query.suggestions import FIELD_NAMES
from monitor.match.scan import patterns

LENGTH_LIMIT = 200_000  # characters of one query
TERM_LIMIT = 20_000  # words, phrases and patterns of one query
DEPTH_LIMIT = 60  # parentheses, fields and NOTs within each other
HEIGHT_LIMIT = 100  # operators within each other: every engine goes down as deep
PREFIX_LETTERS = 3  # before a *; fewer would match a good part of all words
PHRASE_LIMIT = 200  # words of one phrase


def parse(query: str) -> Node:
    """The nodes of a query.

    Raises:
        QuerySyntaxError: the query cannot be understood; it says where, and what was expected.
    """
    phrase = _ONE_PHRASE.fullmatch(query)
    if phrase:
        return Term(tuple(phrase[1].lower().split()), phrase[1])
    if len(query) > LENGTH_LIMIT:
        raise QuerySyntaxError(f"the query has more than {LENGTH_LIMIT:,} characters", query=query, position=0)
    return _Parser(query).parse()


# The commonest query, read at once: a phrase of a few plain words.
_ONE_PHRASE = re.compile('"([0-9A-Za-z]+(?: [0-9A-Za-z]+){0,9})"')


def parse_item(item: str) -> Node:
    """The nodes of an entry of a list of names (aliases, context, except): plain words are one phrase there."""
    if is_plain(item):
        return _Parser.phrase(item)
    return parse(item)


def is_plain(item: str) -> bool:
    """Whether an entry is not a query: it has no operators, fields, star, pattern or quotes at its ends.

    In an entry wholly in capitals, AND and OR are words.
    """
    if item.startswith('"') or (_OPERATOR_WORD.search(item) and not item.isupper()):
        return False
    stripped = item.strip()
    if stripped.replace(" ", "").isalnum():
        return True
    field = FIELD_PREFIX.match(stripped)
    if field and (field[1] in FIELD_NAMES or field[1] == "case"):
        return False
    return not (_QUERY_START.match(stripped) or stripped.endswith("*"))


_OPERATOR_WORD = re.compile(rf"(?<!\S){KEYWORD}(?!\S)")
_QUERY_START = re.compile(r'[="“„«]\S|\(["“„«(=]|/.+/$')


class _Parser:
    """Reads tokens by the grammar in the module's docstring."""

    def __init__(self, query: str) -> None:
        self.query = query
        self.tokens = Lexer(query).tokens()
        self.index = 0
        self.token = self.tokens[0]
        self.depth = 0
        self.nested = 0
        self.terms = 0

    def _advance(self) -> None:
        self.index += 1
        if self.index < len(self.tokens):
            self.token = self.tokens[self.index]

    @classmethod
    def phrase(cls, written: str) -> Term:
        """A phrase without quotes."""
        parser = cls.__new__(cls)
        parser.query, parser.terms = written, 0
        return parser._term(Token("phrase", written, 0))  # noqa: SLF001  its own

    def parse(self) -> Node:
        if self.token.kind == "end":
            raise self._error("the query is empty", 0, hint='for example: "Heat 2" OR (Heat NEAR/8 "Michael Mann")')
        node = self._any()
        if self.token.kind == "close":
            raise self._error("this parenthesis closes nothing", self.token.at, hint="leave it out, or add ( before it")
        if self.nested > HEIGHT_LIMIT // 2 and height(node) > HEIGHT_LIMIT:
            raise self._error(f"more than {HEIGHT_LIMIT} operators within each other", node.at)
        return node

    def _any(self) -> Node:
        at = self.token.at
        items = [self._all()]
        while self.token.kind == "OR":
            self._advance()
            items.append(self._all())
        if len(items) == 1:
            return items[0]
        return Or(tuple(_flat(items, Or)), at)

    def _all(self) -> Node:
        at = self.token.at
        items: list[Node] = []
        while True:
            items.append(self._part())
            kind = self.token.kind
            if kind == "AND":
                self._advance()
            elif kind in _ENDS:
                break
        if len(items) == 1 and not isinstance(items[0], Not):
            return items[0]
        if all(isinstance(item, Not) for item in items):
            raise self._error("nothing is looked for here, only excluded", at, hint=operators.NOT.hint)
        return And(tuple(_flat(items, And)), at)

    def _part(self) -> Node:
        token = self.token
        if token.kind == "NOT":
            self._advance()
            self._enter(token)
            inner = self._part()
            self.depth -= 1
            return inner.item if isinstance(inner, Not) else Not(inner, token.at)
        if token.kind == "minus":
            self._advance()
            return Not(self._near(), token.at)
        return self._near()

    def _near(self) -> Node:
        node = self._one()
        while True:
            token = self.token
            if token.kind in {"NEAR", "ONEAR"}:
                self._advance()
                right = self._one()
                for side in (node, right):
                    self._need_places(side, token.value)
                node = Near(node, right, token.number, token.kind == "ONEAR", token.at)
            elif token.kind == "EXCEPT":
                self._advance()
                mask = self._one()
                self._need_places(mask, "EXCEPT")
                node = Except(node, mask, token.at)
            else:
                return node
            self.nested += 1
            self._limit(token)

    def _need_places(self, node: Node, operator: str) -> None:
        if not node.is_positional:
            raise self._error(
                f"{operator} needs words, phrases or an OR group here",
                node.at,
                hint=operators.KEYWORDS[operator].hint,
            )

    def _one(self) -> Node:
        token = self.token
        self._advance()
        match token.kind:
            case "open":
                self._enter(token)
                node = self._any()
                if self.token.kind != "close":
                    raise self._error("this parenthesis is never closed", token.at, hint=operators.GROUP.hint)
                self._advance()
                self.depth -= 1
                return node
            case "field":
                return self._field(token)
            case "exact":
                node = self._one_of(("word", "phrase", "pattern"), f"a word or phrase after {token.value}")
                return replace(node, exact=True, at=token.at)
            case "word" | "phrase":
                return self._term(token)
            case "pattern":
                self._limit(token)
                problem = patterns.problem(token.value)
                if problem:
                    raise self._error(problem, token.at, hint=operators.PATTERN.hint)
                return Pattern(token.value, at=token.at)
        raise self._expected(token)

    def _one_of(self, kinds: tuple[str, ...], wanted: str) -> Term | Pattern:
        if self.token.kind not in kinds:
            raise self._error(f"expected {wanted}", self.token.at)
        node = self._one()
        assert isinstance(node, Term | Pattern)
        return node

    def _field(self, token: Token) -> Node:
        if token.value in ABOUT_FIELDS:
            if self.token.kind not in {"word", "phrase"}:
                wanted, example = _ABOUT_WANTED[token.value]
                raise self._error(
                    f"expected one {wanted} after {token.value}:", self.token.at, hint=f"for example {example}"
                )
            value = self.token.value.strip().lower()
            self._advance()
            return About(token.value, value, token.at)
        self._enter(token)
        item = self._one()
        self.depth -= 1
        return Scoped(token.value, item, token.at)

    def _term(self, token: Token) -> Term:
        self._limit(token)
        written = token.value
        if written.isascii():
            if written.isalnum():
                return Term((written.lower(),), written, at=token.at)
            if written.replace(" ", "").isalnum():
                return self._checked(Term(tuple(written.lower().split()), written.strip(), at=token.at))
        written = written.strip()
        prefix = written.endswith("*")
        if prefix:
            written = written.rstrip("*").rstrip()
        folded = tuple(text.fold_words(written))
        if not folded and (prefix or not token.value):
            missing = f"* needs {PREFIX_LETTERS} letters or more before it" if prefix else "this phrase is empty"
            raise self._error(missing, token.at, hint=operators.PREFIX.hint if prefix else "leave it out")
        meant = None if folded else suggestions.sign(written)
        if meant:
            raise self._error(f"{written!r} is not an operator", token.at, hint=f"did you mean {meant} ?")
        if not folded:
            raise self._error(
                f"{_short(token.value)} has no letter or figure to look for",
                token.at,
                hint='leave it out, or quote the whole name: "Superman & Lois"; only words are found, so a name of '
                "signs alone needs one next to it, as in /band !!!/",
            )
        if "*" in written and token.kind == "word":
            hint = f'{operators.PREFIX.hint}; for a name, quote it: "{token.value[:40]}"'
            raise self._error("* stands at the end of a word only", token.at, hint=hint)
        if prefix and len(folded[-1]) < PREFIX_LETTERS and folded[-1].isascii():
            raise self._error(
                f"* needs {PREFIX_LETTERS} letters or more before it", token.at, hint=operators.PREFIX.hint
            )
        return self._checked(Term(folded, written, prefix, at=token.at))

    def _checked(self, term: Term) -> Term:
        if len(term.words) > PHRASE_LIMIT:
            raise self._error(f"a phrase has at most {PHRASE_LIMIT} words", term.at)
        return term

    def _enter(self, token: Token) -> None:
        self.depth += 1
        self.nested += 1
        if self.depth > DEPTH_LIMIT:
            raise self._error(f"more than {DEPTH_LIMIT} levels within each other", token.at)

    def _limit(self, token: Token) -> None:
        self.terms += 1
        if self.terms > TERM_LIMIT:
            raise self._error(f"the query has more than {TERM_LIMIT:,} parts", token.at, hint="make several watches")

    def _expected(self, token: Token) -> QuerySyntaxError:
        wanted = "expected a word, a phrase or a parenthesis"
        before = self.tokens[self.tokens.index(token) - 1]
        if token.kind == "close" and before.kind == "open":
            return self._error("nothing stands between these parentheses", before.at, hint="leave them out")
        if token.kind == "end":
            after = f" after {_short(before.value)}" if before.kind != "close" else ""
            form = operators.KEYWORDS[before.value].form if before.value in operators.KEYWORDS else ""
            return self._error(
                f"{wanted}{after}, but the query ends here", token.at, hint=f"for example: {form}" if form else None
            )
        hint = operators.WORD.hint.format(token.value) if token.value in operators.KEYWORDS else None
        return self._error(f"{wanted} before {_short(token.value)}", token.at, hint=hint)

    def _error(self, message: str, position: int, *, hint: str | None = None) -> QuerySyntaxError:
        return QuerySyntaxError(message, query=self.query, position=position, hint=hint)


_ENDS = frozenset(("end", "close", "OR"))
_ABOUT_WANTED = {"outlet": ("outlet id", "outlet:variety"), "lang": ("language code", "lang:en")}


def _short(value: str) -> str:
    """A piece of a query for a message."""
    return repr(value if len(value) <= 40 else value[:40] + "…")


def _flat(items: list[Node], kind: type[And | Or]) -> list[Node]:
    """The items, those of the same kind replaced by theirs."""
    return [part for item in items for part in (item.items if isinstance(item, kind) else (item,))]
