"""Retry-After, as receivers of webhooks and outlets' servers both write it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor import retry_after

NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
DAY = 86_400


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", None),
        (" 5 ", 5),
        ("120", 120),
        ("86400", DAY),
        ("86401", DAY),
        ("999999999", DAY),
        ("9999999999999999999999", DAY),
        ("Mon, 23 Nov 2026 16:02:00 GMT", 120),
        ("Mon, 23 Nov 2026 16:02:00", 120),
        ("Mon, 23 Nov 2026 08:02:00 -0800", 120),
        ("Mon, 23 Nov 2026 15:02:00 GMT", None),
        ("Mon, 23 Nov 2026 16:00:00 GMT", None),
        ("Wed, 23 Nov 2050 11:00:00 GMT", DAY),
        ("-5", None),
        ("1.5", None),
        ("1e3", None),
        ("٥", None),
        ("soon", None),
        ("", None),
        (None, None),
        ("Mon, 99 Nov 99999 99:99:99 GMT", None),
    ],
)
def test_seconds_and_dates_are_read(header: str | None, seconds: int | None) -> None:
    """Seconds or a date to come, at most a day; a date of the past, zero and all else ask for nothing."""
    found = retry_after.wait(header, now=NOW)

    assert (None if found is None else found.total_seconds()) == seconds


@given(st.text(max_size=60))
def test_any_header_is_read(header: str) -> None:
    """No header breaks it, and a wait is more than nothing and at most a day."""
    found = retry_after.wait(header, now=NOW)

    assert found is None or timedelta() < found <= retry_after.LONGEST
