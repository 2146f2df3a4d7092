"""What does the page say? Page -> Article, or Refusal with its reason. Pure: bytes in, values out."""

from monitor.extract.article import from_listing, read_article, read_page

__all__ = ["from_listing", "read_article", "read_page"]
