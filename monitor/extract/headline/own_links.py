"""The headline of a page that its choice is not sure of: what the page's links to itself say.

Old templates that declare nothing, and blogs whose heading is the blog's name, link a headline to its own article.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from monitor.extract.headline import title_parts, title_sections
from monitor.extract.headline.headlines import fold, tidy, without_site
from monitor.extract.headline.title_candidates import TitleCandidate, TitleCandidates
from monitor.extract.headline.title_features import PageWords
from monitor.extract.statements import Statements, text_of

_MOST_LINKS = 1_500  # of a page, that are looked at
_LONGEST = 300  # characters of what a link says
_WORDS = 3  # at least, of a headline
_BEFORE = re.compile(r"^\W*(?:permanent link|permalink|link)(?: to| for)?\W+", re.IGNORECASE)


def named(chosen: TitleCandidate, found: TitleCandidates, words: PageWords, page: Statements) -> TitleCandidate:
    """The first candidate that a link to the page itself says, in its text or its `title`; else the chosen one.

    The chosen one, too, where such a link says it. `found` are the candidates of the page, `words` what it says around.
    """
    said: dict[str, TitleCandidate] = {}
    for text in _said(page):
        title = tidy(text[:_LONGEST])
        if len(title_parts.words(title)) >= _WORDS:
            for letters in (fold(without_site(title, words.sites)), fold(title)):
                if letters in found.by_letters:
                    said.setdefault(letters, found.by_letters[letters])
    return chosen if not said or fold(chosen.text) in said else next(iter(said.values()))


def _said(page: Statements) -> Iterator[str]:
    """What the links to the page say; none of a front page, where they say the outlet's name."""
    urls = [url for url in (page.url, page.canonical, page.meta("og:url")) if url and _last_part(url)]
    own = {title_sections.address(page.url, url) for url in urls}
    ends = set(map(_last_part, urls))
    for element in page.elements["a"][:_MOST_LINKS]:
        href = element.get("href") or ""
        if "#" in href or not any(end in href for end in ends):
            continue
        if title_sections.address(page.url, href) in own:
            yield text_of(element)
            yield _BEFORE.sub("", element.get("title") or "")


def _last_part(url: str) -> str:
    """What an address ends in: each link to it has that."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return parts.query or parts.path.rstrip("/").rpartition("/")[2]
