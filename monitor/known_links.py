"""Which links of an outlet are known: keys that an order carries, thousands of them, for a crawl that seldom asks.

    store: JSON -> KnownLinks -> a line through the pipe -> KnownLinks -> read at the first question, if there is one

Nine of ten looks hear "not modified" and ask nothing; there, the keys are bytes that nobody looks into.
"""

from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import Self
from zlib import crc32

import msgspec

LONG_KEY = 100  # characters of a URL key that an order carries whole; the longest are twenty times that


class KnownLinks(Mapping[str, str]):
    """URL keys as `known_as` has them, each with the `mark` of its listing or "", by a JSON object.

    Of a key that is in it twice the later mark holds.
    """

    __slots__ = ("_marks", "json")

    def __init__(self, json: bytes) -> None:
        self.json = json
        self._marks: dict[str, str] | None = None

    @classmethod
    def joined(cls, *objects: bytes) -> Self:
        """Those of several JSON objects, without a space in the empty ones."""
        return cls(b"{" + b",".join(one[1:-1] for one in objects if len(one) > len(b"{}")) + b"}")

    def _read(self) -> dict[str, str]:
        if self._marks is None:
            self._marks = msgspec.json.decode(self.json, type=dict[str, str])
        return self._marks

    def __getitem__(self, key: str) -> str:
        """The mark of a key."""
        return self._read()[key]

    def __contains__(self, key: object) -> bool:
        """Whether the link of this key is known."""
        return key in self._read()

    def __iter__(self) -> Iterator[str]:
        """The keys."""
        return iter(self._read())

    def __len__(self) -> int:
        """How many are known."""
        return len(self._read())

    def __repr__(self) -> str:
        """As a dictionary prints."""
        return f"KnownLinks({self._read()})"


def known_as(key: str) -> str:
    """A URL key as orders carry it: a long one as its hash, so that thousands of them fit."""
    return key if len(key) <= LONG_KEY else "#" + blake2b(key.encode("utf-8", "replace"), digest_size=16).hexdigest()


def mark(source_url: str, title: str | None) -> str:
    """What a listing said, in 16 hexadecimal digits: 8 of the source, 8 of the title; "" without a title."""
    if not title:
        return ""
    return f"{crc32(source_url.encode()):08x}{crc32(title.encode('utf-8', 'replace')):08x}"


def is_retitled(before: str, now: str) -> bool:
    """Whether two marks are of one source and of different titles: only then did an outlet change a headline."""
    return bool(before and now) and before[:8] == now[:8] and before != now
