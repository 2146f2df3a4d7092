"""The reference of the command line, made from its own help; a test holds the written page against it.

python -m monitor.cli.command_reference > docs/reference/command-line.md
"""

from collections.abc import Iterator

import click

from monitor.cli.entry import root

_WIDTH = 100  # columns of the help texts, whatever terminal prints them
_TOP = """\
# monitor

Data goes to standard output, messages to standard error. `--config`, `--quiet`, `--verbose` and `--debug` stand before
or after the command.

## Listings

Every listing takes `--limit`, `--fail-empty` and one of `--details`, `--json` and `--csv`.

- **On a terminal** a listing is as wide as the terminal and no wider. The columns that say which row it is (id, time,
  outlet, title) are always there; the others come in a fixed order of importance while there is room, so that a wider
  window only adds columns. Names, titles and queries are cut with an ellipsis, a title last; ids, times and addresses
  never are. A snippet or an address has a column where everything else is whole.
  Where there is no room for the first columns, each row is printed over several lines.
- **`--details`** prints everything that is known of each row, a line for each value. An address is one piece, however
  long: it can be clicked and copied.
- **Times** are local and short: `14:05` is today, `21 Sep 14:05` this year, `21 Sep` where only the day is known,
  `2020-09-21` earlier. `--details` has them with the year.
- **Titles are links** to the article (OSC 8) on terminals that can do that. `NO_COLOR` and `TERM=dumb` turn links, bold
  and colours off; nothing of the kind goes into a pipe or a file.
- **In a pipe or a file** a row is a line of tab-separated values, always the same columns, nothing is cut, without a
  heading: `monitor hits | cut -f 9`. Times are UTC with a Z, as in JSON.
- **`--json` and `--csv`** have every value of each row, times in UTC with a Z. In CSV a list is JSON, and a cell that a
  spreadsheet would run as a formula begins with an apostrophe.

Text from the web cannot command the terminal: control characters and those that turn the direction of writing are shown
as `�`.

## Exit codes

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
