"""`monitor web`: the pages in a browser, the hash of their password, and who logged in with a feed reader."""

import sys
from dataclasses import asdict

import click

from monitor.cli import output
from monitor.cli.columns import Column
from monitor.cli.command_context import Given
from monitor.cli.output import Listing, listing, say
from monitor.errors import NotFoundError, UserError
from monitor.store import reader_logins

_READERS = (
    Column("name", minimum=12),
    Column("logged_in_at", title="last log-in"),
    Column("began_at", title="since", priority=1),
    Column("marks", numeric=True, priority=2),
)


@click.group(invoke_without_command=True)
@click.option("--port", type=click.IntRange(0, 65_535), help="Another port than [web] port; 0: any that is free")
@click.pass_context
def web(context: click.Context, port: int | None) -> None:
    """Serve the pages until SIGTERM or Ctrl-C: what develops, each story, the watches, in a browser.

    They listen on this machine alone. On any other address they need a password (`monitor web password`), or a proxy
    in front that says who is there: see [web] in monitor.toml.
    """
    if context.invoked_subcommand is not None:
        return
    import logging  # noqa: PLC0415 - with the server: only who serves pays for it

    from monitor import logs  # noqa: PLC0415 - as above
    from monitor.web import server  # noqa: PLC0415 - as above

    given = context.ensure_object(Given)
    logs.to_stderr(logging.DEBUG if given.verbose else logging.WARNING)
    server.serve(given.path(), port=port, ready=lambda address: say(f"the pages are at {address}/"))


@web.command()
def password() -> None:
    """Ask for a password, and print its hash for `[web] password_hash`.

    The password is read from the terminal without being shown, or from standard input.
    """
    from monitor.web import password as passwords  # noqa: PLC0415 - as above

    if sys.stdin.isatty():
        given = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    else:
        given = sys.stdin.readline().rstrip("\r\n")
    if not passwords.SHORTEST <= len(given) <= passwords.LONGEST:
        raise UserError(f"a password has at least {passwords.SHORTEST} characters")
    click.echo(passwords.made(given))


@web.command()
@click.option("--end", "ended", metavar="NAME", help="End all log-ins of this name; what it read is kept")
@listing(limit=100)
@click.pass_obj
def readers(given: Given, *, ended: str | None, wanted: Listing) -> None:
    """List the names under which feed readers logged in, and how much each marked as read or to stay unread.

    A phone that was lost is shut out by --end; by another password, all are.
    """
    if ended is None:
        with given.archive() as archive:
            output.show(map(asdict, reader_logins.listing(archive, limit=wanted.limit)), _READERS, wanted)
        return
    with given.archive(read_only=False) as archive:
        if not reader_logins.end(archive, ended):
            raise NotFoundError(f"no feed reader logged in as {ended!r}", hint="`monitor web readers` lists the names")
    say(f"all feed readers of {ended} have to log in again")
