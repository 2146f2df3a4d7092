"""The JSON Schema of each type of message is what is sent: no key more, none less, each of its type."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from digest_samples import evening, opened_alert, updated_alert

from monitor.digest import payload, specimen
from monitor.digest.message import Message, StoryAlert
from monitor.model import Watch, WatchKind
from monitor.news import NewsKind

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
SCHEMAS = {
    name: json.loads((REFERENCE / f"{name}.schema.json").read_text())
    for name in ("story", "digest", "held", "incident")
}
SCHEMA = SCHEMAS["story"]
OPTIONAL = {"person"}  # where a message is for one
TYPES = {"string": str, "null": type(None), "integer": int, "number": float, "boolean": bool, "array": list}


def flaws(value: Any, schema: dict[str, Any], place: str = "", defs: dict[str, Any] | None = None) -> list[str]:
    """Where a value is not as the schema says, a key too many included; of what ours use of the language."""
    defs = schema.get("$defs", {}) if defs is None else defs
    if "$ref" in schema:
        schema = defs[schema["$ref"].rpartition("/")[2]]
    if "enum" in schema:
        return [] if value in schema["enum"] else [f"{place}: {value!r}"]
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(isinstance(value, (TYPES | {"object": dict})[name]) for name in types):
        return [f"{place}: {value!r} is not {types}"]
    found: list[str] = []
    if isinstance(value, dict) and "properties" in schema:
        optional = OPTIONAL - set(schema["required"])
        assert set(schema["required"]) == set(schema["properties"]) - optional
        found += [f"{place}: {key}" for key in (set(schema["properties"]) ^ set(value)) - optional]
        for key in set(schema["properties"]) & set(value):
            found += flaws(value[key], schema["properties"][key], f"{place}.{key}", defs)
    if isinstance(value, list):
        for number, item in enumerate(value):
            found += flaws(item, schema["items"], f"{place}[{number}]", defs)
    return found


@pytest.mark.parametrize("alert", [opened_alert(), updated_alert()], ids=lambda alert: alert.type)
@pytest.mark.parametrize("kind", NewsKind)
def test_what_is_sent_is_what_the_schema_says(alert: StoryAlert, kind: NewsKind) -> None:
    """Both types, of every kind, with an old headline and a duplicate."""
    copied = replace(alert.story.reports[0], article_id=98, copy_of=alert.story.reports[0].article_id)
    story = replace(alert.story, reports=(*alert.story.reports, copied))
    sent = json.loads(payload.dumps(replace(alert, kind=kind, old_title="Before", was="It was.", story=story)))

    assert flaws(sent, SCHEMA) == []
    assert sent["data"]["story"]["articles"][-1]["copy_of"] == alert.story.reports[0].url
    assert sent["data"]["kind"] == kind.value


def test_whom_it_is_for() -> None:
    """A message to a person has all watches that it names, and since when it waited; any other has no such key."""
    alert = replace(opened_alert(), person="ann", others=(Watch(id="mann", name="Michael Mann", query="x"),))
    late = replace(alert, held_at=alert.at)
    sent = [json.loads(payload.dumps(one)) for one in (opened_alert(), alert, late)]

    assert [flaws(one, SCHEMA) for one in sent] == [[], [], []]
    assert "person" not in sent[0]["data"]
    assert sent[1]["data"]["person"] == {"id": "ann", "watches": ["Heat 2", "Michael Mann"], "held_at": None}
    assert sent[2]["data"]["person"]["held_at"] == payload.stamp(alert.at)
    sent[1]["data"]["person"]["id"] = 1
    assert len(flaws(sent[1], SCHEMA)) == 1


def test_the_checker_sees_what_is_wrong() -> None:
    """A key too many, one that is missing, a value of another type."""
    sent = json.loads(payload.dumps(opened_alert()))
    del sent["data"]["kind"]
    sent["data"]["more"] = 1
    sent["data"]["reason"] = None

    assert len(flaws(sent, SCHEMA)) == 3


def test_its_lists_of_values_are_the_code_s() -> None:
    """The kinds of news and of watches."""
    data = SCHEMA["properties"]["data"]["properties"]

    assert data["kind"]["enum"] == [kind.value for kind in NewsKind]
    assert data["watch_kind"]["enum"] == [*(kind.value for kind in WatchKind), None]


def test_owners_stand_with_the_articles() -> None:
    """An outlet that says whose it is, and one that does not."""
    alert = replace(updated_alert(), owners={"variety": "Penske Media"})
    data = json.loads(payload.dumps(alert))["data"]

    assert (data["lead"]["outlet"], data["lead"]["owner"]) == ("variety", "Penske Media")
    assert [article["owner"] for article in data["story"]["articles"]] == ["joblo", "Penske Media"]


@pytest.mark.parametrize("message", [*specimen.messages().values(), evening()], ids=lambda message: message.type)
def test_every_type_has_its_schema(message: Message) -> None:
    """What is sent is what it says, with something in nearly each list; each has a version of its own."""
    [schema] = [one for one in SCHEMAS.values() if message.type in one["properties"]["type"]["enum"]]
    sent = json.loads(payload.dumps(message))

    assert flaws(sent, schema) == []
    assert schema["$id"].endswith(":1")
    assert sum(value == [] for value in sent["data"].values()) < 7
    sent["data"]["later"] = sent.pop("timestamp")
    assert len(flaws(sent, schema)) == 2


def test_a_digest_says_what_an_alert_does() -> None:
    """The owners of outlets, and of its lead what it brings."""
    digest = replace(evening(), owners={"variety": "Penske Media"})
    data = json.loads(payload.dumps(digest))["data"]
    articles = [
        article for section in data["sections"] for story in section["stories"] for article in story["articles"]
    ]

    assert {one["owner"] for one in articles if one["outlet"] == "variety"} == {"Penske Media"}
    assert {one["owner"] for one in articles if one["outlet"] == "joblo"} == {"joblo"}
