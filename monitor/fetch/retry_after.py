"""How long a host asks us to back off, by its Retry-After header (RFC 9110, 10.2.3)."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST = 24 * 3600.0  # seconds: whoever asks for more is mistaken, and is asked again a day later
ASKING = frozenset({429, 503})


def seconds(status: int, header: str | None, *, now: datetime) -> float | None:
    """Seconds to wait, at most a day; None where the answer asks for no wait or the header cannot be read."""
    if status not in ASKING or not header:
        return None
    text = header.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:12]), LONGEST)
    try:
        at = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return min(max(0.0, (at - now).total_seconds()), LONGEST)
