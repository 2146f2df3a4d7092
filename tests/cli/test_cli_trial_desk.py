"""`monitor try desk`: the alerts that articles of a file would have made, in their own time."""

import json
from pathlib import Path
from typing import Any

import pytest
from cli_made import BODY, CONFIG, Run

NIGHT = """
[[person]]
name = "Ann"
channels = ["files"]
quiet = "22:00-07:00"
timezone = "UTC"

[[watch]]
name = "Mann"
query = '"Michael Mann"'
"""


def row(name: str, outlet: str, found: str, **more: Any) -> dict[str, Any]:
    """A line: an article on Heat 2."""
    article = {"title": "Heat 2 Casts Its Lead", "body": f"Heat 2 has found its lead, the studio said. {BODY}"}
    address = {"url": f"https://{outlet}.example/2026/11/heat-2", "published": found, "found": found}
    return {"id": name, "outlet": outlet} | article | address | more


@pytest.fixture
def asked(run: Run, folder: Path) -> Any:
    """The command's lines for some articles."""

    def ask(*rows: dict[str, Any]) -> list[dict[str, Any]]:
        (folder / "desk.toml").write_text(f'[archive]\npath = "mine.db"\n{CONFIG}')
        (folder / "in.jsonl").write_text("".join(json.dumps(one) + "\n" for one in rows))
        return run("try", "desk", "--config", "desk.toml", "in.jsonl").lines

    return ask


def test_the_fixed_form(asked: Any) -> None:
    """One line for each article, in the order of the file, with what it would have sent and why not."""
    first, second = asked(
        row("a", "joblo", "2026-11-02T09:00:00Z"),
        row("b", "variety", "2026-11-02T09:30:00Z"),
    )

    assert first.keys() == second.keys() == {"id", "story", "copy_of", "alerts", "quiet"}
    assert [alert["watch"] for alert in first["alerts"]] == ["Heat 2"]
    assert first["alerts"][0].keys() == {"watch", "kind", "reason", "fact"}
    assert (second["id"], second["story"], second["copy_of"]) == ("b", first["story"], "a")
    assert [why["watch"] for why in second["quiet"]] == ["Heat 2"]


def test_every_line_is_live_in_its_own_time(asked: Any, folder: Path) -> None:
    """What is old when it is found alerts no one, whatever today is; nothing is left where the configuration lies."""
    old, fresh = asked(
        row("old", "joblo", "2019-05-03T09:00:00Z", published="2019-01-01T09:00:00Z"),
        row("fresh", "variety", "2019-06-03T09:00:00Z", body="Heat 2 begins to shoot in Chicago. " * 9),
    )

    assert (len(old["alerts"]), len(fresh["alerts"])) == (0, 1)
    assert not (folder / "mine.db").exists()
    assert not (folder / "out").exists()


def test_a_bad_line_harms_no_other(asked: Any) -> None:
    """An outlet that the configuration does not have is said, and the next line is taken."""
    wrong, right = asked(row("a", "third", "2026-11-02T09:00:00Z"), row("b", "joblo", "2026-11-02T09:30:00Z"))

    assert "third" in wrong["error"]
    assert len(right["alerts"]) == 1


def test_an_edit_that_waits_stands_with_its_line(asked: Any) -> None:
    """A headline that turns six minutes after its alert is reported once editors are done, on the line of the edit."""
    talks = row("a", "joblo", "2026-11-02T09:00:00Z", title="Adam Driver in Talks for Heat 2")
    turned = row(
        "b", "joblo", "2026-11-02T09:06:00Z", title="Adam Driver Not in Talks for Heat 2, Says Rep", revises="a"
    )
    other = row("c", "variety", "2026-11-02T11:00:00Z", title="Something else", body="Nothing of that film. " * 9)

    first, second, third = asked(talks, turned, other)

    assert [alert["kind"] for alert in first["alerts"]] == ["opened"]
    assert [alert["kind"] for alert in second["alerts"]] == ["headline"]
    assert third["alerts"] == []


def test_what_waits_for_a_person_stands_with_its_line(run: Run, folder: Path) -> None:
    """Alerts that came at night, and go out together in the morning, stand with their lines, though nothing follows."""
    (folder / "desk.toml").write_text(f"{CONFIG}{NIGHT}")
    other = {"title": "Michael Mann Sells a House", "body": "Michael Mann has sold his house by the sea. " * 9}
    lines = [
        row("a", "joblo", "2026-11-02T23:30:00Z"),
        row("b", "variety", "2026-11-02T23:40:00Z", url="https://variety.example/house", **other),
    ]
    (folder / "in.jsonl").write_text("".join(json.dumps(one) + "\n" for one in lines))

    found = run("try", "desk", "--config", "desk.toml", "in.jsonl").lines

    assert [[alert["kind"] for alert in one["alerts"]] for one in found] == [["opened"], ["opened"]]


def test_fractions_of_seconds_and_times_before_the_web(asked: Any) -> None:
    """Why nothing was sent is said at any fraction of a second; a time before the web is a bad line."""
    wrong, first, second = asked(
        row("w", "joblo", "0001-01-01T00:00:00+14:00"),
        row("a", "joblo", "2026-11-02T09:00:00.500Z"),
        row("b", "variety", "2026-11-02T09:30:00.700Z"),
    )

    assert wrong["error"] == "its time, 0001-01-01, is before the web"
    assert (len(first["alerts"]), [why["code"] for why in second["quiet"]]) == (1, ["duplicate"])
