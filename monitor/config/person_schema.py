"""The `[[person]]` table: who is alerted of what, where, and when not."""

from typing import Annotated

from pydantic import Field

from monitor.catalogue import Line, Slug, Table, Texts
from monitor.config.time_values import QuietHours, Weekdays, Zone
from monitor.person import PersonAlert


class PersonEntry(Table):
    """A person: one message on each event that any of their watches finds, at their hours."""

    name: Annotated[Line, Field(description="what lists and digests call them")]
    channels: Annotated[Texts, Field(min_length=1, description="where their messages go")]
    id: Annotated[Slug | None, Field(description="their id in the archive; default: made from the name")] = None
    timezone: Annotated[
        Zone | None, Field(description="their time zone (IANA); default: `timezone` at the top of the file")
    ] = None
    watches: Annotated[
        Texts, Field(description='names or ids of watches, or "@tag"; "-name" leaves one out; "*" is all of them')
    ] = ("*",)
    alert: Annotated[
        PersonAlert,
        Field(strict=False, description="instant: all; first: the opening of each story; digest: digests only"),
    ] = PersonAlert.INSTANT
    min_tier: Annotated[
        int | None,
        Field(ge=1, le=3, description="alerts only of outlets of this tier or better: 1 is the best. Default: any"),
    ] = None
    quiet: Annotated[
        QuietHours | None,
        Field(description='hours without alerts, "22:00-07:00"; what comes then is one message at their end'),
    ] = None
    working_days: Annotated[
        Weekdays | None,
        Field(description='days with alerts, "mon-fri"; what comes on others waits for the next. Default: every day'),
    ] = None
    max_per_day: Annotated[
        int | None,
        Field(ge=1, le=10_000, description="alerts a day; the rest is one message, next day. Default: any number"),
    ] = None
