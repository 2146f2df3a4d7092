"""Alerts that were not sent, and why: the decision as it was made at the time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from monitor.observations import HeldAlerts
from monitor.store.alerts_made import AlertsOf
from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump
from monitor.store.codec.records import record
from monitor.store.codec.timestamps import stamp
from monitor.story import Suppressed, SuppressedAlert, Suppression

# By the story in which an article is these are decided; all others by the article, the watch or the person.
_OF_THE_STORY = (
    Suppression.DUPLICATE,
    Suppression.FIRST,
    Suppression.NOT_NAMED,
    Suppression.NOTHING_NEW,
    Suppression.RELEASE,
    Suppression.SISTER,
    Suppression.UPDATES,
)


def keep(
    archive: Archive, why: Suppressed, *, article: int, watch: str, now: datetime, person: str | None = None
) -> None:
    """Keep why this watch sent nothing at once about this article, to this person, or to its own channels."""
    archive.execute(
        """
        insert into suppressed (article_id, watch_id, decided_at, reason, facts, person_id)
        values (?, ?, ?, ?, ?, ?) on conflict do nothing
        """,
        (article, watch, stamp(now), why.reason.value, dump(dict(why.facts)), person or ""),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingEdit:
    """A new headline that waits `since` a moment, and `until` another, for more edits; `person`: "" for none."""

    article: int
    watch: str
    person: str
    since: datetime
    until: datetime


def waiting(archive: Archive, since: datetime) -> list[WaitingEdit]:
    """The new headlines that were made to wait since then, and have not settled as far as was seen."""
    rows = archive.rows(
        """
        select article_id as article, watch_id as watch, person_id as person,
          facts ->> 'since' as since, max(facts ->> 'until') as until
        from suppressed
        where reason = :reason and decided_at >= :since
          and facts ->> 'until' is not null and facts ->> 'settled' is null
        group by article_id, watch_id, person_id
        """,
        {"reason": Suppression.HEADLINE_EARLY.value, "since": stamp(since)},
    )
    return [record(WaitingEdit, row) for row in rows]


def settled(archive: Archive, edit: WaitingEdit, now: datetime) -> None:
    """A new headline waits no longer, whatever is decided on it now: the next start does not decide again."""
    archive.execute(
        """
        update suppressed set facts = json_set(facts, '$.settled', :now)
        where article_id = :article and watch_id = :watch and person_id = :person and reason = :reason
          and facts ->> 'settled' is null
        """,
        {
            "article": edit.article,
            "watch": edit.watch,
            "person": edit.person,
            "reason": Suppression.HEADLINE_EARLY.value,
            "now": stamp(now),
        },
    )


def by_story(archive: Archive, story: int) -> dict[tuple[int, str | None], list[str]]:
    """What was not sent because of the story in which an article was then: the watches, by article and person.

    Of the live articles of a story, the first that came first; `None` is no person, but the watches' own channels.
    Hits that a person called wrong are left out, pages that are gone, and what was also held as a flood, or by the
    watch, before an edit or after: that stays so.
    """
    rows = archive.rows(
        """
        select distinct suppressed.article_id as article, suppressed.watch_id as watch,
          nullif(person_id, '') as person
        from hits join suppressed on suppressed.article_id = hits.article_id and suppressed.watch_id = hits.watch_id
        where hits.story_id = :story and hits.origin = 'live'
          and (reason in (select value from json_each(:reasons)) or reason = 'snoozed' and facts ->> 'of' = 'story')
          and not exists (
            select 1 from suppressed as stays
            where stays.article_id = suppressed.article_id and stays.watch_id = suppressed.watch_id
              and stays.person_id = suppressed.person_id
              and (
                stays.reason in ('digest', 'flood', 'paused')
                or stays.reason = 'snoozed' and stays.facts ->> 'of' is not 'story'
              )
          )
          and not exists (
            select 1 from verdicts
            where verdicts.article_id = hits.article_id and verdicts.watch_id = hits.watch_id and not is_right
          )
          and not exists (
            select 1 from rereadings where rereadings.article_id = hits.article_id and gone_at is not null
          )
        order by article, person, watch
        """,
        {"story": story, "reasons": dump([reason.value for reason in _OF_THE_STORY])},
    )
    found: dict[tuple[int, str | None], list[str]] = {}
    for row in rows:
        found.setdefault((row["article"], row["person"]), []).append(row["watch"])
    return found


def in_flood(archive: Archive, hour: AlertsOf, most: int) -> int:
    """How many alerts of an outlet were held as a flood in this time, counted up to `most`."""
    return int(
        archive.value(
            """
            select count(*) from (
              select 1 from suppressed join articles on articles.id = article_id
              where reason = 'flood' and decided_at > :since and decided_at <= :until and outlet_id = :outlet
                and person_id = coalesce(:person, '')
              limit +:most
            )
            """,
            {**hour.parameters, "most": most},
        )
    )


def flooding(archive: Archive, kind: str, since: datetime, most: int) -> dict[str, HeldAlerts]:
    """By outlet, what was held as a flood, of those of which something was held since then.

    It is counted from the end of the outlet's last incident of this kind. `most`: alerts an hour and outlet.
    """
    rows = archive.rows(
        """
        with floods as (
          select distinct outlet_id as outlet from suppressed join articles on articles.id = article_id
          where reason = 'flood' and decided_at > :since
        )
        select outlet, count(*) as held, count(distinct article_id) as articles,
          json_group_array(distinct watches.name) as watches,
          min(decided_at) as first_at, max(decided_at) as last_at, :most as most
        from floods
        cross join suppressed on reason = 'flood'
        cross join articles on articles.id = article_id and outlet_id = outlet
        join watches on watches.id = watch_id
        where decided_at >= coalesce(
          (select max(closed_at) from incidents where incidents.kind = :kind and subject = outlet), ''
        )
        group by outlet
        """,
        {"kind": kind, "since": stamp(since), "most": most},
    )
    return {row["outlet"]: record(HeldAlerts, row) for row in rows}


def of_article(archive: Archive, article: int) -> list[SuppressedAlert]:
    """The alerts about an article that were not sent, in the order of the decisions."""
    return [alert for _, alert in of_articles(archive, [article])]


def of_articles(archive: Archive, articles: Iterable[int]) -> list[tuple[int, SuppressedAlert]]:
    """The same of several articles, each with its id."""
    rows = archive.rows(
        """
        select article_id, watch_id as watch, watches.name as watch_name, decided_at as at, reason, facts,
          nullif(person_id, '') as person
        from suppressed join watches on watches.id = watch_id
        where article_id in (select value from json_each(?)) order by decided_at, watch_id, person_id
        """,
        (dump(list(articles)),),
    )
    return [(row["article_id"], record(SuppressedAlert, row, why=record(Suppressed, row))) for row in rows]
