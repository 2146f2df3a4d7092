"""What an address alone shows: that of a front page, of a listing or one of its pages, of a shop, a thread, a story."""

import re
from dataclasses import dataclass
from urllib.parse import unquote

from monitor.extract.refusal.preflight import address
from monitor.reading import tracking, url_words


def _any(words: frozenset[str]) -> str:
    return "|".join(sorted(map(re.escape, words)))


_LISTING = re.compile(
    rf"/(?:{_any(url_words.TAXONOMIES | url_words.ARCHIVES)})(?:/|$|\.|[-_]\d)|/(?:cat|category|tag)[_-]\d|"
    r"/(?:19|20)\d\d/\d{1,2}(?:/\d{1,2})?/?$|/(?:forumdisplay|viewforum)\.php|"
    rf"/(?:{_any(url_words.LAST_OF_A_LIST)})/?$",
    re.IGNORECASE,
)
_SHOP = re.compile(rf"/(?:{_any(url_words.GOODS)})(?:/|$|\.)", re.IGNORECASE)
_THREAD = re.compile(
    r"/(?:comments|threads?|status|questions)/[^/?]+|/topic/[^/?]*\d|viewtopic|showthread|/discussions?/\d|"
    r"[?&](?:t|tid|pid|thread|topic)=\d{3}",
    re.IGNORECASE,
)
_ROOT = re.compile(r"(?:[a-z]{2}(?:[-_][a-z]{2})?)?", re.IGNORECASE)
_INDEX = re.compile(r"(?:index|default|home)(?:\.\w{2,5})?", re.IGNORECASE)
_PAGE_PATH = re.compile(r"/(?:page|seite|pagina|página|strana|sida|side)[/_-]?\d+(?:\.\w+)?$", re.IGNORECASE)
_PAGE_QUERY = re.compile(
    r"(?:^|&)(?:page|paged|pg|pagina|seite|pageno|page_?num(?:ber)?|PAGEN_\d|start|offset)="
    r"(?![01](?:&|$))\d{1,4}(?:&|$)|(?:^|&)p=(?![01](?:&|$))\d{1,2}(?:&|$)|"
    r"(?:^|&)(?:max-results|updated-max|limit|per_?page|pagesize|sort|sort_?by|order_?by)=",
    re.IGNORECASE,
)
_RESULTS_PATH = re.compile(rf"/(?:{_any(url_words.RESULTS)})(?:/|$|\.)", re.IGNORECASE)
_RESULTS_QUERY = re.compile(
    r"(?:^|&)(?:search|q|s(?!=\d+(?:&|$))|query|keywords?|cat|category|tag|forum|board|filter\w*)=", re.IGNORECASE
)
_OLDER = re.compile(r"(?:^|&)updated-m(?:ax|in)=", re.IGNORECASE)  # the older posts of a blog, though it be one alone
_HOUSE = re.compile(
    rf"/(?:[a-z]{{2}}(?:[-_][a-z]{{2}})?/)?(?:(?:about|info|company|legal|pages?|help|policies)/)?"
    rf"(?:{_any(url_words.HOUSE_PAGES)})(?:\.\w{{2,5}})?/?",
    re.IGNORECASE,
)
_STORY_PATH = re.compile(r"\d{5,}|/\d{4}/\d{1,2}/(?:\d{1,2}/)?[^/]*[a-z]|[0-9a-f]{8,}|/wiki/[^/]", re.IGNORECASE)
_STORY_QUERY = re.compile(
    r"(?:^|&)(?:id|idx|p|aid|nid|sid|newsid|news_id|article_?id|articleid|story|storyid|no|seq|s|code)=\d{3,}",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[-_+ ]")


@dataclass(frozen=True, slots=True)
class AddressFacts:
    """What an address shows of its page; nothing, if it is empty."""

    last: str = ""  # its last part, without its ending
    root: bool = False  # of a front page
    page: bool = False  # one page of many
    older: bool = False  # what a blog had until a day
    house: bool = False  # of terms, privacy, contact, what the house says of itself
    results: bool = False  # what somebody looked for
    listing: bool = False
    shop: bool = False
    thread: bool = False
    story: bool = False
    short: bool = False
    word: bool = False  # it ends in a single word

    @property
    def names_a_piece(self) -> bool:
        """Whether it is the address of one piece, a story or a thread."""
        return self.story or self.thread


def read(url: str) -> AddressFacts:
    """What the address of a page shows of it."""
    if not url:
        return AddressFacts()
    parts = address(url)
    names = [name for name in unquote(parts.path).split("/") if name]
    is_index = bool(names) and _INDEX.fullmatch(names[-1]) is not None
    if is_index:
        names = names[:-1]
    path, query = "/" + "/".join(names), _identity(parts.query)
    last = names[-1].lower() if names else ""
    thread = _THREAD.search(f"{path}?{query}") is not None
    page = not thread and (_PAGE_PATH.search(path) or _PAGE_QUERY.search(query)) is not None
    named = last if re.search(r"[^\W\d_]", last) else "".join(names[-2:-1])  # a number may follow the words
    slug = _is_slug(named) and not page
    listing = _LISTING.search(path) is not None and not slug
    asked = not page and _STORY_QUERY.search(query) is not None
    story = thread or asked or slug or (not listing and _STORY_PATH.search(path) is not None)
    root = _ROOT.fullmatch("/".join(names)) is not None and not query and not is_index
    vague = not (root or story or page)
    return AddressFacts(
        last=re.sub(r"\.\w{2,5}$", "", last),
        root=root,
        page=page,
        older=_OLDER.search(query) is not None,
        house=not query and _HOUSE.fullmatch(path) is not None,
        results=vague and (_RESULTS_PATH.search(path) or _RESULTS_QUERY.search(query)) is not None,
        listing=listing and vague,
        shop=_SHOP.search(path) is not None and not thread,
        thread=thread,
        story=story and not thread,
        short=len(names) <= 1 and vague and bool(names or query),
        word=vague and re.fullmatch(r"[^\W\d_]{2,20}", last) is not None,
    )


def _identity(query: str) -> str:
    """The query without what only says where a person came from."""
    pairs = (part.partition("=") for part in query.split("&") if part)
    return "&".join(f"{name}={value}" for name, _, value in pairs if not tracking.is_tracking(name, value))


def _is_slug(name: str) -> bool:
    """Whether a part of a path is made of a headline's words."""
    breaks = len(_BREAK.findall(name))
    return breaks >= 3 or (breaks == 2 and len(name) > 15)
