"""What is odd about how old news may be: limits that real news would miss."""

import math
from collections.abc import Iterator

from monitor.config import toml_schema
from monitor.config.toml_lines import Place
from monitor.durations import worded

_ZONES = 14 * 3600  # seconds by which the time of an article is wrong whose page names the wrong time zone


def warnings(file: toml_schema.File) -> Iterator[tuple[Place, str]]:
    """The places of such limits, and what they would do."""
    poll = max([file.crawl.poll, *(outlet.poll or 0.0 for outlet in file.outlet)])
    limits: list[tuple[Place, float | None]] = [(("alerts", "max_age"), file.alerts.max_age)]
    limits += [(("watch", index, "max_age"), watch.max_age) for index, watch in enumerate(file.watch)]
    for place, limit in limits:
        if limit is None or math.isinf(limit):
            continue
        if limit <= poll:
            wait = f"no longer than an outlet may wait for its next look ({worded(poll)}, `poll`)"
            yield place, f"{wait}: what is published right after a look would alert no one"
        elif limit < _ZONES:
            yield (
                place,
                "under 14 hours: articles of an outlet that names the wrong time zone would alert no one",
            )
