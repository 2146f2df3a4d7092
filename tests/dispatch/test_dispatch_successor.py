"""A dead source is replaced where crawls really run: in a child of the daemon, and on another machine."""

import asyncio
from pathlib import Path

import pytest
from website import MISSING, answer, rss

from monitor import config
from monitor.desk import Desk
from monitor.jobs import Jobs


async def follow(path: Path, env: dict[str, str], site) -> list[tuple[str, str]]:
    """Follow an outlet whose feed goes when it was read; the address of its articles and what is read in its place."""
    desk = Desk.open(loaded := config.load(path, env))
    work = Jobs(desk, loaded)
    await work.start()

    async def until(query: str) -> None:
        while not await work.on_desk(desk.context.archive.value, query):
            await work.crawl_due()
            await work.check_health()  # the timetable asks for it each minute
            await asyncio.sleep(0.1)

    try:
        async with asyncio.timeout(50):
            await until("select count(*) = 4 from articles")
            home = site.home("127.0.0.2")
            site.pages = 5
            listed = [(f"Report {number} of a at 127.0.0.2", f"{home}{number}") for number in range(5)]
            named = '<link rel="alternate" type="application/rss+xml" href="all">'
            site.answers |= {
                "/a/feed": MISSING,
                "/a/all": rss(listed),
                "/a/": answer(f"<html><head>{named}</head></html>"),
            }
            await until("select count(*) = 5 from articles")
        rows = await work.on_desk(desk.context.archive.rows, "select url from sources where replaces is not null")
        kinds = await work.on_desk(desk.context.archive.rows, "select kind from incidents")
        return [(row["url"], kind["kind"]) for row in rows for kind in kinds]
    finally:
        await work.stop(8)


def configured(tmp_path: Path, site, *more: str) -> Path:
    home = site.home("127.0.0.2")
    file = tmp_path / "monitor.toml"
    file.write_text(
        f'[crawl]\ndelay = "20ms"\npoll = "1s"\n[network]\nallow = "127.0.0.0/8"\n[[outlet]]\nid = "a"\nname = "A"\n'
        f'home = "{home}"\nsources = [{{ kind = "feed", url = "{home}feed" }}]\n' + "".join(more)
    )
    file.chmod(0o600)
    return file


@pytest.mark.slow
def test_a_child_looks_for_it(site, tmp_path):
    """The order of a search crosses the pipe; one incident, and what only the other feed lists is there."""
    found = asyncio.run(follow(configured(tmp_path, site), {}, site))

    assert found == [(f"{site.home('127.0.0.2')}all", "source_gone")]


@pytest.mark.slow
def test_a_worker_of_a_cluster_looks_for_it(farm, site, tmp_path):
    """The same by way of the database."""
    farm.real_worker()
    path = configured(tmp_path, site, '[cluster]\nurl = "${MONITOR_CLUSTER}"\n')
    found = asyncio.run(follow(path, {"MONITOR_CLUSTER": farm.url}, site))

    assert found == [(f"{site.home('127.0.0.2')}all", "source_gone")]
