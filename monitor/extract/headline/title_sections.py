"""A title without the sections around it: what the page shows alone is the headline, what it links to is not.

Nor is what follows the heading with which a title begins that the page does not show.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from urllib.parse import urldefrag, urljoin

from monitor.extract.headline import title_parts
from monitor.extract.headline.headlines import fold
from monitor.extract.headline.title_candidates import TitleCandidates
from monitor.extract.headline.title_features import PageWords
from monitor.extract.statements import Statements, text_of

_MOST_LINKS = 1_500  # of a page, that are looked at
_LONGEST = 300  # characters of a link's text
_WORDS = 2  # at least, of a heading with which a title begins
_GOES_ON = re.compile(r"\s*[:,：]")


def without_sections(title: str, found: TitleCandidates, words: PageWords, page: Statements) -> str:
    """The longest run of a title that the page shows as a heading or a line, if all around it is a link or the outlet.

    Else the heading with which a title begins that the page does not show; else the title. `found` are the candidates
    of the page, `words` what it says around them.
    """
    links = cache(lambda: frozenset(_link_texts(page)))
    best = ""
    for start, end in title_parts.runs(title):
        run = fold(title[start:end])
        around = [text for text in (title[:start], title[end:]) if fold(text)]
        if len(run) > len(fold(best)) and around and _is_shown(run, found, words):
            parts = [part for text in around for part in title_parts.parts(text)]
            if _are_sections(around, words, links()) or _are_sections(parts, words, links()):
                best = found.by_letters[run].text
    return best or _opening(title, found, words) or title


def _opening(title: str, found: TitleCandidates, words: PageWords) -> str:
    """The longest heading with which a title begins that is shown nowhere: a section or the outlet follows.

    Not where a colon or a comma follows: headings have these, too, of which the page may show a part.
    """
    if _is_shown(fold(title), found, words):
        return ""
    best = ""
    for start, end in title_parts.runs(title):
        one = found.by_letters.get(fold(title[start:end])) if start == 0 else None
        if one is None or one.heading is None or _GOES_ON.match(title, end):
            continue
        if len(title_parts.words(one.text)) >= _WORDS:
            best = max(best, one.text, key=len)
    return best


def _is_shown(letters: str, found: TitleCandidates, words: PageWords) -> bool:
    one = found.by_letters.get(letters)
    return one is not None and (letters in words.plain or one.heading is not None)


def _are_sections(texts: Sequence[str], words: PageWords, links: frozenset[str]) -> bool:
    """Whether each of these names the outlet or is the text of a link."""
    return all(letters in links or letters in words.sites for text in texts if (letters := fold(text)))


def _link_texts(page: Statements) -> Iterator[str]:
    """The texts of the links to other pages, folded: a link to the page itself says its headline."""
    own = address(page.url, "")
    for count, element in enumerate(page.elements["a"]):
        if count >= _MOST_LINKS:
            return
        href = element.get("href")
        if href and address(page.url, href) != own and (letters := fold(text_of(element)[:_LONGEST])):
            yield letters


def address(base: str, href: str) -> str:
    """The address of a link, in the form in which two are the same."""
    try:
        return urldefrag(urljoin(base, href.strip())).url.rstrip("/")
    except ValueError:
        return href
