"""`monitor try url`: the key by which an address is known."""

import sys
from collections.abc import Iterator

import click

from monitor.reading import urls


@click.command()
@click.argument("addresses", metavar="URL...", nargs=-1, required=True)
def url(addresses: tuple[str, ...]) -> None:
    """The canonical form of each URL, a line each; `-` reads them from standard input.

    An address that is refused gives an empty line.
    """
    for address in _each(addresses):
        click.echo(urls.canonical(address) or "")


def _each(addresses: tuple[str, ...]) -> Iterator[str]:
    for address in addresses:
        if address == "-":
            for line in sys.stdin.buffer:
                yield line.decode("utf-8", "replace").rstrip("\r\n")
        else:
            yield address
