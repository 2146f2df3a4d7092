"""Names that are not a person's: agencies, newsrooms, outlets, and what stands in bylines without being a name at all.

Only tables and the questions put to them. A reader of an alert wants the agency where nobody else is named; so these
are kept apart, not thrown away.
"""

import re
from functools import lru_cache

from monitor.text import small

_ACRONYMS = """
    ABI ADNKRONOS AFP AFX AGI AGERPRES ANI ANP ANSA AP APA ATS AAP BTA CNA CTK CTV DHA DPA EFE EPA EPD FNP IANS KNA
    LUSA MTI NTB PAP PTI RIA SDA SID SPA STT TASS TT UNI UPI WENN
""".split()  # noqa: SIM905 - a list of words reads better so
_SHORT = "|".join([*_ACRONYMS, *(name.lower() for name in _ACRONYMS)])  # "Ani" and "Sid" are given names
_AGENCIES = (
    r"associated press|reuters(?: staff)?|agence france[- ]presse|deutsche presse-agentur|bloomberg(?: news)?|"
    r"press association|pa(?: media)?|cp|xinhua|kyodo(?: news)?|united press international|belga|ritzau|"
    r"canadian press|europa press|keystone[- /](?:sda|ats)|yonhap(?: news(?: agency)?)?|jiji(?: press)?|"
    r"anadolu (?:ajansı|agency)|interfax|ria novosti|antara|bernama|agência brasil|estadão conteúdo|folhapress|"
    r"press trust of india|cbs news|cnn(?: wire)?|postmedia|postmedia news|news agencies|agencias|agenturen|"
    r"agenzie|agences|tribune news service|bang showbiz|covermedia|spot on news|teleschau|pr newswire|"
    r"business wire|globenewswire|新华社|新華社|新华网|共同通信(?:社)?|時事通信(?:社)?|연합뉴스|뉴시스|뉴스1|"
    r"тасс|риа новости|интерфакс|čtk"
)
_AGENCY = re.compile(
    rf"^(?:(?i:the|agencia|agence|agenzia|agência|agentur)\s)?(?:(?:{_SHORT}|Ap|Afp|Dpa)|(?i:{_AGENCIES}))"
    r"(?:\s?[/,&-].{0,30})?$"
)
_AFTER = re.compile(  # the agency after a name, with no comma between
    rf"^(\S+\s.*[^\W\d_]{{3}})\s((?:{'|'.join(_ACRONYMS[:-1])})|Reuters|Bloomberg|(?:The )?Associated Press)$"
)
_HOUSE = re.compile(
    rf"\b(?:{_SHORT}|AG|TV|BBC)\b|报$|報$|刊$|[电電][视視]?[台臺]$|卫视|衛視|通信社|新聞|新闻|编辑部|編集部|取材班|編集部員|支局|社$|部$|網|网|"
    r"뉴스|신문|닷컴|편집부"
)
_NEWSROOM = re.compile(  # in small letters
    r"\b(?:news(?:room|desk|wire|papers?)?|media|press|presse|prensa|staff|team|desk|editors?|editorial|"
    r"board|magazine|magazin|illustrierte|rundschau|anzeiger|nachrichten|kurier|zeitung|redaktion(?:en)?|redazione|redacci[oó]n|redacţia|redacția|redacção|redação|redaksi|"
    r"redaktionen|redaksjonen|redakcja|redakce|redactie|toimitus|szerkesztőség|r[eé]daction|reporting|wires?|"
    r"newswire|agency|agencia|agence|agentur|agencies|agências?|ajans[ıi]|haber merkezi|haberleri|llc|ltd|gmbh|"
    r"company|network|group|collective|foundation|institute?|university|universität|landesanstalt|ministerium|"
    r"verband|verein|stiftung|cond[eé] nast|hearst|verlag|online|radio|times|post|herald|tribune|journal|gazette|"
    r"guardian|telegraph|chronicle|daily|weekly|today|reuters|associated press|bloomberg|xinhua|kyodo|yonhap|"
    r"jiji|administrator|admin|webmaster|contributor|guest|user|blog|studios?|entertainment|communications?|"
    r"corporation|club|association|partners|solutions|services?|shopping|reviews?|channel|deutsche welle|bbc|"
    r"cnn|sources?|com|net|org|app|inc)\b|\.(?:com|org|net|de|is|co\.uk|fr|it|es|ru|at|ch|tv|news)\b|"
    r"редакция|редакція|агентство"
)
_DESK = re.compile(
    r"\b(?:staff|team|newsroom|news ?desk|wire services|wire|redaktion(?:en)?|redacci[oó]n|redazione|redação|"
    r"r[eé]daction|redactie|redaksi|editorial (?:staff|team|board))$",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:correspondents?|reporters?|reporterin|editors?|writers?|staff writer|contributors?|columnists?|"
    r"critics?|journalists?|photojournalist|producers?|bureau chief|redakteur(?:in)?|korrespondent(?:in)?|"
    r"autor(?:in)?|photographers?|fotograf(?:in)?|volont[aä]r(?:in)?|director|professor|founder|"
    r"president|officer|experts?|analyst|author of|"
    r"(?:software|research|staff|principal|data) engineers?|developer|researcher|scientist|economist|intern|"
    r"presenter|commentator|blogger|meteorologist|videographer|moderator(?:in)?|"
    r"redactora?|periodista|jornalista|journaliste|giornalista|rédacteur|rédactrice|skribent|"
    r"journalisti|toimittaja|muhabir|redaktor|dziennikarz|reporterka|chefredakteur(?:in)?|"
    r"ressortleiter(?:in)?|ceo|cto|phd|specialist|strategist|consultant|attorney|manager|"
    r"editor-in-chief)\b"
)  # in small letters
_TOPIC = re.compile(r"(\S+\s\S+(?:\s\S+)?)\s\S+\s(?:editor|correspondent|reporter)$")  # Jane Doe Africa correspondent
_KEPT = 100  # characters of a name of which it is kept in mind
_DUTY = frozenset(  # words between a name and its role: "Jane Doe Senior Film Critic"
    """
    associate assistant award-winning business chief city contributing culture deputy digital entertainment executive
    feature features film foreign former freelance guest health investigative lead managing money music national news
    political science senior special sport sports staff tech technology television
""".split()  # noqa: SIM905 - a list of words reads better so
)
_NOBODY = re.compile(
    r"^(?:(?:view|get|see|read|all|alle|weitere|mehr|voir|ver|show|more)\b.*|.*\b(?:rss|archive|"
    r"profile|biography|feed)\b.*|(?:link|user|id|item)\d+|beitrag|artikel|unknown|an[oóô]n[iy]m(?:ous|[eoa])?|аноним|匿名|"
    r"user|null|none|no author|undefined|n/?a|root|default|super ?user|user admin|author|autor|autoren|by|von|"
    r"view (?:all|more|profile|bio).*|more|mehr.*|follow.*|share.*|subscribe.*|see (?:all|more|"
    r"full bio).*|read more.*|email.*|e-mail|send email|twitter|facebook|instagram|linkedin|updated.*|"
    r"published.*|comments?|home|about|contact|biograph.*|bio|profile|quelle|source|fuente|"
    r"sponsored.*|advertis.*|anzeige|opinion|exclusive|video|show more|copy link|listen.*|"
    r"posts?|articles?|all posts|associated content|min(?:utes?)? read|kommentare?|image|getty images|guest post|"
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|montag|dienstag|"
    r"mittwoch|donnerstag|freitag|samstag|sonntag|monday|tuesday|wednesday|thursday|friday|saturday|"
    r"sunday)|(?:mon|tue|wed|thu|fri|sat|sun)|est|edt|pst|pdt|gmt|utc|am|pm|uhr|mst|cst|credit|posted|written|reporting|"
    r"subscriber|verified|print|save|seite|share|suche|search|next|previous|advertisement|transcript|unpublished|"
    r"(?:related|similar|popular|recent|latest|featured|trending|recommended|ähnliche|verwandte|neueste|beliebte)\s\w+|"
    r"press release|your\b.*|first last|name|test|developer|"
    r".*\b(?:privacy|cookies?)\b.*|"
    r"(?:about|contact) us|site ?map|back to (?:the )?top|load more|my account|next (?:article|post|story)|"
    r"terms of.*|text size.*|size|instant access|検索|留言|人氣|作者|記者|记者|本报记者|编辑|編輯|责任编辑|責任編輯|"
    r"来源|來源|原创|기자|글|(?:kommentar|comment|commentaire|comentario) (?:von|by|de|por)|interview|"
    r"key takeaways|(?:link )?copied|link kopiert|table of contents|learn more.*|責任|责任|"
    r"meinung|fazit|fragen|tipps|feedback)$"
)  # in small letters

_FILED = re.compile(  # what a page files a piece under; the label stands before its topics without a colon, too
    r"^(?!.*\s(?:by|von|par|por|door|av|af)\s)(?:filed (?:under|in)|posted (?:in|under)|tagged(?: (?:as|with|under))?|"
    r"tags?|hashtags?|topics?|related topics|"
    r"key ?words|categor(?:y|ies)|labels|schlag(?:wörter|worte|wort)|stich(?:wörter|worte|wort)|themen|thema|"
    r"kategorien?|rubrik(?:en)?|abgelegt unter|catégories?|étiquettes?|mots[ -]clés|classé (?:dans|sous)|thèmes?|"
    r"sujets|etiquetas|categorías?|temas?|archivado en|palabras clave|categorie|categorias?|argomenti|etichette|"
    r"parole chiave|marcadores|assuntos|palavras-chave|trefwoorden|onderwerpen|geplaatst in|kategori(?:er)?|taggar|"
    r"ämnen|nyckelord|emneord|emner|stikord|nøkkelord|avainsanat|aiheet|aihe|kategoria|tagi|štítky|címkék|etiketler|"
    r"konular|kata kunci|chuyên mục|từ khóa|рубрик[аи]|метки|теги|категори[яи]|темы|мітки|категорії|ετικέτες|"
    r"κατηγορί(?:α|ες)|تصنيفات?|وسوم|תגיות|标签|標籤|分类|分類|关键词|關鍵字|タグ|カテゴリー?|태그|카테고리)(?:\s|\s?[:：|]|$)"
)  # in small letters


def is_agency(name: str) -> bool:
    """Whether a name is a news agency's."""
    return _AGENCY.match(name) is not None


def is_newsroom(name: str) -> bool:
    """Whether a name is that of a newsroom, an outlet, a company or an account without a person."""
    return has_newsroom_word(name) or (name.isupper() and " " not in name and name.isascii())


def is_desk(name: str) -> bool:
    """Whether a line is plainly that of a staff, a team, a newsroom."""
    return _DESK.search(name) is not None and len(name.split()) <= 6 and name[0].isupper()


def has_newsroom_word(name: str) -> bool:
    """Whether a word of newsrooms is in a name."""
    return (_of_newsrooms if len(name) <= _KEPT else _of_newsrooms.__wrapped__)(name)


@lru_cache(maxsize=2_000)
def _of_newsrooms(name: str) -> bool:
    """A page asks the same of the few names that it has."""
    return _HOUSE.search(name) is not None or _NEWSROOM.search(small(name)) is not None


def is_nobody(text: str) -> bool:
    """Whether a piece of a byline is not the name of anyone: a label, a link, a month."""
    return _NOBODY.match(small(text)) is not None


def is_filing(text: str) -> bool:
    """Whether a line says under which topics or in which section a piece is filed: "Filed Under: ACM Awards"."""
    return _FILED.match(small(text)) is not None


def has_role(text: str) -> bool:
    """Whether a piece of a byline names somebody's work."""
    return _ROLE.search(small(text)) is not None


def without_role(text: str) -> str:
    """What stands before somebody's work and the words that belong to it: "Jane Doe" of "Jane Doe Film Critic"."""
    words = text.split()
    letters = not text.isupper()
    for place, word in enumerate(words):
        if word.lower() in _DUTY or (letters and word.isupper() and 2 <= len(word) <= 5 and word.isalpha()):
            if place == 1:
                break
            return " ".join(words[:place])
    topic, role = _TOPIC.match(text), _ROLE.search(small(text))
    return topic.group(1) if topic else text[: role.start()] if role else text


def agency_after(name: str) -> tuple[str, str] | None:
    """The name and the agency after it, where both stand without a comma."""
    parts = _AFTER.match(name)
    return (parts.group(1), parts.group(2)) if parts else None
