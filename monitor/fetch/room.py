"""Room for what is being downloaded, shared by all crawls of a process: so many bytes at once, however many crawls.

Where there is no more, the largest download gives way: it costs the outlet that sends so much, and is tried again
later. Small ones, which nearly all are, never wait.
"""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from scrapy.exceptions import IgnoreRequest

IN_FLIGHT = 256 << 20  # bytes; in memory each is held about twice


class NoRoomError(IgnoreRequest):
    """Too much was being downloaded at once, and this was the largest of it."""


@dataclass(slots=True, eq=False)
class _Download:
    cut: Callable[[], None]
    size: int = 0
    is_over: bool = False


class Room:
    """The bytes of all downloads under way."""

    def __init__(self, most: int = IN_FLIGHT) -> None:
        self._most = most
        self._taken = 0
        self._downloads: set[_Download] = set()

    async def through(self, chunks: AsyncIterator[bytes], cut: Callable[[], None]) -> AsyncIterator[bytes]:
        """The chunks of one download as they come; `cut` ends it from outside, so that it need not wait for the next.

        Raises:
            NoRoomError: it had to give way.
        """
        download = _Download(cut)
        self._downloads.add(download)
        try:
            async for chunk in chunks:
                self._take(download, len(chunk))
                yield chunk
        except Exception as error:
            if download.is_over and not isinstance(error, NoRoomError):
                raise _gave_way(download) from error
            raise
        finally:
            self._downloads.discard(download)
            self._taken -= download.size

    def _take(self, download: _Download, size: int) -> None:
        download.size += size
        self._taken += size
        if self._taken > self._most:
            largest = max((one for one in self._downloads if not one.is_over), key=lambda one: one.size, default=None)
            if largest is not None:
                largest.is_over = True
                largest.cut()
        if download.is_over:
            raise _gave_way(download)


def _gave_way(download: _Download) -> NoRoomError:
    return NoRoomError(f"too much was being downloaded at once: cut after {download.size} bytes, tried again later")
