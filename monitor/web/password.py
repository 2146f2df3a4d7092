"""The pages' password: its hash by Argon2id (RFC 9106), and whether one fits."""

from functools import cache
from typing import Any

SHORTEST = 8  # characters
LONGEST = 1_000


def made(text: str) -> str:
    """The hash of a password, as `[web] password_hash` holds it."""
    return str(_hasher().hash(text))


def fits(text: str, hashed: str) -> bool:
    """Whether this is the password of that hash; False also where the hash is none."""
    from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415 - only who asks pays for it

    try:
        return len(text) <= LONGEST and bool(_hasher().verify(hashed, text))
    except (InvalidHashError, VerificationError):
        return False


@cache
def _hasher() -> Any:
    from argon2 import PasswordHasher  # noqa: PLC0415 - as above

    return PasswordHasher()
