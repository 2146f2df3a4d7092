"""Which IP addresses may be connected to: the public ones, and the networks that the configuration allows.

Asked at connect time with the resolved address, so a redirect, an odd spelling or a name that changes its answer
gains nothing. It resolves no names; the sockets that `Guard` makes are not connected yet.

The table is our own because `ipaddress.is_global` changed its mind between Python versions; both must agree that an
address is public. An address that carries another one (IPv4-mapped, 6to4, NAT64...) is judged by both.

All else that has to do with addresses asks here, too: of IPv4-mapped ones Python 3.13 says what holds for the IPv4
address, and writes them with dots, where earlier versions do neither.
"""

import ipaddress
import socket
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

IPv4 = ipaddress.IPv4Address
IPv6 = ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
HINT = "allow it in [network] allow if it is yours"

# The IANA special-purpose registries, with what a person calls each range. First match names it.
_SPECIAL: tuple[tuple[Network, str], ...] = tuple(
    (ipaddress.ip_network(network), meaning)
    for network, meaning in (
        ("0.0.0.0/8", "this host"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "carrier-grade NAT"),
        ("127.0.0.0/8", "loopback"),
        ("169.254.0.0/16", "link-local"),  # the clouds' metadata services live here
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "reserved"),
        ("192.0.2.0/24", "documentation"),
        ("192.88.99.0/24", "reserved"),
        ("192.168.0.0/16", "private"),
        ("198.18.0.0/15", "benchmarking"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("255.255.255.255/32", "broadcast"),
        ("240.0.0.0/4", "reserved"),
        ("::/128", "this host"),
        ("::1/128", "loopback"),
        ("64:ff9b:1::/48", "local NAT64"),
        ("100::/64", "discard"),
        ("2001::/32", "Teredo"),
        ("2001:2::/48", "benchmarking"),
        ("2001:10::/28", "reserved"),
        ("2001:20::/28", "reserved"),
        ("2001:db8::/32", "documentation"),
        ("3fff::/20", "documentation"),
        ("5f00::/16", "reserved"),
        ("fc00::/7", "private"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "site-local"),
        ("ff00::/8", "multicast"),
    )
)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_COMPATIBLE = ipaddress.IPv6Network("::/96")  # the deprecated way of writing IPv4 in IPv6
_ISATAP = {0x00005EFE, 0x02005EFE}  # the upper half of an interface id whose lower half is an IPv4 address


class Guard:
    """Makes the sockets of a client (aiohttp's `socket_factory`), and none to an address that may not be reached.

    `error` makes what is raised from the reason. An OSError lets the client try the next address of the name.
    """

    def __init__(self, allow: tuple[str, ...], error: Callable[[str], Exception] = OSError) -> None:
        self._allow = allow
        self._error = error
        self.refusal: str | None = None  # why the last refused address was

    def __call__(self, info: tuple[Any, ...]) -> socket.socket:
        """A socket for one line of `getaddrinfo`."""
        family, kind, protocol, _, address = info
        if why := refusal(str(address[0]), self._allow):
            self.refusal = why
            raise self._error(why)
        return socket.socket(family, kind, protocol)


def is_allowed(ip: str, allow: tuple[str, ...] = ()) -> bool:
    """Whether a connection to this address may be opened. `allow` are networks like "127.0.0.0/8"."""
    return refusal(ip, allow) is None


@lru_cache(maxsize=4096)  # the addresses of some thousand hosts, each connected to every few minutes
def refusal(ip: str, allow: tuple[str, ...] = ()) -> str | None:
    """Why the address may not be reached, as part of a sentence; None: it may.

    Anything that is not an IP address is refused.

    Raises:
        ValueError: an entry of `allow` is not a network.
    """
    networks = _networks(allow)
    try:
        address = ipaddress.ip_address(ip.partition("%")[0])  # without the zone of a scoped address
    except ValueError:
        return f"{ip[:60]!r} is not an IP address"
    if any(address in network for network in networks):
        return None
    for form in (address, *_carried(address)):
        meaning = _meaning(form)
        if meaning and not any(form in network for network in networks):
            stands_for = "" if form == address else f" (it stands for {form})"
            return f"{spelled(address)} is {meaning} address space{stands_for}"
    return None


def address_of(text: str) -> IPv4 | IPv6:
    """The address that a text names; an IPv4-mapped one is the IPv4 address.

    Raises:
        ValueError: it names none.
    """
    address = ipaddress.ip_address(text)
    return (address.ipv4_mapped if isinstance(address, IPv6) else None) or address


def is_loopback(text: str) -> bool:
    """Whether it is an address that only this machine reaches."""
    try:
        return address_of(text).is_loopback
    except ValueError:
        return False


def is_within(text: str, networks: tuple[str, ...]) -> bool:
    """Whether it is an address of one of these networks; an IPv4-mapped one is of those of both its forms."""
    try:
        forms = {ipaddress.ip_address(text), address_of(text)}
    except ValueError:
        return False
    return any(form in network for network in _networks(networks) for form in forms)


def spelled(address: IPv4 | IPv6) -> str:
    """The address as browsers write it: of IPv6 without dots."""
    if isinstance(address, IPv6) and address.ipv4_mapped:
        number = int(address.ipv4_mapped)
        return f"::ffff:{number >> 16:x}:{number & 0xFFFF:x}"
    return str(address)


def ipv6_spelled(text: str) -> str:
    """The one spelling of an IPv6 address.

    Raises:
        ValueError: it is none.
    """
    return spelled(IPv6(text))


def network_spelled(text: str) -> str:
    """The one spelling of a network, or of an address as a network of one; host bits do no harm.

    Raises:
        ValueError: it is neither.
    """
    network = ipaddress.ip_network(text, strict=False)
    return f"{spelled(network.network_address)}/{network.prefixlen}"


def whose(text: str) -> str:
    """What stands for whoever has the address: of IPv6 the first 64 bits, which one machine may have whole.

    Raises:
        ValueError: it is none.
    """
    address = address_of(text)
    return network_spelled(f"{IPv6(int(address))}/64") if isinstance(address, IPv6) else str(address)


@lru_cache(maxsize=64)
def _networks(allow: tuple[str, ...]) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(entry, strict=False) for entry in allow)


def _meaning(address: IPv4 | IPv6) -> str | None:
    """What kind of special address this is; None: a public one."""
    if isinstance(address, IPv6) and (address.ipv4_mapped or address.sixtofour or address in _NAT64):
        return None  # only a way of writing an IPv4 address, which is judged by itself
    for network, meaning in _SPECIAL:
        if address in network:
            return meaning
    if address.is_multicast or address.is_reserved or not address.is_global:
        return "reserved"
    return None


def _carried(address: IPv4 | IPv6) -> Iterator[IPv4]:
    """The IPv4 addresses that an IPv6 address stands for, or tunnels to."""
    if not isinstance(address, IPv6):
        return
    number = int(address)
    last = IPv4(number & 0xFFFFFFFF)
    if address.ipv4_mapped is not None:
        yield address.ipv4_mapped
    if address.sixtofour is not None:
        yield address.sixtofour
    if address.teredo is not None:
        yield from address.teredo
    if address in _NAT64 or (address in _COMPATIBLE and number > 1) or (number >> 32) & 0xFFFFFFFF in _ISATAP:
        yield last
