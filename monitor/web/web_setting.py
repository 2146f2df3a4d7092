"""What the pages work on: who may come in, the archive, the configuration, the desk's zone, the clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from monitor.config import Config
from monitor.web.access import Access
from monitor.web.archives import Archives


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSetting:
    """What the application works on. `load_config` reads the configuration as it is now; `now` is the wall clock."""

    access: Access
    archives: Archives
    load_config: Callable[[], Config]
    zone: ZoneInfo
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
