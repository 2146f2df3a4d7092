"""`monitor digest`: the scheduled summaries: when they come, what the next one holds, sending one now."""

import asyncio
import logging
from pathlib import Path

import click

from monitor import logs
from monitor.cli import output
from monitor.cli.columns import Column
from monitor.cli.command_context import Given
from monitor.cli.entry import Noun
from monitor.cli.output import Listing, listing
from monitor.cli.path_options import NamedPath
from monitor.cli.time_options import now
from monitor.config import Config
from monitor.desk import Desk, due_digests, lock, posting
from monitor.desk.context import Context
from monitor.desk.story_window import StoryWindow
from monitor.digest import digest_window, payload
from monitor.digest.render import Rendering
from monitor.errors import AlreadyRunningError, ArchiveMissingError, MonitorError, NotFoundError
from monitor.jobs import Jobs
from monitor.model import DigestPlan
from monitor.store import digests as store
from monitor.views import digest_rows, readable

_STOP = 5.0  # seconds
_COLUMNS = (
    Column("name", minimum=12),
    Column("schedule"),
    Column("timezone", priority=4),
    Column("last", priority=1),
    Column("next"),
    Column("to", priority=2, minimum=10),
    Column("watches", priority=3, minimum=12),
)


@click.group(cls=Noun)
def digest() -> None:
    """Digests: list, preview, send."""


@digest.command("list")
@listing(limit=100)
@click.pass_obj
def list_digests(given: Given, *, wanted: Listing) -> None:
    """The digests, and when the next ones come."""
    config = given.loaded()
    plans, at = config.digests, now()
    try:
        with given.archive() as archive:
            rows = digest_rows.rows(archive, plans, at)
    except ArchiveMissingError:
        rows = digest_rows.rows(None, plans, at)
    output.show(rows, _COLUMNS, wanted)


@digest.command()
@click.argument("name", required=False)
@click.option("--html", type=NamedPath(dir_okay=False), help="Write the mail's HTML to this file")
@click.option("--template", type=NamedPath(file_okay=False), help="A folder of templates to try")
@click.option("--json", "as_json", is_flag=True, help="As a webhook would say it")
@click.option("--markdown", is_flag=True, help="As Markdown")
@click.pass_obj
def preview(
    given: Given, *, name: str | None, html: Path | None, template: Path | None, as_json: bool, markdown: bool
) -> None:
    """Show the digest NAME as it would go out now.

    It covers the time since the last one. Nothing is sent, nothing is kept.
    """
    config = given.loaded()
    plan, at = _plan(config, name), now()
    with given.archive() as archive:
        period = digest_window.until(plan, store.last_window_end(archive, plan.name), at)
        built = due_digests.preview(Context(archive, config, StoryWindow(archive)), plan, period, at)
        imprint = posting.imprint(config, archive)
    forms = Rendering(message=built, imprint=imprint, templates=template or config.templates)
    if (template or html) and forms.fault:
        raise MonitorError(forms.fault, hint="a message would have our own page, and say so")
    if html:
        html.write_text(forms.html, encoding="utf-8")
        output.say(f"{html} is written")
    elif as_json:
        output.json_object(payload.webhook(built.type, built.at, payload.data(built)))
    else:
        output.line(forms.markdown if markdown else forms.text)


@digest.command()
@click.argument("name", required=False)
@click.option("--yes", is_flag=True, help="Don't ask")
@click.pass_obj
def send(given: Given, *, name: str | None, yes: bool) -> None:
    """Send the digest NAME now.

    It covers the time since the last one; the next scheduled one begins where it ends.
    """
    config = given.loaded(need_secrets=True)
    plan = _plan(config, name)
    if not yes:
        click.confirm(f"Send {plan.name} to {', '.join(plan.to) or 'nobody'} now?", abort=True, err=True)
    at = now()
    desk = Desk.open(config)
    try:
        desk.sync(at)
        period = digest_window.until(plan, store.last_window_end(desk.context.archive, plan.name), at)
        messages = due_digests.send(desk.context, plan, period, at)
    finally:
        desk.close()
    if not messages:
        output.say(f"{plan.name}: nothing was found since {readable.visible(period.start)}, so nothing goes out")
        return
    try:
        with lock.held(config.archive_path):
            asyncio.run(_deliver(config))
        output.say(f"{plan.name} went out: `monitor deliveries list` says how")
    except AlreadyRunningError:
        output.say(f"{plan.name} is queued: the daemon sends it")


async def _deliver(config: Config) -> None:
    logs.to_stderr(logging.ERROR)
    jobs = Jobs(Desk.open(config), config, patient=False)
    try:
        await jobs.drained()
    finally:
        await jobs.stop(_STOP)


def _plan(config: Config, name: str | None) -> DigestPlan:
    plans = config.digests
    if name is None and len(plans) == 1:
        return plans[0]
    for plan in plans:
        if plan.name == name:
            return plan
    names = ", ".join(plan.name for plan in plans)
    what = f"no digest is named {name!r}" if name else "say which digest"
    raise NotFoundError(what, hint=f"there are: {names}" if names else "there is no [[digest]] in the configuration")
