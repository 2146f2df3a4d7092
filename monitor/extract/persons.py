"""From what stands in a byline to names: no "By", no roles, places, dates and addresses; lists parted.

`people` gives the names of persons first; what is a newsroom, an agency or an outlet is kept apart, for a text that
names nobody else.
"""

import html
import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from monitor.extract.titles import fold


@dataclass(frozen=True, slots=True)
class Names:
    """The persons and agencies that a source names, in order, and the newsrooms, outlets and the like."""

    persons: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def authors(self) -> tuple[str, ...]:
        """Those who wrote: the persons, and the agencies beside them."""
        return self.persons + self.agencies if self.persons else ()

    @property
    def rest(self) -> tuple[str, ...]:
        """Whom a text names that names no person."""
        return self.agencies or self.others


_BY = (
    r"by|von|par|por|di|da|door|av|af|od|autor(?:in|en|es|a)?|authors?|auteurs?|autore|text|texte|"
    r"texto|testo|tekst|words|writer|from|pubblicato da|escrito por|written by|posted by|published by|"
    r"reported by|story by|gespeichert von|geschrieben von|veröffentlicht von|ein .{0,30}von|"
    r"publié par|publicado por|reporter|oleh|door onze|skrevet av|laget av|penulis|pewarta"
)
_PREFIX = re.compile(
    rf"^(?:(?:(?:a|an|the)\s+)?(?:written|posted|published|reported|story|stories|text|analysis|"
    rf"opinion|interview|commentary|compiled|review(?:ed)?|essay|guest post|column|updated|created|"
    rf"submitted|article|photographs?|photos?|video)\s+(?:and\s+\w+\s+)?)?(?:{_BY})\b\s*[:：.–|-]?\s*",
    re.IGNORECASE,
)
_DATED = re.compile(r"^.{0,30}\d.{0,20}\b(?:by|von|par|por|di|door|av)\s+(?=[A-ZÀ-Þ])")  # Posted on May 1, 2020 by …
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_GLUED = re.compile(r"^By(?=[A-ZÀ-Þ])")
_CJK_PREFIX = re.compile(
    r"^(?:文|取材|著者|作者|記者|记者|责任编辑|责编|編集|编辑|기자|글)\s*[・●/／:：]\s*|^(?:文|著者|作者)\s"
)
_CJK_TAIL = re.compile(r"(?:\s?(?:記者|编辑|記|기자|特派員|編集部員|通信员|撮影))+$")
_STRONG = re.compile(r"\s*(?:;|\||•|·|\n|\t|、|／|→)\s*")
_WEAK = re.compile(r"\s*(?:,|/|，|\s&\s|\s\+\s|\s(?:and|und|et|y|e|en|og|och|i|with|mit|avec|con|dan|ve|и)\s)\s*")
_CUT = re.compile(
    r"\s*(?:[(\[<].*|@\w.*|\S+@\S+.*|https?:.*|www\..*|"
    r"\s(?:for|aus|für|in|at|of|from|near|reports?|sagt|berichtet|writes|is an?|is the|has been|am|um|"
    r"on|vom|il|le|el|op|den)\s.*|"
    r"\s(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?\s\d.*|"
    r"\s[-–—|:]\s?.*|\s?[-–—|:]\s.*|\b(?:[Pp]ublished|PUBLISHED|[Uu]pdated|UPDATED|[Pp]osted|"
    r"[Ll]ast [Uu]pdated|[Aa]ktualisiert|Stand|[Mm]is à jour|\d).*|"
    r"(?<=[a-zß-ÿ])(?:January|February|March|April|May|June|July|August|September|October|November|"
    r"December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b).*)$"
)
_ROLE = re.compile(
    r"\b(?:correspondents?|reporters?|editors?|writers?|staff writer|contributors?|columnists?|"
    r"critics?|journalists?|producers?|bureau chief|redakteur(?:in)?|korrespondent(?:in)?|"
    r"autor(?:in)?|photographers?|fotograf(?:in)?|volont[aä]r(?:in)?|director|professor|founder|"
    r"president|officer|expert|analyst|author of|"
    r"redactora?|periodista|jornalista|journaliste|giornalista|rédacteur|rédactrice|skribent|"
    r"journalisti|toimittaja|muhabir|redaktor|dziennikarz|reporterka|chefredakteur(?:in)?|"
    r"ressortleiter(?:in)?|ceo|cto|phd|specialist|strategist|consultant|attorney|manager|"
    r"editor-in-chief)\b",
    re.IGNORECASE,
)
_NEWSROOM = re.compile(
    r"\b(?:news(?:room|desk|wire|papers?)?|media|press|presse|prensa|staff|team|desk|editors?|"
    r"editorial|board|magazine|zeitung|redaktion|redaktionen|redazione|redacci[oó]n|redacção|redação|"
    r"r[eé]daction|agency|agencia|agence|agentur|agencies|agências?|inc|llc|ltd|gmbh|ag|company|"
    r"network|group|collective|foundation|institute?|university|universität|landesanstalt|ministerium|verband|verein|stiftung|"
    r"cond[eé] nast|hearst|verlag|online|tv|radio|times|post|herald|tribune|journal|gazette|guardian|"
    r"telegraph|chronicle|daily|weekly|today|reuters|associated press|afp|dpa|apa|ansa|efe|bloomberg|"
    r"xinhua|xinhua|tass|kyodo|upi|belga|ritzau|ntb|sid|kna|epd|pti|ians|ani|aap|lusa|anp|sda|yonhap|"
    r"jiji|administrator|admin|webmaster|contributor|guest|user|blog|studios?|entertainment|"
    r"communications?|corporation|club|association|partners|solutions|services?|shopping|reviews?|"
    r"channel|deutsche welle|bbc|cnn|sources?|com|net|org|app|editorial)\b|\.(?:com|org|net|de|is|"
    r"co\.uk|fr|it|es|ru|at|ch|tv|news)\b|通信社|新聞|编辑部|編集部|網|网",
    re.IGNORECASE,
)
_AGENCY = re.compile(
    r"^(?:the\s|agencia\s|agence\s)?(?:associated press|ap|reuters|afp|agence france[- ]presse|dpa|"
    r"deutsche presse-agentur|apa|ansa|efe|epa|bloomberg(?: news)?|press association|pa(?: media)?|"
    r"xinhua|tass|kyodo(?: news)?|upi|united press international|belga|ritzau|tt|ntb|sid|kna|epd|pti|"
    r"ians|ani|aap|cp|(?:the )?canadian press|europa press|lusa|anp|keystone-sda|sda|yonhap|afx|"
    r"jiji(?: press)?|adnkronos|cbs news|cnn|postmedia|news agencies|agencias|"
    r"agenturen)(?:[/ ,&-].{0,30})?$",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"^(?:(?:view|get|see|read|all|alle|weitere|mehr|voir|ver|show|more)\b.*|.*\b(?:rss|archive|"
    r"profile|biography|feed)\b.*|(?:link|user|id|item)\d+|beitrag|artikel|unknown|anonym(?:ous|e)?|"
    r"user|null|none|no author|undefined|n/?a|root|default|super ?user|author|autor|autoren|by|von|"
    r"view (?:all|more|profile|bio).*|more|mehr.*|follow.*|share.*|subscribe.*|see (?:all|more|"
    r"full bio).*|read more.*|email.*|e-mail|twitter|facebook|instagram|linkedin|updated.*|"
    r"published.*|comments?|home|about|contact|biograph.*|bio|profile|quelle|source|fuente|"
    r"sponsored.*|advertis.*|anzeige|opinion|exclusive|video|photos?|show more|copy link|listen.*|"
    r"posts?|articles?|all posts|associated content|illustrations? by.*|photography by.*|illustration|"
    r"photo(?:graph)?s? by.*|min(?:utes?)? read|kommentare?|image|getty images|guest post|(?:january|"
    r"february|march|april|may|june|july|august|september|october|november|december|montag|dienstag|"
    r"mittwoch|donnerstag|freitag|samstag|sonntag|monday|tuesday|wednesday|thursday|friday|saturday|"
    r"sunday)|est|edt|pst|pdt|gmt|utc|am|pm|uhr|mst|cst|credit|posted|written|reporting|subscriber|"
    r"verified|print|save|seite|share|suche|search|next|previous|advertisement|transcript|unpublished|"
    r"your name|first last|name|test|developer)$",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"^(?:jr|sr|ii|iii|iv|ph\.?\s?d|md|m\.d|esq|dr|mba|rn|rd|cfa|cfp)\.?$", re.IGNORECASE)
_TITLE = re.compile(r"^(?:dr|prof|mr|mrs|ms|sir|dipl|ing|mag)\.?\s", re.IGNORECASE)
_PARTICLE = frozenset(
    """
    't af al av bin da das de del della den der di do dos du e el i ibn la le les mac st st. ten ter van von y
    zu zum zur
""".split()  # noqa: SIM905 - a list of words reads better so
)
_ACCOUNT = re.compile(r"[\w-]+\.[a-z]{2,4}|[a-zA-Z_]{3,20}\d{1,4}")  # mbl.is, freeman1984
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WIDE_NAME = re.compile(
    r"[\u3400-\u9fff]{1,3}[ 　]?[\u3400-\u9fff\u3040-\u309f]{1,3}|[\u30a0-\u30ff]+[・= ][\u30a0-\u30ff・= ]+|"
    r"[\uac00-\ud7af]{2,4}"
)
_LONGEST_LINE = 250
_MOST = 40


def people(texts: Iterable[str], sites: Collection[str] = (), *, strict: bool = False) -> Names:
    """The names in some texts, each once. `sites` are folded names of the outlet and its house.

    With `strict` a person is only who has a name like a person's: for texts that may be anything.
    """
    persons: dict[str, str] = {}
    agencies: dict[str, str] = {}
    others: dict[str, str] = {}
    for text in texts:
        for name in _names(text):
            key = fold(name)
            if not key or len(persons) >= _MOST:
                continue
            if _AGENCY.match(name):
                agencies.setdefault(key, name)
            elif key in sites or _NEWSROOM.search(name) or (name.isupper() and " " not in name and name.isascii()):
                others.setdefault(key, name)
            elif not strict or is_personal(name):
                persons.setdefault(key, name)
            elif persons:
                break  # behind the names stand labels, topics, a life
    return Names(tuple(persons.values()), tuple(agencies.values()), tuple(others.values()))


def _names(text: str) -> Iterable[str]:
    text = html.unescape(text) if "&" in text else text
    text = unicodedata.normalize("NFC", text).replace("\u00a0", " ").strip(" \n\t()（）[]")
    text = _ADDRESS.sub(" ", text)
    if not text or len(text) > _LONGEST_LINE:
        return []
    found: list[str] = []
    for part in _STRONG.split(text):
        found.extend(_parted(_unprefixed(" ".join(part.split()))))
    return found


def _unprefixed(text: str) -> str:
    text = _DATED.sub("", text)
    for _ in range(2):
        text = _CJK_PREFIX.sub("", _GLUED.sub("", _PREFIX.sub("", text)))
    return text.strip()


def _parted(text: str) -> list[str]:
    """The names of one part. After the first, pieces count only if they look like persons: the rest are roles."""
    if text.count(",") == 1 and (swapped := _swapped(text)):
        return [swapped]
    found: list[str] = []
    for piece in _WEAK.split(text):
        if found and (
            _SUFFIX.match(piece.strip())
            or (piece.isupper() and not text.isupper() and not _AGENCY.match(piece.strip()))
        ):
            continue
        name = person(piece)
        if name and (not found or is_personal(name) or _AGENCY.match(name)):
            found.append(name)
        elif not found and piece.strip() and not _NOBODY.match(piece.strip()) and _ROLE.search(piece):
            continue
    return found


def _swapped(text: str) -> str | None:
    """`Family, Given` of catalogues, told by one word on either side."""
    family, given = (part.strip() for part in text.split(","))
    if " " in family or " " in given or not (family.istitle() and given.istitle()):
        return None
    return None if _NEWSROOM.search(text) else f"{given} {family}"


def person(text: str) -> str | None:
    """The name that a piece of a byline is, or None where it is none."""
    name = _unprefixed(" ".join(text.split()).strip(" ,.;:|-–—•·/\"'“”„*#›»()（）[]"))
    name = name if _ACCOUNT.fullmatch(name) else _CUT.sub("", f" {name} ").strip(" ,;:|-–—•·/\"'“”„*()#›»")
    name = _CJK_TAIL.sub("", name)
    if not 2 <= len(name) <= 60 or _NOBODY.match(name) or len(name.split()) > 6:
        return None
    if _ROLE.search(name) and not _is_name_before_role(name):
        name = _ROLE.split(name)[0].strip(" ,-–—|:")
        if len(name.split()) < 2 or not is_personal(name):
            return None
    if (sum(character.isdigit() for character in name) > 2 and not _ACCOUNT.fullmatch(name)) or not any(
        character.isalpha() for character in name
    ):
        return None
    if name.isupper() and len(name) > 4 and " " in name and not _NEWSROOM.search(name):
        name = re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), name)
    return name


def _is_name_before_role(name: str) -> bool:
    return _NEWSROOM.search(name) is not None  # "Staff Writer", "News Editors": a newsroom, kept as such


def is_personal(name: str) -> bool:
    """Whether a name is made like a person's: two to five words, each with a capital but for particles."""
    if _WIDE.search(name):
        return _WIDE_NAME.fullmatch(name) is not None
    words = _TITLE.sub("", name).split()
    if not 2 <= len(words) <= 5 or _NEWSROOM.search(name):
        return False
    return (
        all(word[0].isupper() or word.lower() in _PARTICLE or not word[0].isalpha() for word in words)
        and words[-1][0].isupper()
    )
