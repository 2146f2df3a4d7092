"""A new user's first hour, typed on a terminal of 80 columns: every line is from the README, every screen is kept.

After a change that is meant, write the screens again and look at each:
MONITOR_APPROVE=1 python -m pytest tests/acceptance/test_acceptance_hour.py
"""

import difflib
import os
import re
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from press_world import ROOT, World
from rich.cells import cell_len
from terminal import COLUMNS, Seen, Shell

SCREENS = Path(__file__).parent / "screens"
LEFT_OUT = (".git", ".venv", "demo", "build", "dist", "archive.db", "monitor.toml")  # of the checkout's own folder
CACHES = (".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis")  # what Python compiled is not done again
OUTLETS = ["The Reel Ledger", "Second Unit", "Clapperboard Wire", "Marquee Daily", "The Matinee Post", "Harbour City"]
LONG_WORD = 64  # columns: an address or a path is one piece, so that it can be copied
NOON = 13  # the hour at which the test's clock stands at its start: no time of it falls on another day
FIRST, LAST = 3.0, 22.0  # minutes of the press: The Reel Ledger has reported Heat 2; two more articles of other news
NORMAL = (  # what differs from run to run, with as many columns
    (re.compile(r"127\.77\.0\.(\d+):\d{5}"), r"press-\1.example"),
    (re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d"), "2026-11-29 13:05"),
    (re.compile(r"\b\d\d:\d\d:\d\d\b"), "13:05:00"),
    (re.compile(r"\b\d\d:\d\d\b"), "13:05"),
    (re.compile(r"(\w+_)\d{8}T\d{6}Z"), r"\g<1>20261129T130500Z"),
    (re.compile(r"\b\d+\.\d MB"), "0.3 MB"),
    (re.compile(r"process \d+"), "process 4321"),
    (re.compile(r"4321\) takes\s+it\s+up\s+within\s+seconds;\s+"), "4321) takes\nit up within seconds; "),
    (re.compile(r"^archive     \S+\s+\(.*\)", re.MULTILINE), "archive     /home/you/monitor/archive.db (0.3 MB)"),
    (re.compile(r"^delay       \S.*\n(?: {12}\S.*\n)*", re.MULTILINE), "delay       0.1 minutes ...\n"),
    (re.compile(r"\d,\d{3} bytes in \d\.\d s"), "2,655 bytes in 0.1 s"),
    (re.compile(r"\bsince \d{4}-\d\d-\d\d"), "since 2026-11-29"),
    (re.compile(r"/20\d\d/\d\d/"), "/2026/11/"),
)  # fmt: skip
CLASS_NAME = re.compile(r"\b[A-Z][a-z]+(?:[A-Z][a-z]+)*(?:Error|Exception|Warning)\b|Traceback")


def block(heading: str, number: int = 0) -> list[str]:
    """The commands of a block of the README under a heading, without their comments."""
    text = (ROOT / "README.md").read_text(encoding="utf-8").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    found: list[str] = re.findall(r"^```\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    lines = [re.sub(r"\s+# .*", "", line) for line in found[number].splitlines()]
    assert lines
    return [line for line in lines if line]


def environment(tree: Path) -> dict[str, str]:
    """What a login gives, with a clock that shows about noon; Python finds this copy first."""
    hour = (NOON - datetime.now(UTC).hour + 12) % 24 - 12
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(tree),
        "LANG": "C.UTF-8",
        "TZ": f"DESK{-hour:+d}",
        "PYTHONPATH": str(tree),
    }


def faults(seen: Seen) -> list[str]:
    """Lines that are wider than the window, but for a whole address or path; names of classes, tracebacks."""
    wide = [one for one in (*seen.text.splitlines(), seen.widest) if cell_len(one) > COLUMNS]
    return [one for one in wide if max(map(len, one.split())) < LONG_WORD] + CLASS_NAME.findall(seen.text)


class Desk:
    """A new user with a window or two, and the README beside them."""

    def __init__(self, world: World, tree: Path) -> None:
        self.world, self.tree = world, tree
        self.shown: dict[str, str] = {}
        self.faults: list[tuple[str, str]] = []  # the screen, and the line of it that is wrong
        self._shells: list[Shell] = []

    def window(self) -> Shell:
        """A terminal in the checkout."""
        self._shells.append(Shell(self.tree, environment(self.tree)))
        return self._shells[-1]

    def keep(self, name: str, line: str, seen: Seen) -> str:
        """A screen that is compared with the one that was looked at; its text."""
        text = seen.text.replace(str(self.tree), "/home/you/monitor")
        for pattern, instead in NORMAL:
            text = pattern.sub(instead, text)
            line = pattern.sub(instead, line)
        self.shown[name] = f"$ {line}\n{text}\n"
        self.faults += [(name, fault) for fault in faults(seen)]
        return seen.text

    def close(self) -> None:
        """Close the windows."""
        for shell in self._shells:
            shell.close()


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """The checkout as `git clone` gives it, with the environment of this one as if `make` had made it."""
    copy = tmp_path / "entertainment-monitor"

    def unshared(folder: str, names: list[str]) -> list[str]:
        return [name for name in names if name in (*CACHES, *(LEFT_OUT if Path(folder) == ROOT else ()))]

    shutil.copytree(ROOT, copy, ignore=unshared, symlinks=True)
    (copy / ".venv").mkdir()
    for part in Path(sys.prefix).iterdir():
        if part.name != ".installed":
            (copy / ".venv" / part.name).symlink_to(part)
    (copy / ".venv" / ".installed").touch()
    return copy


@pytest.fixture
def desk(world: World, tree: Path) -> Iterator[Desk]:
    """The user, a press that stands before its first news, and a mail server."""
    desk = Desk(world, tree)
    yield desk
    desk.close()


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_demo_and_what_can_be_asked_after_it(tree: Path) -> None:
    """`make demo`, then the lines under "Ask the archive": each ends well, prints something and fits the terminal.

    The daemon of the demo finds on real sockets all that is expected, once, and leaves nothing but its folder. What it
    says to type next is typed too.
    """
    shell = Shell(tree, environment(tree))
    before = {path.name for path in tree.iterdir()}
    try:
        assert "make demo" in (ROOT / "README.md").read_text(encoding="utf-8")
        seen = {"make demo": shell.type("make demo", seconds=110)}
        assert {path.name for path in tree.iterdir()} - before - {"__pycache__"} == {"demo"}
        assert not (tree / "demo" / "archive.db-wal").exists()
        lines = block("Ask the archive")
        assert len(lines) >= 8
        shown = seen["make demo"].text.replace("\\\n", "")
        lines += [line.strip() for line in shown.splitlines() if "sqlite-utils" in line]
        seen |= {line: shell.type(line) for line in dict.fromkeys(lines)}
    finally:
        shell.close()

    assert {line: one.text for line, one in seen.items() if one.status} == {}
    assert [line for line, one in seen.items() if one.text in {"", "[]", "nothing found"}] == lines[:1]
    performed = " ".join(shown.split())
    assert "Everything expected was seen" in performed
    story = performed[performed.index("Watch “Heat 2”") :].partition("Rightly not found")[0]
    reported = re.findall("|".join(OUTLETS), story.partition("first reported by")[2])
    assert reported[0] == reported[1] == OUTLETS[0]
    assert sorted(reported[1:]) == sorted(OUTLETS)  # who came next is as it was witnessed: a busy machine looks late
    borrowed = os.path.relpath(Path(sys.executable).parent, tree)  # the environment of this checkout, not the copy's
    ours = [one for line, one in seen.items() if "sqlite-utils" not in line.split()[0]]
    near = [Seen(*(text.replace(borrowed, ".venv/bin") for text in (one.text, one.widest)), one.status) for one in ours]
    assert [fault for one in near for fault in faults(one)] == []


def settle(path: Path, world: World) -> None:
    """What only a test has: sites and a mail server on this machine, and no patience."""
    text = path.read_text()
    text = text.replace("[crawl]\n", '[crawl]\ndelay = 0.05\npoll = "1s"\n')
    text = text.replace('host = "127.0.0.1"', f'host = "127.0.0.1"\nport = {world.mails.port}\ntls = "none"')
    path.write_text(text + '\n[network]\nallow = ["127.0.0.0/8"]\n')


def turn(world: World, minute: float) -> None:
    """Let the press publish what it has until that minute."""
    world.loop.call_soon_threadsafe(world.stand.clock.turn_to, minute)


def mails(world: World) -> list[str]:
    """The subjects of what arrived."""
    return [str(mail.message["Subject"]) for mail in world.mails.accepted]


@pytest.mark.slow
@pytest.mark.timeout(300)  # each wait has its own limit
def test_the_first_hour_of_a_new_user(desk: Desk) -> None:
    """From the clone to the second start of the daemon, by the README alone: a mail for a story, and none twice."""
    world, start, later = desk.world, block("Start", 0), block("Start", 1)
    shell = desk.window()
    press = [str(outlet["home"]) for outlet in world.stand.outlets]
    assert shell.type(start.pop(0)).status == 0

    line = start.pop(0)
    answers = (("Follow:", "@horror"), ("look for", "Heat 2"), ("Mail", "desk@example.org"), ("SMTP", "127.0.0.1"))
    desk.keep("init", line, shell.type(line, *answers))
    config = desk.tree / "monitor.toml"
    settle(config, world)
    for name in ("follow-tag", "add-outlet", "check"):
        line = start.pop(0).replace("https://paper.example.org/", press[0]).replace("My Paper", "The Reel Ledger")
        desk.keep(name, line, shell.type(line))
    # The shipped outlets are in the world: the rest of the hour is spent with the press of this machine.
    config.write_text(re.sub(r"^follow = .*", "follow = []", config.read_text(), flags=re.MULTILINE))
    line = start.pop(0)
    desk.keep("crawl", line, shell.type(line))
    assert mails(world) == []

    (run,) = start
    shell.begin(run)
    shell.wait_for("daemon.started")
    second = desk.window()
    second.type(later.pop(0))
    line = later.pop(0)
    desk.keep("watch-add", line, second.type(line, ("[Y/n]", "y")))
    shell.wait_for("config.reloaded")
    line = later.pop(0)
    desk.keep("watch-test", line, second.type(line))
    turn(world, FIRST)
    archive = desk.tree / "archive.db"
    world.until(lambda: len(mails(world)) == 1)
    assert "Heat 2" in mails(world)[0]

    screens = {line.split()[1]: line for line in later}
    shown = desk.keep("hits", screens["hits"], second.type(screens["hits"]))
    number, story = re.findall(r"^ *(\d+) .*?(\d+)  Heat 2", shown, re.MULTILINE)[0]
    for name, instead in (("judge", number), ("story", story), ("explain", None), ("search", None)):
        line = screens[name] if instead is None else re.sub(r"\b1\b", instead, screens[name])
        desk.keep(name, line, second.type(line))
    for name in ("status", "deliveries"):
        desk.keep(name, screens[name], second.type(screens[name]))
    assert archive.exists()

    shell.keys("\x03")
    stopped = shell.end()
    assert CLASS_NAME.findall(stopped.text) == []
    assert stopped.status == 0, stopped.text
    turn(world, LAST)
    shell.begin(run)
    shell.wait_for("articles=2")  # what was published in between
    shell.keys("\x03")
    assert shell.end().status == 0
    assert len(mails(world)) == 1
    _compare(desk.shown)
    assert desk.faults == []


def _compare(shown: dict[str, str]) -> None:
    """The screens with those that were looked at."""
    SCREENS.mkdir(exist_ok=True)
    differing: list[str] = []
    for name, text in shown.items():
        file = SCREENS / f"{name}.txt"
        if os.environ.get("MONITOR_APPROVE"):
            file.write_text(text, encoding="utf-8")
        kept = file.read_text(encoding="utf-8") if file.is_file() else ""
        differing += difflib.unified_diff(kept.splitlines(), text.splitlines(), name, "now", n=0, lineterm="")
    assert "\n".join(differing) == ""
