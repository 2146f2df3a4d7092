"""The parts of an address as a browser reads it: tidied, resolved, taken out of AMP caches and redirectors."""

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote, urljoin

from monitor.reading.host_names import ascii_host

LIMIT = 2_000  # characters of an address: as the archive stores them
_RAW_LIMIT = 4 * LIMIT  # before tracking parameters are dropped
_SHORT = 500  # characters: nearly all addresses; longer ones are not remembered, so that memory is bounded
_UNWRAPS = 3  # a wrapped address in a wrapped address in a wrapped address: deeper is a game

_WEB = ("http://", "https://")
_PORTS = {"http": "80", "https": "443"}
_URL = re.compile(r"(?i)(?:https?:/+(?=https?://))*(https?):/*([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)
_PLAIN = re.compile(
    r"(https?)://([a-z0-9.-]+)(/[\w.~!$'()*,:@=+/-]*)?(?:\?([\w.~!$'()*,:@=+/&%-]*))?", re.ASCII
)  # nothing to tidy
SLASHES = re.compile(r"(?<!:)/{2,}")  # not those of an address inside a path (web.archive.org/web/.../https://)
_DOTTED = re.compile(r"(?i)/(?:\.|%2e){1,2}(?=/|$)")
_DOTS = {".": 1, "%2e": 1, "..": 2, ".%2e": 2, "%2e.": 2, "%2e%2e": 2}
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPED_AMPERSAND = re.compile(r"&(?:amp;|#0?38;)+")
_WRAPPING_HOST = re.compile(r"google\.|bing\.com|ampproject\.org|facebook\.com|safelinks\.protection")
_AMP_WRAPPER = re.compile(
    r"https://(?:(?:www\.)?(?:google\.[a-z.]+|bing\.com)/amp(?:/s)?|[a-z0-9-]+\.(?:cdn\.)?ampproject\.org/[cvi](?:/s)?)"
    r"/(?P<rest>[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/.*)?)",
    re.IGNORECASE | re.DOTALL,
)
_LINK_WRAPPER = re.compile(
    r"https://(?:(?:www\.)?google\.[a-z.]+/url|lm?\.facebook\.com/l\.php|[a-z0-9.]+\.safelinks\.protection\.outlook\.com/)"
    r"\?(?:[^#]*&)?(?:url|u|q)=(?P<target>https?(?:%3A|:)[^&]+)(?:&.*)?",
    re.IGNORECASE | re.DOTALL,
)


class UrlParts(NamedTuple):
    """An address, taken apart."""

    scheme: str
    host: str
    port: str  # empty where it is the scheme's own
    path: str  # begins with a slash, unsafe characters still raw
    query: str
    fragment: str

    @property
    def authority(self) -> str:
        """The host, with the port where it is not the scheme's own."""
        return f"{self.host}:{self.port}" if self.port else self.host


def parse(url: str, base: str | None) -> UrlParts | None:
    """The parts of the address that is meant: resolved against `base`, taken out of AMP caches and redirectors."""
    absolute = url if base is None or url[:8].lower().startswith(_WEB) else _absolute(url, base)
    parts = read(absolute) if absolute else None
    for _ in range(_UNWRAPS + 1):
        inner = _unwrapped(parts) if parts and is_wrapping(parts.host) else None
        if inner is None:
            return parts
        parts = inner
    return None


def read(url: str) -> UrlParts | None:
    """The parts of an absolute address as it stands; None where it is not a web address."""
    return _remembered(url) if len(url) <= _SHORT else _taken_apart(url)


@lru_cache(maxsize=2048)
def _remembered(url: str) -> UrlParts | None:
    """As `_taken_apart`: what is listed is asked for its host, its site, its key and its form to request in turn."""
    return _taken_apart(url)


def _taken_apart(url: str) -> UrlParts | None:
    if len(url) <= _SHORT and (plain := _PLAIN.fullmatch(url)):
        scheme, name, path, query = plain.groups("")
        host = ascii_host(name)
        return UrlParts(scheme, host, "", path or "/", query, "") if host is not None else None
    text = _tidy(url)
    return _split(text) if text else None


def _absolute(url: str, base: str) -> str | None:
    text = _tidy(url)
    if text is None or text[:8].lower().startswith(_WEB):
        return text
    if text.startswith("///"):
        text = "//" + text.lstrip("/")
    try:
        return urljoin(_tidy(base) or "", text)
    except ValueError:  # a malformed host in brackets
        return None


def _tidy(url: str) -> str | None:
    """What a browser does to an address before it reads it."""
    if len(url) > _RAW_LIMIT:
        return None
    text = url if url.isprintable() and url[:1] != " " else _without_controls(url)
    if "&" in text:
        text = _ESCAPED_AMPERSAND.sub("&", text)
    text = text.rstrip()
    if "\\" in text:
        head, mark, tail = text.partition("?")
        text = head.replace("\\", "/") + mark + tail
    return text


def _without_controls(url: str) -> str:
    url = _SURROGATE.sub("\ufffd", url)  # no address can hold half a character, and "?" would begin its query
    return url.strip("".join(map(chr, range(33)))).replace("\t", "").replace("\n", "").replace("\r", "")


@lru_cache(maxsize=8192)
def is_wrapping(name: str) -> bool:
    """Whether this may be a host of AMP caches or redirectors, whose addresses hold another's."""
    return _WRAPPING_HOST.search(name) is not None


def _unwrapped(parts: UrlParts) -> UrlParts | None:
    address = f"https://{parts.host}{SLASHES.sub('/', undotted(parts.path))}"
    if found := _AMP_WRAPPER.fullmatch(address):
        return read(f"https://{found['rest']}?{parts.query}#{parts.fragment}")
    if found := _LINK_WRAPPER.fullmatch(f"{address}?{parts.query}"):
        return read(unquote(found["target"]))
    return None


def _split(text: str) -> UrlParts | None:
    found = _URL.fullmatch(text)
    if found is None:
        return None
    scheme, authority, path, query, fragment = found.groups("")
    scheme = scheme.lower()
    name, _, port = _host_and_port(authority.rpartition("@")[2])
    checked = ascii_host(name)
    if checked is None or (port and not (port.isascii() and port.isdigit() and int(port) < 65_536)):
        return None
    port = str(int(port)) if port else ""
    return UrlParts(scheme, checked, "" if port == _PORTS[scheme] else port, path or "/", query, fragment)


def _host_and_port(authority: str) -> tuple[str, str, str]:
    if authority.startswith("["):
        inside, bracket, rest = authority.partition("]")
        return inside + bracket, ":", rest.removeprefix(":")
    return authority.partition(":")


def undotted(path: str) -> str:
    """The path without `.` and `..`, which are resolved."""
    if ("/." not in path and "/%" not in path) or not _DOTTED.search(path):
        return path
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        dots = _DOTS.get(segment.lower())
        if dots is None:
            kept.append(segment)
        elif dots == 2:
            del kept[-1:]
    if segments[-1].lower() in _DOTS:
        kept.append("")
    return "/" + "/".join(kept)
