"""What fails, in sentences: a source that cannot be read, a channel that takes no messages. The cause is kept."""

from datetime import datetime
from typing import assert_never

from monitor.causes import SourceCause
from monitor.model import Source
from monitor.observations import Brake, ChannelState, SourceState
from monitor.phrasing import count
from monitor.succession import good
from monitor.views.readable import short_time


def of_source(state: SourceState, at: datetime) -> str:
    """Since when a source is not read, and why."""
    since = f"since {short_time(state.last_success_at, at)}" if state.last_success_at else "yet"
    attempts = f"; {count(state.failures, 'attempt')} failed" if state.failures > 1 else ""
    return f"{state.source.url} could not be read {since}: {_why(state)}{attempts}"


def state_of(state: SourceState, at: datetime) -> str:
    """How a source of the configuration fares, and what is read in its place or may be."""
    said = of_source(state, at) if state.failures else ""
    if not said and state.successor:
        said = f"{state.source.url} lists nothing new"
    other = instead_of(state, at)
    good = "good" if state.last_success_at else "not read yet"
    return "; ".join(filter(None, (said, other[1] if other else ""))) or good


def instead_of(state: SourceState, now: datetime) -> tuple[Source, str] | None:
    """What is read in the place of a source, or may be, and how to say it; None: nothing is known."""
    if state.successor is not None:
        new = state.successor.source
        return new, f"{new.kind.value} {new.url} is read in its place since {short_time(state.successor.since, now)}"
    moved_to = state.moved(now)
    if moved_to is not None and state.move is not None:
        return moved_to, f"it redirects to {moved_to.url} since {short_time(state.move.since, now)}"
    best = next(iter(good(state.candidates, now)), None)
    return (best.source, f"{best.source.kind.value} {best.source.url} may take its place") if best else None


def of_channel(channel: ChannelState, at: datetime) -> str | None:
    """What a channel did not take, and why; None: it takes all."""
    if channel.queued and not channel.is_configured:
        wait = f"{count(channel.queued, 'message')} {'waits' if channel.queued == 1 else 'wait'}"
        return f"{channel.name}: it is not in monitor.toml, and {wait} for it (monitor deliveries move, or drop)"
    if not (channel.failed or channel.dead or channel.brake):
        return None
    waiting = channel.queued if channel.brake else channel.failed
    parts = [f"{count(waiting, 'message')} could not be sent yet"] if waiting else []
    parts += [f"{count(channel.dead, 'message')} given up"] if channel.dead else []
    sent = f"; last sent {short_time(channel.last_sent_at, at)}" if channel.last_sent_at else "; nothing was ever sent"
    error = channel.brake.error if channel.brake else channel.last_error
    return f"{channel.name}: {', '.join(parts)}: {error or 'no reason is known'}{sent}{_trial(channel.brake, at)}"


def _trial(brake: Brake | None, at: datetime) -> str:
    if brake is None:
        return ""
    if brake.until is None:
        return "; not tried again before `monitor channel resume`"
    return f"; tried again at {short_time(brake.until, at)}"


def _why(state: SourceState) -> str:  # noqa: C901, PLR0911 - an index: every cause
    said = f": {state.last_error}" if state.last_error else ""
    cause = state.last_cause or SourceCause.of_status(state.last_status)
    match cause:
        case SourceCause.NO_ANSWER:
            return state.last_error or "it gives no answer"
        case SourceCause.HTTP_STATUS:
            return f"{_answer(state.last_status or 0)} (HTTP {state.last_status})"
        case SourceCause.NOT_A_LISTING:
            return f"it answers with something that is no list of articles{said}"
        case SourceCause.ROBOTS:
            return "its robots.txt does not allow us to read it"
        case SourceCause.ROBOTS_UNREACHABLE:
            return f"its robots.txt cannot be read, so nothing of it is read for now{said}"
        case SourceCause.ADDRESS:
            return f"it leads to an address that is not public{said}"
        case SourceCause.BLOCK_PAGE:
            return f"it answers with a login, a request for consent or a challenge{said}"
        case SourceCause.OUTAGE:
            return f"it answers that it is out of order{said}"
        case SourceCause.TOO_LARGE | SourceCause.TOO_LONG:
            return f"its answer is too large{said}"
        case SourceCause.REDIRECT:
            return f"its redirects lead nowhere{said}"
        case SourceCause.PARSER_HUNG:
            return f"it stopped the parser, and is tried again ever more rarely{said}"
        case _:
            assert_never(cause)


def _answer(status: int) -> str:
    if status in {404, 410}:
        return "the address is gone"
    if status == 429:
        return "it asks us to come less often"
    return "its server has a fault" if status >= 500 else "it refuses us"
