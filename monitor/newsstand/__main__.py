"""`python -m monitor.newsstand`: run the newsstand manually, and print where everything is."""

import argparse
import asyncio
import json
import signal
from contextlib import AsyncExitStack
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.newsstand.catchers import Faults, MailCatcher, WebhookCatcher
from monitor.newsstand.press import Press
from monitor.newsstand.stand import Newsstand, Visit


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m monitor.newsstand", description=__doc__)
    parser.add_argument("--port", type=int, default=8800, help="of every outlet's own address (default: 8800)")
    parser.add_argument("--speed", type=float, default=60.0, help="minutes of the timeline a minute (default: 60)")
    parser.add_argument("--wait", type=float, default=0.0, help="seconds before the timeline begins")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds that every answer takes")
    parser.add_argument("--log", type=Path, help="append every request here as JSON lines")
    parser.add_argument("--outlets", type=Path, help="write the outlets here as JSON")
    parser.add_argument("--caught", type=Path, help="catch mails and webhooks into this folder")
    parser.add_argument("--fail", type=float, default=0.0, help="share of messages that the catchers refuse")
    parser.add_argument("--seconds", type=float, default=86400.0, help="stop by itself after so long")
    asyncio.run(_serve(parser.parse_args()))


async def _serve(options: argparse.Namespace) -> None:
    press = Press.load()
    begin = datetime.now(UTC) - timedelta(minutes=press.last_minute)
    log = options.log.open("a", encoding="utf-8", buffering=1) if options.log else None

    def note(visit: Visit) -> None:
        if log:
            log.write(json.dumps(asdict(visit), default=str) + "\n")

    async with AsyncExitStack() as stack:
        if log:
            stack.callback(log.close)
        stand = Newsstand(
            press, started_at=begin, speed=options.speed, log=note, port=options.port, latency=options.latency
        )
        await stack.enter_async_context(stand)
        for outlet in stand.outlets:
            for source in outlet["sources"]:
                print(f"{outlet['name']:<24} {source['kind']:<10} {source['url']}", flush=True)  # noqa: T201
        if options.outlets:
            options.outlets.write_text(json.dumps(stand.outlets, ensure_ascii=False, indent=1), encoding="utf-8")
        if options.caught:
            await _catch(stack, options)
        ending = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, ending.set)
        begin_later = asyncio.get_running_loop().call_later(options.wait, stand.play)
        try:
            await asyncio.wait_for(ending.wait(), options.seconds)
        except TimeoutError:
            begin_later.cancel()


async def _catch(stack: AsyncExitStack, options: argparse.Namespace) -> None:
    faults = Faults(fail=options.fail)
    mail = MailCatcher(options.caught / "mails", faults=faults)
    hooks = WebhookCatcher(options.caught / "webhooks", faults=faults)
    for catcher in (mail, hooks):
        await catcher.start()
        stack.push_async_callback(catcher.stop)
    print(f"mail to {mail.host}:{mail.port}, webhooks to {hooks.url}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
