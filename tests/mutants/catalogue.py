"""The catalogue: which small faults a module can have, each as a piece of its text and what stands there instead."""

import ast
import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise

SMALL = 10  # numbers below it go wrong by one, others tenfold: 10,000 for 10,001 is no fault that a test should notice
COMPARED = {
    ast.Lt: ("<", "<="), ast.LtE: ("<=", "<"), ast.Gt: (">", ">="), ast.GtE: (">=", ">"), ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="), ast.Is: ("is", "is not"), ast.IsNot: ("is not", "is"), ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
}  # fmt: skip
COUNTED = {
    ast.Add: ("+", "-"), ast.Sub: ("-", "+"), ast.Mult: ("*", "/"), ast.Div: ("/", "*"), ast.FloorDiv: ("//", "*"),
    ast.Mod: ("%", "*"), ast.BitOr: ("|", "&"), ast.BitAnd: ("&", "|"),
}  # fmt: skip
UNITS = {"seconds": "minutes", "minutes": "seconds", "hours": "minutes", "days": "hours", "weeks": "days"}
TWINS = {"min": "max", "max": "min", "any": "all", "all": "any", "startswith": "endswith", "endswith": "startswith"}
SQL = re.compile(r"\b(select|insert|update|delete|with|where|order by|join|on conflict)\b", re.IGNORECASE)
SQL_FAULTS = (  # what is looked for in a statement, and what stands there instead
    (re.compile(r"(?<![<>=!])<(?![=>])"), "<="),
    (re.compile(r"<="), "<"),
    (re.compile(r"(?<![<>=!-])>(?!=)"), ">="),
    (re.compile(r">="), ">"),
    (re.compile(r"\band (?!null)", re.IGNORECASE), "or "),
    (re.compile(r"\bor (?!ignore|replace)", re.IGNORECASE), "and "),
    (re.compile(r" desc\b", re.IGNORECASE), " asc"),
    (re.compile(r"\bis not null\b", re.IGNORECASE), "is null"),
    (re.compile(r"\bis null\b", re.IGNORECASE), "is not null"),
    (re.compile(r"\b(and|or) (?:\w+\.)?\w+ (?:=|<|>|<=|>=|!=|is|in|is not) [\w?:.()]+", re.IGNORECASE), ""),
    (re.compile(r"\bnot (?=exists|in\b|like)", re.IGNORECASE), ""),
    (re.compile(r"\bmax\("), "min("),
    (re.compile(r"\bmin\("), "max("),
)
LOGS = frozenset({"log", "logger", "_log", "_LOG", "LOG", "logging"})
UNSEEN = frozenset({"__repr__", "__str__"})


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: bytes `start` to `end` of the file are replaced. `code` is the text of its line."""

    path: str
    line: int
    code: str
    kind: str
    start: int
    end: int
    new: str
    shown: str  # "old -> new", shortened to what differs

    @property
    def place(self) -> str:
        """Where and what, for a person."""
        return f"{self.path}:{self.line}  {self.shown}"

    def rank(self, seed: int) -> str:
        """Its place in the seed's order, which stays where other lines of the code change."""
        return sha256(f"{seed}|{self.path}|{self.code}|{self.shown}|{self.kind}".encode()).hexdigest()

    def applied(self, source: bytes) -> bytes:
        """The module's text with the fault."""
        return source[: self.start] + self.new.encode() + source[self.end :]


def faults(path: str, source: bytes, lines: Container[str] | None = None) -> list[Fault]:
    """All faults of the catalogue that this module can have (on `lines`), in the order of its text."""
    text = _Text(path, source)
    found = (fault for node in _behaving(ast.parse(source)) for fault in _of_node(node, text))
    if lines is not None:  # before each is compiled, which takes the time
        found = (fault for fault in found if fault.code in lines)
    unique = {(fault.start, fault.end, fault.new): fault for fault in found if _is_real(fault, source)}
    return [unique[key] for key in sorted(unique)]


def _is_real(fault: Fault, source: bytes) -> bool:
    try:
        compile(fault.applied(source), fault.path, "exec", dont_inherit=True)
    except SyntaxError:
        return False
    return True


class _Text:
    """A module's text, and where the nodes of its tree stand in it."""

    def __init__(self, path: str, source: bytes) -> None:
        self.path, self.source = path, source
        self.lines = source.splitlines(keepends=True)
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line))

    def span(self, node: ast.AST) -> tuple[int, int]:
        """The first byte of a node, and the one after its last."""
        return self.starts[node.lineno - 1] + node.col_offset, self.starts[node.end_lineno - 1] + node.end_col_offset

    def of(self, node: ast.AST) -> str:
        """What is written there."""
        start, end = self.span(node)
        return self.source[start:end].decode()

    def fault(self, kind: str, span: tuple[int, int], new: str, shown: str = "") -> Fault:
        """These bytes become `new`."""
        line = self.source.count(b"\n", 0, span[0])
        old = " ".join(self.source[span[0] : span[1]].decode().split())
        change = shown or f"{old or 'nothing'} -> {' '.join(new.split()) or 'nothing'}"
        return Fault(self.path, line + 1, self.lines[line].decode().strip(), kind, *span, new, change)

    def between(self, kind: str, sides: tuple[ast.AST, ast.AST], old: str, new: str) -> Iterator[Fault]:
        """Another operator between two nodes."""
        start, end = self.span(sides[0])[1], self.span(sides[1])[0]
        written = rb"\s+".join(re.escape(word.encode()) for word in old.split())
        if match := re.search(rb"(?<!\w)" + written + rb"(?!\w)", self.source[start:end]):
            shown = f"{self.of(sides[0])[-30:]} {old} {self.of(sides[1])[:30]} -> {new}"
            yield self.fault(kind, (start + match.start(), start + match.end()), new, " ".join(shown.split()))


def _behaving(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that behave: not types, decorators, asserts, logs and what is printed of a value in a debugger."""
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.Assert() | ast.arg() | ast.JoinedStr(values=[]):
                continue
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) if name in UNSEEN:
                continue
            case ast.If() if "TYPE_CHECKING" in ast.unparse(child.test):
                continue
            case ast.Expr(value=ast.Constant()):
                continue
            case ast.Expr(value=ast.Call(func=function)) if ast.unparse(function).split(".")[0] in LOGS:
                continue
        is_type = child in (getattr(node, "annotation", None), getattr(node, "returns", None))
        if is_type or child in getattr(node, "decorator_list", ()):
            continue
        yield child
        if not isinstance(child, ast.Raise | ast.JoinedStr):
            yield from _behaving(child)


def _of_node(node: ast.AST, text: _Text) -> Iterator[Fault]:  # noqa: C901, PLR0912 - an index: every node in sight
    """The faults of one node, its children's not counted."""
    match node:
        case ast.Raise() | ast.AugAssign() | ast.Continue() | ast.Break() | ast.Expr(value=ast.Call()):
            yield text.fault("statement", text.span(node), "pass")
        case ast.Return(value=None | ast.Constant()):
            yield text.fault("statement", text.span(node), "pass")
        case ast.Constant(value=bool() as value):
            yield text.fault("truth", text.span(node), str(not value))
        case ast.Constant(value=int() | float() as value):
            yield from (text.fault("number", text.span(node), repr(new)) for new in _numbers(value))
        case ast.Constant(value=str()) | ast.JoinedStr():
            yield from _of_statement(node, text)
        case ast.Compare():
            sides = [node.left, *node.comparators]
            for pair, operator in zip(pairwise(sides), node.ops, strict=True):
                yield from text.between("comparison", pair, *COMPARED[type(operator)])
        case ast.BoolOp():
            yield from _of_boolean(node, text)
        case ast.UnaryOp(op=ast.Not()):
            yield text.fault("not", text.span(node), f"bool({text.of(node.operand)})", f"without {text.of(node)[:60]}")
        case ast.BinOp() if type(node.op) in COUNTED and not _is_text(node.left, node.right):
            yield from text.between("arithmetic", (node.left, node.right), *COUNTED[type(node.op)])
        case ast.IfExp():
            yield from (text.fault("choice", text.span(node), text.of(each)) for each in (node.body, node.orelse))
        case ast.ClassDef() if any("Enum" in ast.unparse(base) for base in node.bases):
            for line in node.body:
                if isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant):
                    yield text.fault("member", text.span(line.value), repr(f"{line.value.value}_"))
        case ast.Call():
            yield from _of_call(node, text)


def _of_boolean(node: ast.BoolOp, text: _Text) -> Iterator[Fault]:
    """The other operator, and each of its terms left out."""
    old, new = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
    for pair in pairwise(node.values):
        yield from text.between("boolean", pair, old, new)
    for left_out in node.values:
        rest = f" {old} ".join(f"({text.of(value)})" for value in node.values if value is not left_out)
        shown = " ".join(f"without {old} {text.of(left_out)}".split())
        yield text.fault("term", text.span(node), f"({rest})", shown)


def _of_call(node: ast.Call, text: _Text) -> Iterator[Fault]:
    """Another unit of time, the twin of a function, an argument that is not passed on."""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    end = text.span(node.func)[1]
    if name in TWINS:
        yield text.fault("twin", (end - len(name), end), TWINS[name])
    for keyword in node.keywords:
        start, _ = text.span(keyword)
        if name == "timedelta" and keyword.arg in UNITS:
            yield text.fault("unit", (start, start + len(keyword.arg)), UNITS[keyword.arg])
        elif keyword.arg and not isinstance(keyword.value, ast.Constant):
            shown = " ".join(f"{keyword.arg}={text.of(keyword.value)[:40]} -> None".split())
            yield text.fault("argument", text.span(keyword.value), "None", shown)


def _of_statement(node: ast.expr, text: _Text) -> Iterator[Fault]:
    """Faults of a string that is SQL."""
    start, _ = text.span(node)
    written = text.of(node)
    for pattern, new in SQL_FAULTS if SQL.search(written) else ():
        for match in pattern.finditer(written):
            before = start + len(written[: match.start()].encode())
            around = " ".join(written[max(0, match.start() - 20) : match.end() + 20].split())
            shown = f"{around}: {match[0].strip()} -> {new.strip() or 'nothing'}"
            yield text.fault("sql", (before, before + len(match[0].encode())), new, shown)


def _is_text(*nodes: ast.AST) -> bool:
    """Whether one of these is no number as far as one can see."""
    texts = ast.JoinedStr | ast.List | ast.Tuple | ast.ListComp
    return any(
        isinstance(node, texts) or (isinstance(node, ast.Constant) and isinstance(node.value, str)) for node in nodes
    )


def _numbers(value: float) -> list[float]:
    """What a number goes wrong to."""
    if isinstance(value, float):
        return [value * 10, value / 10] if value else [1.0]
    if abs(value) < SMALL:
        return [value + 1, value - 1] if value else [1]
    return [value * 10, value // 10]
