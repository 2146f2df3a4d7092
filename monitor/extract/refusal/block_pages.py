"""Pages in an article's place, recognised by their words and scripts: challenges, consent, login, "not found" and such.

Words count only where there is little other text. A page that declares an article and shows one is not a block page: an
article about captchas is an article.
"""

import re

from monitor.extract.statements import Statements
from monitor.model import Page, Refusal
from monitor.refusals import Reason

_CHALLENGE = re.compile(
    r"captcha|are you a (?:robot|human)|(?:verify|confirm|prove)(?: that)? you(?:'|’)?(?:re|"
    r" are)(?: a| not a)? (?:human|robot)|not a robot|just a moment\.\.\.|checking (?:your browser|"
    r"if the site connection is secure)|attention required! \| cloudflare|ddos protection by|"
    r"pardon our interruption|unusual (?:traffic|activity) (?:from|on)|"
    r"access (?:to this page has been )?denied|you have been blocked|request unsuccessful\. incapsula|"
    r"enable javascript and cookies to continue|bot (?:detection|protection|verification)|"
    r"please enable js and disable any ad blocker|^security (?:check|verification)|human verification|"
    r"robot check|403 forbidden|performing security verification|one more step|sicherheitsüberprüfung|"
    r"sicherheitsabfrage|ich bin kein roboter|verifica que eres humano|no soy un robot|"
    r"vérification de sécurité|je ne suis pas un robot|não sou um robô",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"before you continue|we value your privacy|your privacy choices|cookie (?:consent|wall)|"
    r"consent (?:management|required|preferences)|bevor sie (?:zu .{1,30} )?(?:fortfahren|"
    r"weitergehen)|zustimmung (?:erforderlich|zum datenschutz)|"
    r"(?:weiter )?mit werbung (?:weiter)?lesen|pur[- ]abo|"
    r"avant de continuer|vos choix (?:en matière de|de) confidentialité|antes de continuar|"
    r"prima di continuare|voordat je verder|accept (?:all )?(?:cookies )?(?:to|and) continue|"
    r"akzeptieren und weiter|is part of the yahoo family|yahoo (?:gehört zu|ist teil)|"
    r"deine daten\. dein erlebnis|we and our \d* ?partners (?:store|process)|"
    r"wir und unsere \d* ?partner|nous et nos \d* ?partenaires|nosotros y nuestros \d* ?socios",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"^(?:please )?(?:log ?in|sign ?in|login required|member login|anmelden|anmeldung|einloggen|"
    r"connexion|se connecter|connectez-vous|iniciar sesión|inicia sesión|acceder|entrar|accedi|"
    r"inloggen|logg inn|logga in|log ind|ログイン|로그인|登录)\b.{0,60}$|"
    r"(?:log ?in|sign ?in|register|subscribe) to (?:continue|read|view|access|see)|"
    r"you must be (?:logged|signed) in|you need to (?:log|sign) in|create (?:an|"
    r"a free) account to (?:read|continue)",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"(?<!video )(?<!video is )(?<!trailer )(?<!trailer is )"  # a player's notice in an article
    r"(?:un|not (?:currently )?|isn['’]t (?:currently )?|no longer )available (?:in|from|to (?:visitors|users|readers) "
    r"(?:in|from)) (?:your|the|this|certain|some|most) (?:country|region|area|location|territory|european|eu\b|eea\b)|"
    r"unavailable (?:due to|for) legal reasons|(?:restricted|blocked) in your (?:country|region|location)|"
    r"access(?:ing)? this (?:web)?site from (?:a country|an? (?:area|location)) (?:belonging to|in|within|outside)|"
    r"in (?:deinem|ihrem) land (?:derzeit )?nicht verfügbar|in (?:deiner|ihrer) region (?:derzeit )?nicht verfügbar|"
    r"pas (?:disponible|accessible) dans votre (?:pays|région|zone)|"
    r"no (?:está|se encuentra) disponible en (?:tu|su) (?:país|región|ubicación|zona)|"
    r"não (?:está )?disponível (?:no seu país|na sua região)|"
    r"non è disponibile (?:nel (?:tuo|suo) paese|nella (?:tua|sua) (?:regione|zona))|"
    r"niet beschikbaar in (?:jouw|je|uw) (?:land|regio)",
    re.IGNORECASE,
)
_MISSING = re.compile(
    r"^\W*(?:error|fehler|erreur|http)?\W*(?:404|410)\b|\b(?:404|410)\W{0,3}(?:error|fehler|erreur|"
    r"not found|page|seite|file|-|–|\|)|\b(?:error|fehler|erreur) (?:404|410)\b|"
    r"\b(?:page|article|story|content|file|document|url|resource|post|site|"
    r"item)\b.{0,40}?(?:not (?:be )?found|cannot be found|could(?: not|n['’]t) be found|"
    r"can['’]?t be found|no longer (?:exists?|available)|does(?: not|n['’]t) exist|(?:has been|"
    r"was) (?:removed|deleted)|is (?:missing|unavailable|not available|no longer))|"
    r"^not found|nothing (?:was )?found\b|page unavailable|we can(?:not|['’]t) find (?:the|that|"
    r"this) (?:page|article|story)|sorry,? (?:but )?(?:the|this|that) (?:page|article|story|link)|"
    r"^oops\b.{0,80}$|"
    r"seite (?:wurde )?(?:leider )?nicht (?:mehr )?(?:gefunden|vorhanden|verfügbar)|nicht gefunden|"
    r"page (?:introuvable|non trouvée)|cette page n.existe|página no (?:encontrada|existe|disponible)|"
    r"no se (?:ha )?encontr|página não (?:encontrada|existe)|pagina non (?:trovata|esiste)|"
    r"pagina niet gevonden|siden (?:finnes|blev|ble) ikke|sidan (?:kunde inte|hittades inte|"
    r"finns inte)|страница не найдена|strona nie (?:została )?znaleziona|sayfa bulunamadı|ページが見つかりません|"
    r"お探しのページ|页面不存在|找不到(?:页面|網頁)|페이지를 찾을 수 없",
    re.IGNORECASE,
)
_MOVED = re.compile(
    r"^\W*(?:30[1278]\b\W*)?(?:(?:document|object|page) (?:has )?moved|moved (?:permanently|temporarily)|"
    r"(?:permanent|temporary) redirect)\W*$|^\W*(?:you are being )?redirect(?:ed|ing)(?: to \S+)?\W*$|"
    r"^\W*(?:weiterleitung|redirection|redirección|reindirizzamento|doorverwijzing)(?: en cours| en curso)?\W*$|"
    r"\b(?:this|the) (?:page|site|document) has (?:been )?(?:permanently )?moved\b",
    re.IGNORECASE,
)
_PARKED = re.compile(
    r"\b(?:this|the) domain (?:name )?(?:\S+ )?(?:is|may be) (?:parked|for sale)|\bbuy this domain\b|"
    r"\bdomain (?:is )?parked\b|\bparked domain\b|diese domain (?:steht zum verkauf|kaufen|ist geparkt)|"
    r"ce (?:nom de )?domaine est (?:à vendre|en parking)|este dominio (?:está|esta) (?:en venta|à venda|a la venta)",
    re.IGNORECASE,
)
_AT_ONCE = re.compile(r"\s*[0-5](?:\.\d+)?\s*[;,]\s*(?:url\s*=)?\s*\S", re.IGNORECASE)  # seconds, then an address
_GUARDS = re.compile(
    rb"captcha-delivery\.com|px-captcha|perimeterx|_Incapsula_Resource|cdn-cgi/challenge-platform|"
    rb"cf-chl-|awswaf|bm-verify|ddos-guard|challenge-form|geetest",
    re.IGNORECASE,
)
_RIDDLES = re.compile(rb"hcaptcha\.com/1/api|recaptcha/(?:api|enterprise)\.js", re.IGNORECASE)  # or of any form
_FIELDS = frozenset({"email", "text", "tel", "password", "search", "url"})
_CONSENT_SCRIPTS = re.compile(
    rb"guce\.|consent\.(?:yahoo|google|youtube)|cmp-?wall|privacy-gate|consent-?wall", re.IGNORECASE
)
_HARDLY_ANY = 300  # characters of text: what guards and consent pages show at most
_LITTLE = 1_500  # above, words of block pages do not count
_KINDS = (
    (_CHALLENGE, Reason.CAPTCHA),
    (_ELSEWHERE, Reason.GEO_BLOCKED),  # before "not available", which it would be by its words too
    (_MISSING, Reason.SOFT_404),
    (_LOGIN, Reason.LOGIN),
    (_CONSENT, Reason.CONSENT),
    (_MOVED, Reason.REDIRECT),
    (_PARKED, Reason.NOT_ARTICLE),
)


def refuse(page: Page, declared: Statements, title: str | None, text: str) -> Refusal | None:
    """Which block page a page is, if any."""
    if len(text) >= _LITTLE or (declares_article(declared) and len(text) >= _HARDLY_ANY):
        return None
    if refusal := _by_words(declared, title, text):
        return refusal
    if len(text) < _HARDLY_ANY and not declares_article(declared):
        if _leads_on(declared):
            return Refusal(reason=Reason.REDIRECT, detail="little text, and it leads to another page at once")
        riddles = [] if _has_fields(declared) else [(_RIDDLES, Reason.CAPTCHA)]
        for pattern, reason in ((_GUARDS, Reason.CAPTCHA), (_CONSENT_SCRIPTS, Reason.CONSENT), *riddles):
            if found := pattern.search(page.body[:400_000]):
                return Refusal(
                    reason=reason, detail=f"little text, and {found[0].decode('ascii', 'replace')!r} in the page"
                )
    return None


def _by_words(declared: Statements, title: str | None, text: str) -> Refusal | None:
    headings = [heading for heading in (declared.title_tag, title) if heading]
    headings += [text.split("\n", 1)[0]] if len(text) < _HARDLY_ANY * 2 else []
    for pattern, reason in _KINDS:
        found = next((match for heading in headings if (match := pattern.search(heading))), None)
        found = found or (pattern.search(text) if len(text) < _HARDLY_ANY * 2 and reason is not Reason.LOGIN else None)
        if found:
            return Refusal(reason=reason, detail=f"it says {found[0].strip()[:80]!r}")
    return None


def _leads_on(declared: Statements) -> bool:
    """Whether a page sends its reader to another at once (and not only one whose browser runs no scripts)."""
    return any(
        (meta.get("http-equiv") or "").lower() == "refresh"
        and _AT_ONCE.match(meta.get("content") or "")
        and next(meta.iterancestors("noscript"), None) is None
        for meta in declared.root.iter("meta")
    )


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
