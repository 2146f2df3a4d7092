"""The inverted index of the window: compiled where that is there, else in plain Python. Both find the same."""

try:
    from monitor.dedupe._lexicon import Lexicon
    from monitor.dedupe._postings import Postings
except ImportError:  # no compiler was there when this was installed
    from monitor.dedupe.lexicon import Lexicon
    from monitor.dedupe.postings import Postings

__all__ = ["Lexicon", "Postings"]
