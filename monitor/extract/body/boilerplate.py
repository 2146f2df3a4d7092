"""What stands between an article's paragraphs and is none: pointers, pitches, notices and credits, by their words.

Only short blocks are asked; each pattern names a kind of sentence that the press repeats on every page, in the
languages of the larger outlets. Words of the story itself must never match. The patterns are in small letters, for
texts in small letters: a search that ignores case takes twice as long, and more.
"""

import re

from monitor.extract.body.letter_counts import WordList

POINTER = re.compile(
    r"^(?:read more|read also|also read|read(?: this)?:|see also|related(?: (?:articles?|stories|"
    r"story|coverage|content|video|reading))?\s*[:|]|more:|more on this|watch(?: more| now|"
    r" the video)?:|listen(?: now)?:|photos?:|video:|gallery:|in pictures:|click here|"
    r"lesen sie (?:auch|hier|mehr|dazu)|lesen sie .{0,40}auch:|mehr zum thema|mehr dazu|"
    r"auch interessant|lire aussi|à lire|a lire|lee también|leer también|te puede interesar|"
    r"puedes leer|leia mais|leia também|veja também|saiba mais|leggi anche|lees ook|les også|"
    r"les også:|läs också|läs mer|læs også|lue myös|czytaj też|czytaj także|zobacz też|читайте также|"
    r"читайте ещё|"
    r"advertisement$|anzeige$|werbung$|publicité$|publicidad$|story continues below|"
    r"article continues (?:below|after)|continue reading|image source|getty images|photo by |"
    r"photo credit|(?:photo|foto|bild|image|picture|pic|quelle|source|credit|crédit|fuente)s?\s?[:©]|"
    r"copyright|©|\(c\) |all rights reserved|"
    r"tags?\s?:|topics?\s?:|filed under|posted in|categories:|this article (?:was )?(?:originally|"
    r"first)|originally published|more from|recommended(?: for you)?$|scroll to continue|skip to|"
    r"loading|please enable|share this|share on|follow us|follow @|続きを読む|関連記事|あわせて読みたい)"
)
TAIL = re.compile(
    r"^(?:related(?: (?:articles?|stories|posts|content|links|news|topics|coverage|reading))?|"
    r"more (?:from|on|stories|news|in|like|great|top).{0,40}|you (?:may|might) (?:also )?(?:like|"
    r"be interested).{0,30}|recommended(?: for you| stories| articles| reading)?|most (?:read|popular|"
    r"viewed|shared)|"
    r"read (?:next|more|also|this next)|up next|what to read next|further reading|trending(?: now)?|"
    r"latest (?:news|stories|posts)|comments?(?: \(\d+\))?|\d+ (?:comments|responses|thoughts).{0,60}|"
    r"leave a (?:reply|comment).{0,20}|join the (?:conversation|discussion)|share this.{0,20}|"
    r"about the authors?|see also|popular (?:posts|stories|articles)|don't miss|newsletters?|"
    r"sign up.{0,60}|top stories|editor'?s picks?|"
    r"mehr zum thema.{0,20}|lesen sie auch|das könnte (?:sie|dich) auch interessieren.{0,5}|"
    r"auch interessant|weitere (?:artikel|themen|nachrichten|informationen|meldungen|links).{0,30}|"
    r"kommentare?|diskutieren sie mit.{0,10}|meistgelesen.{0,20}|über den autor|über die autorin|"
    r"zur person|à lire aussi|lire aussi|sur le même sujet|les plus lus|te puede interesar|"
    r"más noticias.{0,20}|más leídas|lo más leído|relacionad[oa]s|noticias relacionadas|"
    r"artículos relacionados|veja também|leia também|mais lidas|leggi anche|"
    r"potrebbe interessarti.{0,10}|meer over.{0,20}|les også|läs också|関連記事|関連ニュース|"
    r"関連リンク|あわせて読みたい|"
    r"おすすめ記事|相关阅读|相关新闻|추천뉴스|관련기사|관련뉴스)\s*[:：.…»>!]*$"
)
_PITCH = re.compile(
    r"\b(?:sign up (?:for|to)|subscribe (?:to|now|today|for)|subscribers? only|"
    r"reserved for subscribers|already a (?:subscriber|member)|create an account or sign in|"
    r"support (?:our|quality|independent) (?:journalism|mission|work)|(?:daily|weekly|free|our|"
    r"the .{0,30}) newsletters?\b|(?:to|in|into) your inbox|"
    r"download (?:our|the) (?:free )?app|follow (?:us|him|her|me|them|the author|"
    r"@?\w+(?: \w+)?) on (?:twitter|facebook|instagram|x\b|tiktok|google|linkedin|threads|bluesky)|"
    r"like us on facebook|join our (?:whatsapp|telegram|facebook|discord|community)|(?:whatsapp|"
    r"telegram) channel|get (?:the|our) (?:latest|best|top|day)|"
    r"may (?:earn|receive|get) (?:us )?(?:an? )?(?:affiliate |small )?commission|affiliate links?|"
    r"independently (?:select|review|chosen|selected)|prices? (?:are|were) (?:accurate|correct)|"
    r"this video (?:has|is|cannot|can't)|video has failed|javascript|ad ?blocker?|"
    r"your browser does not|"
    r"contact the (?:author|reporter|writer)|(?:can|may) be reached at|reach (?:him|her|the reporter|"
    r"\w+ \w+) (?:at|on)|e-?mail (?:him|her|us|the author)|got a (?:tip|story|news)|have a (?:tip|"
    r"story|question)|send (?:us )?(?:your )?tips|by (?:signing|clicking|subscribing)|terms of (?:use|"
    r"service)|privacy (?:policy|notice)|protected by recaptcha|"
    r"click here (?:to|for)|to (?:read|view|see) (?:the )?(?:full|more|this)|read the full|"
    r"all rights reserved|may not be (?:published|reproduced|copied)|the views expressed|"
    r"do not (?:necessarily )?reflect the|thank you for (?:reading|subscribing|registering)|"
    r"newsletter (?:abonnieren|anmelden|bestellen)|(?:abonnieren|bestellen) sie|"
    r"melden sie sich .{0,40}an|jetzt (?:abonnieren|anmelden|registrieren|lesen|testen)|"
    r"folgen sie uns|folgst du|folge uns|whatsapp-kanal|kostenlose[nr]? newsletter|"
    r"externe[nr]? inhalte?|personenbezogene daten|damit einverstanden|datenschutzerklärung|"
    r"redaktionelle[rn]? inhalt|inhalte? (?:von|aus) .{0,30} anzeigen|mit einem klick|"
    r"abonnez-vous|inscrivez-vous|s'abonner|déjà abonné|réservé aux abonnés|suivez-nous|votre adresse|"
    r"suscríb[ae]|suscribirse|síguenos|sigue(?:nos)? .{0,30} en (?:twitter|facebook|instagram|google|"
    r"whatsapp)|boletín|nuestro canal|assine|inscreva-se|siga(?:-nos)? .{0,30} no (?:twitter|facebook|"
    r"instagram|google|whatsapp)|nosso canal|iscriviti|seguici|abbonati|schrijf je in|volg ons|"
    r"abonneer|meld deg på|abonner på|prenumerera)\b"
)
_CREDIT = re.compile(
    r"(?:^(?:photo|picture|image|foto|bild|illustration|graphic|video|file photo|file)\b.{0,120}|"
    r"(?:\b(?:via|by|photo|image|picture|foto|bild|credit|courtesy of)\b.{0,60}|[(/|"
    r"©:-]\s?)(?:getty(?: images)?|ap(?: photo)?|afp|reuters|epa|shutterstock|imago|dpa|alamy|istock|"
    r"unsplash|wireimage|pa wire|zuma|rex|picture[- ]alliance|bloomberg|instagram|screenshot|youtube|"
    r"twitter|handout)\b.{0,60})\W*$"
)
# Who may print a text, and whose views it holds, in scripts without spaces: a notice of the house.
_REPRINT = re.compile(
    r"未[经經](?:[书書]面)?(?:授[权權]|[许許]可|允[许許]|同意)[^。]{0,6}(?:不得|禁止|[严嚴]禁|[请請]勿|[谢謝][绝絕])[^。]{0,12}"
    r"(?:[转轉][载載]|刊[载載]|摘[编編]|[复複]制|使用)|不代表本(?:[网網]|站|[报報]|刊|社)|[务務][经經][书書]面授[权權]|"
    r"無断(?:転載|複製|引用)"
)
_REPRINTS = ("未经", "未經", "不代表本", "书面授", "書面授", "無断")  # one is in each of these
# One word of each pattern above: most blocks have none, and are spared the search.
_TRIGGERS = WordList(
    """
    abbonati abonneer abonner abonnez abonnieren abonné abonnés adblocker affiliate anmelden app assine
    bestellen blocker boletín browser canal click clicking commission contact copied create daten
    datenschutzerklärung einverstanden email externe externen externer folge folgen folgst follow full get got
    have inbox independently inhalt inhalte inscreva inscrivez iscriviti javascript jetzt join kanal klick
    kostenlose kostenlosen kostenloser like mail meld melden member newsletter newsletters prenumerera price
    prices privacy published question reach reached read recaptcha reflect reproduced rights schrijf see seguici
    send siga sign signing sigue story subscribe subscriber subscribers subscribing suivez support suscribete
    suscribirse suscríbase suscríbete síguenos telegram terms thank tip tips video view views volg votre
    whatsapp
""".split()  # noqa: SIM905 - a list of words reads better so
)
_DATELINE = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}[.:/]\d\d\b|\bago\b|\bmin(?:ute)?s?\.? read\b|\buhr\b|lesezeit|"
    r"^(?:by|von|par|por|di)\s[a-zà-þ]|[年月]\d"
)
_CALL = re.compile(r"[^\W\d_]{2}[^a-zà-ÿ|:]{2,40}[|:]\s|[>»→]")
_SHORT = 200  # characters: above, a paragraph that begins like a pointer is one of the story's
_PITCH_LIMIT = 380


def is_pointer(text: str) -> bool:
    """Whether a block points elsewhere, or is a label."""
    return len(text) < _SHORT and POINTER.match(text.lower()) is not None


def is_called(text: str) -> bool:
    """Whether a line with a link begins with a call in capitals ("SEE MORE: ...") or an arrow."""
    return _CALL.match(text) is not None


def is_tail(text: str) -> bool:
    """Whether a block is the heading of what follows the article."""
    return len(text) < 90 and TAIL.match(text.lower()) is not None


def is_pitch(text: str) -> bool:
    """Whether a block asks people for something, or is a notice of the house."""
    if len(text) >= _PITCH_LIMIT:
        return False
    if _TRIGGERS.is_in(text):
        return _PITCH.search(text.lower()) is not None
    return is_reprint_notice(text)


def is_reprint_notice(text: str) -> bool:
    """Whether a block says who may print a text, in scripts without spaces: no sentence of a text reads so."""
    return not text.isascii() and any(map(text.__contains__, _REPRINTS)) and _REPRINT.search(text) is not None


def is_credit(text: str) -> bool:
    """Whether a short block names who made a picture."""
    return len(text) < 300 and _CREDIT.search(text.lower()) is not None


def is_dateline(text: str) -> bool:
    """Whether a short line above the text says when and by whom it was written."""
    return len(text) < 80 and text[-1] not in ".!?。" and _DATELINE.search(text.lower()) is not None
