"""Deliveries that were claimed and are not begun, so that a stop can give them back at once.

They are claimed and given back in the one thread that writes: what it claimed is known there also where whoever asked
for it is cut off meanwhile, and it gives back after all that it claimed.
"""

import contextlib
from collections.abc import Sequence
from datetime import datetime

from monitor.desk import Desk
from monitor.desk.posting import Claim
from monitor.errors import ArchiveError


class UnbegunDeliveries:
    """By channel, in their order. Whoever begins one takes it out of the list of its channel."""

    def __init__(self) -> None:
        self.by_channel: dict[str, list[Claim]] = {}

    def claim(self, desk: Desk, now: datetime, limit: int, channels: Sequence[str]) -> None:
        """Claim what is due on these channels, in the thread that writes."""
        for claim in desk.claim(now, limit, channels):
            self.by_channel.setdefault(claim.delivery.channel, []).append(claim)

    def give_back(self, desk: Desk) -> None:
        """End the leases, in the thread that writes; where the archive cannot be written, they run out."""
        unbegun = [claim for claims in self.by_channel.values() for claim in claims]
        if unbegun:  # else no stop waits for whoever holds the archive
            with contextlib.suppress(ArchiveError):
                desk.give_back(unbegun)
