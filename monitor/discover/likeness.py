"""Whether a link leads to an article, told from its address and its words before anything is fetched.

An outlet's own pattern decides where there is one. What this lets through is judged again by what the page says.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import unquote

import re2

from monitor.model import Link

THRESHOLD = 1


def _table(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NOT_ARTICLES = _table(
    """
    private tag tags topic topics category categories author authors contributor contributors staff people person
    profile profiles user users member members account accounts login signin sign-in signup sign-up register
    registration subscribe subscription subscriptions subscriber-services newsletter newsletters search about about-us
    contact contact-us help faq support privacy privacy-policy terms terms-of-use terms-of-service legal cookies
    cookie-policy advertise advertising careers jobs press media-kit sitemap rss feed feeds shop store deals coupons
    coupon podcast podcasts video videos watch live tv radio weather horoscopes horoscope games puzzles crossword
    events event calendar classifieds obituaries page archive archives wp-admin wp-login.php wp-content cdn-cgi
    share print email app apps series franchise
    """
)
_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|pdf|mp[34]|zip|xml|rss|json|css|js|ico|txt|docx?|xlsx?)$", re.IGNORECASE
)
_DATE = re.compile(r"/(?:19|20)\d\d[-/]?(?:[01]?\d|[a-z]{3})(?:[-/]?[0-3]?\d)?(?=[/-]|$)")
_ID = re.compile(r"\d{5,}|(?:[0-9a-f]{12,}|[0-9a-f]{8}-[0-9a-f]{4}-)", re.IGNORECASE)
_STORY = frozenset(
    {"article", "articles", "story", "stories", "news-story", "post", "posts", "review", "reviews", "interview"}
)
_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def is_article(link: Link, pattern: str | None = None) -> bool:
    """Whether the link leads to an article: by the outlet's pattern, or else by its score."""
    path = "/" + link.url.partition("://")[2].partition("/")[2]
    if pattern and (decide := _compiled(pattern)):
        return bool(decide(path.partition("?")[0]))
    return article_score(path, link.title) >= THRESHOLD


def article_score(path: str, words: str | None) -> int:
    """How much a path and the words of its link resemble an article's; a listing's address is far below zero."""
    segments = [segment for segment in unquote(path.partition("?")[0]).lower().split("/") if segment]
    if not segments or _FILE.search(path):
        return -9
    last = re.sub(r"\.[a-z]{2,5}$", "", segments[-1])
    count = len([word for word in _WORDS.findall(last.replace("_", " ")) if not word.isdigit()])
    score = 2 if count >= 5 else 1 if count == 4 else -1 if count <= 2 else 0
    score += bool(_DATE.search(path)) + bool(_ID.search(path)) + (not _STORY.isdisjoint(segments[:-1]))
    if segments[0] in _NOT_ARTICLES or last in _NOT_ARTICLES:
        score -= 3
    if words:
        spoken = len(_WORDS.findall(words))
        score += 1 if spoken >= 6 else -1 if spoken <= 2 else 0
    return score


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> Callable[[str], object] | None:
    """The search of an outlet's pattern, in linear time where the pattern allows it; None: it is no pattern."""
    for engine in (re2, re):
        try:
            search: Callable[[str], object] = engine.compile(pattern).search
        except engine.error:
            continue
        return search
    return None
