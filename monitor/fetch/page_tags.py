"""What a page asks of those who keep it: `X-Robots-Tag` of its answer, and the `robots` meta elements in its markup.

Whether that is heeded is the outlet's setting `noarchive`; robots.txt, which is always obeyed, is another thing.
"""

import re
from collections.abc import Iterable, Iterator

_NOT_KEPT = frozenset({"noarchive", "noindex", "none"})
_VALUED = frozenset({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"})  # "name: value"
_HEAD = 256 * 1024  # bytes of a page in which it says so
_META = re.compile(rb"<meta\s([^<>]{1,1000})>", re.IGNORECASE)
_NAME = re.compile(rb"""(?:^|\s)name\s*=\s*["']?\s*([\w-]{1,100})""", re.IGNORECASE)
_CONTENT = re.compile(rb"""(?:^|\s)content\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)


def asks_not_to_be_kept(headers: Iterable[str], body: bytes, token: str) -> bool:
    """Whether a page asks everybody, or the product of this name, not to index or archive it.

    Args:
        headers: The values of `X-Robots-Tag`, one for each header.
        body: The page.
        token: Our product token, by which a page may address us alone.
    """
    names = {"robots", token.lower()}
    if any(not _NOT_KEPT.isdisjoint(_words(value, names)) for value in headers):
        return True
    return any(not _NOT_KEPT.isdisjoint(_words(value, names)) for value in _metas(body, names))


def _words(value: str, names: set[str]) -> Iterator[str]:
    """The directives of one header that are for us: of "noindex, otherbot: none" the first."""
    ours = True
    for part in value.lower().split(","):
        name, colon, rest = (piece.strip() for piece in part.partition(":"))
        if colon and name not in _VALUED:
            ours, name = name in names, rest
        if ours:
            yield name


def _metas(body: bytes, names: set[str]) -> Iterator[str]:
    for found in _META.finditer(body[:_HEAD]):
        name, content = _NAME.search(found[1]), _CONTENT.search(found[1])
        if name and content and name[1].decode("ascii", "replace").lower() in names:
            yield (content[1] or content[2] or content[3] or b"").decode("ascii", "replace")
