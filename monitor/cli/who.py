"""Who does it: by the name that is given, or by that of the account."""

import getpass
from collections.abc import Callable
from typing import Any

import click

from monitor.phrasing import cut

_NAME = 80  # characters


def _default() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container may run under a number without a name
        return "somebody"


def by_option() -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The option `--by`: the parameter `by` is one visible line, never empty."""

    def named(_: click.Context, __: click.Parameter, value: str | None) -> str:
        return cut(value or "", _NAME) or cut(_default(), _NAME) or "somebody"

    return click.option("--by", metavar="NAME", callback=named, help="Who says so  [default: your account's name]")
