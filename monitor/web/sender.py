"""Who sent a request: its peer, the name that a proxy in front gives, and the address by which attempts are counted."""

from starlette.requests import Request

from monitor.web.access import Access


def peer(request: Request) -> str:
    """The address at the other end of the connection."""
    return request.client.host if request.client else ""


def named(request: Request, access: Access) -> str:
    """What stands in the proxy's header, whoever wrote it: `access` says whether it counts."""
    return request.headers.get(access.web.proxy_header, "") if access.web.proxy_header else ""


def address(request: Request, access: Access) -> str:
    """Where a password is tried from."""
    return access.address(peer(request), request.headers.get("x-forwarded-for", ""))


def origin(request: Request, access: Access) -> str:
    """What goes before a path of ours in an address for elsewhere, such as "https://desk.example.org"."""
    return access.web.public_url or f"http://{request.headers['host']}"
