"""Addresses: the key under which a page is known, the form in which it is requested, and which site it is on.

`canonical` folds what never tells two pages apart (scheme, `www.`, mobile and AMP spellings, tracking parameters,
order of parameters) and keeps what may (every other parameter, the case of the path, the port). It never drops an
unknown parameter: two articles under one key would be one article lost. Nothing here asks the network.
"""

import re
from functools import lru_cache
from urllib.parse import urljoin

from monitor.model import Link
from monitor.reading import tracking
from monitor.reading.host_names import ascii_host, registrable_domain, without_prefixes
from monitor.reading.url_parts import LIMIT, SLASHES, UrlParts, is_wrapping, parse, read, undotted

_PERCENT = re.compile(r"%([0-9A-Fa-f]{2})?")
_UNSAFE_PATH = re.compile(r'[^!-~]|["<>\\^`{|}\[\]]')
_UNSAFE_QUERY = re.compile(r"[^!-~]|[\"'<>\\^`{|}]")
_PLAIN_STEP = r"/[\w~!$'()*,:@=+&-][\w.~!$'()*,:@=+&-]*+"  # nothing to repair: most paths have no others
_PLAIN_PATH = re.compile(rf"(?>(?:{_PLAIN_STEP})*)/?", re.ASCII)
_PLAIN_PAGE = re.compile(rf"https?://([a-z0-9.-]++)((?>(?:{_PLAIN_STEP})+)/?)", re.ASCII)  # nor in the whole address
_PLAIN_BASE = re.compile(r"https?://[a-z0-9.-]++(?::[0-9]++)?/")
_SESSION = re.compile(r"(?i);(?:jsessionid|phpsessid|cfid|cftoken)=[^/;]*")
_INDEX = re.compile(r"(?i)/(?:index\.(?:html?|php|aspx?|jsp|shtml)|default\.aspx?)$")
_SNAPSHOT = re.compile(r"^/web/(?:\d{1,14}(?:[a-z]{2}_)?/)?(?:https?:/+)?(?=[\w-]+\.)")  # whenever it was taken
_ARCHIVE = "web.archive.org"
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_FREE_IN_PATH = _UNRESERVED | frozenset("!$'()*,:@")  # written both ways by different libraries, meaning the same
_AMPERSAND_LEFT = re.compile(r"^(?:amp;)+")


def canonical(url: str, base: str | None = None) -> str | None:
    """The key of a page: itself a URL, always https. None: not a web address, or one that cannot be kept."""
    parts = parse(url, base)
    return None if parts is None else _canonical(parts)


def key_of(link: Link) -> str | None:
    """The key of a link: the one that it carries, or made now where nobody listed it, as in a manual crawl."""
    return link.key or canonical(link.url)


def fetchable(url: str, base: str | None = None) -> str | None:
    """The absolute address to request: as it is listed, without its fragment.

    Tracking parameters stay: what an outlet lists is what it answers to. `without_tracking` is without them.
    """
    parts = parse(url, base)
    return None if parts is None else _address(parts, parts.query)


def to_request(url: str) -> tuple[str, str] | None:
    """An absolute address as it is requested, and its key; None where either cannot be had."""
    if plain := _of_plain_page(url):
        return plain
    parts = parse(url, None)
    if parts is None:
        return None
    if _is_tidy(parts) and _is_plain(parts.path) and not is_wrapping(parts.host):  # its form and its key are known
        port = f":{parts.port}" if parts.port else ""
        folded = f"https://{without_prefixes(parts.host)}{port}{parts.path.rstrip('/') or '/'}"
        return f"{parts.scheme}://{parts.host}{port}{parts.path}", folded
    address = _address(parts, parts.query)
    if address is None:
        return None
    key = _canonical(parts) if address == url else canonical(address)
    return (address, key) if key else None


def _of_plain_page(url: str) -> tuple[str, str] | None:
    """As `to_request`, where nothing in the address is repaired, dropped or folded; None where a closer look is needed.

    Most listed addresses are like that, and one match says so.
    """
    plain = _PLAIN_PAGE.fullmatch(url) if len(url) < LIMIT // 2 else None
    if plain is None or _is_folded(plain[2]) or (front := _front_of_key(plain[1])) is None:
        return None
    return url, front + plain[2].rstrip("/")


@lru_cache(maxsize=8192)
def _front_of_key(name: str) -> str | None:
    """Scheme and host of the keys of a host's pages; None where its addresses may hold another's, or it is none."""
    if ascii_host(name) != name or is_wrapping(name) or name.endswith(_ARCHIVE):
        return None
    return f"https://{without_prefixes(name)}"


def without_tracking(url: str, base: str | None = None) -> str | None:
    """The address to show to people: that of `fetchable` without tracking parameters."""
    parts = parse(url, base)
    if parts is None:
        return None
    query = "&".join(part for part in _parameters(parts.query) if not tracking.is_tracking(*_pair(part)))
    return _address(parts, query)


def _address(parts: UrlParts, query: str) -> str | None:
    address = f"{parts.scheme}://{parts.authority}{_escape(undotted(parts.path), _UNSAFE_PATH)}"
    if query:
        address = f"{address}?{_escape(query, _UNSAFE_QUERY)}"
    return address if len(address) <= LIMIT else None


def _canonical(parts: UrlParts) -> str | None:
    key = _key(parts)
    if key is None or not is_wrapping(parts.host):
        return key
    inner = parse(key, None)  # folding may have laid another wrapped address bare
    return key if inner and _key(inner) == key else None


def _key(parts: UrlParts) -> str | None:
    authority = without_prefixes(parts.host) + (f":{parts.port}" if parts.port else "")
    path = _key_path(parts.path)
    if authority == _ARCHIVE:
        path = _SNAPSHOT.sub("/web/https://", path)
    key = f"https://{authority}{path or '/'}"
    if parts.query:
        query = _key_query(parts.query, path)
        key = f"{key}?{query}" if query else key
    if parts.fragment[:1] in {"!", "/"}:  # a page made by script: the fragment is its path
        key = f"{key}#{_escape(_unescape(parts.fragment, _FREE_IN_PATH), _UNSAFE_QUERY)}"
    return key if len(key) <= LIMIT else None


def joined(base: str, address: str) -> str:
    """What an address means on the page at `base`; one that is whole and plain, as most are, means itself.

    Raises:
        ValueError: either is none.
    """
    is_plain = _PLAIN_PAGE.fullmatch(address) is not None and _PLAIN_BASE.match(base) is not None
    return address if is_plain else urljoin(base, address)


def is_web(url: str) -> bool:
    """Whether this is an absolute http or https address with a host."""
    return read(url) is not None


def host(url: str) -> str:
    """The host in lower case, with the port where it is not the scheme's own; empty for no web address."""
    parts = read(url)
    return parts.authority if parts else ""


def same_site(a: str, b: str) -> bool:
    """Whether two addresses share a registrable domain; IP addresses and single names: the same host and port."""
    first, second = read(a), read(b)
    if first is None or second is None:
        return False
    if first.authority == second.authority:
        return True
    site = registrable_domain(first.host)
    return site is not None and site == registrable_domain(second.host)


def _is_tidy(parts: UrlParts) -> bool:
    """Whether nothing but its path can need a repair: so are most addresses, all of them short enough to be kept."""
    return not parts.query and not parts.fragment and len(parts.path) < LIMIT // 2 and not parts.host.endswith(_ARCHIVE)


def _is_plain(path: str) -> bool:
    """Whether nothing in a path is repaired or folded but slashes at its end."""
    return not _is_folded(path) and _PLAIN_PATH.fullmatch(path) is not None


def _is_folded(path: str) -> bool:
    """Whether a path may be that of an AMP or an index page, which have the key of another page."""
    folded = path.lower()
    return "amp" in folded or "index." in folded or "default." in folded


def _key_path(path: str) -> str:
    if _is_plain(path):
        return path.rstrip("/")
    path = _escape(_unescape(path, _FREE_IN_PATH), _UNSAFE_PATH)
    before = None
    while path != before:
        before = path
        if ";" in path:
            path = _SESSION.sub("", path)
        path = tracking.without_amp(_INDEX.sub("", SLASHES.sub("/", undotted(path)).rstrip("/")))
    return path


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
