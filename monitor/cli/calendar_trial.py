"""Reads a calendar of the configuration once, for a command; nothing is kept."""

import asyncio

from monitor import calendar_process
from monitor.config import Config
from monitor.dated_events import CalendarAsked, CalendarRead, calendar_name


def read(address: str, loaded: Config) -> CalendarRead:
    """What the calendar says, read as the daemon reads it."""
    asked = CalendarAsked(
        name=calendar_name(address),
        address=address,
        zone=loaded.timezone,
        allow=loaded.network.allow,
        user_agent=loaded.crawl.user_agent,
    )
    return asyncio.run(calendar_process.read(asked))
