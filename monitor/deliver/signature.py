"""The headers that sign a webhook, by Standard Webhooks 1.0: HMAC-SHA256 over id, time and body."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime

PREFIX = "whsec_"
SHORTEST = 24  # bytes of a key, as the standard asks; `weakness` reports shorter ones


def headers(message_id: str, body: bytes, secrets: Sequence[str], now: datetime) -> dict[str, str]:
    """`webhook-id`, `webhook-timestamp` and, with secrets, a `webhook-signature` by each of them."""
    timestamp = str(int(now.timestamp()))
    signed = {"webhook-id": message_id, "webhook-timestamp": timestamp}
    if secrets:
        content = f"{message_id}.{timestamp}.".encode() + body
        signed["webhook-signature"] = " ".join(f"v1,{_sign(key(secret), content)}" for secret in secrets)
    return signed


def key(secret: str) -> bytes:
    """The key of a secret: base64 after `whsec_`, any other text as it stands.

    Raises:
        ValueError: what follows `whsec_` is not base64, or there is nothing.
    """
    if not secret.startswith(PREFIX):
        found = secret.encode()
    else:
        text = secret.removeprefix(PREFIX)
        try:
            found = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
        except ValueError as error:
            raise ValueError(f"begins with {PREFIX}, but what follows is not base64") from error
    if not found:
        raise ValueError("is empty")
    return found


def weakness(secret: str) -> str | None:
    """Why a secret should not be used, for `monitor check`; None: it is fine."""
    try:
        length = len(key(secret))
    except ValueError as error:
        return str(error)
    return f"a webhook's secret has {length} bytes; use {SHORTEST} or more" if length < SHORTEST else None


def _sign(key_: bytes, content: bytes) -> str:
    return base64.b64encode(hmac.new(key_, content, hashlib.sha256).digest()).decode("ascii")
