"""CSS over a page that lxml has parsed: a soup is made only of what the selectors can be about.

A soup of a whole page costs fourteen times its one parse. Most selectors name elements by tag, id, class and attribute,
and look up to ancestors alone: elements with the last of these names, and what is around them, are all that decides.
Selectors that look aside or count (`+`, `~`, `:has()`, `:nth-child()`) get the whole page.
"""

import re
import warnings
from collections.abc import Iterable, Iterator
from html import escape

from bs4 import BeautifulSoup, Tag
from lxml import etree
from soupsieve import SelectorSyntaxError

from monitor.reading import html

_AT = "data-monitor-at"  # the number of an element, in the soup
_LONGEST_VALUE = 1_000  # characters of an attribute; what is longer is data, and no selector asks for it
_WITHOUT_TEXT = frozenset({"script", "style", "noscript", "template", "svg"})
_NOT_UNDERSTOOD = (SelectorSyntaxError, ValueError, NotImplementedError, RecursionError)
_MARKUP_LIMIT = 4_000_000  # characters; a soup of the worst of these takes eight seconds
_WRITABLE = re.compile(r"[^\s\"'<>/=]+")  # names of attributes that survive being written down
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())  # noqa: SIM905
_ATTRIBUTE = r"""\[[\w-]+(?:[*^$~|]?=(?:[\w-]+|"[^"\s,>\]]*"|'[^'\s,>\]]*'))?\]"""
_PART = rf"(?:[.#][\w-]+|{_ATTRIBUTE})"
_COMPOUND = rf"(?:[a-zA-Z][\w-]*{_PART}*|{_PART}+)"
_PLAIN = re.compile(rf"(?:{_COMPOUND}(?:\s*>\s*|\s+))*{_COMPOUND}")
_PARTS = re.compile(_COMPOUND)
_NAME = re.compile(r"(?P<sign>\[)(?P<asked>[\w-]+)[^\]]*\]|(?P<mark>[.#]?)(?P<name>[\w-]+)")
# `:contains()` is an old spelling that works: whoever wrote it is not helped by a line about Python's code.
warnings.filterwarnings("ignore", category=FutureWarning, module=r"soupsieve\.")
_Mark = tuple[str, str]  # "#", ".", "[" or "" for a tag, and the name


def find(root: etree._Element, selectors: Iterable[str]) -> dict[str, list[etree._Element]]:
    """The elements that each selector finds, in their order; none where it is not a selector."""
    wanted = list(dict.fromkeys(selectors))
    elements = list(root.iter())
    paths = _paths(wanted)
    kept = set(elements) if paths is None else _with_ancestors(_ends(elements, paths))
    if not kept:
        return {css: [] for css in wanted}
    markup: list[str] = []
    _write(root, {element: at for at, element in enumerate(elements) if element in kept}, markup, texts=paths is None)
    page = html.soup("".join(markup)[:_MARKUP_LIMIT])
    return {css: [elements[int(str(tag[_AT]))] for tag in _select(page, css) if tag.get(_AT)] for css in wanted}


def flaw(css: str) -> str | None:
    """Why a text is not a selector, in a few words; None where it is one and `find` can find what it means."""
    try:
        html.soup("").select(css)
    except _NOT_UNDERSTOOD as error:
        said = str(error).strip().partition("\n")[0].strip()  # the lines after the first show where
        return said or "it is not understood"
    return None


def _select(page: BeautifulSoup, css: str) -> list[Tag]:
    try:
        return list(page.select(css))
    except _NOT_UNDERSTOOD:
        return []


def _paths(selectors: Iterable[str]) -> list[list[_Mark]] | None:
    """A mark for each part of each plain selector, the last first; None where one of them needs the whole page."""
    paths = []
    for css in selectors:
        for alternative in css.split(","):
            if not _PLAIN.fullmatch(alternative.strip()):
                return None
            paths.append([_mark(part[0]) for part in _PARTS.finditer(alternative)][::-1])
    return paths


def _mark(part: str) -> _Mark:
    """What says most of a part: its id, else a class, else an attribute, else the tag."""
    found: dict[str, str] = {}
    for name in _NAME.finditer(part):
        found.setdefault(name["sign"] or name["mark"], name["asked"] or name["name"])
    sign = next((sign for sign in "#.[" if sign in found), "")
    return sign, found[sign] if sign in {"#", "."} else found[sign].lower()


def _ends(elements: Iterable[etree._Element], paths: list[list[_Mark]]) -> Iterator[etree._Element]:
    """The elements that end one of the paths, whatever else the selectors ask of them."""
    for element in elements:
        if any(_has(element, path[0]) and _is_below(element, path[1:]) for path in paths):
            yield element


def _is_below(element: etree._Element, marks: list[_Mark]) -> bool:
    """Whether elements around this one have the marks, in their order."""
    for around in element.iterancestors():
        if not marks:
            break
        if _has(around, marks[0]):
            marks = marks[1:]
    return not marks


def _has(element: etree._Element, mark: _Mark) -> bool:
    sign, name = mark
    if sign == ".":
        value = element.get("class")
        return value is not None and name in value and name in value.split()
    if sign == "#":
        return element.get("id") == name
    return element.get(name) is not None if sign == "[" else element.tag == name


def _with_ancestors(elements: Iterable[etree._Element]) -> set[etree._Element]:
    kept: set[etree._Element] = set()
    for element in elements:
        at: etree._Element | None = element
        while at is not None and at not in kept:
            kept.add(at)
            at = at.getparent()
    return kept


def _write(element: etree._Element, kept: dict[etree._Element, int], out: list[str], *, texts: bool) -> None:
    """The markup of an element and of what is kept below it; it is never deeper than the parser's 254."""
    tag = element.tag
    named = ((str(name), str(value)) for name, value in element.items())
    values = "".join(
        f' {name}="{escape(value)}"'
        for name, value in named
        if len(value) <= _LONGEST_VALUE and name != _AT and _WRITABLE.fullmatch(name)
    )
    out.append(f'<{tag} {_AT}="{kept[element]}"{values}>')
    if tag in _VOID:
        return
    texts = texts and tag not in _WITHOUT_TEXT
    if texts and element.text:
        out.append(escape(element.text, quote=False))
    for child in element:
        if child in kept:
            _write(child, kept, out, texts=texts)
        if texts and child.tail:
            out.append(escape(child.tail, quote=False))
    out.append(f"</{tag}>")
