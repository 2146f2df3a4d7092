"""Pages in an article's place, recognised by their words and scripts: challenges, consent, login, "not found" and such.

Words count only where there is little other text. A page that declares an article and shows one is not a block page: an
article about captchas is an article. So is a headline of such words over paragraphs that have none of them, if the
listing has the same headline, or an author and a day stand with it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import re2

from monitor.extract.headline.headlines import likeness
from monitor.extract.refusal.block_words import HEADLINES_ONLY, KINDS, SOUGHT
from monitor.extract.statements import Statements
from monitor.model import Page, Refusal
from monitor.reading import urls
from monitor.refusals import Reason

# Seconds, then an address, which may be quoted.
_AT_ONCE = re.compile(r"""\s*[0-5](?:\.\d+)?\s*[;,]\s*(?:url\s*=)?\s*(["']?)(?P<address>\S.*?)\1\s*$""", re.IGNORECASE)
_ANY_CASE = re2.Options()  # of bytes: RE2 searches a page in a tenth of the time, or less
_ANY_CASE.encoding, _ANY_CASE.case_sensitive = re2.Options.Encoding.LATIN1, False
_GUARDS = re2.compile(
    rb"captcha-delivery\.com|px-captcha|perimeterx|_Incapsula_Resource|cdn-cgi/challenge-platform|"
    rb"cf-chl-|awswaf|bm-verify|ddos-guard|challenge-form|geetest",
    _ANY_CASE,
)
_RIDDLES = re2.compile(rb"hcaptcha\.com/1/api|recaptcha/(?:api|enterprise)\.js", _ANY_CASE)  # or of any form
_FIELDS = frozenset({"email", "text", "tel", "password", "search", "url"})
_CONSENT_SCRIPTS = re2.compile(
    rb"guce\.|consent\.(?:yahoo|google|youtube)|cmp-?wall|privacy-gate|consent-?wall", _ANY_CASE
)
_HARDLY_ANY = 300  # characters of text: what guards and consent pages show at most
_LITTLE = 1_500  # above, words of block pages do not count
_A_PARAGRAPH = 80  # characters at least
_A_FEW_SENTENCES = 250  # characters in paragraphs
_SAME_TITLE = 0.8  # likeness of the listing's title and the page's


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What speaks for an article besides its text: its title in the listing and as the page shows it, a day, authors.

    Authors are looked for when they are asked for.
    """

    listed: str | None
    heading: str | None
    dated: bool
    authors: Callable[[], tuple[str, ...]]

    @property
    def is_listed(self) -> bool:
        """Whether the heading that the page shows is the title that its listing has."""
        if not self.listed or not self.heading:
            return False
        return likeness(self.listed, self.heading) >= _SAME_TITLE


def refuse(page: Page, declared: Statements, title: str | None, text: str, signs: Signs) -> Refusal | None:
    """Which block page a page is, if any."""
    if len(text) >= _LITTLE or (declares_article(declared) and len(text) >= _HARDLY_ANY):
        return None
    if (refusal := _by_words(page, declared, title, text)) is not None:
        return None if _is_headline_only(declared, text, signs) else refusal
    if len(text) < _HARDLY_ANY and not declares_article(declared) and not _is_the_one_listed(text, signs):
        if (target := _leads_to(page, declared)) is not None:
            detail = "little text, and it leads to another page at once"
            return Refusal(reason=Reason.REDIRECT, detail=detail, leads_to=target or None)
        riddles = [] if _has_fields(declared) else [(_RIDDLES, Reason.CAPTCHA)]
        for pattern, reason in ((_GUARDS, Reason.CAPTCHA), (_CONSENT_SCRIPTS, Reason.CONSENT), *riddles):
            if found := pattern.search(page.body[:400_000]):
                return Refusal(
                    reason=reason, detail=f"little text, and {found[0].decode('ascii', 'replace')!r} in the page"
                )
    return None


def _by_words(page: Page, declared: Statements, title: str | None, text: str) -> Refusal | None:
    headings = [heading for heading in (declared.title_tag, title) if heading]
    first, is_short = text.split("\n", 1)[0], len(text) < _HARDLY_ANY * 2
    headings += [first] if is_short else []
    for pattern, reason in KINDS:
        found = next((match for heading in headings if (match := pattern.search(heading))), None)
        found = found or (pattern.search(text) if is_short and pattern not in HEADLINES_ONLY else None)
        found = found or (SOUGHT.search(first) if reason is Reason.SOFT_404 else None)  # teasers may follow
        if found:
            target = _leads_to(page, declared) if reason is Reason.REDIRECT else None
            return Refusal(reason=reason, detail=f"it says {found[0].strip()[:80]!r}", leads_to=target or None)
    return None


def _is_headline_only(declared: Statements, text: str, signs: Signs) -> bool:
    """Whether the words stand in a headline alone, over paragraphs without them, on what else is an article."""
    if not (paragraphs := _paragraphs(text)):
        return False
    headings = [heading for heading in (declared.title_tag, signs.heading) if heading]
    is_listed = any(likeness(signs.listed, heading) >= _SAME_TITLE for heading in headings) if signs.listed else False
    if is_listed or declares_article(declared):
        return True
    return sum(map(len, paragraphs)) >= _A_FEW_SENTENCES and signs.dated and bool(signs.authors())


def _is_the_one_listed(text: str, signs: Signs) -> bool:
    """Whether a page shows a heading that its listing has, over a paragraph: a brief, whatever its scripts guard."""
    return signs.is_listed and bool(_paragraphs(text))


def _paragraphs(text: str) -> list[str]:
    """The paragraphs of a text; none where one has the words of a block page."""
    found = [line for line in text.split("\n") if len(line) >= _A_PARAGRAPH]
    return [] if any(pattern.search(line) for line in found for pattern, _ in KINDS) else found


def _leads_to(page: Page, declared: Statements) -> str | None:
    """Where a page sends every browser at once, not only one without scripts; "" where that is no address."""
    for meta in declared.elements["meta"]:
        is_refresh = (meta.get("http-equiv") or "").lower() == "refresh"
        if not is_refresh or next(meta.iterancestors("noscript"), None) is not None:
            continue
        if found := _AT_ONCE.match(meta.get("content") or ""):
            target = urls.fetchable(found["address"], page.url)
            return target if target and target != page.url else ""
    return None


def _has_fields(declared: Statements) -> bool:
    """Whether a page asks for words: then a riddle guards its form, not the page."""
    return any((field.get("type") or "text").lower() in _FIELDS for field in declared.root.iter("input", "textarea"))


def declares_article(declared: Statements) -> bool:
    """Whether the page itself declares that it is an article or a video."""
    kind = (declared.meta("og:type") or "").lower()
    return (
        declared.article is not None
        or kind in {"article", "news", "newsarticle", "video", "video.other", "video.movie"}
        or declared.meta("article:published_time", "og:article:published_time") is not None
    )
