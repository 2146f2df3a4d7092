"""The articles of the window, by their slots, by their outlets, and by whose text they have."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace

from monitor.dedupe.copies import LOOKED_AT
from monitor.dedupe.member import Member


class HeldArticles:
    """The articles held. Slots only rise, so they are in order of arrival; what is asked for is never searched for."""

    def __init__(self) -> None:
        self.entries: dict[int, Member] = {}  # by slot
        self.slots: dict[int, int] = {}  # by article id
        self._outlets: defaultdict[str, dict[int, Member]] = defaultdict(dict)  # the newest by id, in order of arrival
        self._copies: defaultdict[int, set[int]] = defaultdict(set)  # slots, by the article whose text they have

    def add(self, slot: int, entry: Member) -> None:
        """Take an article in, as the newest of its outlet."""
        self.entries[slot], self.slots[entry.id] = entry, slot
        if entry.copy_of is not None:
            self._copies[entry.copy_of].add(slot)
        newest = self._outlets[entry.outlet]
        newest[entry.id] = entry
        if len(newest) > LOOKED_AT:
            del newest[next(iter(newest))]

    def put(self, slot: int, *, story: int, copy_of: int | None) -> Member:
        """Another story of an article, or another whose text it has; the article as it is then."""
        former = self.entries[slot]
        entry = self.entries[slot] = replace(former, story=story, copy_of=copy_of)
        if former.copy_of != copy_of:
            self._is_no_copy(slot, former.copy_of)
            if copy_of is not None:
                self._copies[copy_of].add(slot)
        newest = self._outlets[entry.outlet]
        if entry.id in newest:
            newest[entry.id] = entry
        return entry

    def remove(self, slot: int) -> Member:
        """Forget an article; it as it was."""
        entry = self.entries.pop(slot)
        del self.slots[entry.id]
        self._is_no_copy(slot, entry.copy_of)
        newest = self._outlets[entry.outlet]
        newest.pop(entry.id, None)  # an article that is revised again and again takes one place of them, not all
        if not newest:
            del self._outlets[entry.outlet]
        return entry

    def newest(self, outlet: str) -> Iterable[Member]:
        """The newest articles of an outlet."""
        return self._outlets.get(outlet, {}).values()

    def other_texts(self, articles: Collection[int], origin: int) -> list[int]:
        """The slots of the article `origin`, of these others, and of what has the others' texts, as far as held."""
        others = {*articles} - {origin}
        own = {self.slots[number] for number in (*others, origin) if number in self.slots}
        return sorted(own.union(*(self._copies.get(number, ()) for number in others)))

    def _is_no_copy(self, slot: int, copy_of: int | None) -> None:
        if copy_of is not None and copy_of in self._copies:
            self._copies[copy_of].discard(slot)
            if not self._copies[copy_of]:
                del self._copies[copy_of]
