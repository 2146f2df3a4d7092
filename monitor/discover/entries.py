"""One item of a feed as its format declares it, and what a link is made of it: the same for every format and parser.

Here it is decided which of an item's addresses is the article's, which markup is full text, and what is plain text.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache

from monitor import text
from monitor.discover import plain
from monitor.discover.plain import TITLE_LIMIT, one_line
from monitor.model import Link
from monitor.reading import urls
from monitor.reading.dates import credible, locales

CONTENT_LIMIT = 500_000
AUTHORS_LIMIT = 20
TAGS_LIMIT = 50
SUMMARY_LIMIT = 6_000  # characters of markup
FULL_TEXT = 700  # characters of text above which a description with paragraphs is the article itself

Settled = Callable[[str, str | None], bool]

_PARAGRAPHS = re.compile(r"<(?:p|br|div|h[1-6]|li|blockquote)[\s/>]", re.IGNORECASE)
_MAIL = re.compile(r"<?\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}\b>?")
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")  # of a language
_EMPTY = re.compile(r"\(\s{0,5}\)")  # what is left where a mail address stood
_PROXIES = re.compile(
    r"(?:^|\.)(?:feedproxy\.google|feeds?\.feedburner|feedburner|feedsportal|feedblitz|feedpress|pheedo|rss\.app)\.?[a-z]*$"
)


@dataclass(slots=True, kw_only=True)
class FeedEntry:
    """What a feed declares of one item, raw: markup is still markup, times are still words."""

    link: str | None = None
    original: str | None = None  # the address before a feed service put its own in front
    guid: str | None = None
    guid_is_link: bool = True
    title: str | None = None
    title_is_text: bool = False
    summary: str | None = None
    content: str | None = None
    published: str | None = None
    updated: str | None = None
    authors: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    language: str | None = None
    base: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What holds for all entries of a listing: its address, its site, its language, and the time of reading.

    `base` is what relative addresses stand on, where that is not the address of the listing. `settled` says of a key
    and a title that nobody will read the link, so that no more than its times is needed.
    """

    url: str
    home: str | None
    base: str | None = None
    language: str | None
    now: datetime
    settled: Settled | None = None


def link_of(entry: FeedEntry, setting: Setting) -> Link | None:
    """The link that an entry declares; None where it has no address. One that is settled has no more than its times."""
    address, key = _address_and_key(entry, setting)
    if address is None:
        return None
    title = one_line(entry.title, is_text=entry.title_is_text)
    language = _language(entry.language) or setting.language
    locale = locales.of(setting.home or setting.url, language)
    published = credible.read(entry.published, now=setting.now, locale=locale)
    is_one = entry.updated == entry.published  # as most feeds of Atom write them
    updated = published if is_one else credible.read(entry.updated, now=setting.now, locale=locale)
    published_at = published.aware(UTC) if published else None
    has_time = published is None or published.has_time
    updated_at = updated.aware(UTC) if updated else None
    if key is not None and setting.settled is not None and setting.settled(key, title):
        return Link(
            url=address,
            key=key,
            title=title,
            published_at=published_at,
            published_has_time=has_time,
            updated_at=updated_at,
        )
    summary, content = _texts(entry)
    return Link(
        url=address,
        key=key,
        title=title,
        published_at=published_at,
        published_has_time=has_time,
        updated_at=updated_at,
        authors=_names(tuple(entry.authors[:AUTHORS_LIMIT])) if entry.authors else (),
        summary=summary,
        content=content,
        language=language,
        tags=_labels(entry.tags) if entry.tags else (),
        guid=text.clean_line(entry.guid, limit=TITLE_LIMIT) or None if entry.guid else None,
    )


def _address_and_key(entry: FeedEntry, setting: Setting) -> tuple[str | None, str | None]:
    """The article's own address, and its key where that is made already; None twice where there is no address."""
    link = entry.link
    is_alone = link is not None and _has_one_address(entry) and not _is_front_page(link, setting)
    if link and is_alone and link[:4] == "http" and "#" not in link and (found := urls.to_request(link)):
        return found
    address = _address(entry, setting)
    if address and "#" not in address:
        return urls.to_request(address) or (None, None)
    return address, None


def _has_one_address(entry: FeedEntry) -> bool:
    """Whether its link is the only address that an entry names, so that there is nothing to choose."""
    guid = entry.guid
    return entry.original is None and (
        guid is None or guid == entry.link or not entry.guid_is_link or guid.lstrip()[:4].lower() != "http"
    )


def language_of(value: str | None) -> str | None:
    """A language tag as listings write it, if it is one: "en", "en-US"."""
    return _language(value)


def _language(value: str | None) -> str | None:
    if not value:
        return None
    tag = value.strip().replace("_", "-")
    return tag if _TAG.fullmatch(tag) else None


def _address(entry: FeedEntry, setting: Setting) -> str | None:
    """The article's own address: a feed service's, or another site's, gives way to one on the outlet's site.

    An id that is an address is taken last, even where the feed says that it is none: better than no address, and than
    the outlet's front page.
    """
    base = urls.fetchable(entry.base, setting.url) if entry.base else None
    base = base or setting.base or setting.url
    link = None if entry.guid and _is_front_page(entry.link, setting) else entry.link
    found = [address for written in _candidates(entry, link) if (address := absolute(written, base))]
    if len(found) > 1:
        direct = [address for address in found if not _is_proxy(urls.host(address))]
        if len(direct) > 1 and setting.home:
            direct = [address for address in direct if urls.same_site(address, setting.home)] or direct
        found = direct or found
    return found[0] if found else (entry.link and urls.fetchable(entry.link, base)) or None


def _candidates(entry: FeedEntry, link: str | None) -> dict[str, None]:
    """The addresses of an entry, the best first. An id is one only if it looks like one."""
    written = [address.strip() for address in (entry.original, link) if address]
    if entry.guid and (entry.guid_is_link or not written):
        guid = entry.guid.strip()
        written += [guid] if guid[:6].lower().startswith(("http:", "https:")) else []
    return dict.fromkeys(written)


@lru_cache(maxsize=1024)
def _is_proxy(host: str) -> bool:
    """Whether this is the host of a service that serves other people's feeds."""
    return _PROXIES.search(host) is not None


def _is_front_page(link: str | None, setting: Setting) -> bool:
    """Whether an entry names the outlet's front page for its address."""
    return link is not None and setting.home is not None and link.strip().rstrip("/") == setting.home.rstrip("/")


def absolute(address: str, base: str) -> str | None:
    """A listed address with scheme and host, as it was written where it has them; None: it is no web address."""
    if address[:6].lower().startswith(("http:", "https:")):
        return address if urls.is_web(address) else None
    if address.lower().startswith(("www.", f"{urls.host(base).removeprefix('www.')}/")):  # the scheme was forgotten
        return f"https://{address}"
    fragment = address[address.find("#") :] if "#" in address else ""
    resolved = urls.fetchable(address, base)
    return f"{resolved}{fragment}" if resolved else None


def _texts(entry: FeedEntry) -> tuple[str | None, str | None]:
    """(summary, content): the beginning of what is said of the article, and its full text if the listing has it.

    Both are markup, as they are written. The pages of most links say more than either, so nobody asks for their plain
    text, and who does makes it with a parser.
    """
    content = entry.content.strip()[:CONTENT_LIMIT] or None if entry.content else None
    summary = entry.summary
    if not summary:
        return None, content
    if content is None and len(summary) > FULL_TEXT and _PARAGRAPHS.search(summary):
        content = summary.strip()[:CONTENT_LIMIT]
    return plain.head(summary, SUMMARY_LIMIT).strip() or None, content


@lru_cache(maxsize=256)
def _names(authors: tuple[str, ...]) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for author in authors:
        line = one_line(author)
        if line and "@" in line:
            line = _without_mail(line)
        if line:
            names[line] = None
    return tuple(names)


def _without_mail(line: str) -> str | None:
    """The name of "mail@example.com (Name)" and "Name <mail@example.com>"; None where there is only an address."""
    rest = _MAIL.sub(" ", line).replace("mailto:", " ").strip(" \t<>,;:-")
    if rest.startswith("(") and rest.endswith(")"):
        rest = rest[1:-1]
    return " ".join(_EMPTY.sub("", rest).split()) or None


@lru_cache(maxsize=1024)
def _label(tag: str) -> str | None:
    """The words of a subject: an outlet has few, and names them again and again."""
    return one_line(tag)


def _labels(tags: list[str]) -> tuple[str, ...]:
    labels: dict[str, None] = {}
    for tag in tags[:TAGS_LIMIT]:
        line = _label(tag)
        if line and not line.startswith(("http://", "https://")):
            labels[line] = None
    return tuple(labels)
