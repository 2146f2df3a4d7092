"""What of the archive a person names by its number; an article by its address too, and watches and others by name."""

from typing import Any

import click

from monitor.views.named_things import LARGEST, channel_name, found_article, outlet_id, stored_article, watch_id

__all__ = ["NUMBER", "ArchiveNumber", "channel_name", "found_article", "outlet_id", "stored_article", "watch_id"]


class ArchiveNumber(click.types.IntParamType):
    """The number of a story, a thread or a delivery."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number, if an archive can count so far."""
        number = int(super().convert(value, param, ctx))
        if abs(number) > LARGEST:
            self.fail(f"{number} is larger than any number of the archive", param, ctx)
        return number


NUMBER = ArchiveNumber()
