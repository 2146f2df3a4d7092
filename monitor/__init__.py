"""A scheduled news monitor for entertainment desks.

The stages, in the order in which a piece of news passes them:

    discover -> fetch -> extract -> match -> dedupe -> store -> digest -> deliver
"""

__version__ = "0.1.0"
