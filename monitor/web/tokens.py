"""What is signed with the archive's key: the token of a form, which only the browser that was given it can send."""

import hashlib
import hmac
import secrets


def fresh() -> str:
    """A token that nobody can guess: 256 bits."""
    return secrets.token_urlsafe(32)


def of_form(key: bytes, session: str) -> str:
    """The token that each form of this browser carries."""
    return signature(key, "form", session)


def is_of_form(key: bytes, session: str, given: str) -> bool:
    """Whether a form carries the token of the browser that sends it."""
    return bool(session) and hmac.compare_digest(of_form(key, session).encode(), given.encode())


def signature(key: bytes, purpose: str, *parts: str) -> str:
    """An HMAC-SHA256 (RFC 2104) over a purpose and its parts, none of which can run into the next."""
    text = "\n".join([purpose, *(f"{len(part)}:{part}" for part in parts)])
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
