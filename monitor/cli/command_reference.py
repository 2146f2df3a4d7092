"""The reference of the command line, made from its own help; a test holds the written page against it.

python -m monitor.cli.command_reference > docs/reference/command-line.md
"""

from collections.abc import Iterator

import click

from monitor.cli.entry import root

_WIDTH = 100  # columns of the help texts, whatever terminal prints them
_TOP = """\
# monitor

Data goes to standard output, messages to standard error. Every listing takes `--json` and `--limit`; `--config`,
`--quiet`, `--verbose` and `--debug` stand before or after the command. Tables are cut to a terminal's width, and never
cut in a pipe or a file; `NO_COLOR` is honoured. Times are local for people, UTC with a Z in JSON.

| exit code | meaning |
|---|---|
| 0 | done |
| 1 | failure: an archive that cannot be used, a health check that is not well |
| 2 | usage, or the configuration: every problem with its file and line |
| 3 | nothing found, where `--fail-empty` was given |
| 4 | partly failed: some outlets could not be read, some lines were bad, some samples are read otherwise |
| 75 | another monitor works on this archive |
| 130 | interrupted |

Completion for a shell: `eval "$(_MONITOR_COMPLETE=bash_source monitor)"`, or `zsh_source`, `fish_source`.

"""


def page() -> str:
    """The whole page."""
    return _TOP + "\n".join(_sections(root, "monitor", None))


def _sections(command: click.Command, path: str, parent: click.Context | None) -> Iterator[str]:
    settings = {**command.context_settings, "terminal_width": _WIDTH, "max_content_width": _WIDTH}
    context = click.Context(command, info_name=path.rsplit(" ", 1)[-1], parent=parent, **settings)
    yield f"## {path}\n\n```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None:
                yield from _sections(below, f"{path} {name}", context)


if __name__ == "__main__":
    click.echo(page(), nl=False)
