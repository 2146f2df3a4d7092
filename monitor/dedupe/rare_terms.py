"""Which texts hold a term that few do, as most names of two words: 16 bytes each, where a dict takes ten times as much.

A hash table of strings of bytes, each the entries of some sixteen terms. It grows by one of these strings at a time and
an entry is cut out again, so no article ever waits until the whole table was made again.
"""

from struct import Struct

_KEY = Struct("<Q").pack
_ENTRY = Struct("<QI").pack
_VALUE = Struct("<I").unpack_from
_SIZE = 12  # bytes of an entry: eight of the term, four of the value
_FULL = 16  # entries of a bucket on average, from which on the table grows
_LEAST = 64  # buckets, a power of two


class RareTerms:
    """Values (below 2 to the 32nd) by the numbers of terms (below 2 to the 64th); a term may have several."""

    def __init__(self) -> None:
        self._buckets = [b""] * _LEAST
        self._low = _LEAST - 1  # the bits of a term that say its bucket, before the last doubling
        self._entries = 0

    def values(self, term: int) -> list[int]:
        """The values of a term, in the order in which they were added."""
        bucket, key = self._buckets[self._place(term)], _KEY(term)
        found: list[int] = []
        at = bucket.find(key)
        while at >= 0:
            if at % _SIZE:  # the end of one entry and the beginning of the next
                at = bucket.find(key, at + 1)
                continue
            found.append(_VALUE(bucket, at + len(key))[0])
            at = bucket.find(key, at + _SIZE)
        return found

    def add(self, term: int, value: int) -> None:
        """One more value of a term."""
        self._buckets[self._place(term)] += _ENTRY(term, value)
        self._entries += 1
        if self._entries > _FULL * len(self._buckets):
            self._split()

    def remove(self, term: int, value: int) -> bool:
        """Take a value from a term; whether it had it."""
        place, entry = self._place(term), _ENTRY(term, value)
        bucket = self._buckets[place]
        at = bucket.find(entry)
        while at % _SIZE and at >= 0:
            at = bucket.find(entry, at + 1)
        if at < 0:
            return False
        self._buckets[place] = bucket[:at] + bucket[at + _SIZE :]
        self._entries -= 1
        return True

    def _place(self, term: int) -> int:
        place = term & (2 * self._low + 1)
        return place if place < len(self._buckets) else place & self._low

    def _split(self) -> None:
        """One bucket more: it takes a share of the entries of the one that had its terms."""
        if len(self._buckets) > 2 * self._low + 1:
            self._low = 2 * self._low + 1
        added = len(self._buckets)
        bucket = self._buckets[added & self._low]
        entries = [bucket[at : at + _SIZE] for at in range(0, len(bucket), _SIZE)]
        is_moved = [int.from_bytes(entry[:8], "little") & (2 * self._low + 1) == added for entry in entries]
        self._buckets[added & self._low] = b"".join(e for e, moved in zip(entries, is_moved, strict=True) if not moved)
        self._buckets.append(b"".join(e for e, moved in zip(entries, is_moved, strict=True) if moved))
