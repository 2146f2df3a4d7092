"""`/deliveries`: what went where and what became of it; send again, drop, a trial message through a channel."""

from dataclasses import asdict

from monitor.errors import NotFoundError
from monitor.phrasing import count
from monitor.store import channels, outbox
from monitor.store.outbox import NewMessage
from monitor.store.queries import history
from monitor.views import channel_rows, out_of_order, what_fails
from monitor.views.trial_form import TrialMessage
from monitor.web.answers import Moved, WebAnswer, WebEntry, WebPage
from monitor.web.visit import Visit, with_query

_STATES = ("queued", "sending", "sent", "failed", "dead")


def read(visit: Visit) -> WebAnswer:
    """The newest deliveries, narrowed to a state or a channel; how each channel fares."""
    state = visit.text("state") if visit.text("state") in _STATES else None
    channel, limit = visit.text("channel") or None, visit.limit(50)
    found = outbox.listing(visit.archive, state=state, channel=channel, before=visit.after, limit=limit + 1)
    known = {one.name: one for one in history.channels(visit.archive)}
    configured = visit.config.channels
    every = [channel_rows.row(one, known[one.name]) for one in configured if one.name in known]
    fresh = [one for one in configured if one.name not in known]
    rows = [asdict(row) for row in found[:limit]]
    return WebAnswer(
        title="Deliveries",
        rows=rows,
        entries=[
            WebEntry(
                id=f"delivery:{row.id}",
                title=f"{row.channel}: {row.type}, {row.state}",
                at=row.created_at,
                text=row.last_error or "",
                path="/deliveries",
            )
            for row in found[:limit]
        ],
        more=found[limit - 1].id if len(found) > limit else None,
        values={"counts": outbox.counts(visit.archive), "channels": every},
        shown={
            "fresh": [one.name for one in fresh],
            "said_of": {one.name: what_fails.of_channel(one, visit.now) for one in known.values()},
            "gone": [one for one in known.values() if one.name not in {each.name for each in configured}],
            "states": [(name, _address(name, channel)) for name in ("", *_STATES)],
            "state": state or "",
            "channel": channel,
            "everywhere": _address(state or "", None),
        },
    )


def retry(visit: Visit) -> Moved:
    """Send one again that failed or was given up; its channel is used again if it was not."""
    number = visit.sent_number("id")
    done = outbox.requeue(visit.archive, [number], visit.now)
    channels.release(visit.archive, outbox.channels_of(visit.archive, [number]))
    late = out_of_order.warning(visit.archive, [number]) if done else None
    said = f"{count(done, 'delivery', 'deliveries')} will be sent again"
    return Moved(to=_back(visit), said=f"{said}; {late}" if late else said)


def drop(visit: Visit) -> Moved:
    """Give one up that waits, or of which nobody is to hear any more."""
    done = outbox.drop(visit.archive, [visit.sent_number("id")], visit.now)
    said = f"{count(done, 'delivery', 'deliveries')} dropped; it stays in the list, and can be sent again"
    return Moved(to=_back(visit), said=said if done else "It was sent already, or dropped: nothing was changed")


def trial(visit: Visit) -> Moved:
    """Queue a trial message for a channel: the daemon sends it as it sends all, and the list says how it went.

    Raises:
        NotFoundError: no channel of the configuration has that name.
    """
    name = visit.sent("channel")
    chosen = next((one for one in visit.config.channels if one.name == name), None)
    if chosen is None:
        raise NotFoundError(f"no channel of the configuration is named {name[:80]!r}")
    message = TrialMessage(at=visit.now)
    addressed = [(name, recipient, rendered) for recipient, rendered in chosen.render(message)]
    outbox.enqueue(visit.archive, NewMessage(id=message.id, type=message.type), addressed, visit.now)
    return Moved(to="/deliveries", said=f"A trial message for {name} is queued: the daemon sends it at once")


def _address(state: str, channel: str | None) -> str:
    wanted = {name: value for name, value in (("state", state), ("channel", channel)) if value}
    return with_query("/deliveries", wanted)


def _back(visit: Visit) -> str:
    """The list as it was narrowed when the button was pressed."""
    state = visit.form.get("state", "")
    return _address(state if state in _STATES else "", visit.form.get("channel") or None)


PAGE = WebPage(
    path="/deliveries",
    template="deliveries.html",
    nav="Deliveries",
    read=read,
    has_feed=True,
    acts={"retry": retry, "drop": drop, "trial": trial},
)
