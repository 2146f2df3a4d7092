"""A newsstand at minute 0, and a way to run coroutines."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from datetime import UTC, datetime
from typing import Any

import pytest

from monitor.newsstand import Newsstand, Press

STARTED_AT = datetime(2024, 1, 5, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def press() -> Press:
    """Give the press that ships."""
    return Press.load()


@pytest.fixture
def visit_stand(press: Press) -> Callable[..., Any]:
    """Run an async function on a started newsstand: `visit_stand(async def (stand): ..., **options)`."""

    def run(scene: Callable[[Newsstand], Awaitable[Any]], **options: Any) -> Any:
        async def play() -> Any:
            async with Newsstand(press, started_at=STARTED_AT, **options) as stand:
                return await scene(stand)

        return asyncio.run(asyncio.wait_for(play(), 60))

    return run


@pytest.fixture
def run_async() -> Callable[[Coroutine[Any, Any, Any]], Any]:
    """Run a coroutine to its end, within a minute."""
    return lambda scene: asyncio.run(asyncio.wait_for(scene, 60))
