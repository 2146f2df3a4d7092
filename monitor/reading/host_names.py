"""Hosts of addresses: the form in which they are compared, and whether two are of one site."""

import re
from functools import cache, lru_cache
from typing import Any
from urllib.parse import unquote

import idna

from monitor.addresses import IPv4, ipv6_spelled

_PLAIN_HOST = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")  # of an IPv4 address
_MOBILE = re.compile(r"www\d?|ww\d|m|mobile|amp|edition|touch")


@lru_cache(maxsize=8192)
def ascii_host(name: str) -> str | None:
    """The host as it is compared and asked for: lower case, ASCII; None: no such host can exist."""
    if name.startswith("["):
        try:
            return f"[{ipv6_spelled(name[1:-1])}]" if name.endswith("]") and "%" not in name else None
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
    return _ipv4(text) if _NUMBER.fullmatch(text.rpartition(".")[2]) else text


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
    return str(IPv4(value))


def _ipv4_number(label: str) -> int:
    if not _NUMBER.fullmatch(label):  # `int` takes signs and underscores, too
        raise ValueError(label)
    if label.startswith("0x"):
        return int(label[2:] or "0", 16)
    return int(label, 8 if len(label) > 1 and label.startswith("0") else 10)


@lru_cache(maxsize=8192)
def without_prefixes(name: str) -> str:
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


@lru_cache(maxsize=4096)
def registrable_domain(name: str) -> str | None:
    """The domain that somebody registered, by the bundled list of public suffixes; None of an IP address."""
    if ":" in name or "." not in name or name.rpartition(".")[2].isdigit():
        return None
    return _suffix_list()(name).top_domain_under_public_suffix or None


@cache
def _suffix_list() -> Any:
    # Imported here: it loads an HTTP client that commands which only read the archive never need (0.2 s).
    import tldextract  # noqa: PLC0415

    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
