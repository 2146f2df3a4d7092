"""Have we seen it? Article -> keys, copies, story, kinds of revision. Pure: no clock, no archive, no network."""

from monitor.dedupe.document import Doc
from monitor.dedupe.keys import content_hash
from monitor.dedupe.revision import changes
from monitor.dedupe.story_index import Placement, StoryIndex, group

__all__ = ["Doc", "Placement", "StoryIndex", "changes", "content_hash", "group"]
