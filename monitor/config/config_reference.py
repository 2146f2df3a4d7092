"""The configuration's reference, made from its shape: a Markdown table for the documentation, and an example file.

`monitor schema --as markdown` and `--as example` print them; tests hold the written files against them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import tomlkit
from pydantic import BaseModel

from monitor import durations
from monitor.config.tables import TABLES, TableOf

_INDENT = 34  # column where the comments of the example begin
_WIDE = 56  # from here on, the comment goes above


@dataclass(frozen=True, slots=True)
class Key:
    """One key: what it takes, what it is when it is not written, what it is for."""

    name: str
    takes: str
    default: str
    text: str


def keys(model: type[BaseModel]) -> list[Key]:
    """The keys of a table."""
    schema = model.model_json_schema()
    properties, required = schema["properties"], schema.get("required", [])
    return [
        Key(
            name=name,
            takes=_takes(value, schema.get("$defs", {})),
            default="required" if name in required else _default(value, schema.get("$defs", {})),
            text=value.get("description", ""),
        )
        for name, value in properties.items()
    ]


def markdown() -> str:
    """The tables of the reference page."""
    parts = []
    for of in TABLES:
        rows = [key for key in keys(of.shape) if not _is_table(of, key)]
        heading = of.title or "At the top of the file"
        lead = (of.shape.__doc__ or "").strip()
        table = "\n".join(
            f"| `{key.name}` | {_cell(key.takes)} | {_cell(key.default)} | {_cell(key.text)} |" for key in rows
        )
        parts.append(f"### {heading}\n\n{lead}\n\n| key | takes | default | what it is |\n|---|---|---|---|\n{table}\n")
    return "\n".join(parts)


def example() -> str:
    """`monitor.example.toml`: every key, those of a usual file set, the others as comments."""
    lines = [
        "# Every key of monitor.toml. What is commented out shows its default, or nothing where there is none.",
        "# `monitor check` reads the file and says what is wrong; secrets come from ${NAME} or from *_file keys.",
        "#:schema ./monitor.schema.json",
    ]
    for of in TABLES:
        if len(of.path) > 1:
            continue
        header = of.title.split(" ")[0]
        lines += ["", f"# {(of.shape.__doc__ or '').strip()}"]
        lines += [header if of.example else f"# {header}"] if header else []
        lines += [_line(key, of.example) for key in keys(of.shape) if not _is_table(of, key) and key.name != "rules"]
    return "\n".join(lines) + "\n"


def _is_table(of: TableOf, key: Key) -> bool:
    """Whether a key of the file's top is a table, which has a place of its own."""
    return of.path == () and any(table.path[:1] == (key.name,) for table in TABLES)


def _line(key: Key, values: Mapping[str, Any]) -> str:
    if key.name in values:
        written = f"{key.name} = {literal(values[key.name])}"
    else:
        written = f"# {key.name} = {'' if key.default in {'required', 'none'} else key.default}".rstrip()
    if len(written) > _WIDE:
        return f"# {key.text}\n{written}"
    return f"{written:<{_INDENT}}  # {key.text}"


def literal(value: Any) -> str:
    """A value as TOML on one line; text in single quotes where that saves escapes."""
    if isinstance(value, list):
        return f"[{', '.join(literal(item) for item in value)}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {literal(item)}' for key, item in value.items())} }}"
    if isinstance(value, str) and ('"' in value or "\\" in value) and "'" not in value and value.isprintable():
        return f"'{value}'"
    return str(tomlkit.item(value).as_string())


def _takes(schema: dict[str, Any], known: dict[str, Any]) -> str:
    if "$ref" in schema:
        return _takes(known[schema["$ref"].rsplit("/", 1)[1]], known)
    if "anyOf" in schema:
        kinds = [_takes(option, known) for option in schema["anyOf"] if option.get("type") != "null"]
        return " or ".join(dict.fromkeys(kinds)).replace("number or duration", "duration")
    if "enum" in schema or "const" in schema:
        return " ".join(f'`"{value}"`' for value in schema.get("enum", [schema.get("const")]))
    if schema.get("type") == "array":
        items = schema.get("items", {})
        return "list" if "$ref" in items or "oneOf" in items else f"list of {_takes(items, known)}"
    if schema.get("examples") == ["10m", "5s", "1h30m"]:
        return "duration"
    kinds_of = {
        "string": "text",
        "integer": "whole number",
        "number": "number",
        "boolean": "true, false",
        "object": "table",
    }
    return "date" if "date" in schema.get("format", "") else kinds_of.get(schema.get("type", ""), "any")


def _default(schema: dict[str, Any], known: dict[str, Any]) -> str:
    value = schema.get("default")
    if value in (None, [], (), {}):
        return "none"
    if isinstance(value, list) and "duration" in _takes(schema, known):
        return f"[{', '.join(json.dumps(durations.written(item)) for item in value)}]"
    if "duration" in _takes(schema, known) and value % 3600 == 0:
        return f'"{value / 3600:g}h"'
    if _takes(schema, known) == "duration" and value % 60 == 0:
        return f'"{value / 60:g}m"'
    return json.dumps(value, ensure_ascii=False)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
