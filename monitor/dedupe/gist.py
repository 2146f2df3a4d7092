"""The gist of a headline: what was done, to whom or what, and which season or part of it.

    words, quoted or not -> acts (main and background) -> numbers of parts -> the rest is its subject

What stands within quotation marks names a work: "‘Dead to Me’ Renewed" has no death in it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from monitor.dedupe import round_ups
from monitor.dedupe.acts import COMMENT, Act, Phrase, names, places, vocabulary
from monitor.dedupe.terms import lower, words
from monitor.text.stopwords import COMMONPLACE

LONGEST = 400  # characters of a headline that are read
TITLE_WORDS = 7  # a quotation of more words is speech, not the name of a work
SUFFIX_WORDS = 4  # of an outlet's name at the end of a headline
LONGEST_NUMBER = 3  # digits of a part's number; more is a year
_DEEDS = 10_000  # that are remembered
CLIP = "clip"  # the unit of trailers, which a plain "trailer" has too

# An opening mark stands after a space, a closing one before anything but a letter: an apostrophe does neither. French
# puts spaces within, and German and Danish print also »so«.
_QUOTED = re.compile(
    r"""(?<![^\s(\[|:–—-])(?:[‘“"'„‚»](?=\S)|«\s?(?=\S))([^‘“"«„‚»]{1,80}?)(?:[’”"'“]|\s?»|«)(?![^\W_])"""
)
_SUFFIX = re.compile(r"\s+[|–—-]+\s+(?=[^|]*$)")
_YEAR = re.compile(r"\((\d{4})\)")  # "Dune (2021)": which of several works of one name
_BETWEEN = re.compile(r"#(?=\d)")
_EXPLAINS = re.compile(r"(?:[^|]{1,24}\|\s*)?(?:how|why|what|here[’']s|warum|wie|pourquoi)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done: the acts of a headline, without those of its background unless there are no others.

    `parts`: of which season, episode or part, as (unit, number) such as ("season", 4). `works`: words of the names that
    it quotes, without those in its background unless there are no others.
    """

    main: frozenset[Act]
    parts: frozenset[tuple[str, int]]
    works: frozenset[str] = frozenset()
    explains: bool = False  # it opens with how, why or what, and names no act but comment

    @property
    def is_comment(self) -> bool:
        """Whether it reviews, lists, remembers or explains instead of reporting."""
        return bool(self.main) and self.main <= COMMENT


@dataclass(frozen=True, slots=True)
class Gist:
    """What a headline says. `claimed`: its words, casefolded, without those of its background.

    `subject`: those of them that name whom or what it is about.
    """

    deed: Deed
    claimed: frozenset[str]
    subject: frozenset[str]
    opening: str = ""  # the first of its words: mostly who acts


def gist(title: str, outlet: str, silent: frozenset[str]) -> Gist:
    """The gist of a headline of `outlet`; `silent` are the words of grammar of its language."""
    said = _split(_without_suffix(title[:LONGEST], outlet))
    tokens = [token for token, is_quoted in said if not is_quoted]
    acts = _acts(tokens)
    form = round_ups.act_of(title[:LONGEST], [token for token, _ in said if token])
    main = frozenset({form}) if form is not None else acts.main or acts.background
    # The background claims nothing, unless it is all there is.
    claimed = _up_to(said, acts.end) if acts.main else said
    works = _works(title[:LONGEST], silent)
    news = {token for token, is_quoted in _up_to(said, acts.background_from) if is_quoted}
    years = {("year", int(year)) for year in _YEAR.findall(title[:LONGEST])}
    return Gist(
        deed=_deed(
            main,
            _parts([token for token, _ in said]) | years,
            works & news or works,
            explains=main <= COMMENT and _EXPLAINS.match(title) is not None,
        ),
        claimed=frozenset(token for token, _ in claimed if token) - silent,
        subject=_subject(claimed, acts.words, silent),
        opening=next((token for token, _ in claimed if len(token) > 1 and token not in silent), ""),
    )


def of_many_subjects(gist: Gist) -> Gist:
    """The same of a text that turned out to be on many subjects."""
    deed = gist.deed
    return replace(gist, deed=_deed(deed.main | {Act.ROUND_UP}, deed.parts, deed.works, explains=deed.explains))


@lru_cache(_DEEDS)
def _deed(main: frozenset[Act], parts: frozenset[tuple[str, int]], works: frozenset[str], *, explains: bool) -> Deed:
    """One object for all headlines that say the same: a window holds a hundred thousand."""
    return Deed(main, parts, works, explains)


def _works(title: str, silent: frozenset[str]) -> frozenset[str]:
    """The words of the names that a headline quotes. With a small word not of grammar it quotes what was said."""
    quoted = [words(match.group(1)) for match in _QUOTED.finditer(title)]
    named = [
        each
        for each in quoted
        if len(each) <= TITLE_WORDS and silent.issuperset(word for word in each if word.islower())
    ]
    return frozenset(token for each in named for token in lower(each)) - silent


def _subject(claimed: Sequence[tuple[str, bool]], acts: frozenset[str], silent: frozenset[str]) -> frozenset[str]:
    """The words that name whom or what it is about, best of three kinds: names; a platform; whatever is left."""
    quoted = {token for token, is_quoted in claimed if is_quoted and not token.isdigit()}
    rest = {token for token, _ in claimed if token} - acts - silent
    named = (quoted - silent) | {token for token in rest if _names(token)}
    # A list of what a platform shows is about the platform; a name made of common words alone is still a subject.
    return frozenset(named or rest & places() or rest - names() or rest)


@dataclass(frozen=True, slots=True)
class _Acts:
    """The acts of the words outside of quotations, and the words that name them.

    `background_from`: where the background begins; `end`: the same, if an act stands before it.
    """

    main: frozenset[Act]
    background: frozenset[Act]
    words: frozenset[str]
    end: int
    background_from: int


def _acts(tokens: Sequence[str]) -> _Acts:
    main: set[Act] = set()
    background: set[Act] = set()
    used: set[str] = set()
    end = background_from = len(tokens)
    for phrase in vocabulary().find(tokens):
        if phrase.opens_background:
            background_from = min(background_from, phrase.start)
            end = min(end, phrase.start) if main else end
        if not (main and _is_attribution(phrase, tokens)):
            (main if phrase.start < end else background).update(phrase.acts)
        if phrase.acts or phrase.opens_background:
            used.update(tokens[phrase.start : phrase.start + phrase.words])
    return _Acts(frozenset(main), frozenset(background), frozenset(used), end, background_from)


def _is_attribution(phrase: Phrase, tokens: Sequence[str]) -> bool:
    """Whether a headline ends with who says so: "... Died of Pneumonia, Coroner Says" is on the cause of a death."""
    return phrase.acts == {Act.STATEMENT} and phrase.words == 1 and phrase.start == len(tokens) - 1


def _split(title: str) -> list[tuple[str, bool]]:
    """Words, and whether they stand in a quoted name. A gap stands before each name, so that nothing runs on."""
    said: list[tuple[str, bool]] = []
    at = 0
    for match in _QUOTED.finditer(title):
        inside = lower(words(match.group(1)))
        if len(inside) > TITLE_WORDS:
            continue
        said += [(token, False) for token in (*_tokens(title[at : match.start()]), "")]
        said += [(token, True) for token in inside]
        at = match.end()
    return said + [(token, False) for token in _tokens(title[at:])]


def _tokens(text: str) -> list[str]:
    return lower(words(_BETWEEN.sub("no ", text)))


def _up_to(said: Sequence[tuple[str, bool]], end: int) -> list[tuple[str, bool]]:
    """The words until so many that are not quoted."""
    kept: list[tuple[str, bool]] = []
    for token, is_quoted in said:
        if not is_quoted:
            if not end:
                break
            end -= 1
        kept.append((token, is_quoted))
    return kept


def _parts(tokens: Sequence[str]) -> frozenset[tuple[str, int]]:
    """Numbers of seasons, episodes and parts: "season 4", "zweite Staffel"; of "three seasons" none."""
    known = vocabulary()
    parts: set[tuple[str, int]] = set()
    for place, token in enumerate(tokens):
        unit = known.units.get(token)
        if unit is None:
            continue
        after = [word for word in tokens[place + 1 : place + 3] if word != "no"]  # "no" stands for #
        number = _number(after[0], known.numbers) if after else None
        if number is None and place and unit != CLIP:  # "season 6 trailer" is no sixth trailer
            number = _number(tokens[place - 1], known.ordinals)
        if number is not None:
            parts.add((unit, number))
    return frozenset(parts)


def _number(token: str, spelled: Mapping[str, int]) -> int | None:
    digits = token.rstrip("stndrh")  # "2nd"
    if digits.isdecimal():
        return int(digits) if len(digits) <= LONGEST_NUMBER else None
    return spelled.get(token)


def _names(word: str) -> bool:
    """Whether a word may name whom or what a headline is about."""
    return word not in names() and word not in COMMONPLACE and not word[0].isdigit()


def _without_suffix(title: str, outlet: str) -> str:
    """The headline without its outlet's own name, or a platform's, at the end."""
    cut = _SUFFIX.search(title)
    if cut is None:
        return title
    tail = lower(words(title[cut.end() :]))
    squeezed = "".join(tail).removeprefix("the")
    is_name = (
        len(tail) <= SUFFIX_WORDS
        and bool(tail)
        and (squeezed in _squeezed(outlet) or all(word in names() for word in tail))
    )
    return title[: cut.start()] if is_name else title


def _squeezed(outlet: str) -> str:
    return "".join(lower(words(outlet)))
