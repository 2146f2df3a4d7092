"""Who may come in: everybody on this machine, who logged in by the password, or whom a proxy in front names.

Pure: it is asked with the facts of a request, and answers with a value.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from monitor.addresses import address_of, is_loopback, is_within
from monitor.config.web_schema import Web, is_of_this_machine
from monitor.errors import UserError

_LOCAL_NAMES = frozenset({"localhost", "localhost.localdomain"})
_FORWARDED = frozenset({"forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip"})  # what proxies add
_NAME = 100  # characters of a person's name


class Door(StrEnum):
    """How a request stands to the pages."""

    OPEN = "open"  # come in
    LOG_IN = "log_in"  # the password first
    CLOSED = "closed"  # no password helps: the proxy did not name anybody


@dataclass(frozen=True, slots=True)
class Access:
    """The rules of one `[web]` table."""

    web: Web

    def check(self) -> None:
        """Whether these rules may be served.

        Raises:
            UserError: they would let in whoever reaches the port.
        """
        if self.web.proxy_header and not self.web.trusted_proxies:
            raise UserError(
                "[web] proxy_header needs the address of that proxy: anybody else could send the header too",
                hint='trusted_proxies = ["127.0.0.1"] if it runs on this machine',
            )
        if not is_of_this_machine(self.web.listen) and not self.needs_log_in:
            raise UserError(
                f"on {self.web.listen} anybody who reaches the port would read, and change, everything",
                hint="set [web] password_hash (`monitor web password` makes it), or proxy_header with trusted_proxies; "
                'or listen on "127.0.0.1"',
            )

    @property
    def needs_log_in(self) -> bool:
        """Whether somebody has to say who they are."""
        return bool(self.web.password_hash or self.web.proxy_header)

    @property
    def is_secure(self) -> bool:
        """Whether people reach the pages by TLS, so that cookies need it too."""
        return self.web.public_url.startswith("https://")

    def is_known_host(self, host: str) -> bool:
        """Whether a request's Host is one of ours; a foreign name that leads here (DNS rebinding) is not.

        An address is no name that somebody could make lead here; without a log-in, only those of this machine are ours.
        """
        name = _host_name(host)
        if name is None:
            return False
        if name in _LOCAL_NAMES or name in {self.web.listen.lower(), self._public_name}:
            return True
        try:
            address = address_of(name)
        except ValueError:
            return False
        return address.is_loopback or self.needs_log_in

    def is_own_origin(self, origin: str, host: str) -> bool:
        """Whether a form came from one of our own pages, by the Origin that browsers send with it."""
        return urlsplit(origin).netloc.lower() in {host.lower(), urlsplit(self.web.public_url).netloc.lower()} - {""}

    def person(self, peer: str, named: str) -> str:
        """The name that the proxy gave; "" where no proxy that we know gave one."""
        return named.strip()[:_NAME] if self.web.proxy_header and self.is_trusted(peer) else ""

    def door(self, peer: str, named: str, *, logged_in: bool) -> Door:
        """Whether a request from that address, with that name in the proxy's header, may come in."""
        if self.person(peer, named) or not self.needs_log_in or (self.web.password_hash and logged_in):
            return Door.OPEN
        return Door.LOG_IN if self.web.password_hash else Door.CLOSED

    def is_trusted(self, peer: str) -> bool:
        """Whether an address is that of a proxy that the configuration names."""
        return is_within(peer, self.web.trusted_proxies)

    def is_this_machine(self, peer: str, headers: Iterable[str]) -> bool:
        """Whether a program of this machine asks, and not somebody through a proxy on it, which may not show itself."""
        has_proxy = self.web.public_url or self.web.proxy_header or self.web.trusted_proxies
        if has_proxy or not _FORWARDED.isdisjoint(name.lower() for name in headers):
            return False
        return is_loopback(peer)

    def address(self, peer: str, forwarded: str) -> str:
        """Who tries a password: the peer, or the last address that a trusted proxy passed on."""
        passed = [one.strip() for one in forwarded.split(",") if one.strip()]
        while passed and self.is_trusted(peer):
            peer = passed.pop()
        return peer

    @property
    def _public_name(self) -> str:
        return urlsplit(self.web.public_url).hostname or ""


def _host_name(host: str) -> str | None:
    """The name or address of a Host header, without its port; None: it is none."""
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port
    except ValueError:
        return None
    if parts.username is not None or parts.path or parts.query or parts.fragment or "\\" in host:
        return None
    return parts.hostname or None
