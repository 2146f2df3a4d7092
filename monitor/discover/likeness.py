"""Whether a link leads to an article, recognised from its address and its words before anything is fetched.

An outlet's own pattern decides where there is one. What this lets through is judged again by what the page says.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import unquote

import re2

from monitor.model import Link
from monitor.reading import url_words

THRESHOLD = 1
_SURE = 2  # what it is worth that data name a time of publication, or call it an article
_HEADLINE = 4  # words of a headline; data that do neither may be menus


def _table(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Below these lie lists of articles, people, accounts and things for sale: never articles.
_NEVER = url_words.TAXONOMIES | url_words.GOODS | url_words.RESULTS | url_words.NOT_JOURNALISM
# With these words as their last part, addresses are lists.
_LISTS = url_words.LAST_OF_A_LIST | url_words.ARCHIVES
_MIXED = _table(
    "newsletter newsletters video videos podcast podcasts event events calendar obituaries press gallery galleries"
)
_HOUSE = re.compile(
    r"privacy|terms-(?:of|and)|cookie|sign-?up-|subscri|-rights(?:-|$)|copyright|advertis|accessib|contact-us|about-us"
    r"|(?:^|-)(?:fcc|ccpa|eeo)-|do-not-sell|public-(?:inspection-)?file"
)
_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|pdf|mp[34]|zip|xml|rss|json|css|js|ico|txt|docx?|xlsx?)$", re.IGNORECASE
)
_DATE = re.compile(r"/(?:19|20)\d\d[-/]?(?:[01]?\d|[a-z]{3})(?:[-/]?[0-3]?\d)?(?=[/-])")
_ID = re.compile(r"\d{5,}|[0-9a-f]{12,}|[0-9a-f]{8}-[0-9a-f]{4}-")
_ID_GIVEN = re.compile(r"(?:^|&)(?:id|p|story|article|articleid|storyid)=\d{3,}")
_EMPTY = _table("story article index amp default")  # the name stands before
_SLUG_WITH_ID = re.compile(r"[a-z][-_a-z0-9]*[-_][a-z]?\d{5,}|\d{5,}[-_][a-z][-_a-z0-9]+")
_ENDING = re.compile(r"\.[a-z]{2,5}$")
_STORY = _table("article articles story stories news-story post posts review reviews interview")
# Thai, Lao, Burmese, Khmer, kana and Chinese characters, and Hangul, whose words are a few syllables.
_CLOSE_WRITTEN = re.compile(
    "[\u0e01-\u0e3a\u0e40-\u0edf\u1000-\u109f\u1780-\u17d3\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff]"
)
_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def is_article(link: Link, pattern: str | None = None, *, is_sure: bool | None = None) -> bool:
    """Whether the link leads to an article: by the outlet's pattern, or else by its score.

    `is_sure`: of a link that stands in data, whether they name a time of publication or call it an article.
    """
    path = "/" + link.url.partition("://")[2].partition("/")[2]
    if pattern and (decide := _compiled(pattern)):
        return bool(decide(path.partition("?")[0]))
    if is_sure is False and _spoken(link.title or "") < _HEADLINE:
        return False
    return article_score(path, link.title) >= THRESHOLD - (_SURE if is_sure else 0)


def article_score(path: str, words: str | None) -> int:
    """How much a path and the words of its link resemble an article's; a listing's address is far below zero."""
    path, _, query = unquote(path).lower().partition("?")
    segments = [segment for segment in path.split("/") if segment]
    if not segments or _FILE.search(path):
        return -9
    if len(segments) > 1 and _ENDING.sub("", segments[-1]) in _EMPTY:
        del segments[-1]
    last = _ENDING.sub("", segments[-1])
    count = sum(not word.isdigit() for word in _WORDS.findall(last.replace("_", " ")))
    score = 2 if count >= 5 else 1 if count == 4 else -1 if count <= 2 else 0
    score += 2 if _SLUG_WITH_ID.fullmatch(last) else 1 if _ID.search(path) or _ID_GIVEN.search(query) else 0
    score += bool(_DATE.search(path)) + (not _STORY.isdisjoint(segments[:-1]))
    score -= _sectionness(segments, last, count)
    if words:
        spoken = _spoken(words)
        score += 1 if spoken >= 6 else -1 if spoken <= 2 else 0
    return score


def _spoken(words: str) -> int:
    """How many words these are; in scripts that put no spaces between them, three characters count as two."""
    close = len(_CLOSE_WRITTEN.findall(words))
    return len(_WORDS.findall(words if not close else _CLOSE_WRITTEN.sub(" ", words))) + (2 * close + 1) // 3


def _sectionness(segments: list[str], last: str, count: int) -> int:
    """How much the names in a path speak for a list, or for the house's own pages."""
    if not _NEVER.isdisjoint(segments) or last in _NEVER:
        return 9
    if last in _LISTS or (count <= 5 and _HOUSE.search(last)):
        return 3
    if len(last) <= 4 and last.isdigit():  # an archive of a year or month, or a page of a list
        return 3
    return 1 if segments[0] in _MIXED else 0


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> Callable[[str], object] | None:
    """The search of an outlet's pattern, in linear time where the pattern allows it; None: it is not a pattern."""
    for engine in (re2, re):
        try:
            search: Callable[[str], object] = engine.compile(pattern).search
        except engine.error:
            continue
        return search
    return None
