"""`monitor demo`: its folder, its configuration, its verdict; the whole performance is in `tests/acceptance`."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from monitor import config as configuration
from monitor.cli.demo import setting, stage
from monitor.cli.demo.findings import Findings, Judge
from monitor.cli.demo.stage import seed_news
from monitor.desk import lock
from monitor.errors import AlreadyRunningError, UserError
from monitor.newsstand import Expectations, MailCatcher, Newsstand, Press, WebhookCatcher
from monitor.store.archive import Archive

MONITOR = "import sys; from monitor.cli import main; sys.exit(main(sys.argv[1:]))"
BOUND = 110  # seconds; the performance takes half a minute on a machine of its own


def start(folder: Path, *options: str) -> subprocess.Popen[str]:
    """Start the command as a person would, in a home of its own."""
    home = folder / "home"
    home.mkdir()
    return subprocess.Popen(
        [sys.executable, "-c", MONITOR, "demo", *options],
        cwd=folder,
        env={**os.environ, "HOME": str(home), "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def with_stand(scene: Callable[[Newsstand, WebhookCatcher, Path], Any], folder: Path) -> Any:
    """Run a function on a started press with a written configuration."""

    async def run() -> Any:
        mail, hooks = MailCatcher(folder / "mails"), WebhookCatcher(folder / "webhooks")
        async with Newsstand(Press.load(), started_at=datetime(2024, 1, 5, tzinfo=UTC)) as stand:
            await mail.start()
            await hooks.start()
            try:
                path = setting.write_config(folder, stand.outlets, Expectations.load(), mail, hooks)
                return scene(stand, hooks, path)
            finally:
                await mail.stop()
                await hooks.stop()

    return asyncio.run(run())


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    """The demo refuses a folder that no demo made, and touches nothing in it."""
    (tmp_path / "archive.db").write_text("mine")

    with pytest.raises(UserError, match="not a demo's folder"):
        setting.clear(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["archive.db"]


def test_an_earlier_demo_is_cleared_of_what_it_wrote_only(tmp_path: Path) -> None:
    """A second demo starts anew, and leaves a person's own files in the folder."""
    setting.clear(tmp_path)
    (tmp_path / "mails").mkdir()
    for name in ("archive.db", "archive.db-wal", "monitor.toml", "mails/0001-x.eml", "mails/notes.txt", "mine.txt"):
        (tmp_path / name).write_text("x")

    setting.clear(tmp_path)

    left = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert left - {setting.MARK, "archive.db.lock"} == {"mails/notes.txt", "mine.txt"}


def test_a_demo_at_work_is_not_cleared(tmp_path: Path) -> None:
    """While a daemon works in the folder, another demo ends with 75 and clears nothing."""
    setting.clear(tmp_path)
    (tmp_path / "archive.db").write_text("x")

    with lock.held(tmp_path / "archive.db"), pytest.raises(AlreadyRunningError):
        setting.clear(tmp_path)

    assert (tmp_path / "archive.db").exists()


def test_the_written_configuration_is_a_good_one(tmp_path: Path) -> None:
    """It loads without a warning, with every outlet, every watch as expected, and both channels."""
    config = with_stand(lambda _stand, _hooks, path: configuration.load(path, {}), tmp_path)

    press, expected = Press.load(), Expectations.load()
    assert [outlet.id for outlet in config.outlets] == [outlet.id for outlet in press.outlets]
    assert [(watch.name, watch.masks) for watch in config.watches] == [
        (watch.name, tuple(watch.settings.get("except", ()))) for watch in expected.watches
    ]
    assert [channel.name for channel in config.channels] == ["desk", "mail"]
    assert config.warnings == ()
    assert config.archive_path.parent == tmp_path


def test_an_empty_archive_is_found_wanting(tmp_path: Path) -> None:
    """Where nothing was read, every expected find, story and refusal is named as missing."""

    def scene(stand: Newsstand, hooks: WebhookCatcher, path: Path) -> Findings:
        config = configuration.load(path, {})
        with Archive.open(config.archive_path, create=True) as archive:
            return Judge(stand, Expectations.load(), config, hooks).judge(archive)

    missing = "\n".join(with_stand(scene, tmp_path).missing)

    for article in ("reel-ledger/michael-mann-heat-2-next-film", "kinoblatt/ehrenpreis-fuer-ines-okafor"):
        assert f"did not find {article}" in missing
    assert "“Michael Mann's next film is Heat 2” is 0 stories" in missing
    assert "save-point/the-longest-tag was not refused" in missing
    assert "edited headline of marquee-daily/michael-mann-eyes-heat-2" in missing


def test_a_busy_machine_starts_the_daemon_late(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo says that it waits, and goes on with the archive that comes after that."""
    monkeypatch.setattr(stage, "SEED", 0.0)
    monkeypatch.setattr(stage, "_LOOK", 0.0)
    path, told = tmp_path / "archive.db", []

    def tell(kind: str, text: str) -> None:
        told.append((kind, text))
        Archive.open(path, create=True).close()

    late = stage.Stage(tmp_path, Press.load(), Expectations.load(), speed=120.0, tell=tell)
    late._daemon = SimpleNamespace(returncode=None)
    with asyncio.run(late._opened(path)) as archive:
        assert archive.path == path.resolve()

    assert told == [("seed", "the daemon is still starting: this machine is busy")]


@pytest.mark.slow
def test_an_interrupted_demo_leaves_no_daemon(tmp_path: Path) -> None:
    """SIGTERM in the middle ends the demo, and the daemon with it: the archive's lock is free."""
    demo = start(tmp_path)
    archive = tmp_path / "demo" / "archive.db"
    end = time.monotonic() + BOUND
    while not archive.exists() and demo.poll() is None and time.monotonic() < end:
        time.sleep(0.1)
    demo.send_signal(signal.SIGTERM)
    _, err = demo.communicate(timeout=BOUND)

    assert (demo.returncode, err) == (130, "monitor: interrupted\n")
    with lock.held(archive):
        assert archive.exists()


def test_the_first_crawl_is_over_where_every_outlet_was_read() -> None:
    """On a busy machine it is still reading, and says so."""
    assert seed_news(0, 0, 13) == "the first crawl is still reading: 0 of 13 outlets so far, 0 articles"
    assert seed_news(1, 4, 13) == "the first crawl is still reading: 4 of 13 outlets so far, 1 article"
    assert seed_news(30, 13, 13) == "the first crawl is over: 30 articles, nobody alerted"
