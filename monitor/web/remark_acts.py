"""Stars and notes as acts of a page that shows articles: `WebPage(acts={**remark_acts.acts(back)})`.

`parts.remarks(article_id, starred)` has their forms. Who did it is the name that a proxy gave, else "desk".
"""

from collections.abc import Callable, Mapping

from monitor.errors import NotFoundError, UserError
from monitor.store import articles, notes, stars
from monitor.web.answers import Moved
from monitor.web.visit import Visit

NOBODY = "desk"


def acts(back: Callable[[Visit], str]) -> Mapping[str, Callable[[Visit], Moved]]:
    """`star`, `unstar`, `note` and `unnote`; `back` is the path of the page that asked."""

    def star(visit: Visit) -> Moved:
        article = _article(visit)
        stars.add(visit.archive, article, None, who(visit), visit.now)
        return Moved(to=back(visit), said=f"article {article} has a star")

    def unstar(visit: Visit) -> Moved:
        article = _article(visit)
        if not stars.remove_all(visit.archive, article):
            raise NotFoundError(f"article {article} has no star")
        return Moved(to=back(visit), said=f"article {article} has no star any more")

    def note(visit: Visit) -> Moved:
        article, text = _article(visit), visit.sent("text")
        if len(text) > notes.LONGEST:
            raise UserError(f"a note has {notes.LONGEST:,} characters at most")
        notes.write(visit.archive, article, text, who(visit), visit.now)
        return Moved(to=back(visit), said=f"the note stands at article {article}")

    def unnote(visit: Visit) -> Moved:
        number = visit.sent_number("note")
        if not notes.remove(visit.archive, number, who(visit), visit.now):
            raise NotFoundError(f"there is no note {number} that stands")
        return Moved(to=back(visit), said="the note is removed; its history is kept")

    return {"star": star, "unstar": unstar, "note": note, "unnote": unnote}


def who(visit: Visit) -> str:
    """Who asks."""
    return visit.person or NOBODY


def _article(visit: Visit) -> int:
    number = visit.sent_number("article")
    if articles.get(visit.archive, number) is None:
        raise NotFoundError(f"there is no article {number}")
    return number
