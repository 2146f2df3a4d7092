"""What the reference says of webhooks is what is sent."""

import json
import re
from pathlib import Path
from typing import Any

from digest_samples import digest, incident, opened_alert, updated_alert

from monitor.deliver import retry
from monitor.digest import alert_rules, build, message, payload, render

DOCS = Path(__file__).parents[2] / "docs"
REFERENCE = (DOCS / "reference" / "webhooks.md").read_text()
GUIDE = (DOCS / "guide" / "delivery.md").read_text()


def sent(what: message.Message) -> Any:
    """A message as a receiver reads it."""
    return json.loads(payload.dumps(what))


def test_the_examples_are_what_is_sent() -> None:
    """Each JSON example of the reference is, field by field, what the sample message makes."""
    examples = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", REFERENCE, re.DOTALL)]

    assert examples == [
        sent(opened_alert()),
        sent(updated_alert()),
        sent(digest())["data"]["sections"][2],
        sent(incident()),
    ]


def test_every_field_of_a_digest_is_documented() -> None:
    """No field of a digest is missing from its table."""
    data = sent(digest())["data"]
    section = data["sections"][0]
    fields = {f"data.{name}" for name in data} - {"data.sections"}
    fields |= {f"data.sections[].{name}" for name in section} - {"data.sections[].stories"}

    assert [field for field in sorted(fields) if field not in REFERENCE] == []
    assert {"also_found_by", "seed"} < set(section["stories"][0])


def test_every_type_is_documented() -> None:
    """Each type of message has its place in the reference."""
    types = (
        message.STORY_OPENED,
        message.STORY_UPDATED,
        message.DIGEST,
        message.INCIDENT_OPENED,
        message.INCIDENT_CLOSED,
    )

    assert [name for name in types if not re.search(rf"^### .*\b{re.escape(name)}\b", REFERENCE, re.MULTILINE)] == []


def test_the_guide_s_numbers_are_the_code_s() -> None:
    """Limits and the timetable in the guide are those in force."""
    assert f"room for\n{build.MAX_STORIES} stories and {render.HTML_LIMIT // 1000} kB" in GUIDE
    assert f"first {payload.MAX_ARTICLES} |" in REFERENCE
    hours = [f"{wait.total_seconds() / 3600:.0f} h" for wait in retry.TIMETABLE[4:]]
    assert f"5 s, 5 min, 30 min, {', '.join(hours[:-1])} and {hours[-1]}" in GUIDE
    assert alert_rules.MAX_UPDATES == 20
    assert "more than 20 updates of one story" in GUIDE
