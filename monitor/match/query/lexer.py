"""Cuts a query into tokens, each with the place where it stands in the query."""

import re
import unicodedata
from typing import NamedTuple

from monitor.errors import QuerySyntaxError
from monitor.match.query import operators, suggestions
from monitor.match.query.suggestions import FIELD_NAMES

# Every quotation mark that ends a word can begin a phrase.
_CLOSING = {
    '"': '"',
    "＂": '＂"',
    "“": '”“"',
    "”": '”"',
    "„": '“”"',
    "«": "»",
    "»": "«»",
}
_SINGLE = {"‘": "’", "'": "'’", "‚": "‘’"}
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212\uff0d"
_PARENTHESES = {"(": "open", "（": "open", ")": "close", "）": "close"}
FIELD_PREFIX = re.compile(r"(\w+):", re.ASCII)
# The keywords, from the table of operators: those that stand alone, and those that a number may follow.
_ALONE = "|".join(keyword for keyword in operators.KEYWORDS if keyword not in operators.NUMBERED)
_COUNTING = f"(?:{'|'.join(operators.NUMBERED)})"
KEYWORD = rf"(?:{_ALONE}|{_COUNTING}(?:/\d+)?)"
_NUMBERED = re.compile(rf"{_COUNTING}(?:/\d+)?$")
_WORD_END = re.compile(r"[\s()（）\"＂“”„«»]")
_SPLIT_NUMBER = re.compile(r"\s+(/\d+)(?=[\s()]|$)")
_SPACES = re.compile(r"\s*")
# The tokens that need no second look; the rest, and what may be a misspelt keyword, is cut by `_next`.
_PLAIN = re.compile(
    r"""\s*(?:(?P<open>\()|(?P<close>\))|"(?P<phrase>[^"\\]+)"(?!\*)"""
    rf"""|(?P<keyword>{_ALONE})(?=[\s()]|$)|(?P<numbered>{_COUNTING}(?:/\d{{1,6}})?)(?=[\s()]|$)"""
    rf"""|(?P<word>(?!{_COUNTING}\d|{suggestions.ALIKE}|[Ａ-Ｚ])[^\W\d_][\w.'’*-]*)(?=[\s)]|$))"""
)


class Token(NamedTuple):
    """A piece of a query. `number` is that of a keyword which takes one, as in NEAR/8."""

    kind: str  # word phrase pattern field open close minus exact end, or a keyword: AND NEAR ...
    value: str
    at: int
    number: int = 0


class Lexer:
    """Cuts a query into tokens."""

    def __init__(self, query: str) -> None:
        self.query = query
        self.at = 0
        self._unended: set[str] = set()  # quotes and slashes that nothing ends any more: looked for once

    def tokens(self) -> list[Token]:
        """All tokens of the query, the last of kind "end"."""
        found = []
        query = self.query
        while True:
            match = _PLAIN.match(query, self.at)
            if match is None:
                self.at = _SPACES.match(query, self.at).end()  # type: ignore[union-attr]
                if self.at >= len(query):
                    found.append(Token("end", "", len(query.rstrip())))
                    return found
                found.append(self._next())
                continue
            kind = match.lastgroup
            assert kind
            self.at = match.end()
            start = match.start(kind)
            value = match[kind]
            if kind == "numbered":
                found.append(self._numbered(value, start))
            elif kind == "phrase":
                found.append(Token(kind, value, start - 1))
            else:
                found.append(Token(value if kind == "keyword" else kind, value, start))

    def _next(self) -> Token:  # noqa: PLR0911  one return for each kind of token
        character = self.query[self.at]
        if character in _PARENTHESES:
            return self._take(_PARENTHESES[character], 1)
        if character in _CLOSING:
            return self._quoted()
        if character in _SINGLE and (end := self._single_end(character)):
            start, self.at = self.at, end + 1
            return Token("phrase", self.query[start + 1 : end], start)
        follower = self.query[self.at + 1 : self.at + 2]
        if character in _DASHES and follower and not follower.isspace() and follower not in _DASHES + ")":
            return self._take("minus", 1)
        if character == "=" and follower and not follower.isspace():
            return self._take("exact", 1)
        if character == "/" and (end := self._pattern_end()):
            start, self.at = self.at, end + 1
            return Token("pattern", self.query[start + 1 : end].replace("\\/", "/"), start)
        field = FIELD_PREFIX.match(self.query, self.at)
        if field and self._is_field(field):
            start, self.at = self.at, field.end()
            return Token("exact" if field[1] == "case" else "field", field[1], start)
        return self._word()

    def _take(self, kind: str, length: int) -> Token:
        token = Token(kind, self.query[self.at : self.at + length], self.at)
        self.at += length
        return token

    def _quoted(self) -> Token:
        start = self.at
        closing = _CLOSING[self.query[start]]
        written = []
        position = start + 1
        while position < len(self.query) and self.query[position] not in closing:
            if self.query[position] == "\\" and position + 1 < len(self.query):
                position += 1
            written.append(self.query[position])
            position += 1
        if position >= len(self.query):
            raise self.error("this quotation mark is never closed", start, hint=operators.PHRASE.hint)
        self.at = position + 1
        if self.query[self.at : self.at + 1] == "*":
            self.at += 1
            written.append("*")
        return Token("phrase", "".join(written), start)

    def _single_end(self, character: str) -> int | None:
        """Where a phrase in single quotes ends: at a quote that a blank or bracket follows."""
        if character in self._unended:
            return None
        end = re.compile(f"[{_SINGLE[character]}](?=[\\s)]|$)").search(self.query, self.at + 1)
        if not end:
            self._unended.add(character)
            return None
        return end.start() if self.query[self.at + 1 : end.start()].strip() else None

    def _pattern_end(self) -> int | None:
        if "/" in self._unended:
            return None
        position = self.at + 1
        while position < len(self.query):
            if self.query[position] == "\\":
                position += 1
            elif self.query[position] == "/":
                after = self.query[position + 1 : position + 2]
                if not after or after.isspace() or after == ")":
                    return position if position > self.at + 1 else None
            position += 1
        self._unended.add("/")
        return None

    def _is_field(self, field: re.Match[str]) -> bool:
        name = field[1]
        if name in FIELD_NAMES or name == "case":
            return True
        after = self.query[field.end() : field.end() + 1]
        if not name.isalpha() or not after or after.isspace() or after == ")":
            return False  # "Dune: ..." and "3:10" are words
        meant = suggestions.field(name)
        raise self.error(
            f"there is no field {name[:40]!r}",
            field.start(),
            hint=(f"did you mean {meant}: ? " if meant else "")
            + f"fields: {', '.join(FIELD_NAMES)}. {operators.FIELD.hint}",
        )

    def _word(self) -> Token:
        start = self.at
        end = _WORD_END.search(self.query, start)
        self.at = end.start() if end else len(self.query)
        value = self.query[start : self.at]
        half_width = unicodedata.normalize("NFKC", value)
        if _NUMBERED.match(half_width) or half_width in operators.KEYWORDS:
            value = half_width
        if _NUMBERED.match(value):
            return self._numbered(value, start)
        if value in operators.KEYWORDS:
            return Token(value, value, start)
        meant = suggestions.numbered(value) or suggestions.operator(value)
        if meant:
            raise self.error(
                f"{value[:40]!r} is not an operator",
                start,
                hint=f"did you mean {meant} ? {operators.WORD.hint.format(value[:40])}",
            )
        return Token("word", value, start)

    def _numbered(self, value: str, start: int) -> Token:
        keyword, _, digits = value.partition("/")
        apart = None if digits else _SPLIT_NUMBER.match(self.query, self.at)
        if apart:
            meant = f"{keyword}{apart[1][:10]}"
            raise self.error("no blank stands before the number", start, hint=f"did you mean {meant} ?")
        allowed = operators.NUMBERED[keyword]
        number = int(digits[:9]) if digits else allowed.default
        if number > allowed.most:
            raise self.error(f"the {allowed.name} of {keyword} is at most {allowed.most}", start, hint=allowed.beyond)
        return Token(keyword, keyword, start, number)

    def error(self, message: str, position: int, *, hint: str | None = None) -> QuerySyntaxError:
        """An error with a caret under the position."""
        return QuerySyntaxError(message, query=self.query, position=position, hint=hint)
