"""A digest as a feed: an entry for each of its stories, by what its webhook says of them."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from monitor.web.answers import WebEntry


def entries(of: str, said: Mapping[str, Any]) -> Iterator[WebEntry]:
    """The stories in their order; `of` is the digest in their ids, `said` the data of its message, of any version."""
    for section in said.get("sections", ()):
        for story in section.get("stories", ()):
            lead: Mapping[str, Any] = story.get("lead") or next(iter(story.get("articles", ())), {})
            at = lead.get("found_at") or said["window"]["end"]
            yield WebEntry(
                id=f"digest:{of}:story:{story['id']}",
                title=f"{section['watch']}: {lead.get('title') or story['title']}",
                at=datetime.fromisoformat(at),
                text=story.get("fact") or "",
                path=f"/story/{story['id']}",
                url=lead.get("url", ""),
            )
