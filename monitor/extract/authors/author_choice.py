"""Who wrote it, and how sure that is: whom the rules name, or where they name no person the learned choice.

Where the rules (`bylines`) name a person, a forest over all sources wins no more pages than it loses. Where they name
nobody, or a house or a desk, whoever a byline, a link or a line may name is weighed by a small forest: it is learnt on
labelled pages, on these and others without what they declare, and on pages of which people say that they name nobody
(`bench/learn_authors.py`).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from monitor.extract.authors import author_candidates, author_features, bylines
from monitor.extract.authors.author_candidates import AuthorCandidate
from monitor.extract.authors.bylines import Places
from monitor.extract.authors.person_names import is_personal
from monitor.extract.forest import Ballot
from monitor.extract.layout.visible import VisiblePage
from monitor.extract.statements import Statements

MODEL = Path(__file__).with_name("author_model.json")
_GIVEN = 3  # letters of a given name alone
LEAST = 0.44  # likelihood below which nobody is named: a wrong name is worse than none
SURER = 0.7  # likelihood from which on a person is named rather than the house or the desk that the rules name


@dataclass(frozen=True, slots=True)
class ChosenAuthors:
    """The authors, and how likely the first of them is right, 0 to 1; None where nothing was weighed."""

    names: tuple[str, ...]
    confidence: float | None = None


def read(page: Statements, names: Iterable[str], places: Places, shown: VisiblePage) -> ChosenAuthors:
    """The authors of a page. `names` are the outlet's own."""
    sites = bylines.sites_of(page, names)
    elected = bylines.elect(page, sites, places)
    if elected.is_person:
        return ChosenAuthors(_in_full(elected.names, page, sites, shown), elected.sure)
    chosen = ballot(page, sites, places.text, shown).likeliest(MODEL)
    if chosen is None or chosen[1] < (SURER if elected.names else LEAST):
        return ChosenAuthors(elected.names, elected.sure if elected.names else None)
    likeliest, sure = chosen
    return ChosenAuthors(likeliest.names, sure)


def _in_full(names: tuple[str, ...], page: Statements, sites: Collection[str], shown: VisiblePage) -> tuple[str, ...]:
    """The one author's full name where the page has it: "Linda" is "Linda McCall" in the box that tells of her."""
    if len(names) != 1 or " " in names[0] or not names[0].isalpha() or len(names[0]) < _GIVEN:
        return names
    found = author_candidates.gather_bylines(page, sites, shown).by_names.values()
    fuller = {
        one.names
        for one in found
        if len(one.names) == 1
        and is_personal(one.names[0])
        and one.names[0].split()[0].casefold() == names[0].casefold()
    }
    return next(iter(fuller)) if len(fuller) == 1 else names


def ballot(
    page: Statements, sites: Collection[str], text: Sequence[str], shown: VisiblePage
) -> Ballot[AuthorCandidate]:
    """Every candidate of a page of which the rules name no person, with its figures. `text` are its paragraphs."""
    found = author_candidates.gather(page, sites, text, shown)
    return Ballot(list(found.by_names.values()), author_features.features(found, page, "\n".join(text)))
