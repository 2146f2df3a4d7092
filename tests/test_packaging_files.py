"""The files for systemd and for containers, as far as they can be examined without either being started."""

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from monitor.cli.entry import COMMANDS

ROOT = Path(__file__).parents[1]
UNIT = ROOT / "packaging" / "monitor.service"
CONTAINERFILE = ROOT / "packaging" / "Containerfile"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_the_unit_is_right(tmp_path: Path) -> None:
    """Systemd finds nothing to remark, but for the program, which is not installed here."""
    command = shutil.which("true")
    assert command
    unit = tmp_path / "monitor.service"
    unit.write_text(re.sub(r"(?m)^ExecStart=\S+", f"ExecStart={command}", UNIT.read_text()))
    done = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)

    assert (done.stdout + done.stderr, done.returncode) == ("", 0)


def test_the_unit_needs_no_file_but_the_configuration() -> None:
    """Each credential is without a path, and each file of variables may be missing: both are optional then."""
    settings = [line.split("=", 1) for line in UNIT.read_text().splitlines() if re.match(r"[A-Z]\w+=", line)]
    credentials = [value for name, value in settings if name.startswith("LoadCredential")]
    files = [value for name, value in settings if name == "EnvironmentFile"]

    assert credentials
    assert not [value for value in credentials if ":" in value]
    assert files
    assert not [value for value in files if not value.startswith("-")]


class TestContainer:
    """No container is built here: what its files name is there, and what they run works in a folder like its volume."""

    lines = tuple(
        line for line in CONTAINERFILE.read_text().replace("\\\n", " ").splitlines() if line and line[0] != "#"
    )

    def values(self, word: str) -> list[str]:
        """What follows an instruction, each time."""
        return [line.split(None, 1)[1] for line in self.lines if line.split(None, 1)[0] == word]

    def test_what_is_copied_is_there(self) -> None:
        """Each file of the context exists, and an installation needs no other."""
        copied = [name for value in self.values("COPY") if "--from" not in value for name in value.split()[:-1]]
        packages = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]

        assert {"pyproject.toml", "requirements.lock", "monitor", "spiders", "scheduler.py"} <= set(copied)
        assert [name for name in copied if not (ROOT / name).exists()] == []
        assert set(packages["py-modules"]) <= {name.removesuffix(".py") for name in copied}

    def test_its_commands_exist(self) -> None:
        """The entry point is ours, the default and the health check are commands of it."""
        entry, default = json.loads(self.values("ENTRYPOINT")[0]), json.loads(self.values("CMD")[0])
        check = json.loads(self.values("HEALTHCHECK")[0].partition("CMD ")[2])
        scripts = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]

        assert entry == ["monitor"]
        assert "monitor" in scripts
        assert default[0] in COMMANDS
        assert (check[0], check[1] in COMMANDS) == ("monitor", True)

    def test_it_does_not_run_as_root(self) -> None:
        """The user is made and used, owns the volume, and starts in it."""
        (volume,) = self.values("VOLUME")

        assert self.values("USER") == ["monitor"]
        assert [
            line
            for line in self.values("RUN")
            if "useradd" in line and f"-o monitor -g monitor -m 0700 {volume}" in line
        ]
        assert self.values("WORKDIR")[-1] == volume

    def test_its_images_have_a_version(self) -> None:
        """No `latest`: what is built today is built tomorrow."""
        images = [value.split()[0] for value in self.values("FROM")]

        assert images
        assert [image for image in images if ":" not in image or image.endswith(":latest")] == []

    def test_the_compose_file_fits(self) -> None:
        """It builds that file, keeps its volume, and gives it the time to stop."""
        lines = [line.strip() for line in (ROOT / "packaging" / "compose.yaml").read_text().splitlines()]
        said = dict(line.split(": ", 1) for line in lines if ": " in line and line[0] != "#")
        (volume,) = self.values("VOLUME")

        assert (ROOT / "packaging" / said["context"] / said["dockerfile"]).samefile(CONTAINERFILE)
        assert json.loads(said["volumes"]) == [f"data:{volume}"]
        assert said["stop_grace_period"] == "30s"
        assert said["read_only"] == "true"

    def test_an_empty_volume_is_explained_and_filled(self, tmp_path: Path) -> None:
        """The default command says what to do; `init`, without a terminal too, writes what `check` finds right."""

        def ran(*words: str) -> tuple[int, str]:
            program = "import sys; from monitor.cli import main; sys.exit(main(sys.argv[1:]))"
            done = subprocess.run(
                [sys.executable, "-c", program, *words],
                cwd=tmp_path,
                env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
                capture_output=True,
                text=True,
                check=False,
                stdin=subprocess.DEVNULL,
            )
            return done.returncode, done.stderr

        code, said = ran("run")
        assert code == 2
        assert "monitor init" in said
        assert ran("init")[0] == 0
        assert ran("check")[0] == 0


def _installer() -> ModuleType:
    """The installer, which is no module of the package."""
    spec = importlib.util.spec_from_file_location("install", ROOT / "packaging" / "install.py")
    assert spec
    assert spec.loader
    install = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(install)
    return install


def test_the_installer_says_how_far_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is in place is counted while a silent installer unpacks, until it has ended."""
    install = _installer()
    for name in ("scrapy-1.dist-info", "lxml-5.dist-info", "lxml"):
        (tmp_path / "lib" / "python3.12" / "site-packages" / name).mkdir(parents=True)
    (tmp_path / "lib64").symlink_to("lib")
    ended = threading.Event()

    def state() -> str:
        ended.set()
        return f"{install.in_place(tmp_path)} of 90 in place"

    install.QUIET = 0.0
    install.tell_on(ended, state)

    assert capsys.readouterr().out.startswith("  2 of 90 in place, after ")


def test_the_installer_is_not_silent_while_it_makes_an_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What takes ten seconds, or a minute, is named before it begins, and while it lasts."""
    install = _installer()
    said, spoken = [], threading.Event()

    def say(text: str) -> None:
        said.append(text)
        if "still at it" in text:
            spoken.set()

    monkeypatch.setattr(install, "say", say)
    monkeypatch.setattr(install, "QUIET", 0.0)
    monkeypatch.setattr(install, "_run", lambda *_: spoken.wait(30))
    with pytest.raises(FileNotFoundError, match="bin/python"):  # what was made has none
        install.with_pip(tmp_path / "environment", tmp_path, tmp_path / "log")

    assert "making a virtual environment in " in said[0]
    assert "still at it, after " in said[1]


def test_the_installer_says_that_no_index_was_reached(tmp_path: Path) -> None:
    """Without a network pip blames the first package; the last line says what is the matter."""
    install = _installer()
    complaint = "ERROR: Could not find a version that satisfies the requirement a==1 (from versions: none)"

    with pytest.raises(install.InstallError, match=r"(?s)a==1.*no package index offered it: is there a network"):
        install.run([sys.executable, "-c", f"print({complaint!r}); raise SystemExit(1)"], tmp_path / "log")
    with pytest.raises(install.InstallError, match=r"^full$"):
        install.run([sys.executable, "-c", "print('full', end=''); raise SystemExit(1)"], tmp_path / "log")
