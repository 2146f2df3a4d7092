"""What fails, in sentences: a source that cannot be read, a channel that takes no messages. The cause is kept."""

from datetime import datetime
from typing import assert_never

from monitor.causes import SourceCause
from monitor.cli.output import short_time
from monitor.observations import ChannelState, SourceState
from monitor.phrasing import count


def of_source(state: SourceState, at: datetime) -> str:
    """Since when a source is not read, and why."""
    since = f"since {short_time(state.last_success_at, at)}" if state.last_success_at else "yet"
    attempts = f"; {count(state.failures, 'attempt')} failed" if state.failures > 1 else ""
    return f"{state.source.url} could not be read {since}: {_why(state)}{attempts}"


def of_channel(channel: ChannelState, at: datetime) -> str | None:
    """What a channel did not take, and why; None: it takes all."""
    if not (channel.failed or channel.dead):
        return None
    parts = [f"{count(channel.failed, 'message')} could not be sent yet"] if channel.failed else []
    parts += [f"{count(channel.dead, 'message')} given up"] if channel.dead else []
    sent = f"; last sent {short_time(channel.last_sent_at, at)}" if channel.last_sent_at else "; nothing was ever sent"
    return f"{channel.name}: {', '.join(parts)}: {channel.last_error or 'no reason is known'}{sent}"


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
