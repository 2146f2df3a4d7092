"""The command line: one file for each noun, loaded when it is asked for. It decides nothing; it asks and prints.

    entry              which commands there are, and how errors end     command_context    what each command works with
    commands, watch, outlet, importing, doctor, trial, replay, demo     the commands themselves
    output, rendering, columns, explanation                             how results are printed
    copy_progress                                                       how far a copy is
    time_options, path_options                                          options that are times; files and folders
    stored_article, named_person                                        what a name means
    who                                                                 who does it
    calendar_trial                                                      what a calendar of the configuration says
    trial_message                                                       what is sent to try a channel or a person
    changing                                                            what changes of monitor.toml share
    daemon_state                                                        whether a daemon takes such a change
    free_disk                                                           how much room the archive has
    command_reference                                                   the page about all of them

Data goes to standard output, messages to standard error. Exit codes: 0 done, 1 failure, 2 usage or configuration,
3 nothing found with --fail-empty, 4 partly failed, 75 already running, 130 interrupted.
"""

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code; see `entry.main`. Ctrl-C while the program is loaded is one line, too."""
    try:
        from monitor.cli import entry  # noqa: PLC0415 - loading takes the time in which people change their mind
    except KeyboardInterrupt:
        sys.stderr.write("monitor: interrupted\n")
        return 130
    return entry.main(arguments)
