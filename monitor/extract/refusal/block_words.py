"""What pages say that stand in an article's place, by kind, in the languages of the outlets.

Each pattern is looked for in headlines, and in the text where there is little of it.
"""

import re

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
    r"before you continue|we (?:value|respect|care about) your privacy|your privacy choices|cookie (?:consent|wall)|"
    r"consent (?:management|required|preferences)|bevor sie (?:zu .{1,30} )?(?:fortfahren|"
    r"weitergehen)|zustimmung (?:erforderlich|zum datenschutz)|"
    r"(?:weiter )?mit werbung (?:weiter)?lesen|pur[- ]abo|"
    r"avant de continuer|vos choix (?:en matière de|de) confidentialité|antes de continuar|"
    r"prima di continuare|voordat je verder|accept (?:all )?(?:cookies )?(?:to|and) continue|"
    r"\byou (?:must|have to|need to) (?:accept|agree to|allow) (?:all |the |our )?cookies\b|"
    r"يجب (?:عليك )?(?:قبول|الموافقة على) ملفات تعريف الارتباط|"
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
    r"(?:^\W*|\bthis )(?:content|article|story|page) is (?:only )?(?:for|available to|reserved for) "
    r"(?:paying |our |registered )?(?:subscribers|members)\b|"
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
    r"お探しのページ|页面不存在|找不到(?:页面|網頁)|페이지를 찾을 수 없|"
    r"الصفحة (?:المطلوبة |التي .{1,40} )?(?:غير (?:موجودة|متوفرة|متاحة)|لم تعد موجودة)|"
    r"لم يتم العثور على (?:الصفحة|هذه الصفحة)|"
    r"(?:पृष्ठ|पेज) (?:नहीं मिला|मौजूद नहीं|उपलब्ध नहीं)|ไม่พบหน้า|không tìm thấy trang|halaman (?:yang .{1,40})?tidak ditemukan|"
    r"stránka (?:nebyla )?nenalezena|az oldal nem található|pagina nu (?:a fost găsită|există)|sivua ei löyd|"
    r"сторінку не знайдено|η σελίδα δεν (?:βρέθηκε|υπάρχει)",
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
_OUTAGE = re.compile(
    r"\b(?:we|the site|our (?:web)?site)(?:['’]ll| will| should)? be (?:right )?back (?:soon|shortly|online|in a)\b|"
    r"\b(?:down|closed|offline|unavailable) for (?:scheduled |planned |routine |essential |some )?maintenance\b|"
    r"^\W*(?:the )?(?:web)?(?:site |page )?(?:is )?(?:currently |temporarily )?(?:under(?:going)?|in) "
    r"(?:scheduled |planned |routine )?maintenance\b|"
    r"^\W*(?:scheduled|planned|site|system|server|routine|emergency) maintenance\W*(?:$|[|–-])|"
    r"perform(?:ing)? (?:some |a little )?(?:scheduled |planned |routine |essential )?maintenance\b|maintenance mode\b|"
    r"^\W*(?:error\W*)?50[0234]\b|\b50[0234]\W{0,3}(?:error|internal|bad gateway|service|gateway)|"
    r"\bbad gateway\b|\bgateway time-?out\b|\binternal server error\b|"
    r"\bservice (?:is )?(?:temporarily |currently )?unavailable\b|"
    r"\b(?:temporarily|currently) (?:unavailable|offline|down|out of (?:service|order))\W*(?:$|[|–.!-])|"
    r"\bunable to (?:complete|process) your request\b|"
    r"^\W*something (?:went|has gone) wrong\b.{0,60}$|\b(?:experiencing|having) (?:some )?technical "
    r"(?:difficulties|problems|issues)\b|error establishing a database connection|"
    r"\b(?:web ?server|origin|host) (?:is (?:down|unreachable|not responding|returning an unknown error)|error)|"
    r"\bconnection timed out\W*(?:$|[|–-])|\btoo many (?:requests|connections)\W*(?:$|[|–-])|"
    r"(?:enable|activate|turn on|switch on|requires?|without) java ?script\b|java ?script (?:is (?:disabled|required|"
    r"not (?:enabled|available))|(?:must|needs to) be enabled|aktivieren)|"
    r"\b(?:your|this) (?:web ?)?browser is (?:not (?:longer )?supported|no longer supported|out ?of ?date|outdated|"
    r"too old|unsupported)|^\W*(?:unsupported|outdated) browser\b|\b(?:update|upgrade) your (?:web ?)?browser\b|"
    r"\bwartungs(?:arbeiten|modus|pause|fenster)\b|\bwird (?:gerade |derzeit |aktuell )?gewartet\b|"
    r"\b(?:vorübergehend|derzeit|zurzeit|momentan|kurzzeitig) (?:nicht (?:erreichbar|verfügbar)|offline)\b|"
    r"\bsind (?:gleich|bald|in kürze) wieder (?:da|für sie da|online|erreichbar)\b|\binterner serverfehler\b|"
    r"\b(?:site|page|service) (?:est )?(?:actuellement )?en (?:cours de )?maintenance\b|\bmaintenance (?:en cours|"
    r"programmée|du site)\b|\b(?:momentanément|temporairement|actuellement) (?:indisponible|inaccessible)\b|"
    r"\bde retour (?:bientôt|dans quelques (?:instants|minutes))\b|\berreur interne du serveur\b|"
    r"\ben mantenimiento\b|\btareas de mantenimiento\b|\b(?:temporalmente|momentáneamente) (?:no disponible|"
    r"fuera de servicio|inaccesible)\b|\bvolveremos (?:pronto|enseguida|en (?:unos|breve))\b|"
    r"\berror interno del servidor\b|\bin manutenzione\b|\bmanutenzione (?:programmata|in corso)\b|"
    r"\b(?:temporaneamente|momentaneamente) (?:non (?:disponibile|raggiungibile)|fuori servizio)\b|"
    r"\btorneremo (?:presto|online|subito)\b|\bem manuten[çc][ãa]o\b|\bmanuten[çc][ãa]o (?:programada|em curso)\b|"
    r"\b(?:temporariamente|momentaneamente) (?:indispon[íi]vel|fora do ar)\b|\bvoltamos (?:já|em breve|logo)\b|"
    r"\bin onderhoud\b|\bonderhoudswerkzaamheden\b|\btijdelijk (?:niet (?:beschikbaar|bereikbaar)|offline)\b|"
    r"\bunderhållsarbete\b|\bvedlikehold(?:sarbeid)?\b|\bvedligeholdelse\b|\btillfälligt (?:otillgänglig|nere)\b|"
    r"\bmidlertidig(?:t)? (?:utilgjengelig|utilgængelig|nede)\b|\bhuoltokatko\b|\bhuoltotauko\b|"
    r"\bprzerwa techniczna\b|\bprace (?:konserwacyjne|techniczne|serwisowe)\b|\btrwają prace\b|"
    r"\bprobíhá údržba\b|\btechnick(?:á|é) (?:odstávka|přestávka|práce)\b|\bkarbantartás\b|"
    r"\bтехнические работы\b|\bтехнических работ\b|\bсайт временно недоступен\b|\bbakım (?:çalışması|modu|nedeniyle)\b|"
    r"\bgeçici olarak (?:kullanılamıyor|hizmet)|メンテナンス中|メンテナンスのお知らせ|"
    r"一時的に(?:ご)?利用(?:でき|いただけ)|"
    r"(?:서버|시스템|서비스|사이트) ?점검|점검 ?중|일시적으로 (?:이용|서비스|접속)|"
    r"(?:网站|網站|系统|系統)(?:正在)?(?:维护|維護)|(?:维护|維護)中|रखरखाव|"
    r"(?:قيد|تحت) الصيانة|أعمال (?:ال)?صيانة|"
    r"^\W*(?:maintenance|wartung|mantenimiento|manutenzione|manutenção|onderhoud)"
    r"\W*(?:$|[|–-].{0,30}$)",  # the outlet's name; a story begins with the word, too
    re.IGNORECASE,
)
_SIGN_UP = re.compile(
    r"^\W*(?:(?:please )?(?:sign[ -]?up|subscribe|register) (?:for|to) (?:our|the) (?:.{1,30} )?newsletters?|"
    r"(?:our |e-?mail )?newsletters?(?: sign-?up| subscription)?|"
    r"(?:unser(?:en)? )?newsletter (?:abonnieren|bestellen|anmeldung)|(?:jetzt )?(?:zum|für den) newsletter anmelden|"
    r"inscrivez-vous à (?:la|notre|nos) newsletters?|s['’]inscrire à la newsletter|"
    r"suscríbe(?:te|se) a (?:la|nuestr[oa]s?) (?:newsletter|boletín)|iscriviti alla (?:nostra )?newsletter|"
    r"assine (?:a|nossa) newsletter|メールマガジン(?:登録)?|ニュースレター(?:登録)?)\W*(?:$|[|–-].{0,30}$)",
    re.IGNORECASE,
)
# What a page says to whom it cannot show what he asked for: nobody else is called "you" so.
SOUGHT = re.compile(
    r"\bthe (?:page|article|story|content|video) (?:that )?you(?:['’]re| are| were|['’]ve| have)? "
    r"(?:look(?:ed|ing) for|request(?:ed|ing)|tr(?:ied|ying) to (?:reach|find|open|view))|"
    r"\bdie (?:von ihnen |von dir )?(?:gesuchte|gewünschte|angeforderte) seite\b|"
    r"\bla page que vous (?:cherchez|recherchez|demandez|avez demandée)|"
    r"\bla página que (?:buscas?|(?:está|estás) buscando|has? solicitado)|"
    r"\ba página que (?:(?:você )?(?:está )?procura(?:ndo)?|solicitou)|"
    r"\bla pagina che (?:cerchi|cercavi|stai cercando|hai (?:cercato|richiesto))|\bde pagina die (?:je|u) zoekt|"
    r"страниц[аы], котор(?:ую|ой) вы (?:ищете|запрашива)|お探しのページ|الصفحة التي (?:تبحث عنها|طلبتها)",
    re.IGNORECASE,
)
HEADLINES_ONLY = frozenset({_LOGIN, _SIGN_UP})  # within a text these words are an article's own pitch
KINDS = (
    (_CHALLENGE, Reason.CAPTCHA),
    (_ELSEWHERE, Reason.GEO_BLOCKED),  # before "not available", which it would be by its words too
    (_OUTAGE, Reason.OUTAGE),
    (_MISSING, Reason.SOFT_404),
    (_LOGIN, Reason.LOGIN),
    (_CONSENT, Reason.CONSENT),
    (_MOVED, Reason.REDIRECT),
    (_PARKED, Reason.NOT_ARTICLE),
    (_SIGN_UP, Reason.NOT_ARTICLE),
)
