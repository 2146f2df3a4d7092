"""What a person can use is written down, and what is written down is so."""

import os
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import click
import pytest

from monitor import config, health
from monitor.cli.entry import root
from monitor.config import config_reference
from monitor.config.tables import TABLES
from monitor.deliver.kinds import KINDS
from monitor.match import check_watch
from monitor.match.query import operators
from monitor.model import LinkState
from monitor.refusals import Reason
from monitor.store.archive import Archive

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "bench").glob("*.md")])
GENERATED = ROOT / "docs" / "reference" / "command-line.md"  # made from the commands themselves
LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
PROMPTS = ("$ ", "# ", ".venv/bin/")


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def written(*names: str) -> str:
    """These pages of docs/ as one text; all of them and the README where none is named."""
    return "\n".join(text(ROOT / "docs" / name) for name in names) if names else "\n".join(map(text, PAGES))


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def undocumented(names: Iterator[str] | list[str], where: str) -> list[str]:
    """Those names that do not stand there as code: `name`."""
    return sorted(name for name in names if not re.search(rf"`[^`\n]*(?<!\w){re.escape(name)}(?!\w)[^`\n]*`", where))


def commands(command: click.Command, path: str = "monitor") -> Iterator[str]:
    """Every command and subcommand, as typed."""
    if isinstance(command, click.Group):
        for name in command.list_commands(click.Context(command)):
            below = command.get_command(click.Context(command), name)
            assert below is not None
            yield f"{path} {name}"
            yield from commands(below, f"{path} {name}")


def shown(page: Path) -> Iterator[str]:
    """The `monitor` command lines of a page: in its blocks and between its backticks."""
    whole = text(page)
    if page == GENERATED:
        return
    blocks = "\n".join(block for language, block in FENCE.findall(whole) if language in {"", "console", "sh", "bash"})
    prose = FENCE.sub("", whole)
    indented = "\n".join(line for line in prose.splitlines() if line.startswith("    "))
    for line in (blocks + "\n" + indented).splitlines():
        bare = line.strip()
        for prompt in PROMPTS:
            bare = bare.removeprefix(prompt)
        if re.match(r"monitor [a-z-]", bare):
            yield bare
    yield from re.findall(r"(?<!`)`(monitor [a-z-][^`\n]*)`(?!`)", prose)


def words(line: str) -> list[str]:
    """The words of a command line up to its comment, its pipe or where its output goes."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars="|><;&")
    lexer.whitespace_split = True
    found = []
    for word in lexer:
        if set(word) <= set("|><;&…"):
            break
        found.append(word)
    return found[1:]


def understood(line: str) -> None:
    """Raise click's error where the command, or one of its options, is not there."""
    command: click.Command = root
    context, rest = click.Context(root, info_name="monitor", **root.context_settings), words(line)
    while True:
        _, rest, _ = command.make_parser(context).parse_args(list(rest))
        if not isinstance(command, click.Group) or not rest:
            return
        name, below, rest = command.resolve_command(context, rest)
        assert below is not None
        command, context = below, click.Context(below, info_name=name, parent=context, **below.context_settings)


def test_every_command_has_its_place_in_the_reference() -> None:
    """A command that nobody described cannot be added."""
    page = text(GENERATED)

    assert [name for name in commands(root) if f"\n## {name}\n" not in page] == []


def test_every_exit_code_is_documented() -> None:
    """The codes that commands and errors end with stand in the table."""
    from monitor import errors
    from monitor.cli import entry

    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.MonitorError)]
    codes = {kind.exit_code for kind in kinds} | {entry.FAILED, entry.USAGE, entry.EMPTY, entry.PARTLY}
    table = re.findall(r"^\| (\d+) \|", text(GENERATED), re.MULTILINE)

    assert codes - {int(code) for code in table} == set()


def test_every_setting_is_documented() -> None:
    """Each key of monitor.toml stands in its table of the reference."""
    page = written("reference/configuration.md")
    keys = {key.name for table in TABLES for key in config_reference.keys(table.shape)}
    tables = set(re.findall(r"^### \[+(\w+)", page, re.MULTILINE))

    assert undocumented(sorted(keys - tables), page) == []


def test_every_table_and_view_is_documented(tmp_path: Path) -> None:
    """Whoever opens the archive finds what each table and view holds."""
    page = written("reference/archive.md")
    with Archive.open(tmp_path / "archive.db", create=True) as archive:
        made = archive.rows(
            "select name from sqlite_schema where type in ('table', 'view') and name not like 'sqlite_%'"
        )
    own = [row["name"] for row in made if not re.search(r"_fts_\w+$|^_sqlite", row["name"])]

    assert [name for name in own if f"\n### {name}\n" not in page and f"`{name}`" not in page] == []


def test_every_kind_of_channel_is_documented() -> None:
    """A channel has its settings in the reference and its behaviour in the guide."""
    kinds = list(KINDS)
    guide = written("guide/delivery.md")

    assert len(kinds) >= 4
    assert [kind for kind in kinds if f'kind = "{kind}"' not in guide] == []


def test_every_operator_is_documented() -> None:
    """Each operator of the query language is in its reference."""
    page = written("reference/query-language.md")
    names = [operator.keyword for operator in operators.OPERATORS if operator.keyword]

    assert len(names) >= 6
    assert undocumented(names, page) == []


def test_every_incident_and_refusal_is_documented() -> None:
    """Whatever the monitor says is wrong, a person finds what it means."""
    page = written("reference/troubles.md")
    states = [state.value for state in LinkState]

    assert undocumented(sorted(health.KINDS), page) == []
    assert undocumented([reason.value for reason in Reason], page) == []
    assert undocumented(states, page) == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_somewhere(page: Path) -> None:
    """A link to a file of this project leads to one, and its anchor to a heading."""
    broken = []
    for target in LINK.findall(FENCE.sub("", text(page))):
        parts = urlsplit(target)
        if parts.scheme or parts.netloc:
            continue
        file = (page.parent / unquote(parts.path)).resolve() if parts.path else page
        if not file.exists() or (parts.fragment and parts.fragment not in anchors(file)):
            broken.append(target)

    assert broken == []


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as forges make them."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", text(page)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_command_line_is_understood(page: Path) -> None:
    """Commands and options that the pages show are there."""
    wrong = {}
    for line in shown(page):
        try:
            understood(line)
        except (click.UsageError, ValueError) as error:
            wrong[line] = str(error)

    assert wrong == {}


SHOWN = [(page, block) for page in PAGES for language, block in FENCE.findall(text(page)) if language == "toml"]


@pytest.mark.parametrize(("page", "block"), SHOWN, ids=lambda part: named(part) if isinstance(part, Path) else "")
def test_every_piece_of_configuration_is_right(page: Path, block: str, tmp_path: Path) -> None:
    """What is shown as TOML loads, and its watches pass their own tests: tables with the channels that they name."""
    path = tmp_path / "monitor.toml"
    path.write_text(completed(block), encoding="utf-8")
    path.chmod(0o600)
    env = dict.fromkeys(re.findall(r"\$\{(\w+)\}", block), "https://example.org/a-secret-of-some-length")

    loaded = config.load(path, {**os.environ, **env}, need_secrets=False)

    assert [problem for watch in loaded.watches for problem in check_watch(watch).problems] == []


def completed(block: str) -> str:
    """The block with what it leaves to the reader: outlets to follow, and the channels that it names."""
    held = tomllib.loads(block)
    if "cluster" in held and set(held) == {"cluster"}:
        return 'follow = ["variety"]\n' + block
    tables = [item for kind in ("watch", "digest") for item in held.get(kind, [])]
    wanted = {name for item in tables for name in item.get("to", [])} | set(held.get("incidents", {}).get("to", []))
    missing = wanted - {channel["name"] for channel in held.get("channel", [])}
    head = "" if "follow" in held else 'follow = ["variety"]\n'
    tail = "".join(f'\n[[channel]]\nname = "{name}"\nkind = "file"\npath = "out"\n' for name in sorted(missing))
    return head + block + tail
