"""Lines that name who wrote: those that begin with "By", or in one of their parts; names alone, or with the day.

Each question returns the names of the first line that has some; what is a name is decided in `person_names`.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from monitor.extract.authors import organisations
from monitor.extract.authors.person_names import people, says_by

_VERB = re.compile(
    r"(?:written|posted|published|submitted|gespeichert|geschrieben|verfasst|veröffentlicht)\s+(?:by|von)[\s:]",
    re.IGNORECASE,
)
_AT_A_TIME = re.compile(  # Filed under: Film — jane @ 00:11; not "Concert — Garden Hall @ 20:00"
    r"[^:—]{2,40}:[^—]{0,300}—\s(?P<name>[\w.'-]{2,30}(?:\s[\w.'-]{2,30})?)\s@\s\d{1,2}:\d\d"
)
_DATED_BY = re.compile(r"\d.{0,30}\b(?:by|BY|von|por|par)\s+(?=[A-ZÀ-Þ])(.{3,60})$")  # 3 May 2024, 11:00 by Jane Doe
_DAY = (
    r"(?:\d{1,2}\.\s?(?:\d{1,2}\.|[^\W\d_]{3,9})\s?\d{4}|\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{4}|"
    r"[^\W\d_]{3,9}\.?\s\d{1,2},\s\d{4}|\d{1,2}\s[^\W\d_]{3,9}\.?,?\s\d{4})"
)
_DATED_NAME = re.compile(
    rf"(?:[^\W\d_]{{2,10}},?\s)?{_DAY}(?:,?\s\d{{1,2}}[:.]\d\d(?:\sUhr)?)?\s*[-–—|·•,/]\s*"
    r"(?P<name>[^\W\d_][^|·•/\d]{3,50})$"
)
_ACCOUNT_BY = re.compile(  # by jane_doe; by jane 6; 06.11.2023 13:30 von Jane
    rf"(?:.{{0,30}}{_DAY}(?:\D{{1,4}}\d{{1,2}}[:.]\d\d(?:\sUhr)?)?\s)?(?:[bB]y|BY|[Vv]on|[Pp]ar|[Pp]or|[Dd]oor)\s"
    r"(?P<name>[^\W\d_][\w.-]{2,24})(?:\s\d{1,4})?(?:\s(?:Symbolbild|Foto|Bild|Photo)\b.{0,40})?$"
)
_KOREAN = re.compile(r"([\uac00-\ud7a3]{2,4})\s?기자$")
_NAME_DATED = re.compile(  # Jane Doe, April 19, 2020; Jane Doe Zuletzt geändert am 06.11.2023
    r"(?P<name>[^\W\d_][^|·•/\d:,@]{3,40}?),?(?:\s*[-–—|·•]\s*|\s)(?:(?i:on|am|le|el|il|den|(?:zuletzt\s)?geändert am|"
    r"(?:last\s)?updated(?:\son)?|published(?:\son)?|posted(?:\son)?|aktualisiert am|veröffentlicht am|publié le|"
    rf"publicado el|mis à jour le)\s?:?\s+)?(?:(?:\w{{3,6}}day|\w{{3,7}}(?:tag|woch)|Mon|Tue|Wed|Thu|Fri|Sat|Sun),?\s)?"
    rf"{_DAY}(?:\D{{0,9}}\d{{1,2}}[:.]\d\d\D{{0,12}})?$"
)
_CITY = re.compile(  # whose names are made like a person's; press releases begin with one and the day
    r"(?:New (?:York|Delhi|Orleans)|(?:Los|San|Las|Santa|Buenos|Tel|Abu|Hong|Kuala|São|Rio|Bad|Beverly|United)\s.*|"
    r".*\sCity)$"
)
_VENUE = re.compile(  # or an evening, which have a day, too; a person of two words may be called Hall or Park
    r"(?:\S+\s){2,}(?:hall|garden|gardens|park|square|house|field|palace|centre|center)|"
    r".*\s(?:arena|stadium|stadion|theat(?:re|er)|teatro|auditorium|coliseum|forum|festival|awards?|globes|carpet|"
    r"saal|sala|salle|halle|live|tour|update)",
    re.IGNORECASE,
)
_IDIOMS = frozenset(  # of which kickers and subheadings are made: "Par amour", "Von wegen"
    """
    accident chance default design far hand heart invitation law night now numbers proxy request then heute hier
    innen oben unten vorn vorne wegen weitem ailleurs amour cœur coeur contre exemple hasard ici ahora amor ejemplo
    eso favor fin supuesto
    """.split()  # noqa: SIM905 - a list of words reads better so
)
_PARTS = re.compile(r"\s*(?:[|·•]|//)\s*")  # between what one line says of a piece
_DASHES = re.compile(r"\s*(?:[|·•]|//)\s*|\s[-–—]\s")  # the same, where it says a day: else a work is by somebody
_FIGURE = re.compile(r"\d")
_WORK_OF = re.compile(  # what stands before a name over more of that person's work, or over a life
    r"(?:about(?: the author)?:?|recent from|meet|über|(?:all|more|see|view|read|alle|weitere|mehr|todos|"
    r"tous|tutti|ver|voir)\s(?:[^\W\d_]{1,12}\s){0,4}(?:by|from|von|de|di|par|por))\s$",
    re.IGNORECASE,
)
_NEAR_LINES = 6
_LONG_DATED = 100  # characters of a line that may name a day and who wrote
_LONGEST_NAME = 45
_RUNNING = 80  # characters of a line from which on it is text
_ALL_BY = re.compile(
    r"(?:all|alle|view all|see all|more|weitere|mehr|todos|tous|ver todos)\s.*(?:articles?|artikel|artículos|posts|"
    r"stories|beiträge|by|from|von|de)\b",
    re.IGNORECASE,
)


def introduced(lines: Iterable[str], first: Iterable[str]) -> list[str]:
    """Lines that begin with "By", or a name alone as the first line of the text; persons rather than a desk."""
    desks: list[str] = []
    for text in lines:
        if len(text) > 150:
            continue
        wanted = _byline_in(text)
        if wanted is None:
            continue
        found = people([wanted], strict=_VERB.match(text) is None)
        if found.persons:
            return [*found.authors]
        desks = desks or [*found.rest]
    if desks:
        return desks
    for text in first:
        if text[-1] not in ".!?:" and _is_names(text):
            return [text]
    return []


def _byline_in(text: str) -> str | None:
    """What of a line is a byline: what follows a day and "by", the line, or that of its parts which says "by"."""
    if len(text) <= _LONG_DATED and (dated := _DATED_BY.search(text)):
        return dated.group(1)
    between = _DASHES if _FIGURE.search(text) else _PARTS
    return next(filter(says_by, (text, *between.split(text))), None)


def alone(lines: Sequence[str]) -> list[str]:
    """A line by the headline that is nothing but the name of an agency, a desk, or a person whose work stands below."""
    before = ""
    for text, after in zip(lines[:_NEAR_LINES], [*lines[1:], ""], strict=False):
        if (
            len(text) <= 45
            and not before.endswith(":")
            and (organisations.is_agency(text) or organisations.is_desk(text))
        ):
            return [text]
        if len(after) <= 60 and (_ALL_BY.match(after) or organisations.has_role(after)) and _is_names(text):
            return [text]
        before = text
    return []


def dated(lines: Sequence[str]) -> list[str]:
    """A person's name after or before the day, and nothing else, on a line by the headline: "25.10.2022 - Jane Doe".

    Or an account's with the time of the post after it, as a theme of many blogs writes: "— jane @ 00:11".
    """
    for text in lines[:_NEAR_LINES]:
        found = _DATED_NAME.match(text) if len(text) <= _RUNNING else None
        found = found or (_NAME_DATED.match(text) if len(text) <= _RUNNING else None)
        if found and _is_names(name := found["name"]) and not (_CITY.match(name) or _VENUE.fullmatch(name)):
            return [name]
        if posted := _AT_A_TIME.match(text):
            return [posted["name"]]
    return []


def tells_of(text: str, name: str) -> bool:
    """Whether a line is of more that somebody wrote, or of a life: "More stories by Jane Doe"."""
    return text.endswith(name) and text != name and _WORK_OF.match(text[: -len(name)]) is not None


def account(lines: Sequence[str]) -> list[str]:
    """Whom a line by the headline names by one word, after "by" and with nothing else but a day."""
    for text in lines[:_NEAR_LINES]:
        found = (_ACCOUNT_BY.match(text) if len(text) <= _RUNNING else None) or _KOREAN.match(text)
        if found and found[1].casefold() not in _IDIOMS and people([found[1]]).persons:
            return [found[1]]
    return []


def whose_work(lines: Sequence[str], shown: Iterable[str]) -> list[str]:
    """A name alone on a line by the headline, of whose work or life another line tells: "All articles by Jane Doe"."""
    names = [text for text in lines[:_NEAR_LINES] if 3 <= len(text) <= _LONGEST_NAME and text[0].isalpha()]
    for text in shown if names else ():
        if len(text) > _LONG_DATED:
            continue
        for name in names:
            if tells_of(text, name) and people([name]).persons:
                return [name]
    return []


def above(lines: Sequence[str]) -> list[str]:
    """A line of names, and nothing else, right above a text: so sign papers whose pages state the paper alone."""
    for text, after in pairwise(lines[: _NEAR_LINES + 1]):
        if len(after) >= _RUNNING and _is_names(text):
            return [text]
    return []


def _is_names(text: str) -> bool:
    return len(text) <= 60 and _says_only(text, people([text], strict=True).persons)


def _says_only(text: str, names: Sequence[str]) -> bool:
    """Whether a text holds these names and nothing else but what joins them."""
    bare = text
    for name in names:
        bare = bare.replace(name, "", 1)
    return bool(names) and len(bare.strip(" ,/&·-–—")) <= 5 * (len(names) > 1)
