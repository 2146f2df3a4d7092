"""`monitor mcp`: the archive for assistants, by the Model Context Protocol."""

import click

from monitor.cli.command_context import Given
from monitor.cli.time_options import now
from monitor.errors import UserError


@click.command()
@click.pass_obj
def mcp(given: Given) -> None:
    """Answer an assistant's questions over standard input and output, until it closes them.

    The assistant's program starts this; it needs the extra `mcp`. Six tools, all read-only: search, story, thread,
    threads, hits, explain. What outlets wrote is marked as untrusted in each answer.
    """
    try:
        from monitor.assistant.assistant_server import Assistant  # noqa: PLC0415 - an extra
    except ImportError as problem:
        raise UserError(
            "assistants are answered by the package mcp, which is not installed here",
            hint="pip install 'entertainment-monitor[mcp]'",
        ) from problem
    given.archive_path()  # said before an assistant waits for an answer
    Assistant(given.archive_path, given.loaded, now).serve()
