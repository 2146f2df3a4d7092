"""`monitor demo`: the daemon on a press of its own, from the first crawl to the digest, in half a minute.

setting (the folder and its files) -> stage (press, catchers, daemon) -> findings (what was seen) -> program (the text)
"""

import asyncio
import time
from pathlib import Path

import click

from monitor.cli.demo import setting
from monitor.cli.demo.program import Program
from monitor.cli.demo.stage import Stage
from monitor.cli.entry import FAILED, stop
from monitor.cli.path_options import NamedPath
from monitor.newsstand import Expectations, Press


@click.command()
@click.option("--keep", is_flag=True, help="Leave press, catchers, daemon and its pages running until Ctrl-C")
@click.option(
    "--folder",
    type=NamedPath(file_okay=False),
    default=Path("demo"),
    show_default=True,
    help="Where everything goes; that of an earlier demo is cleared",
)
@click.option(
    "--speed",
    type=click.FloatRange(1, 600),
    default=120.0,
    show_default=True,
    help="Minutes of the press's half hour a minute",
)
def demo(*, keep: bool, folder: Path, speed: float) -> None:
    """Run the daemon against thirteen invented outlets on this machine, and show what it finds.

    Sixty articles, some there from the start, some published while you watch: a story that six outlets tell, a copy, an
    edited headline, and much that a careless watch would take for it. Mails and webhooks are caught in the folder.
    Nothing outside of it is touched, and no network is needed. Ends with 1 if anything expected was not seen.
    """
    press, expected = Press.load(), Expectations.load()
    setting.clear(folder)
    program, began = Program(), time.monotonic()
    program.opening(press, folder)
    stage = Stage(folder, press, expected, speed=speed, tell=program.news)
    try:
        report = asyncio.run(stage.play(program.curtain if keep else None))
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None
    if not keep:
        program.curtain(report)
    program.verdict(report, time.monotonic() - began)
    if report.missing:
        stop(FAILED)
