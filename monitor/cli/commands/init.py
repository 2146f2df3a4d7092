"""`monitor init`: a first monitor.toml that works as it is, and says what to change."""

import sys
import tomllib
from pathlib import Path

import click

from monitor import config
from monitor.cli.command_context import Given
from monitor.cli.output import say
from monitor.config import toml_edit
from monitor.config.config_reference import literal
from monitor.errors import UserError
from monitor.match import flaws
from monitor.phrasing import count

_OUTLETS = ["variety", "deadline", "thr", "indiewire", "joblo", "slashfilm"]
_TEMPLATE = """\
# What the monitor reads, looks for and sends. `monitor check` says what is wrong with this file;
# `monitor schema --as example` prints every key with what it is for.

# Shipped outlets by id, or by @tag such as "@film": `monitor outlet list` shows them.
follow = {follow}

[crawl]
# contact = "https://example.org/bot"   # tell the outlets' operators who reads them

[[watch]]
name = {name}
query = {query}
alert = "instant"                       # a message at once, once per story; or "digest"
# should_match = ["a text that must be found"]
# should_not_match = ["a text that must not"]

{channel}
[[digest]]
name = "morning"
schedule = "0 8 * * *"                  # cron
timezone = {timezone}
"""
_FILES = """\
[[channel]]                             # other kinds: mail, webhook, apprise
name = "files"
kind = "file"
path = "messages"                       # a folder, next to this file

# [[channel]]
# name = "mail"
# kind = "mail"
# host = "smtp.example.org"
# from = "monitor@example.org"
# to = ["me@example.org"]
# username = "monitor"
# password = "${SMTP_PASSWORD}"
"""
_MAIL = """\
[[channel]]
name = "mail"
kind = "mail"
host = {host}
from = {sender}
to = [{to}]
# username = "monitor"
# password = "${{SMTP_PASSWORD}}"         # or password_file
"""


@click.command()
@click.option("--force", is_flag=True, help="Write over a file that is there")
@click.pass_obj
def init(given: Given, *, force: bool) -> None:
    """Write a first monitor.toml.

    On a terminal it asks what to follow, what to look for and where to send it; elsewhere it asks nothing.
    """
    path = Path(given.config or given.env.get("MONITOR_CONFIG") or config.NAME).expanduser()
    if path.exists() and not force:
        raise UserError(f"{path} is there already", hint="--force writes over it")
    ask = sys.stdin.isatty() and sys.stdout.isatty()
    text = _asked() if ask else compose(_OUTLETS, "Heat 2", None)
    toml_edit.write(path, text)
    loaded = config.load(path, given.env, need_secrets=False)
    say(
        f"{path}: {count(len(loaded.outlets), 'outlet')}, {count(len(loaded.watches), 'watch', 'watches')}. "
        "Next: `monitor check`, then `monitor run`"
    )


def compose(follow: list[str], keyword: str, mail: tuple[str, str] | None) -> str:
    """The text of a first file. `mail` is the recipient and the SMTP server; without it, messages go to files."""
    channel = _FILES
    if mail:
        to, host = mail
        channel = _MAIL.format(to=literal(to), host=literal(host), sender=literal(f"monitor@{to.rpartition('@')[2]}"))
    plain = not any(mark in keyword for mark in '"()/:*=')
    return _TEMPLATE.format(
        follow=literal(follow),
        name=literal(keyword.replace('"', "").strip()[:80] or "first watch"),
        query=literal(f'"{keyword}"' if plain else keyword),
        channel=channel,
        timezone=literal(_zone()),
    )


def _asked() -> str:
    """The answers of the person at the terminal; an empty one takes what is proposed, a wrong one is asked again."""
    say(f"Outlets to follow: ids, or tags such as @film. Enter alone takes\n{' '.join(_OUTLETS)}.")
    follow = click.prompt("Follow", default=" ".join(_OUTLETS), show_default=False, value_proc=_outlets, err=True)
    keyword = click.prompt("What to look for", default="Heat 2", value_proc=_keyword, err=True)
    where = "Mail address for alerts (Enter: files in a folder)"
    to = click.prompt(where, default="", show_default=False, value_proc=_recipient, err=True)
    if not to:
        return compose(follow, keyword, None)
    host = click.prompt("SMTP server", default=f"smtp.{to.rpartition('@')[2]}", value_proc=_server, err=True)
    return compose(follow, keyword, (to, host))


def _outlets(answer: str) -> list[str]:
    follow = answer.replace(",", " ").split()
    _expect_sound(compose(follow, "Heat 2", None))
    return follow


def _keyword(answer: str) -> str:
    _expect_sound(compose([], answer, None))
    return answer


def _recipient(answer: str) -> str:
    if to := answer.strip():
        _expect_sound(compose([], "Heat 2", (to, "localhost")))
    return to


def _server(answer: str) -> str:
    host = answer.strip()
    _expect_sound(compose([], "Heat 2", ("me@example.org", host)))
    return host


def _expect_sound(text: str) -> None:
    """Where an answer would make a file with a mistake, click says so and asks again."""
    problems, watches = config.tried(Path(config.NAME), tomllib.loads(text), {})
    wrong = [message for _, message in problems] or [message for watch in watches for _, message in flaws(watch)]
    if wrong:
        raise click.UsageError("\n".join(wrong))


def _zone() -> str:
    """The system's time zone, where it says it by name; else UTC."""
    place = Path("/etc/localtime")
    _, found, name = str(place.resolve()).partition("/zoneinfo/") if place.is_symlink() else ("", "", "")
    return name if found else "UTC"
