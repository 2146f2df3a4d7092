"""Who wrote it, and how sure that is: whom the rules name, or where they name nobody the learned choice.

Where the rules (`bylines`) name anyone, a forest over all sources names the same but for one page in three hundred.
Where they name nobody, whoever a byline, a link or a line may name is weighed by a small forest, learnt on labelled
pages, on the same without what they declare, and on pages of which people say that they name nobody:
`bench/learn_authors.py`.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from monitor.extract.authors import author_candidates, author_features, bylines
from monitor.extract.authors.author_candidates import AuthorCandidate
from monitor.extract.authors.bylines import Places
from monitor.extract.forest import Ballot
from monitor.extract.layout.visible import VisiblePage
from monitor.extract.statements import Statements

MODEL = Path(__file__).with_name("author_model.json")
LEAST = 0.4  # likelihood below which nobody is named: a wrong name is worse than none


@dataclass(frozen=True, slots=True)
class ChosenAuthors:
    """The authors, and how likely the first of them is right, 0 to 1; None where nothing was weighed."""

    names: tuple[str, ...]
    confidence: float | None = None


def read(page: Statements, names: Iterable[str], places: Places, shown: VisiblePage) -> ChosenAuthors:
    """The authors of a page. `names` are the outlet's own."""
    sites = bylines.sites_of(page, names)
    elected = bylines.elect(page, sites, places)
    if elected.names:
        return ChosenAuthors(elected.names, elected.sure)
    chosen = ballot(page, sites, places.text, shown).likeliest(MODEL)
    if chosen is None or chosen[1] < LEAST:
        return ChosenAuthors(())
    likeliest, sure = chosen
    return ChosenAuthors(likeliest.names, sure)


def ballot(
    page: Statements, sites: Collection[str], text: Sequence[str], shown: VisiblePage
) -> Ballot[AuthorCandidate]:
    """Every candidate of a page of which the rules name nobody, with its figures. `text` are its paragraphs."""
    found = author_candidates.gather(page, sites, text, shown)
    return Ballot(list(found.by_names.values()), author_features.features(found, page, "\n".join(text)))
