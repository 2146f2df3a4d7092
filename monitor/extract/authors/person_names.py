"""From what stands in a byline to names: no "By", no roles, places, dates and addresses; lists separated.

`people` returns the names of persons first; what is a newsroom, an agency or an outlet is kept apart, for a text that
names nobody else.
"""

import html
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from monitor.extract import author_labels
from monitor.extract.authors import organisations
from monitor.extract.headline.headlines import fold
from monitor.text import clean, small


@dataclass(frozen=True, slots=True)
class Names:
    """The persons and agencies that a source names, in order; the newsrooms and the like; the outlet itself."""

    persons: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    houses: tuple[str, ...] = ()

    @property
    def authors(self) -> tuple[str, ...]:
        """Those who wrote: the persons, and the agencies next to them."""
        return self.persons + self.agencies if self.persons else ()

    @property
    def desks(self) -> tuple[str, ...]:
        """The agencies and newsrooms that a text names that names no person."""
        return self.agencies + self.others

    @property
    def rest(self) -> tuple[str, ...]:
        """Whom a text names that names no person; the outlet only where there is nobody else."""
        return self.desks or self.houses


_BY = (
    r"by|von|vom|par|por|di|da|door|av|af|od|autor(?:in|en|es|a|ka)?|author\(s\)|authors?|auteurs?|autore|text|texte|"
    r"texto|testo|tekst|words|writer|from|pubblicato da|scritto da|a cura di|escrito por|written by|posted by|"
    r"geschrieben von|presented by|published by|reported by|story by|(?:ein|er)stellt von|gespeichert von|"
    r"verfasst von:?|veröffentlicht von|ein .{0,30}von|herausgeber|news provided by|rédigé par|publié par|"
    r"publicado por|reporter|oleh|door onze|"
    r"geschreven door|skrevet av|skriven av|laget av|penulis|pewarta|ditulis oleh|yazan|yazar|napsal|szerző|автор|текст"
)
_PREFIX = re.compile(
    r"^(?:zeige )?alle (?:beiträge|artikel) (?:anzeigen )?von\s|"
    r"^(?:view |see )?(?:all |more )?(?:posts|articles|stories) by\s|"
    r"^ver todas las entradas de\s|^voir tous les articles (?:de|par)\s|^(?:mostra )?tutti gli articoli di\s|"
    rf"^(?:(?:(?:a|an|the)\s+)?(?:written|posted|published|reported|story|stories|text|words|analysis|"
    rf"opinion|interview|commentary|compiled|review(?:ed)?|essay|guest post|column|updated|created|"
    rf"submitted|article|photographs?|photos?|video)\s+(?:(?:and|&)\s+\w+\s+)?)?(?:{_BY})(?:\b|(?<=\)))\s*[:：.–|-]?\s*",
    re.IGNORECASE,
)
_DATED = re.compile(  # Posted on May 1, 2020 by …
    r"^.{0,30}\d.{0,20}\b(?:by|von|par|por|di|door|av|BY|VON|PAR|POR)\s+(?=[A-ZÀ-Þ])"
)
_CREDIT = re.compile(  # what others did for it
    r"^(?:(?:all|additional)\s+)?(?:photo(?:graph)?(?:s|y|ers?)?|pictures?|images?|illustrat(?:ions?|ed|ors?)|art(?:work)?|"
    r"graphics?|produc(?:ed|tion)|fotos?|foto's|fotograf\w*|bild(?:er)?|grafik(?:en)?|edit(?:ed|ing)|translat(?:ed|ion)|"
    r"(?:medically|expert|fact)[- ](?:reviewed|checked)|写真|撮影|사진|фото)\b\s*(?:by|von|par|por|di|de|door|av|"
    r"[:：・=/／|])",
    re.IGNORECASE,
)
_IN_PICTURE = re.compile(  # who is to be seen, and where
    r"^(?:from|von|da|de|de la|à|a|od) (?:(?:the|far) )*(?:left|right|links|rechts|sinistra|destra|gauche|droite|"
    r"izquierda|derecha|esquerda|direita|lewej|prawej)\b",
    re.IGNORECASE,
)
_MAILED = re.compile(r"^\S+@\S+\s*\(([^()]+)\)$")  # of feeds: jane@example.org (Jane Doe)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_GLUED = re.compile(r"^By(?:by\s)?(?=[A-ZÀ-Þ])")
_CJK_PREFIX = re.compile(
    r"^(?:文|取材|著者|作者|記者|记者|责任编辑|责编|編集|编辑|기자|글)\s*[・●/／:：]\s*|^(?:文|著者|作者)\s"
)
_PREFIXES = (_PREFIX, _GLUED, _CJK_PREFIX)
_CJK_TAIL = re.compile(r"(?:\s?(?:記者|编辑|記|기자|특파원|特派員|編集部員|通信员|撮影))+$")
_LINES = re.compile(r"\s*(?:;|•|·|»|\n|\t|、|／|→)\s*")
_BAR = re.compile(r"\s*\|\s*")
_BAR_ALONE = re.compile(r"\s*\n\s*\|\s*")
_COMMA = re.compile(r"\s*[,/，]\s*")
_AND = re.compile(  # not in "Doe & Co. KG"
    r"(?:^|\s)(?:&|\+|and|And|AND|und|Und|UND|et|ET|y|e|en|og|och|i|with|mit|avec|con|dan|ve|и)\s(?!(?:Co|Sons|Söhne|Cie)\b)"
)
_OF_TWO_FAMILIES = re.compile(r"^\S+\s(?:\S+\s)?[^\W\d_]+\s(?:y|i|e)\s[^\W\d_]+$")  # José Ortega y Gasset
_ASIDE = re.compile(r"^([^\W\d_]+)\s\([^()]{1,40}\)\s(?=[A-ZÀ-Þ])")  # Jane (Q.) Doe
_CUT = re.compile(
    r"\s*(?:[(\[<].*|@\w.*|\S+@\S+.*|https?:.*|www\..*|"
    r"\s(?:for|aus|für|in|at|of|from|near|sagt|berichtet|writes|is an?|is the|has been|on)\s.*|"
    r"\sreports?\s+\S.*|\s(?:For|FOR)\s.*|\s(?:am|um|vom|il|le|el|op|den)\s(?=.*\d).*|"
    r"\s(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s\d.*|"
    r"\s(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?\s\d.*|"
    r"\s(?:Illustration(?:en)?|Illustrations?|Fotos?|Photos?|Bilder|Grafik)(?:\s|:)(?:by|von|par|de|di)?.*|"
    r"\s[-–—|:]\s?.*|\s?[-–—|:]\s.*|(?<=[a-zß-ÿ]{4})\.\s.*|\b(?:[Pp]ublished|PUBLISHED|[Uu]pdated|UPDATED|[Pp]osted|"
    r"[Ll]ast [Uu]pdated|[Aa]ktualisiert|Stand|[Mm]is à jour|\d).*|"
    r"(?<=[a-zß-ÿ])(?:January|February|March|April|May|June|July|August|September|October|November|"
    r"December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b).*)$"
)
_SUFFIX = re.compile(r"^(?:jr|sr|ii|iii|iv|ph\.?\s?d|md|m\.d|esq|dr|mba|rn|rd|cfa|cfp)\.?$", re.IGNORECASE)
_TITLE = re.compile(r"^(?:dr|prof|mr|mrs|ms|sir|dipl|ing|mag)\.?\s", re.IGNORECASE)
_PARTICLE = frozenset(
    """
    't af al av bin da das de del della den der di do dos du e el i ibn la le les mac st st. ten ter van von y
    zu zum zur
""".split()  # noqa: SIM905 - a list of words reads better so
)
# von der Leyen; not "Merkmale der Testrute"
_BEFORE_DER = frozenset({"an", "auf", "aus", "in", "op", "uit", "van", "von", "zu"})
_ACCOUNT = re.compile(r"[\w-]+\.[a-z]{2,4}|[a-zA-Z_]{3,20}\d{1,4}")  # mbl.is, freeman1984
_INITIAL = re.compile(r"(?:[A-Z]\.){1,2}[A-Z][a-zß-ÿ]{2,}(?:-[A-Z][a-zß-ÿ]+)?")  # C.Müller
_WIDE = re.compile(r"[々\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WIDE_NAME = re.compile(
    r"[\u3400-\u9fff々]{2,5}|[\u3400-\u9fff々]{1,3}[ 　]?[\u3040-\u309f]{1,3}|"
    r"[\u3400-\u9fff々]{1,3}[ 　][\u3400-\u9fff々]{1,3}|[\u30a0-\u30ff]+[・= ][\u30a0-\u30ff・= ]+|"
    r"[\uac00-\ud7af]{2,4}"
)
_NO_NAME = re.compile(r"[&!?©>]")
_ENDS_IN_INITIAL = re.compile(r"\s(?:[^\W\d_]|[JS]r)\.$")
_STRIPPED = " ,.;:|-–—•·/\"'“”„*#›»()（）[]"
# Pictographs, which some write after their names.
_PICTURE = "\u2600-\u27bf\u2b05-\u2b55\U0001f000-\U0001faff"
_PICTURES = re.compile(f"[{_PICTURE}][{_PICTURE}\ufe0f\u200d]*")
_PLACED = frozenset({"in", "on", "at", "am", "um", "im", "en", "dans", "sur", "le", "em"})  # before a section or a day
_LONGEST_LINE = 250
_LONGEST_KEPT = 3_000  # characters of a text that is looked at: longer ones would fill the memory of `_names`
_LONG_NAME, _MOSTLY = 10, 0.75  # letters of an outlet's name, and their share of a longer name that holds it
_MOST = 40


def people(texts: Iterable[str], sites: Collection[str] = (), *, strict: bool = False) -> Names:
    """The names in some texts, each once. `sites` are folded names of the outlet and its house.

    With `strict` a person is only who has a name like a person's: for texts that may be anything.
    """
    persons: dict[str, str] = {}
    agencies: dict[str, str] = {}
    others: dict[str, str] = {}
    houses: dict[str, str] = {}
    for text in texts:
        for name in _names(text) if len(text) <= _LONGEST_KEPT else ():
            key = fold(name)
            if not key or len(persons) >= _MOST:
                continue
            if _is_house(key, sites):
                houses.setdefault(key, name)
            elif organisations.is_agency(name):
                agencies.setdefault(key, name)
            elif organisations.is_newsroom(name):
                others.setdefault(key, name)
            elif not strict or is_personal(name):
                persons.setdefault(key, name)
            elif persons:
                break  # after the names stand labels, topics, a life
    return Names(*(tuple(found.values()) for found in (persons, agencies, others, houses)))


def _is_house(key: str, sites: Collection[str]) -> bool:
    if key in sites or (len(key) >= 5 and any(site.startswith(key) for site in sites)):
        return True
    return any(len(site) >= _LONG_NAME and site in key and len(site) >= len(key) * _MOSTLY for site in sites)


@lru_cache(maxsize=1_000)
def _names(text: str) -> tuple[str, ...]:
    """The names in a text; a page is asked for the same by several ways of looking."""
    return tuple(_read(text))


def _read(text: str) -> Iterator[str]:
    text = html.unescape(text) if "&" in text else text
    text = clean(text.replace("\t", "\n"))  # either ends a name
    text = _ADDRESS.sub(" ", _MAILED.sub(r"\1", text))
    if not text or len(text) > _LONGEST_LINE:
        return
    text = author_labels.labelled(text) or text  # before it is separated: a label may hold what separates names
    is_named = False
    lines = iter(_LINES.split(_BAR_ALONE.sub(" | ", text)))
    for line in lines:
        if line.lower() in _PLACED:  # its parts are elements of their own
            if is_named:
                return  # "by Jane Doe in Film on May 1"
            next(lines, None)  # "in Film by Jane Doe"
            continue
        for part in _BAR.split(line):
            if organisations.is_filing(part):
                continue
            names = _split_names(" ".join(part.split()))
            yield from names
            is_named = is_named or bool(names)
            if any(is_personal(name) for name in names):
                break  # after a bar stand the place, the day, the outlet


def says_by(text: str) -> bool:
    """Whether a line begins as a byline does: "By", "Von", "Text:", "文・"."""
    text = text.lstrip("(（")
    return author_labels.labelled(text) is not None or any(prefix.match(text) for prefix in _PREFIXES)


def _unprefixed(text: str) -> str:
    text = _DATED.sub("", text)
    text = author_labels.labelled(text) or text
    for _ in range(2):
        before = text
        for prefix in _PREFIXES:
            if found := prefix.match(text):  # where `sub` would try each character of a text
                text = text[found.end() :]
        if text == before:
            break
    return text.strip()


def _split_names(text: str) -> list[str]:
    """The names of one part. After the first, pieces count only if they look like persons: the rest are roles."""
    if _CREDIT.match(text) or _IN_PICTURE.match(text):
        return []
    text = _unprefixed(text)
    if text.count(",") == 1 and (swapped := _swapped(text)):
        return [swapped]
    found: list[str] = []
    for segment in _COMMA.split(text):
        if not _CREDIT.match(segment):
            found.extend(_joined(segment, first=not found, loud=_AND.split(text)[0].split(",")[0].isupper()))
    return found


def _joined(segment: str, *, first: bool, loud: bool) -> Iterator[str]:
    """The names between two commas: one, or several joined by "and". `loud` is a byline in capitals."""
    pieces = [piece for piece in _AND.split(segment) if piece]
    if len(pieces) > 1 and (whole := _whole(segment, pieces, first=first)):
        yield whole
        return
    for piece in pieces:
        name = None if not first and _is_addition(piece.strip(), loud=loud) else person(piece)
        if name is None and not first and not organisations.has_role(piece):
            return  # "Home and Garden": no name, nor what is joined to it
        for part in organisations.agency_after(name) or (name,) if name else ():
            if first or is_personal(part) or organisations.is_agency(part):
                first = False
                yield part


def _is_addition(piece: str, *, loud: bool) -> bool:
    """Whether a piece after a name says what the person is: a degree, a role, an office's letters."""
    if organisations.is_agency(piece):
        return False
    return bool(_SUFFIX.match(piece)) or organisations.has_role(piece) or (piece.isupper() and not loud)


def _whole(segment: str, pieces: list[str], *, first: bool) -> str | None:
    """A name that holds an "and" itself: an account of two, a newsroom and its agencies, two families' names."""
    if _OF_TWO_FAMILIES.match(segment):
        return person(segment)
    if not first or len(segment) > 40 or any(organisations.has_role(piece) for piece in pieces):
        return None
    names = [name for piece in pieces if (name := person(piece))]
    if not names or any(is_personal(name) or organisations.is_agency(name) for name in names):
        return None
    return person(segment)


def _swapped(text: str) -> str | None:
    """`Family, Given` of catalogues, recognised by one word on either side."""
    family, given = (part.strip() for part in text.split(","))
    if " " in family or " " in given or not (family.istitle() and given.istitle()):
        return None
    return None if organisations.has_newsroom_word(text) else f"{given} {family}"


def _bare(text: str) -> str:
    """The text without the signs around it, but with the point of a last initial."""
    return text.strip(_STRIPPED) + ("." if _ENDS_IN_INITIAL.search(text) else "")


def person(text: str) -> str | None:
    """The name that a piece of a byline is, or None where it is none."""
    name = _unprefixed(_bare(" ".join(_PICTURES.sub(" ", text).split()))).removeprefix("the ")
    if not _ACCOUNT.fullmatch(name):
        name = _ASIDE.sub(r"\1 ", name)
        name = _bare(_CUT.sub("", f" {name} ").strip())
    name = _CJK_TAIL.sub("", name)
    if name.endswith(" reports") and is_personal(before := name.removesuffix(" reports")):
        name = before
    if not 2 <= len(name) <= 60 or organisations.is_nobody(name) or len(name.split()) > 6:
        return None
    if organisations.has_role(name):
        before = organisations.without_role(name).strip(_STRIPPED)
        if is_personal(before):
            name = before
        elif not organisations.has_newsroom_word(name):  # "Staff Writer", "News Editors" are newsrooms, kept as such
            return None
    if (sum(character.isdigit() for character in name) > 2 and not _ACCOUNT.fullmatch(name)) or not any(
        character.isalpha() for character in name
    ):
        return None
    if name.isupper() and len(name) > 4 and " " in name and not organisations.has_newsroom_word(name):
        name = re.sub(r"[^\W\d_]+", lambda word: word[0][0] + small(word[0][1:]), name)
    return name


def is_personal(name: str) -> bool:
    """Whether a name is made like a person's: two to five words, each with a capital but for particles."""
    if _WIDE.search(name):
        return _WIDE_NAME.fullmatch(name) is not None and not organisations.has_newsroom_word(name)
    if _INITIAL.fullmatch(name):
        return True
    words = _TITLE.sub("", name).split()
    pairs = pairwise(["", *words])
    if not 2 <= len(words) <= 5 or not words[-1][0].isupper() or words[0].lower() in {"the", "our"}:
        return False
    if words[0] == "den" or any(word == "der" and before.lower() not in _BEFORE_DER for before, word in pairs):
        return False
    if not all(word[0].isupper() or word.lower() in _PARTICLE or not word[0].isalpha() for word in words):
        return False
    return not _NO_NAME.search(name) and not organisations.has_newsroom_word(name)
