"""Downloads share one room: where it is full, the largest gives way, and the others go on."""

import asyncio

import pytest

from monitor.fetch.room import NoRoomError, Room


async def endless(size: int, times: int = 1000):
    """A download that sends so many bytes at a time."""
    for _ in range(times):
        yield b"x" * size
        await asyncio.sleep(0)


async def taken(room: Room, size: int, times: int = 1000) -> int:
    return sum([len(chunk) async for chunk in room.through(endless(size, times), lambda: None)])


async def test_the_largest_gives_way_and_the_others_are_whole() -> None:
    """Four at once: the one that sends most is cut, with an error of its own; nothing is kept of it."""
    room = Room(5_000)
    large, *small = await asyncio.gather(
        taken(room, 100), *(taken(room, 1, 300) for _ in range(3)), return_exceptions=True
    )

    assert isinstance(large, NoRoomError)
    assert small == [300, 300, 300]
    assert await taken(room, 4_999, 1) == 4_999


async def test_one_that_waits_is_cut_from_outside() -> None:
    """The largest sends nothing more: it is cut all the same when another needs the room, and says why."""
    room, cut = Room(1_000), asyncio.Event()

    async def stuck():
        yield b"x" * 900
        await cut.wait()
        raise ConnectionError("closed")

    async def read() -> int:
        return sum([len(chunk) async for chunk in room.through(stuck(), cut.set)])

    waiting = asyncio.ensure_future(read())
    await asyncio.sleep(0)
    assert await taken(room, 10, 30) == 300
    with pytest.raises(NoRoomError):
        await waiting
