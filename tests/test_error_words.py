"""Exceptions in people's words: the mechanism, and that nothing goes past it."""

import ast
import errno
import json
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.error_words import in_words
from monitor.errors import AddressRefusedError, ArchiveError

ROOT = Path(__file__).parents[1]
SOURCES = [*ROOT.glob("monitor/**/*.py"), *ROOT.glob("spiders/**/*.py"), ROOT / "scheduler.py"]
FILES = sorted(path for path in SOURCES if "newsstand" not in path.parts)  # that imports nothing of ours
# Names of classes that are no exceptions of anybody: what an event is called where it crosses a process.
NAMES = {"monitor/events.py": "the wire's name of an event", "monitor/jobs.py": "an event's kind, in the log alone"}
# Exceptions whose text is written by us, or is a parser's sentence on what a person wrote.
SENTENCES = frozenset(
    {
        *("MonitorError", "UserError", "ConfigError", "QuerySyntaxError", "ArchiveError", "ClusterError", "CrawlError"),
        *("NotFoundError", "AddressRefusedError", "ListingError", "discover.ListingError", "HostileMarkupError"),
        *(
            "html.HostileMarkupError",
            "html.TooManyElementsError",
            "TooManyElementsError",
            "StoppingError",
            "ValueError",
            "zlib.error",
            "Unsure",
            "_NOT_UNDERSTOOD",
            "tomllib.TOMLDecodeError",
            "csv.Error",
            "re2.error",
        ),
    }
)
NO_NAME = "the name of mail.example has a part that is empty, too long or of characters that no name may have"


def not_encoded(text: str, encoding: str) -> UnicodeError:
    """What this Python raises for it."""
    with pytest.raises(UnicodeError) as caught:
        text.encode(encoding)
    return caught.value


def raised(error: BaseException, cause: BaseException) -> BaseException:
    """The error with its cause."""
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (socket.gaierror(-2, "Name or service not known"), "mail.example could not be resolved"),
        (ConnectionRefusedError(111, "Connection refused"), "mail.example refuses the connection"),
        (OSError(errno.ECONNRESET, "Connection reset by peer"), "mail.example closed the connection"),
        (TimeoutError(), "mail.example did not answer in time"),
        (OSError(errno.EHOSTUNREACH, "No route to host"), "No route to host"),
        (OSError("Twice: [Errno 101] Network is unreachable"), "Twice: Network is unreachable"),
        (FileNotFoundError(2, "No such file or directory", "x.html.gz"), "No such file or directory"),
        (raised(ValueError("it broke"), ConnectionRefusedError(111, "x")), "mail.example refuses the connection"),
        (raised(OSError("it refuses us on port 25"), ConnectionRefusedError(111, "x")), "it refuses us on port 25"),
        (ssl.SSLError(1, "tlsv1 (_ssl.c:1006)"), "no encrypted connection to mail.example could be made: tlsv1"),
        (RecursionError("maximum recursion depth exceeded"), "it is nested too deeply"),
        (not_encoded("a..b", "idna"), NO_NAME),
        (not_encoded("x" * 64, "idna"), NO_NAME),
        (not_encoded("a\ufffd.example", "idna"), NO_NAME),
        (not_encoded("\ud83d", "utf-8"), "it holds half a character"),
        (KeyError("headline"), "a defect of this program in reading the page: 'headline' was not found"),
        (ZeroDivisionError("in the middle"), "a defect of this program in reading the page: in the middle"),
        (AssertionError(), "a defect of this program in reading the page"),
        (AddressRefusedError("10.0.0.1 is private", hint="allow it"), "10.0.0.1 is private (allow it)"),
        (ArchiveError("the archive is full"), "the archive is full"),
        (OSError(), "reading the page failed, and no reason was given"),
        (ValueError("one\n  two <Foo object at 0x7f00>"), "one two"),
    ],
)  # fmt: skip
def test_an_error_in_words(error: BaseException, words: str) -> None:
    """What went wrong and where, by the most telling cause; no class, no number, no address in memory."""
    assert in_words(error, doing="reading the page", host="mail.example") == words


def test_an_error_of_a_parser_keeps_its_own_text() -> None:
    """What the library says of the place stays."""
    with pytest.raises(ValueError, match="line 1") as caught:
        json.loads("{")

    assert in_words(caught.value).startswith("Expecting property name")


def test_a_long_error_is_cut() -> None:
    """What a stranger wrote does not fill a screen."""
    assert len(in_words(ValueError("x" * 5_000))) == 500


def bare(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Where a class is named, or the text of an exception of a library is used as it is."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Call(func=ast.Name(id="type")), attr="__name__" | "__qualname__"):
                yield node.lineno, "class"
            case ast.Attribute(value=ast.Attribute(attr="__class__")):
                yield node.lineno, "class"
            case ast.Attribute(attr="errno") if isinstance(node.value, ast.Name):
                yield node.lineno, "text"
            case ast.ExceptHandler(name=str(name), type=ast.expr() as kinds) if not _is_ours(kinds):
                yield from ((line, "text") for line in _texts(node.body, name))


def _is_ours(kinds: ast.expr) -> bool:
    each = kinds.elts if isinstance(kinds, ast.Tuple) else [kinds]
    return all(ast.unparse(kind) in SENTENCES for kind in each)


def _texts(body: list[ast.stmt], name: str) -> Iterator[int]:
    """The lines in which the exception becomes a text."""
    for node in (node for statement in body for node in ast.walk(statement)):
        match node:
            case ast.FormattedValue(value=ast.Name(id=said)) if said == name:
                yield node.lineno
            case ast.Call(func=ast.Name(id="str" | "repr" | "format"), args=[ast.Name(id=said), *_]) if said == name:
                yield node.lineno
            case ast.Call(func=ast.Attribute(attr="warning" | "error" | "info"), args=[_, *given]):  # a line of the log
                yield from (one.lineno for one in given if isinstance(one, ast.Name) and one.id == name)
            case ast.Attribute(value=ast.Name(id=said), attr="args") if said == name:
                yield node.lineno


def test_exceptions_go_through_the_words() -> None:
    """No exception of a library or of Python becomes a text but by `error_words`."""
    named = {path.relative_to(ROOT).as_posix(): path for path in FILES}
    found = [
        f"{name}:{line}: {what}"
        for name, path in named.items()
        if name != "monitor/error_words.py"
        for line, what in bare(ast.parse(path.read_text("utf-8")))
        if (name, what) not in {(one, "class") for one in NAMES}
    ]

    assert len(named) > 500
    assert found == [], "use monitor.error_words.in_words"


@pytest.mark.parametrize(
    "code",
    [
        "text = type(error).__name__",
        "text = error.__class__.__name__",
        "try: f()\nexcept OSError as error: say(f'{error}')",
        "try: f()\nexcept (ValueError, OSError) as error: say(str(error))",
        "try: f()\nexcept Exception as error: say(repr(error))",
        "try: f()\nexcept aiohttp.ClientError as error: say(f'{error!r}')",
        "try: f()\nexcept OSError as fault: say(fault.errno)",
        "try: f()\nexcept KeyError as error: say(error.args[0])",
        "try: f()\nexcept OSError as error: _log.warning('memory %s', error)",
    ],
)
def test_the_search_finds_what_it_looks_for(code: str) -> None:
    """Each way in which a class or a bare text once reached a person is seen."""
    assert list(bare(ast.parse(code)))


@pytest.mark.parametrize(
    "code",
    [
        "try: f()\nexcept ListingError as error: say(str(error))",
        "try: f()\nexcept OSError as error: say(in_words(error))",
        "kind.__name__",
    ],
)
def test_the_search_leaves_the_rest_alone(code: str) -> None:
    """Our own sentences, and what goes through the words."""
    assert not list(bare(ast.parse(code)))
