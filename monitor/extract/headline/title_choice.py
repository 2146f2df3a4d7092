"""The headline of a page, and how sure it is: the election's, or where its sources leave a doubt the learned choice.

The election (`headlines`) is believed where the heading and a declaration say the same, and where it is right as often
as what weighing would choose (`trust`). Elsewhere every candidate is weighed by a small forest, learnt on labelled
pages, and on the same pages without their declarations and headings: `bench/learn_titles.py`. What it is not sure of
gives way to what links to the page itself say (`own_links`), and to the line above the date, on pages that show nothing
of what they declare (`dated_lines`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from monitor.extract.forest import Ballot
from monitor.extract.headline import (
    dated_lines,
    headings,
    headlines,
    own_links,
    title_candidates,
    title_features,
    title_parts,
    title_sections,
)
from monitor.extract.headline.headings import Heading
from monitor.extract.headline.title_candidates import Line, TitleCandidate, TitleCandidates
from monitor.extract.headline.title_features import PageWords
from monitor.extract.statements import Statements

MODEL = Path(__file__).with_name("title_model.json")
AGREED = 0.94  # share of right ones where heading and declaration agree: 1,236 labelled pages
SAID = 0.88  # where a lesser heading or declaration, or one without its kicker, says what was elected: 217 pages
LISTED = 0.97  # where the page says what its listing does: two that speak of one article, each for itself
ABOVE_DATE = 0.8  # where a doubtful choice gives way to the line above the date: 14 labelled pages
_DOUBT = 0.6  # a choice that is less sure gives way
OWN_LINK = 0.8  # where a choice that is not sure gives way to what links to the page itself say: six labelled pages
_UNSURE = 0.75  # a choice that is less sure gives way to these
_A_HEADLINE = 3  # words at least of what a listing says: "News" may be a page's heading, and a link's text, too
_MOST_TOP = 6  # `h1` that are looked at
_LESSER = (("h2", 8), ("h3", 6), ("h4", 4))  # headings of each other level that are
_SAYING = _LESSER[:2]


@dataclass(frozen=True, slots=True)
class ChosenTitle:
    """A headline, and how likely it is right, 0 to 1; None where nothing was weighed."""

    text: str | None
    confidence: float | None = None


def read(
    page: Statements, names: Sequence[str], listed: str | None, lines: Callable[[], Sequence[Line]]
) -> ChosenTitle:
    """The headline. `names` are the outlet's, `listed` is what its listing said.

    `lines` returns what the page shows: asked only where the declarations and headings leave a doubt, and once.
    """
    lines = cache(lines)
    top = headings.read(page.elements["h1"])
    elected = headlines.read(page, names, top, listed)
    trusted = trust(page, top, elected, lines)
    if trusted is not None and (trusted >= AGREED or not listed):  # of what is less sure the listing is asked
        return ChosenTitle(elected, trusted)
    found, words = _candidates(page, names, top, elected, lines())
    if listed and (same := _as_listed(found, words.sites, listed)) is not None:
        return ChosenTitle(same, LISTED)
    if trusted is not None:
        return ChosenTitle(elected, trusted)
    chosen = _weighed(found, words, elected).likeliest(MODEL)
    if chosen is None:
        return ChosenTitle(elected)
    likeliest, sure = chosen
    if sure < _UNSURE and (said := own_links.named(likeliest, found, words, page)) is not likeliest:
        likeliest, sure = said, OWN_LINK
    elif sure < _DOUBT and (line := dated_lines.above_date(found, words, lines())) is not None:
        likeliest, sure = line, ABOVE_DATE
    alone = title_sections.without_sections(likeliest.text, found, words, page)
    return ChosenTitle(_as_shown(headlines.without_site(alone, words.sites), words, lines()), sure)


def _as_shown(title: str, words: PageWords, lines: Sequence[Line]) -> str:
    """A title in the form in which a line of the page says it: with its signs, which a declaration may lack or add to.

    Not in a script without spaces, where a line's are those of its elements; nor in capitals.
    """
    place = words.plain.get(headlines.fold(title))
    if place is None or title_parts.has_ideographs(title):
        return title
    shown = title_parts.bare(headlines.tidy(lines[place].text))
    return title if shown.casefold() == title.casefold() or shown.isupper() else shown


def trust(
    page: Statements, top: list[Heading], elected: str | None, lines: Callable[[], Sequence[Line]]
) -> float | None:
    """How likely the election is right where it is believed unweighed; None where it is not."""
    if not elected:
        return None
    if is_agreed(page, top, elected, lines):
        return AGREED
    return SAID if _is_said(page, top, elected) else None


def _as_listed(found: TitleCandidates, sites: set[str], listed: str) -> str | None:
    """The candidate that says what the listing does, with the outlet's name or without; few words are not enough."""
    title = headlines.without_site(headlines.tidy(listed), sites)
    if len(title_parts.words(title)) < _A_HEADLINE:
        return None
    same = found.by_letters.get(headlines.fold(title))
    return None if same is None else same.text


def is_agreed(page: Statements, top: list[Heading], elected: str, lines: Callable[[], Sequence[Line]]) -> bool:
    """Whether an `h1` that is no link says just this, and a declaration or a part of the `title` element, too.

    Not where the page shows another part of that element, too: one of the two is the outlet's name, or a section's.
    """
    letters = headlines.fold(elected)
    if not any(headlines.fold(heading.text) == letters for heading in top[:3]):
        return False
    declared = dict(headlines.declared_texts(page))
    if any(headlines.fold(declared.get(source, "")) == letters for source in ("jsonld", "og")):
        return True
    title = declared.get("tag", "")
    runs = {headlines.fold(run): run for start, end in title_parts.runs(title) if (run := title[start:end])}
    if letters not in runs:
        return False
    others = {
        title_parts.bare(run).casefold() for part, run in runs.items() if part not in letters and letters not in part
    }
    shown = [line.text for line in lines() if not line.is_link and len(line.text) < 250]
    if others and any(text.casefold() in others for text in shown):
        return False
    return any(headlines.fold(text) == letters for text in shown)


def _is_said(page: Statements, top: list[Heading], elected: str) -> bool:
    """Whether an `h1` and a lesser declaration say just this; or no `h1`, but a lesser heading, which was sought out.

    Or a heading does without its kicker: marked as one, or one of its elements, and a declaration lacks it. There the
    learned choice is right no more often on the pages that nobody had looked at, and less on the others.
    """
    letters = headlines.fold(elected)
    top = top[:_MOST_TOP]
    if any(headlines.fold(heading.text) == letters for heading in top):
        declared = dict(headlines.declared_texts(page))
        return any(headlines.fold(declared.get(source, "")) == letters for source in ("property", "holder", "twitter"))
    lesser = [heading for level, most in _SAYING for heading in headings.read(page.elements[level], most)]
    if any(letters in {headlines.fold(heading.text), headlines.fold(heading.short)} for heading in (*lesser, *top)):
        return True
    return any(headlines.fold(piece) == letters for heading in top for piece in title_candidates.pieces_of(heading))


def ballot(
    page: Statements,
    names: Sequence[str],
    top: list[Heading],
    elected: str | None,
    lines: Sequence[Line],
) -> Ballot[TitleCandidate]:
    """Every candidate of a page with its figures. `elected` is the election's headline."""
    return _weighed(*_candidates(page, names, top, elected, lines), elected)


def _weighed(found: TitleCandidates, words: PageWords, elected: str | None) -> Ballot[TitleCandidate]:
    return Ballot(list(found.by_letters.values()), title_features.features(found, elected or "", words))


def _candidates(
    page: Statements, names: Sequence[str], top: list[Heading], elected: str | None, lines: Sequence[Line]
) -> tuple[TitleCandidates, PageWords]:
    found = TitleCandidates()
    if elected and (first := found.add(elected)) is not None:
        first.text = elected
    declared = list(headlines.declared_texts(page))
    shown = [("h1", heading) for heading in top[:_MOST_TOP]]
    shown += [(level, heading) for level, most in _LESSER for heading in headings.read(page.elements[level], most)]
    sites = headlines.sites_of(page, names, top[:_MOST_TOP])
    words = title_features.page_words(
        page.url,
        sites,
        [text for _, text in declared],
        [heading.text for _, heading in shown],
        lines,
    )
    for order, (level, heading) in enumerate(shown):
        found.show(level, heading, order)
    for source, text in declared:
        found.declare(source, text)
    for text in title_candidates.lines_above(lines, words.text_at):
        if (line := found.add(text)) is not None and not line.sources and not line.part_of:
            line.sources.add("line")
    return found, words
