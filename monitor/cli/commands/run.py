"""`monitor run`: the daemon in the foreground, as `python scheduler.py` is."""

import logging

import click

import scheduler
from monitor import logs
from monitor.cli.command_context import Given


@click.command()
@click.pass_obj
def run(given: Given) -> None:
    """Run the daemon until SIGTERM or Ctrl-C.

    It crawls what is due, sends alerts and digests, and logs to standard error. A changed monitor.toml is taken
    within a few seconds; SIGHUP takes it at once, and reads changed secret files too. Ends with 75 if another daemon
    works on the same archive.
    """
    logs.to_stderr(logging.DEBUG if given.verbose else logging.ERROR if given.quiet else logging.INFO)
    scheduler.serve(given.path())
