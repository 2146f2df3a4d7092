"""Have we seen it? Article -> keys, duplicates, story, kinds of revision. Pure: no clock, no archive, no network.

keys               equal for the same text, whatever its typography
revision           what changed between two readings of one article
terms, document    the words of an article, and what it is about
near_duplicates    which runs of words two texts share
postings           which of the recent articles share its rarest terms
similarity         how likely two articles tell one event
centroid           what the articles of a story are about together
story_index        the recent articles: to which story a new one belongs, and whether it is a duplicate
"""

from monitor.dedupe.document import Document
from monitor.dedupe.keys import content_hash
from monitor.dedupe.revision import changes
from monitor.dedupe.story_index import Placement, StoryIndex, group

__all__ = ["Document", "Placement", "StoryIndex", "changes", "content_hash", "group"]
