"""What is no article, and why: before the page is parsed, and by what was read out of it.

It refuses with care: an article lost is worse than a wall kept. Words of walls count only where there is little other
text; the marks of a listing only where the page does not state that it is an article.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import re2

from monitor import soup
from monitor.extract import jsonld
from monitor.extract.statements import Statements
from monitor.model import Page, Reason, Refusal

# Is there anything to look at closely? RE2 reads a page for this in a third of the time of `re`.
_OPTIONS = re2.Options()
_OPTIONS.encoding = re2.Options.Encoding.LATIN1
_QUOTED_END = re2.compile(rb"""<[a-zA-Z][^<>"']*(?:(?:"[^"<>]*"|'[^'<>]*')[^<>"']*)*["'][^"']*>""", _OPTIONS)
_LONG_TAG = re.compile(rb"<[a-zA-Z][^>]{1024}")
PAGE_LIMIT = 16_000_000  # bytes; the largest article page seen has 6 million
_MAGIC = {
    b"%PDF": "PDF",
    b"PK\x03\x04": "ZIP",
    b"GIF8": "GIF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"RIFF": "RIFF",
    b"\x1f\x8b": "gzip",
    b"ID3": "MP3",
    b"OggS": "Ogg",
    b"wOFF": "font",
    b"wOF2": "font",
}
_HTML_TYPES = (
    "text/html",
    "application/xhtml",
    "text/plain",
    "application/xml",
    "text/xml",
    "application/octet-stream",
)
_FEED = re.compile(
    rb"<(?:\?xml[^>]{0,200}>\s*(?:<!--.{0,500}?-->\s*)?)?<?(rss|feed|urlset|sitemapindex|rdf:RDF)[\s>]", re.DOTALL
)

_CHALLENGE = re.compile(
    r"captcha|are you a (?:robot|human)|verify (?:that )?you(?:'re| are) (?:a )?human|just a moment\.\.\.|checking your browser|attention required! \| cloudflare|ddos protection by|"
    r"pardon our interruption|unusual (?:traffic|activity)|access (?:to this page has been )?denied|you have been blocked|request unsuccessful\. incapsula|enable javascript and cookies to continue|bot (?:detection|protection)|"
    r"please enable js and disable any ad blocker|security check|human verification|robot check|403 forbidden|sicherheitsüberprüfung|verifica que eres humano|vérification de sécurité",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"before you continue|we value your privacy|(?:your )?privacy choices|cookie (?:consent|wall|settings)|consent (?:management|required)|bevor sie (?:zu .{1,30} )?(?:fortfahren|weitergehen)|zustimmung (?:erforderlich|zum datenschutz)|mit werbung weiterlesen|pur[- ]abo|"
    r"avant de continuer|vos choix (?:en matière de|de) confidentialité|antes de continuar|prima di continuare|voordat je verder|accept (?:all )?cookies to continue|akzeptieren und weiter|yahoo is (?:now )?part of|yahoo (?:gehört zu|ist teil)|deine daten\. dein erlebnis",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"^(?:log ?in|sign ?in|please (?:log|sign) ?in|login required|member login|sign in to continue|anmelden|anmeldung|einloggen|connexion|se connecter|iniciar sesión|inicia sesión|acceder|entrar|accedi|inloggen|logg inn|logga in)\b.{0,60}$|"
    r"(?:log ?in|sign ?in|register|subscribe) to (?:continue|read|view|access|see)|you must be (?:logged|signed) in|you need to (?:log|sign) in|create (?:an|a free) account to",
    re.IGNORECASE,
)
_MISSING = re.compile(
    r"(?:^|\W)(?:error )?(?:404|410)(?:$|\W)|(?:page|article|story|content|file|document|url|resource|post|site)\s.{0,30}?(?:not (?:be )?found|cannot be found|could not be found|couldn't be found|can't be found|can’t be found|no longer (?:exists?|available)|does(?:n't| not|n’t) exist|has been (?:removed|deleted)|is (?:missing|unavailable|not available))|"
    r"^not found|nothing (?:was )?found|page unavailable|we can(?:'|’)t find (?:the|that|this)|sorry,? (?:the|this|that) page|oops|"
    r"seite (?:wurde )?(?:leider )?nicht (?:mehr )?(?:gefunden|vorhanden|verfügbar)|nicht gefunden|page (?:introuvable|non trouvée)|cette page n.existe|página no (?:encontrada|existe|disponible)|no se (?:ha )?encontr|página não (?:encontrada|existe)|pagina non (?:trovata|esiste)|pagina niet gevonden|siden (?:finnes|blev|ble) ikke|sidan (?:kunde inte|hittades inte|finns inte)|страница не найдена|strona nie (?:została )?znaleziona|sayfa bulunamadı|ページが見つかりません|お探しのページ|页面不存在|找不到|페이지를 찾을 수 없",
    re.IGNORECASE,
)
_CONSENT_HOST = re.compile(r"^(?:consent|guce|privacy|cmp|cookie-?consent)\.", re.IGNORECASE)
_LOGIN_PATH = re.compile(
    r"/(?:log-?in|sign-?in|signon|accounts?/login|auth|sso|users/sign_in|wp-login\.php)(?:[/?.]|$)", re.IGNORECASE
)
_SECTION_PATH = re.compile(
    r"^/(?:[a-z]{2}(?:-[a-z]{2})?/)?(?:category|categories|tags?|topics?|themen?|thema|sections?|author|authors|autor|archives?|search|suche|page|kategorie|categoria|temas?|sujet|rubrique|channel|label|labels)(?:/[^/]+){0,3}/?$|/page/\d+/?$|/(?:search|tag|category|author)/",
    re.IGNORECASE,
)
_INDEX_PATH = re.compile(
    r"^/?(?:index\.(?:html?|php|aspx?|jsp)|default\.aspx?|home/?|[a-z]{2}(?:[-_][a-z]{2})?/?|news/?)?$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read out of a page, as far as the gate needs it."""

    title: str | None
    body: str
    published: bool
    links: int = 0  # words in links on the page
    words: int = 0  # words of the page


def hostile(body: bytes) -> str | None:
    """Why a page must not be given to a parser, or None. Time is linear in its length."""
    quoted = _QUOTED_END.search(body) is not None
    if not quoted and _LONG_TAG.search(body) is None:
        return None
    return soup.hostile(body.decode("latin-1"), quoted=quoted)


def before(page: Page) -> Refusal | None:
    """What can be told without parsing: status, size, kind of content, hostile markup, walls by their address."""
    if page.status >= 400:
        return Refusal(reason=Reason.HTTP_STATUS, detail=f"status {page.status}")
    if len(page.body) > PAGE_LIMIT:
        return Refusal(reason=Reason.TOO_LARGE, detail=f"{len(page.body)} bytes, more than {PAGE_LIMIT}")
    if refusal := _not_html(page):
        return refusal
    if detail := hostile(page.body):
        return Refusal(reason=Reason.HOSTILE_MARKUP, detail=detail)
    return _wall_by_address(page)


def _not_html(page: Page) -> Refusal | None:
    start = page.body[:1024].lstrip()
    kind = (page.content_type or "").split(";")[0].strip().lower()
    for magic, name in _MAGIC.items():
        if start.startswith(magic):
            return Refusal(reason=Reason.NOT_HTML, detail=f"the content is {name}")
    if kind and not kind.startswith(_HTML_TYPES) and b"<" not in start:
        return Refusal(reason=Reason.NOT_HTML, detail=f"content type {kind}")
    if kind and kind.startswith(("image/", "video/", "audio/", "font/", "application/pdf", "application/zip")):
        return Refusal(reason=Reason.NOT_HTML, detail=f"content type {kind}")
    if _FEED.match(start):
        return Refusal(reason=Reason.NOT_HTML, detail="the content is a feed or sitemap")
    if start[:1] in {b"{", b"["} and b"<html" not in start.lower():
        return Refusal(reason=Reason.NOT_HTML, detail="the content is JSON")
    if b"\x00" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")) and b"<" not in start:
        return Refusal(reason=Reason.NOT_HTML, detail="the content is binary")
    return None


def _wall_by_address(page: Page) -> Refusal | None:
    if not page.requested_url or page.requested_url == page.url:
        return None
    now, asked = urlsplit(page.url), urlsplit(page.requested_url)
    if _CONSENT_HOST.match(now.netloc) and not _CONSENT_HOST.match(asked.netloc):
        return Refusal(reason=Reason.CONSENT, detail=f"redirected to {now.netloc}")
    if _LOGIN_PATH.search(now.path) and not _LOGIN_PATH.search(asked.path):
        return Refusal(reason=Reason.LOGIN, detail=f"redirected to {now.path}")
    if now.path in {"", "/"} and not now.query and (asked.path not in {"", "/"} or asked.query):
        return Refusal(reason=Reason.FRONT_PAGE, detail="redirected to the front page")
    return None


def after(page: Page, statements: Statements, reading: Reading) -> Refusal | None:
    """What can be told from what was read."""
    heading = " ".join(filter(None, (statements.title_tag, reading.title)))
    text = reading.body
    if len(text) < 1_500 and (refusal := _wall(heading, text, statements)):
        return refusal
    if refusal := _no_article(page, statements, reading):
        return refusal
    return None


def _wall(heading: str, text: str, statements: Statements) -> Refusal | None:
    start = text[:500]
    declared = says_article(statements) and len(text) > 400
    if declared:
        return None
    for pattern, reason in (
        (_CHALLENGE, Reason.CAPTCHA),
        (_MISSING, Reason.SOFT_404),
        (_LOGIN, Reason.LOGIN),
        (_CONSENT, Reason.CONSENT),
    ):
        found = pattern.search(heading) or (pattern.search(start) if len(text) < 500 else None)
        if found:
            return Refusal(reason=reason, detail=f"it says {found[0].strip()!r}")
    return None


def says_article(statements: Statements) -> bool:
    """Whether the page itself states that it is an article."""
    if statements.article is not None:
        return True
    kind = (statements.meta("og:type") or "").lower()
    return kind in {"article", "blog", "news", "video", "video.other", "newsarticle"} or bool(
        statements.meta("article:published_time")
    )


def _no_article(page: Page, statements: Statements, reading: Reading) -> Refusal | None:
    words = (
        len(reading.body.split()) if reading.body.isascii() else max(len(reading.body.split()), len(reading.body) // 6)
    )
    article = says_article(statements)
    path = urlsplit(page.url).path
    if not article and page.url and _INDEX_PATH.match(path) and not urlsplit(page.url).query and not reading.published:
        return Refusal(reason=Reason.FRONT_PAGE, detail="the address of a front page, and no statement of an article")
    if not article and _SECTION_PATH.search(path) and not reading.published:
        return Refusal(
            reason=Reason.SECTION_PAGE, detail="the address of a section page, and no statement of an article"
        )
    listing = any(
        jsonld.types(node) & {"collectionpage", "searchresultspage", "itemlist"} for node in statements.nodes[:50]
    )
    if not article and listing and words < 400:
        return Refusal(reason=Reason.SECTION_PAGE, detail="the page states that it is a collection")
    if words < 25 and not (article and words >= 5):
        return Refusal(reason=Reason.NO_TEXT, detail=f"{words} words in a page of {len(page.body)} bytes")
    return None
