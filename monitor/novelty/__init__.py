"""What is new in an article? Its genre, its sources and its facts, found by tables of phrases; nothing is learned.

article, places of the watch -> sentences -> genre, sources, facts -> Account
accounts of earlier articles -> what is new

phrasebook         the phrases of a language (`phrases/`), and how they are looked for
spelled_names      which words of a sentence are of names, by their capitals
ranked_sentences   the sentences of an article, and how near each is to what matters
genre              report, opinion, list, recap, ... by the headline
figures            dates, amounts and names in a sentence
accounts           all that an article says for a watch
comparison         which of its facts no earlier article has; what an edit turned
"""

from monitor.novelty.accounts import account, is_review, names_a_day, outline
from monitor.novelty.comparison import added, correction, fresh, retitled, turned

__all__ = ["account", "added", "correction", "fresh", "is_review", "names_a_day", "outline", "retitled", "turned"]
