"""Which texts hold a term that few do, as most names of two words: 25 bytes each, where a dict takes six times as much.

A hash table of strings of bytes, each the entries of some four terms. It grows by one of these strings at a time and
an entry is cut out again, so no article ever waits until the whole table was made again.
Values are added in rising order. Those below `least` are gone: they go from a string as one is added to it.
"""

from struct import Struct

_KEY = Struct("<Q").pack
_ENTRY = Struct("<QI").pack
_VALUE = Struct("<I").unpack_from
_TERM, _SIZE = 8, 12  # bytes of the term, and of an entry: four of the value
_FULL = 4  # entries of a bucket on average, from which on the table grows
_LEAST = 64  # buckets, a power of two


class RareTerms:
    """Values (below 2 to the 32nd) by the numbers of terms (below 2 to the 64th); a term may have several."""

    def __init__(self) -> None:
        self._buckets = [b""] * _LEAST
        # The bits of a term that say its bucket; without the highest of them if there is none such yet.
        self._bits, self._fewer = 2 * _LEAST - 1, _LEAST - 1
        self._entries = 0
        self.least = 0  # of the values

    def values(self, term: int) -> list[int]:
        """The values of a term, in the order in which they were added."""
        place, buckets = term & self._bits, self._buckets
        found = _values(buckets[place if place < len(buckets) else place & self._fewer], _KEY(term))
        if found and found[0] < self.least:
            return [value for value in found if value >= self.least]
        return found

    def add(self, term: int, value: int, most: int = 1 << 32) -> list[int]:
        """One more value of a term, unless it has as many as `most`; those that it had."""
        place, buckets, entry = term & self._bits, self._buckets, _ENTRY(term, value)
        if place >= len(buckets):
            place &= self._fewer
        bucket = buckets[place]
        if bucket and _VALUE(bucket, _TERM)[0] < self.least:
            bucket = buckets[place] = self._without_gone(bucket)
        found = _values(bucket, entry[:_TERM])
        if len(found) < most:
            buckets[place] = bucket + entry
            self._entries += 1
            if self._entries > _FULL * len(buckets):
                self._split()
        return found

    def remove(self, term: int, value: int) -> None:
        """Take a value from a term.

        Raises:
            ValueError: it had no such value.
        """
        place, buckets, entry = term & self._bits, self._buckets, _ENTRY(term, value)
        if place >= len(buckets):
            place &= self._fewer
        bucket = buckets[place]
        at = bucket.index(entry)
        while at % _SIZE:  # the end of one entry and the beginning of the next
            at = bucket.index(entry, at + 1)
        buckets[place] = bucket[:at] + bucket[at + _SIZE :]
        self._entries -= 1

    def _without_gone(self, bucket: bytes) -> bytes:
        """The entries of values that are not gone: these come last."""
        at = _SIZE
        while at < len(bucket) and _VALUE(bucket, at + _TERM)[0] < self.least:
            at += _SIZE
        self._entries -= at // _SIZE
        return bucket[at:]

    def _split(self) -> None:
        """One bucket more: it takes a share of the entries of the one that had its terms."""
        added = len(self._buckets)
        if added > self._bits:
            self._bits, self._fewer = 2 * self._bits + 1, self._bits
        bucket = self._buckets[added & self._fewer]
        entries = [bucket[at : at + _SIZE] for at in range(0, len(bucket), _SIZE)]
        moved = [entry for entry in entries if int.from_bytes(entry[:_TERM], "little") & self._bits == added]
        stay = [entry for entry in entries if int.from_bytes(entry[:_TERM], "little") & self._bits != added]
        self._buckets[added & self._fewer] = b"".join(stay)
        self._buckets.append(b"".join(moved))


def _values(bucket: bytes, key: bytes) -> list[int]:
    at = bucket.find(key)
    if at < 0:  # as most are not there
        return []
    found: list[int] = []
    while at >= 0:
        if at % _SIZE:
            at = bucket.find(key, at + 1)
            continue
        found.append(_VALUE(bucket, at + _TERM)[0])
        at = bucket.find(key, at + _SIZE)
    return found
