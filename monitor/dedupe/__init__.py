"""Have we seen it? Article -> keys, duplicates, story, kinds of revision. Pure: no clock, no archive, no network.

keys               equal for the same text, whatever its typography
notices, spelling   what an editor says of the text itself; what differs in spelling alone
revision           what changed between two readings of one article
revision_kinds     and of which kinds that is, with the sentences, the names and the numbers
terms, stems        the words of an article, and what forms of one word have in common
vocabulary, acts    tables of what headlines say was done; a table a language
round_ups           headlines and texts on many subjects, by how they are made
gist, claims        what a headline says was done and to whom, and how much of that another text says too
passages            stretches of two texts that are the same words
near_duplicates     which runs of words a text holds, and how much of two texts is the same
reading             the terms that a text says, and how strongly
document            an article, and what it is about
lexicon, rare_terms  numbers for the terms of the recent articles; a table of those that few articles have
postings            which of the recent articles share its rarest terms
inverted_index      both as they run: the compiled forms where they are there (`_lexicon`, `_postings`)
similarity          how likely two articles report one event
member, held_articles   an article of the window, kept small; those that are held, and how each is found
centroid            what the articles of a story are about together
conflicts           what keeps two articles apart, however many words they share
copies, joining     is its text another's; which story does it join
unrivalled          the only story that a brief article may be of
late                two stories that turn out to be one
linkage, said_alike, second_look   brief articles that are grouped afresh, by how much they say the same
thread_whole, thread_memory    what threads remember
thread_evidence, small_threads, better_threads, story_threads   stories on one saga, for ever
link_kinds, same_words    what a story is to an earlier one; which passages two articles share
placement           where an article belongs, and what follows
compiled            which compiled forms (`_….pyx`, each next to a plain one) are there
story_index         the recent articles, and where a new one belongs among them
story_stream        documents in order, in stories and threads
"""

from monitor.dedupe.document import Document
from monitor.dedupe.keys import content_hash
from monitor.dedupe.link_kinds import link_kind
from monitor.dedupe.placement import Placement
from monitor.dedupe.revision import changes
from monitor.dedupe.revision_kinds import revision
from monitor.dedupe.same_words import same_words
from monitor.dedupe.similarity import HeadlineFacts
from monitor.dedupe.story_index import LIMIT, WINDOW, StoryIndex
from monitor.dedupe.story_stream import Grouping, group
from monitor.dedupe.story_threads import Threaded, Threads
from monitor.dedupe.thread_memory import INDEXED, RECENT, Opening, grow
from monitor.dedupe.thread_whole import Whole, first_terms, summed

__all__ = [
    "INDEXED",
    "LIMIT",
    "RECENT",
    "WINDOW",
    "Document",
    "Grouping",
    "HeadlineFacts",
    "Opening",
    "Placement",
    "StoryIndex",
    "Threaded",
    "Threads",
    "Whole",
    "changes",
    "content_hash",
    "first_terms",
    "group",
    "grow",
    "link_kind",
    "revision",
    "same_words",
    "summed",
]
