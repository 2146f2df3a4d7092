"""`/link/ACT/WHAT/UNTIL/SIGNATURE`: a link of a message. Opening it changes nothing; its button does one thing.

It needs no log-in: who has the link may do this, and no more.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import assert_never

from monitor.errors import NotFoundError, UserError
from monitor.phrasing import quoted
from monitor.signed_links import LinkAct, holds
from monitor.store import hits, snoozes, verdicts, watches, web_sessions
from monitor.store.archive import Archive
from monitor.store.snoozes import Snoozed
from monitor.story import StoryHit
from monitor.views import readable
from monitor.web.answers import Moved, WebAnswer, WebPage
from monitor.web.pages import story
from monitor.web.visit import LARGEST, Visit

_SPANS = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=30)}
_NAMES = {"day": "for a day", "week": "for a week", "month": "for thirty days"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Link:
    """What a link that holds is for. `number` is an article's or a story's; `watch` and `person` are ids."""

    act: LinkAct
    number: int = 0
    watch: str = ""
    person: str | None = None


def read(visit: Visit) -> WebAnswer:
    """The story that it opens; else what its button will do, or what was done by it."""
    link = _link(visit)
    match link.act:
        case LinkAct.OPEN:
            shown = story.read(replace(visit, path={"id": link.number}))
            # To read alone, for who is logged in too: the story's forms would come here, where none of them is known.
            return replace(shown, template="story.html", shown={**shown.shown, "can_change": False})
        case LinkAct.PAUSE:
            return _asked_to_pause(visit, link)
        case LinkAct.IRRELEVANT:
            return _asked_to_judge(visit, link)
        case _:
            assert_never(link.act)


def pause(visit: Visit) -> Moved:
    """Send nothing of the watch for as long as the button says."""
    link = _of(visit, LinkAct.PAUSE)
    span = _SPANS.get(visit.sent("span"))
    if span is None:
        raise UserError("a pause is for a day, a week or thirty days")
    until = visit.now + span
    snoozes.begin(visit.archive, _silence(link), until, visit.now)
    shown = readable.short_time(until, visit.now, visit.zone)
    return Moved(to=_here(visit), said=f"Nothing of it is sent until {shown}.")


def resume(visit: Visit) -> Moved:
    """Take a pause back."""
    snoozes.end(visit.archive, _silence(_of(visit, LinkAct.PAUSE)))
    return Moved(to=_here(visit), said="It is heard again.")


def judge(visit: Visit) -> Moved:
    """Keep the verdict that the watch should not have found the article; or that it should, to take that back."""
    found = _hit(visit.archive, _of(visit, LinkAct.IRRELEVANT))
    is_right = visit.form.get("verdict") == "right"
    verdicts.judge(visit.archive, [found.id], visit.now, is_right=is_right)
    said = "Kept: the watch was right." if is_right else "Kept: that is not what the watch is for."
    return Moved(to=_here(visit), said=said)


def _asked_to_pause(visit: Visit, link: _Link) -> WebAnswer:
    known = next((row for row in watches.listing(visit.archive) if row.id == link.watch), None)
    if known is None:
        raise NotFoundError("that watch is gone: nothing of it is sent any more")
    mine = _silence(link)
    until = next(
        (one.until for one in snoozes.lasting(visit.archive, visit.now) if _is_of(one.watch, one.person, mine)), None
    )
    return _answer(f"Pause {quoted(known.name)}", link, {"until": until, "spans": _NAMES, "person": link.person})


def _asked_to_judge(visit: Visit, link: _Link) -> WebAnswer:
    found = _hit(visit.archive, link)
    return _answer(f"Not relevant for {quoted(found.watch_name)}?", link, {"hit": found})


def _answer(title: str, link: _Link, shown: Mapping[str, object]) -> WebAnswer:
    values = {"until": None, "spans": {}, "person": None, "hit": None, **shown}
    return WebAnswer(title=title, shown={"act": link.act.value, **values})


def _link(visit: Visit) -> _Link:
    """What the address is for.

    Raises:
        NotFoundError: it was not made here, was changed, or its time is over.
    """
    act, what, until, signature = (str(visit.path[name]) for name in ("act", "what", "until", "signature"))
    if not holds(web_sessions.key(visit.archive), act, what, until, signature, visit.now):
        raise NotFoundError("this link is over, or not whole", hint="links in messages work for thirty days")
    number, _, rest = what.partition(".")
    match LinkAct(act):
        case LinkAct.OPEN:
            return _Link(act=LinkAct.OPEN, number=_number(what))
        case LinkAct.IRRELEVANT:
            return _Link(act=LinkAct.IRRELEVANT, number=_number(number), watch=rest)
        case LinkAct.PAUSE:
            watch, _, person = what.rpartition(".")
            return _Link(act=LinkAct.PAUSE, watch=watch, person=person or None)
        case other:
            assert_never(other)


def _of(visit: Visit, act: LinkAct) -> _Link:
    """The link, if it is for that: one that opens a story pauses nothing."""
    link = _link(visit)
    if link.act is not act:
        raise UserError("this link does something else")
    return link


def _hit(archive: Archive, link: _Link) -> StoryHit:
    found = next((hit for hit in hits.of_article(archive, link.number) if hit.watch == link.watch), None)
    if found is None:
        raise NotFoundError("the watch does not find that article any more: there is nothing to judge")
    return found


def _silence(link: _Link) -> Snoozed:
    return Snoozed(watch=link.watch, person=link.person)


def _is_of(watch: str | None, person: str | None, mine: Snoozed) -> bool:
    return (watch, person) == (mine.watch, mine.person)


def _number(text: str) -> int:
    return min(int(text), LARGEST) if text.isascii() and text.isdecimal() else 0


def _here(visit: Visit) -> str:
    return "/link/" + "/".join(str(visit.path[name]) for name in ("act", "what", "until", "signature"))


PAGE = WebPage(
    path="/link/{act}/{what}/{until}/{signature}",
    template="signed.html",
    read=read,
    acts={"pause": pause, "resume": resume, "judge": judge},
    has_rows=False,
    has_data=False,
    open=True,
)
