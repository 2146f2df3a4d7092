"""What a page declares in JSON-LD: the scripts read, broken JSON fixed, graphs flattened, references resolved.

It finds nodes and reads names, dates and texts out of them; which statement is believed is decided elsewhere.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

Node = dict[str, Any]

_ARTICLES = """
    advertisercontentarticle analysisnewsarticle article askpublicnewsarticle backgroundnewsarticle blogposting
    criticreview interview liveblogposting medicalscholarlyarticle newsarticle opinionnewsarticle recipe report
    reportagenewsarticle review reviewnewsarticle satiricalarticle scholarlyarticle socialmediaposting
    techarticle
"""
_LESSER = """
    clip creativework discussionforumposting event imagegallery itempage mediagallery movie newsmediaobject
    podcastepisode videoobject webpage
"""
ARTICLE_TYPES = frozenset(_ARTICLES.split())
LESSER_TYPES = frozenset(_LESSER.split())  # of nodes that hold an article, or stand for one
_LIMIT = 1_000_000  # characters of one script
_NODES = 2_000  # nodes read of one page
_DEPTH = 12
_DECODER = json.JSONDecoder(strict=False)
_CONTROL = re.compile(r"[\x00-\x1f]+")
_TRAILING_COMMA = re.compile(r",(\s{0,100}[}\]])")
_MISSING_COMMA = re.compile(r'(["}\]])(\s*\n\s{0,100}")')
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrtu])')
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|"
    r"/\*\s*\]\]>\s*\*/|\]\]>)\s*;?\s*$"
)


def read(scripts: Iterable[etree._Element]) -> list[Node]:
    """Every typed node of the JSON-LD in a page's scripts, outer before inner."""
    found: list[Node] = []
    for script in scripts:
        kind = script.get("type")
        if kind is None or "ld+json" not in kind.lower() or not script.text:
            continue
        for value in _load(script.text[:_LIMIT]):
            found.extend(_nodes(value))
            if len(found) > _NODES:
                return found[:_NODES]
    return found


def _load(source: str) -> list[Any]:
    for variant in (_as_is, _fixed, _unescaped):
        try:
            return [_DECODER.decode(variant(source))]
        except (ValueError, RecursionError):
            continue
    return list(_pieces(_fixed(source)))


def _as_is(source: str) -> str:
    return source


def _fixed(source: str) -> str:
    source = _WRAPPING.sub("", source.strip())
    source = _CONTROL.sub(" ", _MISSING_COMMA.sub(r"\1,\2", source))
    return _BAD_ESCAPE.sub(r"\\\\", _TRAILING_COMMA.sub(r"\1", source)).rstrip("; ")


def _unescaped(source: str) -> str:
    return _fixed(html.unescape(source))


def _pieces(source: str) -> Iterator[Any]:
    """The values that stand one after the other in a script that is not a single one."""
    position = 0
    for _ in range(20):
        start = source.find("{", position)
        if start < 0:
            return
        try:
            value, position = _DECODER.raw_decode(source, start)
        except (ValueError, RecursionError):
            position = start + 1
            continue
        yield value


def _nodes(value: Any, depth: int = 0) -> Iterator[Node]:
    if depth > _DEPTH:
        return
    if isinstance(value, list):
        for item in value[:500]:
            yield from _nodes(item, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value or "@id" in value:
            yield value
        for key, item in value.items():
            if isinstance(item, dict | list) and key != "@context":
                yield from _nodes(item, depth + 1)


def types(node: Node) -> set[str]:
    """The types of a node, in lower case, without their vocabulary's address."""
    declared = node.get("@type")
    names = declared if isinstance(declared, list) else [declared]
    return {name.rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower() for name in names if isinstance(name, str)}


def strings(value: Any, *keys: str) -> list[str]:
    """The texts that a value holds: itself, its items, or under one of `keys` of an object."""
    if isinstance(value, str):
        return [value] if value.strip() else []
    if isinstance(value, int | float) and not isinstance(value, bool):
        return [str(value)]
    if isinstance(value, list):
        return [text for item in value[:100] for text in strings(item, *keys)]
    if isinstance(value, dict):
        for key in ("@value", *keys):
            if value.get(key):
                return strings(value[key])
    return []


def first(nodes: Iterable[Node], key: str, *inner: str) -> str | None:
    """The first text that one of the nodes declares under `key`."""
    for node in nodes:
        for text in strings(node.get(key), *inner):
            return text
    return None


def resolve(value: Any, nodes: list[Node]) -> Any:
    """The value with bare references (`{"@id": ...}`) replaced by the nodes they name."""
    if isinstance(value, list):
        return [resolve(item, nodes) for item in value[:100]]
    if isinstance(value, dict) and "@id" in value and "name" not in value:
        named = value["@id"]
        for node in nodes:
            if node.get("@id") == named and "name" in node:
                return node
    return value
