"""Addresses: the key under which a page is known, the form in which it is requested, and which site it is on.

`canonical` folds what never tells two pages apart (scheme, `www.`, mobile and AMP spellings, tracking parameters,
order of parameters) and keeps what may (every other parameter, the case of the path, the port). It never drops an
unknown parameter: two articles under one key would be one article lost. Nothing here asks the network.
"""

import ipaddress
import re
from functools import cache, lru_cache
from typing import Any, NamedTuple
from urllib.parse import unquote, urljoin

import idna

from monitor.reading import tracking

LIMIT = 2_000  # characters of an address: as the archive stores them
_RAW_LIMIT = 4 * LIMIT  # before tracking parameters are dropped
_UNWRAPS = 3  # a wrapped address in a wrapped address in a wrapped address: deeper is a game

_PORTS = {"http": "80", "https": "443"}
_URL = re.compile(r"(?i)(?:https?:/+(?=https?://))*(https?):/*([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)
_PLAIN_HOST = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
_PERCENT = re.compile(r"%([0-9A-Fa-f]{2})?")
_UNSAFE_PATH = re.compile(r'[^!-~]|["<>\\^`{|}\[\]]')
_UNSAFE_QUERY = re.compile(r"[^!-~]|[\"'<>\\^`{|}]")
_PLAIN_PATH = re.compile(r"(?:/[\w~!$'()*,:@=+&-][\w.~!$'()*,:@=+&-]*+)*+/?", re.ASCII)  # nothing to repair: most paths
_SLASHES = re.compile(r"(?<!:)/{2,}")  # not those of an address inside a path (web.archive.org/web/.../https://)
_DOTTED = re.compile(r"(?i)/(?:\.|%2e){1,2}(?=/|$)")
_DOTS = {".": 1, "%2e": 1, "..": 2, ".%2e": 2, "%2e.": 2, "%2e%2e": 2}
_SESSION = re.compile(r"(?i);(?:jsessionid|phpsessid|cfid|cftoken)=[^/;]*")
_INDEX = re.compile(r"(?i)/(?:index\.(?:html?|php|aspx?|jsp|shtml)|default\.aspx?)$")
_SNAPSHOT = re.compile(r"^/web/(?:\d{1,14}(?:[a-z]{2}_)?/)?(?:https?:/+)?(?=[\w-]+\.)")  # whenever it was taken
_MOBILE = re.compile(r"www\d?|ww\d|m|mobile|amp|edition|touch")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_FREE_IN_PATH = _UNRESERVED | frozenset("!$'()*,:@")  # written both ways by different libraries, meaning the same
_ESCAPED_AMPERSAND = re.compile(r"&(?:amp;|#0?38;)+")
_AMPERSAND_LEFT = re.compile(r"^(?:amp;)+")
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


class _Parts(NamedTuple):
    scheme: str
    host: str
    port: str  # empty where it is the scheme's own
    path: str  # begins with a slash, unsafe characters still raw
    query: str
    fragment: str

    @property
    def authority(self) -> str:
        return f"{self.host}:{self.port}" if self.port else self.host


def canonical(url: str, base: str | None = None) -> str | None:
    """The key of a page: itself a URL, always https. None: not a web address, or one that cannot be kept."""
    parts = _parse(url, base)
    key = _key(parts) if parts else None
    if key is None or parts is None or not _is_wrapping(parts.host):
        return key
    parts = _parse(key, None)  # folding may have laid another wrapped address bare
    return key if parts and _key(parts) == key else None


def fetchable(url: str, base: str | None = None) -> str | None:
    """The absolute address to request: as it is listed, without its fragment.

    Tracking parameters stay: what an outlet lists is what it answers to. `shown` is without them.
    """
    parts = _parse(url, base)
    return None if parts is None else _address(parts, parts.query)


def shown(url: str, base: str | None = None) -> str | None:
    """The address to show to people: that of `fetchable` without tracking parameters."""
    parts = _parse(url, base)
    if parts is None:
        return None
    query = "&".join(part for part in _parameters(parts.query) if not tracking.is_tracking(*_pair(part)))
    return _address(parts, query)


def _address(parts: _Parts, query: str) -> str | None:
    address = f"{parts.scheme}://{parts.authority}{_escape(_undotted(parts.path), _UNSAFE_PATH)}"
    if query:
        address = f"{address}?{_escape(query, _UNSAFE_QUERY)}"
    return address if len(address) <= LIMIT else None


def _key(parts: _Parts) -> str | None:
    authority = _plain_host(parts.host) + (f":{parts.port}" if parts.port else "")
    path = _key_path(parts.path)
    if authority == "web.archive.org":
        path = _SNAPSHOT.sub("/web/https://", path)
    key = f"https://{authority}{path or '/'}"
    if parts.query:
        query = _key_query(parts.query, path)
        key = f"{key}?{query}" if query else key
    if parts.fragment[:1] in {"!", "/"}:  # a page made by script: the fragment is its path
        key = f"{key}#{_escape(_unescape(parts.fragment, _FREE_IN_PATH), _UNSAFE_QUERY)}"
    return key if len(key) <= LIMIT else None


def is_web(url: str) -> bool:
    """Whether this is an absolute http or https address with a host."""
    return _read(url) is not None


def host(url: str) -> str:
    """The host in lower case, with the port where it is not the scheme's own; empty for no web address."""
    parts = _read(url)
    return parts.authority if parts else ""


def same_site(a: str, b: str) -> bool:
    """Whether two addresses share a registrable domain; IP addresses and single names: the same host and port."""
    first, second = _read(a), _read(b)
    if first is None or second is None:
        return False
    if first.authority == second.authority:
        return True
    site = _site(first.host)
    return site is not None and site == _site(second.host)


@lru_cache(maxsize=4096)
def _site(name: str) -> str | None:
    if ":" in name or "." not in name or name.rpartition(".")[2].isdigit():
        return None
    return _suffix_list()(name).top_domain_under_public_suffix or None


@cache
def _suffix_list() -> Any:
    # Imported here: it loads an HTTP client that commands which only read the archive never need (0.2 s).
    import tldextract  # noqa: PLC0415

    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def _parse(url: str, base: str | None) -> _Parts | None:
    """The parts of the address that is meant: resolved against `base`, taken out of AMP caches and redirectors."""
    absolute = _absolute(url, base)
    parts = _split(absolute) if absolute else None
    for _ in range(_UNWRAPS + 1):
        inner = _unwrapped(parts) if parts and _is_wrapping(parts.host) else None
        if inner is None:
            return parts
        parts = inner
    return None


def _absolute(url: str, base: str | None) -> str | None:
    text = _tidy(url)
    if text is None or base is None or text[:8].lower().startswith(("http://", "https://")):
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
    return url.strip("".join(map(chr, range(33)))).replace("\t", "").replace("\n", "").replace("\r", "")


@lru_cache(maxsize=8192)
def _is_wrapping(name: str) -> bool:
    return _WRAPPING_HOST.search(name) is not None


def _unwrapped(parts: _Parts) -> _Parts | None:
    address = f"https://{parts.host}{_SLASHES.sub('/', _undotted(parts.path))}"
    if found := _AMP_WRAPPER.fullmatch(address):
        return _read(f"https://{found['rest']}?{parts.query}#{parts.fragment}")
    if found := _LINK_WRAPPER.fullmatch(f"{address}?{parts.query}"):
        return _read(unquote(found["target"]))
    return None


def _read(url: str) -> _Parts | None:
    text = _tidy(url)
    return _split(text) if text else None


def _split(text: str) -> _Parts | None:
    found = _URL.fullmatch(text)
    if found is None:
        return None
    scheme, authority, path, query, fragment = found.groups("")
    scheme = scheme.lower()
    name, _, port = _host_and_port(authority.rpartition("@")[2])
    checked = _host_of(name)
    if checked is None or (port and not (port.isascii() and port.isdigit() and int(port) < 65_536)):
        return None
    port = str(int(port)) if port else ""
    return _Parts(scheme, checked, "" if port == _PORTS[scheme] else port, path or "/", query, fragment)


def _host_and_port(authority: str) -> tuple[str, str, str]:
    if authority.startswith("["):
        inside, bracket, rest = authority.partition("]")
        return inside + bracket, ":", rest.removeprefix(":")
    return authority.partition(":")


@lru_cache(maxsize=8192)
def _host_of(name: str) -> str | None:
    """The host as it is compared and asked for: lower case, ASCII; None: no such host can exist."""
    if name.startswith("["):
        try:
            return f"[{ipaddress.IPv6Address(name[1:-1])}]" if name.endswith("]") and "%" not in name else None
        except ValueError:
            return None
    text = unquote(name).lower() if "%" in name else name.lower()
    if not text.isascii():
        try:
            text = idna.encode(text, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError):
            return None
    text = text.removesuffix(".")
    if len(text) > 253 or not _PLAIN_HOST.fullmatch(text):
        return None
    return _ipv4(text) if re.fullmatch(r"\d+|0x[0-9a-f]*", text.rpartition(".")[2]) else text


def _ipv4(text: str) -> str | None:
    """An address in any of the spellings that network libraries take (0x7f.1, 2130706433) as four numbers."""
    labels = text.split(".")
    try:
        numbers = [_ipv4_number(label) for label in labels]
    except ValueError:
        return None
    if len(numbers) > 4 or any(number > 255 for number in numbers[:-1]) or numbers[-1] >= 256 ** (5 - len(numbers)):
        return None
    value = sum(number << (24 - 8 * index) for index, number in enumerate(numbers[:-1])) + numbers[-1]
    return str(ipaddress.IPv4Address(value))


def _ipv4_number(label: str) -> int:
    if label.startswith("0x"):
        return int(label[2:] or "0", 16)
    return int(label, 8 if len(label) > 1 and label.startswith("0") else 10)


@lru_cache(maxsize=8192)
def _plain_host(name: str) -> str:
    """Without `www.`, `m.`, `amp.` and their like, as long as a domain remains."""
    labels = name.split(".")
    while len(labels) > 2 and not labels[-1].isdigit():
        if _MOBILE.fullmatch(labels[0]) and not (labels[0][0] != "w" and _is_public(labels[1:])):
            del labels[0]
        elif len(labels) > 3 and labels[1] == "m":  # en.m.wikipedia.org
            del labels[1]
        else:
            break
    return ".".join(labels)


def _is_public(labels: list[str]) -> bool:
    """Whether this looks like co.uk: under it anyone's domain may be called `m`."""
    return len(labels) == 2 and len(labels[0]) <= 3 and len(labels[1]) == 2


def _key_path(path: str) -> str:
    folded = path.lower()
    if "amp" not in folded and "index." not in folded and "default." not in folded and _PLAIN_PATH.fullmatch(path):
        return path.rstrip("/")
    path = _escape(_unescape(path, _FREE_IN_PATH), _UNSAFE_PATH)
    before = None
    while path != before:
        before = path
        if ";" in path:
            path = _SESSION.sub("", path)
        path = tracking.without_amp(_INDEX.sub("", _SLASHES.sub("/", _undotted(path)).rstrip("/")))
    return path


def _undotted(path: str) -> str:
    if not _DOTTED.search(path):
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


def _key_query(query: str, path: str) -> str:
    pairs = []
    for part in _parameters(query):
        name, value = _pair(part)
        if tracking.is_tracking(name, value) or tracking.is_mobile(name, value, path):
            continue
        clean = _escape(_unescape(part, _FREE_IN_PATH), _UNSAFE_QUERY).replace("%20", "+")
        plain_name, _, plain_value = clean.partition("=")
        pairs.append((plain_name, clean if plain_value else plain_name))
    pairs.sort(key=lambda pair: pair[0])  # stable: values of one name keep their order
    return "&".join(clean for _, clean in pairs)


def _parameters(query: str) -> list[str]:
    parts = query.split("&")
    if "amp;" in query:  # what is left of a doubly escaped "&"
        parts = [_AMPERSAND_LEFT.sub("", part) for part in parts]
    return [part for part in parts if part]


def _pair(part: str) -> tuple[str, str]:
    name, _, value = part.partition("=")
    return name, value


def _unescape(text: str, free: frozenset[str]) -> str:
    if "%" not in text:
        return text

    def plain(found: re.Match[str]) -> str:
        digits = found[1]
        if digits is None:
            return "%25"
        char = chr(int(digits, 16))
        return char if char in free else f"%{digits.upper()}"

    return _PERCENT.sub(plain, text)


def _escape(text: str, unsafe: re.Pattern[str]) -> str:
    if not unsafe.search(text):
        return text
    return unsafe.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace")), text)
