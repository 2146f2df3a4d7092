"""What does the page say? Page -> Article, or Refusal with its reason. Pure: bytes in, values out.

article       the whole way of a page, and of a link whose listing has its text
refusal/      which pages are not articles
statements    what a page declares in its head, in JSON-LD (jsonld) and microdata
layout/       what of a page is the article, and what of it is visible
headline/     its title
body/         its text
dating/       when it was published
authors/      who wrote it; author_labels: the words that stand before a name
details       everything else: section, tags, picture, language, kind, paywall
forest        a learned choice, from trees that ship as data
rules         an outlet's own selectors, and whether they still fit
"""

from monitor.extract.article import from_listing, read_article, read_page

__all__ = ["from_listing", "read_article", "read_page"]
