"""The dates that a page shows, in the order in which they are believed, and how it labels each.

After the headline before above it, where many pages show today's date; `time` elements before lines; what is
called an update last. "Published 5 March, updated 6 March" is read as two.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum, auto
from functools import cached_property
from itertools import islice
from typing import cast

from lxml import etree

from monitor.extract.statements import Statements, text_of, text_to
from monitor.reading.dates.months import month_of
from monitor.reading.dates.weekdays import weekdays_of

_UPDATED = r"""
    (?:last\s?)?(?:updat|modif)\w*|last\s(?:edited|changed|revised|reviewed)|revised|aktuali[sz]\w+|actuali[sz]\w+|
    mise?\sà\sjour|maj\s?:|aggiorna\w+|bijgewerkt|gewijzigd|endret|oppdater\w+|uppdater\w+|opdater\w+|päivitetty|
    muokattu|zaktualiz\w+|güncelle\w+|обновл\w+|изменен\w*|оновлено|ενημερώ\w+|最終更新日?|更新日?时?间?|수정|
    cập\snhật|diperbarui|تحديث|עודכן
"""
_PUBLISHED = r"""
    (?:first\s|originally\s)?(?:publish|post)ed|original(?=\W)|veröffentlicht|erschienen|erstellt|publicad[oa]|
    publié\w*|paru|pubblicat[oa]|gepubliceerd|geplaatst|publisert|publicerad|udgivet|publiceret|julkaistu|
    opublikowan[oay]|publikováno|yayın\w*|опубликован\w*|опубліковано|配信|掲載|公表|投稿|(?:기사)?입력|등록|
    发布(?:时间|日期)?|發布|发表(?:于|时间|日期)?|發表(?:於|時間)?|đăng\slúc|ngày\sđăng|diterbitkan|δημοσι\w+|نشر|פורסם
"""
_LABEL = re.compile(rf"(?P<updated>{_UPDATED})|(?P<published>{_PUBLISHED})", re.IGNORECASE | re.VERBOSE)
_OF_LABELS = tuple(  # a part of each label: most lines have none, and are found so in a twentieth of the time
    """
    updat modif edited changed revised reviewed aktuali actuali jour maj aggiorna bijgewerkt gewijzigd endret pdater
    päivitetty muokattu güncelle обновл изменен оновлено ενημερ 更新 수정 cập diperbarui تحديث עודכן
    publi posted original veröffentlicht erschienen erstellt paru pubblicat geplaatst udgivet julkaistu yay опубл
    配信 掲載 公表 投稿 입력 등록 发布 發布 发表 發表 đăng diterbitkan δημο نشر פורסם
    """.split()  # noqa: SIM905 - a list of words reads better so
)
_OF_ASCII_LABELS = tuple(filter(str.isascii, _OF_LABELS))
_OPENING = re.compile(  # of a text: "27.1.2022 - When", "(21. November 2022) Customers"
    r"[(\[]?(\d{1,2}\.\s?(?:\d{1,2}\.|[^\W\d_]{3,10})\s?(?:19|20)\d{2})(?:[)\]]|\s?[-–—:])?\s"
)
_SENTENCE = re.compile(r"[。！？]")  # of a text in Chinese or Japanese: no dateline has its marks
_MOST_TIMES = 400  # elements; those after are of a list
_FIGURE = re.compile(r"\d")
_CLOCK = re.compile(r"\d[:.h時시]\s?\d\d")
_OTHERS = re.compile(
    r"current (?:time|date)|it is (?:currently|now)|aktuelle zeit|nous sommes|hora actual|regist(?:ered|riert)|joined|"
    r"member since|mitglied seit|inscrit|birthday|geboren|release date|kinostart"
)  # of today, of an account or of a work; in small letters, as the names of elements below
_ASIDE = re.compile(r"comment|related|sidebar|widget|footer|copyright|teaser|recommend|countdown|trending")
_LISTED = re.compile(
    r"(?<![a-z])(?:more|next|prev|previous|event|events|card|cards|list|menu|modif\w*|updat\w*)(?![a-z])"
)  # whole words, which articles have too, for their subjects
_AN_UPDATE = re.compile(r"updat|modif", re.IGNORECASE)
_A_PUBLICATION = re.compile(r"publi|posted", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]{3,}")
_SHORT = 60  # characters of a line that is a date and little more
_AFTER = 150  # elements after the headline in which its dateline stands
_DATED = 160  # characters of an element that is named like a date and holds one
_LI = 80  # characters of a list item that holds a date and little more


class Label(StrEnum):
    """How a page labels a date that it shows."""

    PUBLISHED = auto()
    PLAIN = auto()
    UPDATED = auto()


Part = tuple[Label, str]


@dataclass(frozen=True, slots=True)
class Lines:
    """Short lines that a page shows: after its headline and above it, and anywhere."""

    after: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    scattered: Callable[[], Iterable[str]] = tuple  # looked for where it is asked for
    named: Sequence[etree._Element] = ()  # the elements whose names speak of dates
    heading: etree._Element | None = None


@dataclass(slots=True)
class _Times:
    """What the `time` elements of a page say: those that claim to be the publication, and the others by their place."""

    marked: list[Part] = field(default_factory=list)
    after: list[Part] = field(default_factory=list)
    above: list[Part] = field(default_factory=list)
    far: list[Part] = field(default_factory=list)


class Shown:
    """The dates that a page shows, each with its label: after the headline, above it, further off.

    Each place is looked at when it is first asked for: mostly the lines by the headline answer all questions.
    """

    def __init__(self, page: Statements, lines: Lines) -> None:
        self._page, self._lines = page, lines
        self._heading = lines.heading if lines.heading is not None else next(iter(page.elements["h1"]), None)

    @cached_property
    def lines(self) -> list[Part]:
        """Those after the headline that are lines, not elements."""
        return labelled(self._lines.after)

    @cached_property
    def after(self) -> list[Part]:
        """Those after the headline."""
        times, named = self._times, (text_of(element) for element in self._named if element in self._close)
        return [*times.marked, *times.after, *self.lines, *labelled(named)]

    @cached_property
    def above(self) -> list[Part]:
        """Those above the headline."""
        return [*self._times.above, *labelled(self._lines.above)]

    @cached_property
    def _close(self) -> set[etree._Element]:
        return set(_following(self._heading)) if self._heading is not None else set()

    @cached_property
    def _times(self) -> _Times:
        is_asked = bool(self._page.elements["time"])
        return _times(self._page.root, self._heading, self._close) if is_asked else _Times()

    @cached_property
    def _named(self) -> list[etree._Element]:
        return list(_named(self._lines.named))

    def by_the_headline(self) -> Iterator[Part]:
        """The lines after the headline, then what stands above it."""
        yield from self.lines
        yield from self.above

    def publications(self) -> Iterator[str]:
        """The texts that may be the publication, the likeliest first."""
        by = [*self.after, *self.above]
        yield from (text for label, text in by if label is not Label.UPDATED)
        yield from (text for label, text in by if label is Label.UPDATED)
        further = (text_of(element) for element in self._named if element not in self._close)
        far = [*self._times.far, *labelled([*further, *self._lines.scattered()])]
        yield from (text for label, text in far if label is not Label.UPDATED)
        yield from (text for label, text in far if label is Label.UPDATED)


def openings(paragraphs: Iterable[str]) -> list[str]:
    """The days with which paragraphs begin: of press releases and small papers, which date their texts so."""
    return [found.group(1) for text in paragraphs if (found := _OPENING.match(text))]


def is_bare(text: str) -> bool:
    """Whether a text is a date and nothing else."""
    words = _WORDS.findall(text)
    return 0 < len(text) <= _SHORT and all(month_of(word) or weekdays_of(word) for word in words)


def is_dateline(text: str) -> bool:
    """Whether a text is a date with a clock, a name or a count at most, not a sentence, as of an event's days."""
    words = [word for word in _WORDS.findall(text) if word.islower()]
    return 0 < len(text) <= _SHORT and all(month_of(word) or weekdays_of(word) for word in words)


def split_by_labels(text: str) -> list[Part]:
    """A line in its parts, each with its label: a label speaks of what follows, else of what precedes."""
    small = text.lower()
    of_labels = _OF_ASCII_LABELS if small.isascii() else _OF_LABELS
    found = list(_LABEL.finditer(text)) if any(map(small.__contains__, of_labels)) else []
    if not found:
        return [(Label.PLAIN, text)]
    ends = [*(match.start() for match in found[1:]), len(text)]
    parts = [(Label.PLAIN, text[: found[0].start()])]
    for match, end in zip(found, ends, strict=True):
        label = Label.UPDATED if match["updated"] else Label.PUBLISHED
        part = text[match.end() : end]
        if not _FIGURE.search(part) and parts[-1][0] is Label.PLAIN and _FIGURE.search(parts[-1][1]):
            parts[-1] = (label, parts[-1][1])
        parts.append((label, part))
    return parts


def written(element: etree._Element) -> Iterator[str]:
    """What an element says of its date: in attributes, then in its text."""
    for name, value in cast("list[tuple[str, str]]", element.items()):
        if name in {"content", "datetime", "title"} or (name.startswith("data-") and _FIGURE.search(value)):
            yield value
    yield text_of(element)[:120]


def is_elsewhere(element: etree._Element) -> bool:
    """Whether an element belongs to something next to the article: a card, a comment, an item of a list."""
    for ancestor in islice(element.iterancestors(), 8):
        name = (ancestor.get("class") or "").lower()
        if ancestor.tag in {"aside", "footer", "nav"} or _ASIDE.search(name):
            return True
        if ancestor.tag in {"article", "main"}:
            return False
        if _LISTED.search(name) or (ancestor.tag == "li" and len(text_to(ancestor, _LI)) > _LI):
            return True
    return False


def labelled(lines: Iterable[str]) -> list[Part]:
    """The parts of those lines that hold a figure and are short, or long with a clock or a label."""
    found: list[Part] = []
    for text in lines:
        if not _FIGURE.search(text) or _OTHERS.search(text.lower()) or _SENTENCE.search(text):
            continue
        parts = split_by_labels(text)
        if len(parts) > 1 or len(text) <= _SHORT or _CLOCK.search(text):
            found.extend(parts)
    return sorted(found, key=lambda part: part[0] is not Label.PUBLISHED)


def _times(root: etree._Element, heading: etree._Element | None, close: set[etree._Element]) -> _Times:
    """What the `time` elements say, by their places."""
    found = _Times()
    passed = heading is None
    tag = str(heading.tag) if heading is not None else "h1"
    wanted = ("time", tag) if tag.isalnum() else ("*",)  # lxml takes no name with a control character
    count = 0
    for element in root.iter(*wanted):
        passed = passed or element is heading
        if element.tag != "time":
            continue
        count += 1
        if is_elsewhere(element):
            continue
        label = _label_of(element)
        texts = [(label, text) for text in written(element)]
        if label is Label.PUBLISHED and _is_marked(element):
            found.marked += texts
        elif element in close:
            found.after += texts
        elif passed:
            found.far += texts
        else:
            found.above += texts
        if count > _MOST_TIMES or len(found.far) > 4:
            break
    return found


def _following(heading: etree._Element) -> Iterator[etree._Element]:
    """The elements after the headline, as many as its dateline may stand in."""
    count = 0
    around: etree._Element | None = heading
    while around is not None:
        for sibling in around.itersiblings():
            for element in sibling.iter():
                yield element
                count += 1
                if count >= _AFTER:
                    return
        around = around.getparent()


def _is_marked(element: etree._Element) -> bool:
    """Whether the element itself claims to be the publication."""
    name = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
    return element.get("pubdate") is not None or bool(_A_PUBLICATION.search(name))


def _label_of(element: etree._Element) -> Label:
    """The label that the element's name, or the text before it, gives it."""
    if _is_marked(element):
        return Label.PUBLISHED
    if _AN_UPDATE.search(f"{element.get('class') or ''} {element.get('itemprop') or ''}"):
        return Label.UPDATED
    around, own = element.getparent(), text_of(element)
    before = text_of(around)[:200] if around is not None else own
    at = before.find(own) if own else -1
    return split_by_labels(before[: at + len(own)] if at >= 0 else own)[-1][0]


def _named(elements: Sequence[etree._Element]) -> Iterator[etree._Element]:
    """The elements named like a date that hold a short text with a figure."""
    count = 0
    for element in elements[:200]:
        text = text_to(element, _DATED)
        if 6 <= len(text) <= _DATED and _FIGURE.search(text) and not is_elsewhere(element):
            yield element
            count += 1
            if count >= 12:
                return
