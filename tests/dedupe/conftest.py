"""Documents and windows for the tests of grouping."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from monitor.dedupe import Document

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)

MakeDocument = Callable[..., Document]


@pytest.fixture
def make() -> MakeDocument:
    """A document found `hours` after the start, published then too unless said otherwise."""
    count = 0

    def doc(title: str, body: str = "", *, hours: float = 0, dated: bool = True, **given: object) -> Document:
        nonlocal count
        count += 1
        found = NOW + timedelta(hours=hours)
        facts: dict[str, object] = {
            "id": count,
            "outlet": f"outlet-{count}",
            "found_at": found,
            "published_at": found if dated else None,
        }
        return Document(title=title, body=body, **(facts | given))  # type: ignore[arg-type]

    return doc
