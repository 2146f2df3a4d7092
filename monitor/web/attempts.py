"""How often a password may be tried: a few times at once, then after holds that double."""

import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

from monitor.addresses import whose

FREE = 5  # attempts before the first hold
FIRST_HOLD = 2.0  # seconds; each further failure doubles it
LONGEST_HOLD = 900.0  # seconds
_FORGET = 3_600.0  # seconds after the last failure
_PLACES = 10_000  # addresses that are remembered; the ones that failed longest ago go first
_EVERYBODY = "*"  # all addresses together: who has many gains little by it
_FREE_TOGETHER = 50


@dataclass(slots=True)
class _Failures:
    number: int = 0
    last: float = 0.0


class Attempts:
    """Counts failures by address. `now` is monotonic, in seconds."""

    def __init__(self) -> None:
        self._failures: OrderedDict[str, _Failures] = OrderedDict()
        self._lock = threading.Lock()

    def begin(self, address: str, now: float) -> float:
        """Take an attempt; the seconds to wait where none is free, else 0. It counts as failed until `succeeded`."""
        places = (_place(address), _EVERYBODY)
        with self._lock:
            wait = self._longest(places, now)
            if wait > 0:
                return wait
            for place in places:
                known = self._known(place, now)
                known.number, known.last = known.number + 1, now
                self._failures[place] = known
                self._failures.move_to_end(place)
            while len(self._failures) > _PLACES:
                self._failures.popitem(last=False)
            return 0.0

    def wait(self, address: str, now: float) -> float:
        """The seconds to wait before an attempt is free, else 0; none is taken."""
        with self._lock:
            return self._longest((_place(address), _EVERYBODY), now)

    def succeeded(self, address: str) -> None:
        """The attempt was right: what failed before it from there is forgotten."""
        with self._lock:
            self._failures.pop(_place(address), None)
            if together := self._failures.get(_EVERYBODY):
                together.number = max(0, together.number - 1)

    def _known(self, place: str, now: float) -> _Failures:
        known = self._failures.get(place)
        return known if known and now - known.last < _FORGET else _Failures()

    def _longest(self, places: Iterable[str], now: float) -> float:
        return max(self._wait(place, now) for place in places)

    def _wait(self, place: str, now: float) -> float:
        known = self._known(place, now)
        beyond = known.number - (_FREE_TOGETHER if place == _EVERYBODY else FREE)
        if beyond < 0:
            return 0.0
        return max(0.0, known.last + min(FIRST_HOLD * 2.0 ** min(beyond, 20), LONGEST_HOLD) - now)


def _place(address: str) -> str:
    """An address; of IPv6 the network of its first 64 bits, which one machine may have whole."""
    try:
        return whose(address)
    except ValueError:
        return address[:64]
