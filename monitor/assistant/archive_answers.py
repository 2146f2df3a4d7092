"""What is answered: the views that the commands and the pages show, of one archive at one time."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from monitor import match
from monitor.errors import NotFoundError
from monitor.model import Watch
from monitor.store import articles, sagas, stories
from monitor.store.archive import Archive
from monitor.store.articles import StoredArticle
from monitor.views import address_facts, clause_rows, found_articles, hit_rows, named_things, story_facts, story_figures
from monitor.views.found_articles import Narrowing
from monitor.views.row_forms import MARKS

TEXT = 6_000  # characters of an article
Answer = dict[str, Any]


def search(archive: Archive, query: str, narrowing: Narrowing, now: datetime, limit: int) -> Answer:
    """The newest articles that a query finds.

    Raises:
        QuerySyntaxError: the query cannot be understood.
        NotFoundError: no outlet is called so.
    """
    found = found_articles.found(archive, query, narrowing, now, limit)
    return {
        "articles": [_without_marks(row) for row in found.rows],
        "older_ones_not_looked_at": found.is_cut,
        "only_the_last_days": found_articles.LOOKED_THROUGH.days if found.is_wordless else None,
    }


def story(archive: Archive, number: int) -> Answer:
    """One story with its articles, the evidence of who had it from whom, and what was sent of it.

    Raises:
        NotFoundError: there is none of that number.
    """
    view = stories.get(archive, number)
    if view is None:
        raise NotFoundError(f"there is no story {number}", hint="search and hits give the numbers of stories")
    found = story_facts.of_articles(archive, view)
    rows = story_figures.articles(archive, view, found)
    roles = {report.article_id: story_facts.role(report, found) for report in view.reports}
    shown = [row | {"does_in_story": roles[row["id"]]} for row in rows]
    return story_figures.story(archive, view) | {"articles": [_without_marks(row) for row in shown]}


def thread(archive: Archive, number: int) -> Answer:
    """The stories on one saga, in order of opening.

    Raises:
        NotFoundError: there is none of that number.
    """
    found = sagas.get(archive, number)
    if found is None:
        raise NotFoundError(f"there is no thread {number}", hint="a story names its thread")
    return story_figures.thread(archive, found) | {"stories": [asdict(one) for one in found.stories]}


def threads(archive: Archive, since: datetime | None, limit: int) -> Answer:
    """The threads of several stories, that with the newest story first."""
    return {"threads": [asdict(one) for one in sagas.newest(archive, since=since, limit=limit)]}


def newest_hits(archive: Archive, **asked: Any) -> Answer:
    """What the watches found, newest first, each with why no alert was sent of it; `asked` as `hit_rows.newest`.

    Raises:
        NotFoundError: no watch is called so.
    """
    return {"hits": [_without_marks(row) for row in hit_rows.newest(archive, **asked)]}


def explain(archive: Archive, named: str, watch: Watch | None, now: datetime) -> Answer:
    """What happened to an article at every stage, with its text; and which clauses of a watch hold in it.

    Raises:
        UserError: a number that no article has, or no address that could be known.
    """
    url = named_things.stored_article(archive, named).article.url if named.isdecimal() else named
    known = address_facts.facts(archive, url, now)
    stored = articles.get(archive, known["article"]["id"]) if known["article"] else None
    return known | {
        "text": stored.article.body[:TEXT] if stored else None,
        "watch_asked": _clauses(watch, stored) if watch and stored else None,
    }


def _clauses(watch: Watch, stored: StoredArticle) -> Answer:
    return clause_rows.facts(match.explain(watch, stored.article))


def _without_marks(row: Answer) -> Answer:
    """Places in a snippet are for screens."""
    return {key: value for key, value in row.items() if not key.endswith(MARKS)}
