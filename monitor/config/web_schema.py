"""The `[web]` table: the pages, where they listen, and who may come in."""

import re
from dataclasses import dataclass, field
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from monitor.addresses import is_loopback, network_spelled
from monitor.catalogue import ONE_OR_MANY, Table, Texts, WebAddress

PORT = 8642
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """The pages. `password_hash` is of Argon2; `public_url`, without a slash at its end, is where people find them."""

    enabled: bool = False
    listen: str = "127.0.0.1"
    port: int = PORT
    password_hash: str | None = field(default=None, repr=False)
    proxy_header: str | None = None
    trusted_proxies: tuple[str, ...] = ()
    public_url: str = ""

    @property
    def caution(self) -> str:
        """What is to be said of a desk that others reach through a proxy, which asks nobody who they are; else ""."""
        host = urlsplit(self.public_url).hostname
        is_passed_on = bool(self.trusted_proxies) or (host is not None and not is_of_this_machine(host))
        if self.password_hash or self.proxy_header or not is_passed_on:
            return ""
        return (
            "whoever reaches the server in front of the pages reads, and changes, everything, unless that asks who is "
            "there: set password_hash (`monitor web password` makes it), or proxy_header"
        )


def is_of_this_machine(host: str) -> bool:
    """Whether only this machine reaches that name or address."""
    return host.lower() == "localhost" or is_loopback(host)


def _listen(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9.:-]{1,255}", value):
        raise ValueError('must be an address such as "127.0.0.1", "::1" or "0.0.0.0"')
    return value


def _header(value: str | None) -> str | None:
    if value is not None and not _HEADER.fullmatch(value):
        raise ValueError('must be the name of a header such as "Remote-User"')
    return value


def _hash(value: str | None) -> str | None:
    if value is not None and not value.startswith(("$argon2", "https://unread.invalid")):
        raise ValueError("must be what `monitor web password` prints, not the password itself")
    return value


def _proxies(values: tuple[str, ...]) -> tuple[str, ...]:
    for value in values:
        try:
            network_spelled(value)
        except ValueError:
            raise ValueError(f'{value!r} is not an address or network such as "10.0.0.2" or "10.0.0.0/8"') from None
    return values


class WebTable(Table):
    """The pages, in a browser: see `monitor web`. Beyond this machine they need a password, or a proxy in front."""

    enabled: Annotated[bool, Field(description="true: `monitor run` serves them too")] = False
    listen: Annotated[
        str,
        AfterValidator(_listen),
        Field(description="the address to listen on"),
    ] = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65_535, description="its port")] = PORT
    password_hash: Annotated[
        str | None,
        AfterValidator(_hash),
        Field(description="what `monitor web password` prints; better as ${NAME} or password_hash_file"),
    ] = None
    password_hash_file: Annotated[str | None, Field(description="a file that holds the hash")] = None
    proxy_header: Annotated[
        str | None,
        AfterValidator(_header),
        Field(description="the header in which a proxy names who is logged in there, such as Remote-User"),
    ] = None
    trusted_proxies: Annotated[
        Texts,
        AfterValidator(_proxies),
        ONE_OR_MANY,
        Field(description="addresses or networks of that proxy; its header counts from no other"),
    ] = ()
    public_url: Annotated[
        WebAddress | None, Field(description="where people find the pages; links in mails lead there")
    ] = None

    def means(self) -> Web:
        """The value of the table."""
        plain = self.model_dump(exclude={"password_hash_file", "public_url"})
        return Web(**plain, public_url=(self.public_url or "").rstrip("/"))
