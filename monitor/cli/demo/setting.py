"""The demo's folder and the monitor.toml in it: a real one, that may be copied from."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from monitor.config.config_reference import literal
from monitor.desk import lock
from monitor.errors import UserError
from monitor.newsstand import Expectations, MailCatcher, WebhookCatcher

MARK = ".monitor-demo"  # a folder without it is not ours to clear
FILES = ("monitor.toml", "daemon.log", "requests.jsonl", "digest.txt")
FOLDERS = {"mails": ".eml", "webhooks": ".json"}
ARCHIVE = "archive.db"
DIGEST = "newsstand"
SECRET = "whsec_dGhlIG5ld3NzdGFuZCdzIGZyb250IGRvb3I="  # noqa: S105 - a made-up one, for a catcher on this machine
_HEAD = """\
# Written by `monitor demo`: the daemon's configuration, as anyone might write it, but for the pace: these outlets are
# on this machine and publish half an hour's news within seconds. `monitor init` writes one for the real world.
"""


def clear(folder: Path) -> None:
    """Make the folder, or empty that of an earlier demo of what it wrote.

    Raises:
        UserError: something else is in the folder.
        AlreadyRunningError: an earlier demo is still at work in it.
    """
    if folder.exists() and not (folder / MARK).exists() and any(folder.iterdir()):
        raise UserError(f"{folder} is there and is not a demo's folder", hint="--folder names another")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).touch()
    archive = folder / ARCHIVE
    with lock.held(archive):
        found = [folder / name for name in FILES]
        found += [archive.with_name(archive.name + ending) for ending in ("", "-wal", "-shm")]
        found += [path for name, suffix in FOLDERS.items() for path in (folder / name).glob(f"*{suffix}")]
        for path in found:
            path.unlink(missing_ok=True)


def write_config(
    folder: Path,
    outlets: Iterable[Mapping[str, Any]],
    expected: Expectations,
    mail: MailCatcher,
    hooks: WebhookCatcher,
    *,
    web_port: int | None = None,
) -> Path:
    """Write monitor.toml for these outlets, watches and catchers, with the pages at that port; its path."""
    parts = [
        _HEAD,
        _table("archive", path=ARCHIVE),
        _table("crawl", delay=0.05, poll="1s", contact="https://example.org/bot"),
        _table("network", allow=["127.0.0.0/8"]),
        _table("incidents", to=["desk"]),
        *([_table("web", enabled=True, port=web_port)] if web_port else []),
        *(_table("[outlet]", **outlet) for outlet in outlets),
    ]
    for watch in expected.watches:
        settings = dict(watch.settings)
        if settings["alert"] == "instant":
            settings["to"] = ["desk", "mail"] if watch is expected.watches[0] else ["desk"]
        parts.append(_table("[watch]", **settings))
    parts += [
        _table("[digest]", name=DIGEST, schedule="0 18 * * *", timezone="UTC", to=["mail", "desk"]),
        _table("[channel]", name="desk", kind="webhook", url=f"{hooks.url}desk", secret=SECRET),
        _table(
            "[channel]",
            name="mail",
            kind="mail",
            host=mail.host,
            port=mail.port,
            tls="none",
            to=["desk@example.org"],
            **{"from": "monitor@example.org"},
        ),
    ]
    path = folder / "monitor.toml"
    path.touch(mode=0o600)  # it holds a secret
    path.write_text("\n".join(parts), encoding="utf-8")
    return path


def _table(title: str, **values: Any) -> str:
    return f"[{title}]\n" + "".join(f"{key} = {literal(value)}\n" for key, value in values.items())
