"""`monitor judge`: a person's verdict on hits, by which `monitor watch advise` improves a watch."""

import click

from monitor.cli import output
from monitor.cli.command_context import Given
from monitor.cli.time_options import now
from monitor.errors import NotFoundError
from monitor.store import verdicts


@click.command()
@click.argument("hits", metavar="HIT...", type=int, nargs=-1, required=True)
@click.argument("verdict", metavar="yes|no", type=click.Choice(["yes", "no"]))
@click.pass_obj
def judge(given: Given, *, hits: tuple[int, ...], verdict: str) -> None:
    """Say whether hits are right: what the watch should find, or not.

    `monitor hits` shows their numbers. A verdict is on the watch and the article: it stays when the watch is changed or
    the article is revised, and a later verdict replaces it.
    """
    with given.archive(read_only=False) as archive:
        missing = verdicts.judge(archive, hits, now(), is_right=verdict == "yes")
    if missing:
        numbers = ", ".join(map(str, missing))
        raise NotFoundError(
            f"there is no hit {numbers}: nothing was judged", hint="`monitor hits` shows the numbers of the hits"
        )
    output.say(f"{len(set(hits))} {'hit is' if len(set(hits)) == 1 else 'hits are'} judged: {verdict}")
