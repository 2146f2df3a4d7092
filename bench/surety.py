"""Nothing lost, nothing doubled but under its own id: messages over receivers that fail, by a sender that is killed.

    python bench/surety.py [--messages 1000] [--kills 12] [--faults 0.22] [--seed 3] [--json]

Each message goes to a webhook, a mail server and a chat (a Slack bot). The sender is the daemon's own loop over a real
archive, in a process of its own that SIGKILL ends while it sends. The waits between attempts are shortened, and
nothing else. A receiver may have a message twice where it took it and the answer was lost: with equal id and bytes.
"""

import argparse
import asyncio
import json
import logging
import random
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from deliver import Nobody  # noqa: E402 - found in this folder
from surety_receivers import Receivers  # noqa: E402 - as above

from monitor import jobs  # noqa: E402 - found next to this folder
from monitor.config import Config, Network  # noqa: E402 - as above
from monitor.deliver import brake, retry  # noqa: E402 - as above
from monitor.deliver.mail import MailChannel  # noqa: E402 - as above
from monitor.deliver.slack import SlackChannel  # noqa: E402 - as above
from monitor.deliver.webhook import WebhookChannel  # noqa: E402 - as above
from monitor.desk import Desk, posting  # noqa: E402 - as above
from monitor.digest.message import IncidentNotice  # noqa: E402 - as above
from monitor.jobs import Jobs  # noqa: E402 - as above
from monitor.model import Incident  # noqa: E402 - as above
from monitor.store import identity, outbox  # noqa: E402 - as above

CHANNELS = ("hook", "mail", "chat")
LATEST = 240.0  # seconds in which all must have been sent
SHORT = timedelta(milliseconds=50)


def configured(folder: Path, http_port: int, mail_port: int) -> Config:
    """Three channels to the receivers."""
    base = f"http://127.0.0.1:{http_port}"
    return Config(
        path=folder / "monitor.toml",
        archive_path=folder / "archive.db",
        network=Network(allow=("127.0.0.0/8",)),
        channels=(
            WebhookChannel(name="hook", url=f"{base}/hook", secrets=("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",)),
            MailChannel(
                name="mail", host="127.0.0.1", port=mail_port, tls="none", sender="m@example.org", to=("a@example.org",)
            ),
            SlackChannel(name="chat", token="xoxb-1", to="C1", api=f"{base}/api"),  # noqa: S106 - a secret of nobody
        ),
    )


def fill(config: Config, messages: int) -> list[str]:
    """Queue so many for all channels; their ids."""
    desk, now = Desk.open(config), datetime.now(UTC)
    desk.sync(now)
    with desk.context.archive.transaction():
        for number in range(messages):
            incident = Incident(
                kind="source_gone", subject=f"subject-{number}", detail=f"subject-{number} is gone: 404"
            )
            notice = IncidentNotice(id=f"incident_{number}", at=now, opened_at=now, incident=incident)
            posting.post(desk.context, notice, CHANNELS, now)
    name = identity.archive_id(desk.context.archive)
    desk.close()
    return [f"incident_{number}_{name}" for number in range(messages)]


async def send_all(config: Config) -> None:
    """The sender: what is due, until all is sent. Says when it begins."""
    retry.TIMETABLE = (timedelta(0), *[SHORT] * 60)
    brake.PASSING = (SHORT,)
    jobs.make = lambda *_: Nobody()
    desk = Desk.open(config)
    made = Jobs(desk, config)
    await made.start()
    print("ready", flush=True)
    while set(await made.on_desk(outbox.counts, desk.context.archive)) - {"sent", "dead"}:
        await made.drain()
        await asyncio.sleep(0.02)
    await made.stop(2)


def run(folder: Path, *, messages: int, kills: int, share: float, seed: int) -> dict[str, Any]:
    """Send all with so many kills; what the receivers and the archive say afterwards."""
    receivers, began = Receivers(share, seed), time.monotonic()
    config = configured(folder, receivers.http_port, receivers.mail_port)
    ids = fill(config, messages)
    rng = random.Random(seed)
    command = [sys.executable, __file__, "--send", str(folder), str(receivers.http_port), str(receivers.mail_port)]
    done = 0
    while True:
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as sender:
            assert sender.stdout is not None
            if sender.stdout.readline() != "ready\n":
                raise RuntimeError("the sender does not start")
            if done == kills:
                try:
                    sender.wait(LATEST)
                finally:
                    sender.kill()  # one that hangs would be waited for without end
                break
            time.sleep(rng.uniform(0.05, messages / 2_500))
            sender.send_signal(signal.SIGKILL)
            done += sender.wait() == -signal.SIGKILL
            if sender.returncode == 0:
                break
    receivers.close()
    desk = Desk.open(config)
    states = outbox.counts(desk.context.archive)
    desk.close()
    found: dict[str, Any] = {"kills": done, "seconds": round(time.monotonic() - began, 1), "states": states}
    for name, took in receivers.took.items():
        wanted = ids if name != "chat" else [str(number) for number in range(messages)]
        found[name] = {
            "attempts": took.attempts,
            "faults": sum(took.faults.values()),
            "kinds_of_faults": len(took.faults),
            "lost": sum(one not in took.ids for one in wanted),
            "unknown": len(set(took.ids) - set(wanted)),
            "doubled": sum(times > 1 for times in took.ids.values()),
            "differing": sum(len(texts) > 1 for texts in took.texts.values()),
        }
    return found


def main() -> None:
    """Print what came of it; with an exit status of 1 if anything was lost or differs."""
    if sys.argv[1:2] == ["--send"]:
        logging.disable()
        folder, http_port, mail_port = sys.argv[2:5]
        asyncio.run(send_all(configured(Path(folder), int(http_port), int(mail_port))))
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=12)
    parser.add_argument("--faults", type=float, default=0.22, help="share of what the receivers are asked")
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        found = run(Path(name), messages=given.messages, kills=given.kills, share=given.faults, seed=given.seed)
    if given.json:
        print(json.dumps(found))
    else:
        print(f"{given.messages} messages, {found['kills']} kills, {found['seconds']} s, {found['states']}")
        for channel in CHANNELS:
            print(f"{channel:5}", *(f"{name.replace('_', ' ')} {number}" for name, number in found[channel].items()))
    sys.exit(any(found[channel][name] for channel in CHANNELS for name in ("lost", "unknown", "differing")))


if __name__ == "__main__":
    main()
