"""Which addresses may be connected to."""

import ipaddress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.addresses import (
    address_of,
    ipv6_spelled,
    is_allowed,
    is_loopback,
    is_within,
    network_spelled,
    refusal,
    whose,
)
from monitor.reading.host_names import ascii_host

CASES = Path(__file__).parent / "cases" / "addresses"
REFUSED = (CASES / "refused.txt").read_text().split()
PUBLIC = (CASES / "public.txt").read_text().split()
NO_ADDRESS = [
    "",
    " ",
    "localhost",
    "2130706433",
    "0x7f.1",
    "0177.1",
    "127.1",
    "1.2.3",
    "1.2.3.4.5",
    "1.2.3.4 ",
    "[::1]",
    "::g",
    "𝟙.1.1.1",
    "x" * 9000,
]


@pytest.mark.parametrize("ip", REFUSED)
@pytest.mark.figure("private addresses")
def test_special_addresses_are_refused(ip: str) -> None:
    """No address of a special-purpose range may be reached, however it is written."""
    assert not is_allowed(ip)


@pytest.mark.parametrize("ip", PUBLIC)
def test_public_addresses_are_allowed(ip: str) -> None:
    """Public addresses, and other ways of writing them, may be reached."""
    assert refusal(ip) is None


@pytest.mark.parametrize("text", NO_ADDRESS)
def test_what_is_no_address_is_refused(text: str) -> None:
    """A text that is no plain IP address is refused, never guessed at."""
    assert "not an IP address" in (refusal(text, ("0.0.0.0/0",)) or "")


@pytest.mark.parametrize(
    ("ip", "allow", "expected"),
    [
        ("127.0.0.1", ("127.0.0.0/8",), True),
        ("127.0.0.1", ("127.0.0.1",), True),
        ("127.0.0.2", ("127.0.0.1",), False),
        ("127.0.0.1", ("127.0.0.9/8",), True),  # host bits do no harm
        ("::ffff:127.0.0.1", ("127.0.0.0/8",), True),
        ("::ffff:127.0.0.1", ("::ffff:0:0/96",), True),
        ("::1", ("127.0.0.0/8",), False),
        ("10.0.0.1", ("127.0.0.0/8", "10.0.0.0/24"), True),
        ("2001:0:7f00:1:0:0:f5ff:fffe", ("127.0.0.0/8",), False),  # its server is allowed, its client (10.0.0.1) not
        ("169.254.169.254", ("10.0.0.0/8",), False),
        ("fe80::1%eth0", ("fe80::/10",), True),
    ],
)
def test_allowed_networks_open_only_themselves(ip: str, allow: tuple[str, ...], *, expected: bool) -> None:
    """An allowed network lets its own addresses through, and no others."""
    assert is_allowed(ip, allow) is expected


def test_a_wrong_network_is_an_error() -> None:
    """A network that cannot be read is reported at once, not taken for "nothing allowed"."""
    with pytest.raises(ValueError, match="nonsense"):
        is_allowed("127.0.0.1", ("nonsense",))


def test_refusal_names_the_address_behind() -> None:
    """The text says what the address is, and what it stands for."""
    assert refusal("::ffff:10.0.0.1") == "::ffff:a00:1 is private address space (it stands for 10.0.0.1)"


def test_a_mapped_address_is_the_ipv4_address() -> None:
    """What a server for both IPv4 and IPv6 sees of a peer means what it means by itself, with any version of Python."""
    assert address_of("::ffff:127.0.0.1") == ipaddress.ip_address("127.0.0.1")
    assert is_loopback("::ffff:127.0.0.1")
    assert is_loopback("::1")
    assert not is_loopback("::ffff:10.0.0.1")
    assert not is_loopback("localhost")
    assert is_within("::ffff:10.0.0.2", ("10.0.0.2",))
    assert is_within("::ffff:10.0.0.2", ("::ffff:0:0/96",))
    assert not is_within("::ffff:10.0.0.2", ("10.0.0.3",))
    assert not is_within("proxy", ("0.0.0.0/0",))


def test_an_address_has_one_spelling() -> None:
    """That of browsers, without dots in IPv6: Python 3.13 has another one than those before it."""
    assert ipv6_spelled("::FFFF:1.2.3.4") == "::ffff:102:304"
    assert ipv6_spelled("::ffff:0.0.0.0") == "::ffff:0:0"
    assert ipv6_spelled("2001:DB8::0:1") == "2001:db8::1"
    assert ascii_host("[::ffff:1.2.3.4]") == "[::ffff:102:304]"
    assert network_spelled("::ffff:10.0.0.1/104") == "::ffff:a00:0/104"
    assert network_spelled("10.0.0.1/8") == "10.0.0.0/8"
    assert [whose("::ffff:1.2.3.4"), whose("1.2.3.4"), whose("2001:db8::7%eth0")] == [
        "1.2.3.4",
        "1.2.3.4",
        "2001:db8::/64",
    ]


@given(st.ip_addresses(v=4))
def test_ipv4_agrees_with_the_standard_library(address: ipaddress.IPv4Address) -> None:
    """No IPv4 address passes that the standard library calls private, multicast or reserved."""
    if is_allowed(str(address)):
        assert address.is_global
        assert not address.is_multicast
        assert not address.is_reserved


@given(st.ip_addresses(v=6))
def test_ipv6_passes_only_global_unicast(address: ipaddress.IPv6Address) -> None:
    """Of IPv6 only global unicast, and written-out IPv4, passes."""
    if is_allowed(str(address)):
        assert address in ipaddress.ip_network("2000::/3") or address.packed[:12] in (
            bytes(10) + b"\xff\xff",
            bytes.fromhex("0064ff9b") + bytes(8),
        )


@given(st.ip_addresses(v=4))
def test_every_spelling_of_an_ipv4_address_gets_one_verdict(address: ipaddress.IPv4Address) -> None:
    """Mapped, NAT64 and 6to4 forms are judged like the IPv4 address that they carry."""
    number = int(address)
    forms = [f"::ffff:{address}", f"64:ff9b::{address}", str(ipaddress.IPv6Address((0x2002 << 112) | (number << 80)))]

    assert [is_allowed(form) for form in forms] == [is_allowed(str(address))] * 3
