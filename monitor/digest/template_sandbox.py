"""The sandbox of a person's templates: they cannot reach into Python, and a page is made of so many steps at most.

Each turn of a loop and each call is a step: without that, loops within loops that write nothing would hold up the desk.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from functools import wraps
from itertools import count
from typing import Any

from jinja2 import nodes, pass_context
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

STEPS = 200_000  # of a page; a large digest takes some thousands
_LONGEST = 2_000_000  # characters or items that a multiplication, or a width, may make
_WIDTH = re.compile(
    r"(?:%(?:\([^)]*\))?[-+ #0*.\d]*|\{[^{}]*)\d{7}"
)  # in what values are set into: of a million characters
_DIGITS = 10_000  # bits of a power
_STEPS: ContextVar[Iterator[int]] = ContextVar("_STEPS")  # of the page that is being made
_COUNTED = "counted_turns"  # the filter that is put around what a loop goes through


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, with bounds. Call `begin` before each page."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self, **options: Any) -> None:
        """The options are those of a Jinja environment."""
        super().__init__(**options)
        del self.globals["lipsum"]  # as many words of nonsense as one asks for
        self.filters = {name: _narrow(name, applied) for name, applied in self.filters.items()}
        self.filters[_COUNTED] = _counted

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """The template, each of its loops counted."""
        tree = super()._parse(source, name, filename)
        for loop in tree.find_all(nodes.For):
            loop.iter = nodes.Filter(loop.iter, _COUNTED, [], [], None, None, lineno=loop.lineno)
        return tree

    def call(self, context: Context, called: Any, /, *args: Any, **named: Any) -> Any:
        """Call it, if that is safe and asks for no endless text, as one step."""
        _step()
        text = getattr(getattr(called, "__wrapped__", called), "__self__", None)  # Jinja wraps the method `format`
        if isinstance(text, str):
            _refuse_width([*args, *named.values()], text if "format" in called.__name__ else "")
        return super().call(context, called, *args, **named)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """A product, a power or a text that values are set into, unless it fills the memory."""
        if operator == "%":
            if isinstance(left, str):
                _refuse_width(right if isinstance(right, tuple) else (), left)
            return super().call_binop(context, operator, left, right)
        if operator == "**" and isinstance(left, int) and isinstance(right, int):
            size, most = left.bit_length() * right, _DIGITS
        else:
            size, most = max(_size(left, right), _size(right, left)), _LONGEST
        if size > most:
            raise SecurityError(f"the result of {operator} is too large")
        return super().call_binop(context, operator, left, right)


def begin() -> None:
    """A page is made now: count its steps from none."""
    _STEPS.set(count(1))


def _step() -> None:
    if next(_STEPS.get()) > STEPS:
        raise SecurityError(f"it takes more than {STEPS:,} turns of loops and calls")


@pass_context  # which also keeps it from being called when a template is compiled
def _counted(_: Context, items: Iterable[Any]) -> Iterator[Any]:
    for item in items:
        _step()
        yield item


def _narrow(name: str, applied: Callable[..., Any]) -> Callable[..., Any]:
    """The filter, unless it is asked for a text of endless width, or for so many parts."""
    options = 2 if hasattr(applied, "jinja_pass_arg") else 1  # they follow the value, which may follow the environment

    @wraps(applied)
    def narrow(*args: Any, **named: Any) -> Any:
        _refuse_width([*args[options:], *named.values()], str(args[0]) if name == "format" else "")
        return applied(*args, **named)

    return narrow


def _refuse_width(values: Iterable[Any], pattern: str) -> None:
    """Refuse numbers that may be widths, as such or in a pattern that values are set into."""
    if _WIDTH.search(pattern) or any(isinstance(value, int) and value > _LONGEST for value in values):
        raise SecurityError("a width or a number of parts is too large")


def _size(repeated: Any, times: Any) -> int:
    return len(repeated) * times if isinstance(times, int) and hasattr(repeated, "__len__") else 0
