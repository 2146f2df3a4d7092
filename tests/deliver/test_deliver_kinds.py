"""A kind of channel is one module and one line of an index: each module offers the same, and no more is needed."""

import inspect
import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import get_args

import pytest

from monitor import deliver
from monitor.config.tables import TABLES
from monitor.deliver.channel import Channel, ChannelSettings
from monitor.deliver.kinds import KINDS

ROOT = Path(deliver.__file__).parents[2]
VERBS = ("render", "send", "probe")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_offers_the_same_five_things(kind: str) -> None:
    """Its module, named after it, holds its settings and its value, and the value renders, sends and probes."""
    module = import_module(f"monitor.deliver.{kind}")
    own = [item for item in vars(module).values() if inspect.isclass(item) and item.__module__ == module.__name__]
    [settings] = [item for item in own if issubclass(item, ChannelSettings)]
    [value] = [item for item in own if issubclass(item, Channel)]

    assert settings is KINDS[kind]
    assert all(verb in vars(value) for verb in VERBS)
    assert not inspect.isabstract(value)
    assert not inspect.isabstract(settings)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_documents_itself(kind: str) -> None:
    """Its table in the reference, its secrets and the example come from its settings."""
    settings = KINDS[kind]
    fields = settings.model_fields
    names = {field.alias or name for name, field in fields.items()}

    assert get_args(fields["kind"].annotation) == (kind,)
    assert settings.__doc__
    assert all(field.description for field in fields.values())
    assert fields.keys() >= settings.SECRETS
    assert settings.EXAMPLE.keys() <= names
    assert [table.shape for table in TABLES if table.kind == kind] == [settings]


def test_no_other_module_knows_the_kinds() -> None:
    """Outside their own modules and the index, nothing of the product names a kind's settings or value."""
    classes = {KINDS[kind].__name__ for kind in KINDS} | {f"{kind.title()}Channel" for kind in KINDS}
    own = {ROOT / "monitor" / "deliver" / f"{name}.py" for name in (*KINDS, "kinds")}
    files = [path for path in ROOT.glob("monitor/**/*.py") if path not in own]
    strays = [f"{path.name}: {name}" for path in files for name in classes if name in path.read_text(encoding="utf-8")]

    assert len(files) > 100
    assert len(classes) == 2 * len(KINDS)
    assert strays == []


PAGER = """
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from monitor.deliver.channel import Channel, ChannelSettings
from monitor.deliver.outcome import SENT


class PagerSettings(ChannelSettings):
    \"\"\"Pager, by an incoming webhook.\"\"\"

    SECRETS: ClassVar = frozenset({"hook"})
    EXAMPLE: ClassVar = {"name": "team", "kind": "pager", "hook": "${PAGER}"}

    kind: Annotated[Literal["pager"], Field(description="pager")]
    hook: Annotated[str, Field(description="the address that Pager gave")]
    hook_file: Annotated[str | None, Field(description="a file that holds it")] = None

    def channel(self, folder):
        return PagerChannel(name=self.name, hook=self.hook)


@dataclass(frozen=True, slots=True, kw_only=True)
class PagerChannel(Channel):
    hook: str

    def render(self, forms):
        return [(None, json.dumps({"text": forms.text}))]

    async def send(self, outgoing, attempt):
        Path(self.hook).write_text(outgoing.rendered)
        return SENT

    def probe(self, attempt):
        return "pager would take it"
"""
# What the line in the index does, and then the way of a message from the file to the sending.
PROGRAM = """
import asyncio, json, sys
from datetime import UTC, datetime
from pathlib import Path

import pager
from monitor.deliver import kinds
kinds.SETTINGS = (*kinds.SETTINGS, pager.PagerSettings)
kinds.KINDS = {kinds.name_of(settings): settings for settings in kinds.SETTINGS}

from monitor import config, deliver
from monitor.cli.doctor import examinations
from monitor.config import config_reference
from monitor.digest.message import IncidentNotice
from monitor.digest.render import Rendering
from monitor.errors import ConfigError
from monitor.model import Incident

folder, now = Path(sys.argv[1]), datetime(2026, 11, 23, tzinfo=UTC)
[team] = config.load(folder / "good.toml", {}).channels
notice = IncidentNotice(
    id="x", at=now, opened_at=now, incident=Incident(kind="feed_failing", subject="variety", detail="Variety is down")
)
[(recipient, text)] = team.render(Rendering(message=notice))
out = deliver.Outgoing(message_id="x", type=notice.type, recipient=recipient, rendered=text, created_at=now)
outcome = asyncio.run(deliver.send(team, out, now=now))
try:
    config.load(folder / "bad.toml", {})
except ConfigError as error:
    problems = error.problems
print(json.dumps({
    "outcome": outcome.kind,
    "sent": json.loads((folder / "posted").read_text())["text"].splitlines(),
    "probe": examinations.channel(team, ()).detail,
    "problems": problems,
    "warnings": config.load(folder / "good.toml", {}).warnings,
    "reference": "### [[channel]] pager" in config_reference.markdown(),
    "example": "hook = \\"${PAGER}\\"" in config_reference.example(),
    "schema": "PagerSettings" in config.json_schema()["$defs"],
}))
"""


def test_a_made_up_kind_works_by_its_module_and_its_line(tmp_path: Path) -> None:
    """From its table in monitor.toml to a sent message, with mistakes, warnings and docs, it needs nothing else."""
    (tmp_path / "pager.py").write_text(PAGER, encoding="utf-8")
    (tmp_path / "program.py").write_text(PROGRAM, encoding="utf-8")
    (tmp_path / "hook").write_text(str(tmp_path / "posted"), encoding="utf-8")
    literal = f'[[channel]]\nname = "team"\nkind = "pager"\nhook = "{tmp_path / "posted"}"\n'
    for name, text in {
        "good.toml": literal,
        "bad.toml": '[[channel]]\nname = "team"\nkind = "pager"\nhok = 1\nhook_file = "hook"\n'
        '[[channel]]\nname = "b"\nkind = "pagr"\n',
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        (tmp_path / name).chmod(0o644)
    run = subprocess.run(
        [sys.executable, str(tmp_path / "program.py"), str(tmp_path)],
        env={"PYTHONPATH": f"{tmp_path}:{ROOT}", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)

    every = " or ".join(f'"{kind}"' for kind in (*KINDS, "pager"))

    assert found["outcome"] == "sent"
    assert "Variety is down" in found["sent"]
    assert found["probe"] == "pager would take it"
    assert [problem.partition(": ")[2] for problem in found["problems"]] == [
        'channel.hok: unknown key. Did you mean "hook"?',
        f'channel: kind: must be {every}, not "pagr". Did you mean "pager"?',
    ]
    assert any("channel.hook: a secret in a file that others may read" in text for text in found["warnings"])
    assert found["reference"]
    assert found["example"]
    assert found["schema"]
