"""The `[watchdog]` table: who notices when the monitor itself is silent."""

from typing import Annotated

from pydantic import Field

from monitor.catalogue import Duration, Table, WebAddress


class WatchdogTable(Table):
    """A service that notices when this monitor is silent, such as Healthchecks or Uptime Kuma."""

    url: Annotated[
        WebAddress | None, Field(description="posted to while all is well; better as ${NAME}, for it is a secret")
    ] = None
    url_file: Annotated[str | None, Field(description="a file that holds the address")] = None
    every: Annotated[Duration, Field(ge=30, le=86_400, description="how often")] = 300.0
