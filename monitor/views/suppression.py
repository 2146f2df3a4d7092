"""Why an alert was not sent, in words: the reason and its facts as one sentence."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal, assert_never

from monitor.durations import worded
from monitor.model import Origin
from monitor.story import Suppressed, SuppressedAlert, Suppression
from monitor.views import readable


def facts(alert: SuppressedAlert) -> dict[str, Any]:
    """The decision for `--json`: the reason's name, what it was decided by, and the sentence."""
    return {
        "watch": alert.watch_name,
        "watch_id": alert.watch,
        "person": alert.person,
        "at": alert.at,
        "reason": alert.why.reason.value,
        "facts": dict(alert.why.facts),
        "why": sentence(alert.why),
    }


def of_hits(alerts: Iterable[tuple[int, SuppressedAlert]]) -> dict[tuple[int, str], str]:
    """Why no alert was sent of hits, by article and watch: the last decision, for each person whom it concerned.

    `alerts` are in order of time, each with its article.
    """
    last: defaultdict[tuple[int, str], dict[str | None, str]] = defaultdict(dict)
    for article, alert in alerts:
        whose = f"for {alert.person}: " if alert.person else ""
        last[article, alert.watch][alert.person] = f"{whose}{sentence(alert.why)}"
    return {hit: "; ".join(said.values()) for hit, said in last.items()}


def sentence(why: Suppressed) -> str:  # noqa: C901, PLR0911, PLR0912 - an index: every reason in sight
    """The reason, for a person."""
    known = {name: value for name, value in why.facts.items() if value}
    match why.reason:
        case Suppression.NOT_LIVE:
            return _not_live(known.get("origin"))
        case Suppression.PAUSED:
            return "the watch was paused (`monitor watch resume` ends that)"
        case Suppression.DIGEST:
            return _by_digest(known.get("person"))
        case Suppression.NO_HIT:
            return "the watch does not find this article of the story"
        case Suppression.DUPLICATE:
            return "it is a duplicate of an article of the story, not an independent report"
        case Suppression.UPDATES:
            return f"the story had its {known.get('updates', '')} updates already".replace("  ", " ")
        case Suppression.SAME_OUTLET:
            return f"{known.get('outlet', 'its outlet')} had reported the story already"
        case Suppression.KNOWN:
            return f"the story was known from {known.get('outlets', 'several')} outlets already"
        case Suppression.RELEASE:
            return "it is a press release, which confirms nothing"
        case Suppression.GENRE:
            return f"it brings no news: {known.get('genre', 'comment')}{_sign(known.get('sign'))}"
        case Suppression.REWRITE:
            return f"it repeats what {known.get('outlet', 'another outlet')} reported, and credits it"
        case Suppression.MENTION:
            return "it names the watch by the way"
        case Suppression.NOTHING_NEW:
            return f"no fact of weight that earlier articles do not have{_sign(known.get('facts'))}"
        case Suppression.SISTER:
            return f"{known.get('outlet', 'its outlet')} has an owner with the first ({known.get('owner', 'the same')})"
        case Suppression.NOT_NAMED:
            return "it changed, but no message had named this article"
        case Suppression.NO_NEWS:
            return f"a change of its {known.get('changes', 'text')} is not news"
        case Suppression.HEADLINE_EARLY | Suppression.HEADLINE_LATE:
            return _headline(known, is_late=why.reason is Suppression.HEADLINE_LATE)
        case Suppression.OLD | Suppression.FLOOD:
            return _old(known) if why.reason is Suppression.OLD else _flood(known)
        case Suppression.SNOOZED | Suppression.TIER | Suppression.FIRST:
            return _unwanted(why.reason, known)
        case _:
            assert_never(why.reason)


def _by_digest(person: str | None) -> str:
    return f"{readable.visible(person)} is alerted by digest" if person else "the watch alerts by digest"


def _unwanted(reason: Literal[Suppression.SNOOZED, Suppression.TIER, Suppression.FIRST], known: dict[str, str]) -> str:
    """What a person does not want to be alerted of."""
    match reason:
        case Suppression.SNOOZED:
            return f"it is snoozed until {_until(known.get('until'))} (`monitor snooze` lists what is)"
        case Suppression.TIER:
            return f"its outlet is of tier {known.get('tier', '?')}, and `min_tier` is {known.get('min_tier', '?')}"
        case Suppression.FIRST:
            return "only the opening of a story is to be sent"
        case _:
            assert_never(reason)


def _headline(known: dict[str, str], *, is_late: bool) -> str:
    """That a new headline waits; and what archives of before say: it was too early, or too late."""
    if is_late:
        return f"its headline changed more than three days after the first message{_since(known.get('first'))}"
    if "until" in known:
        until = readable.visible(datetime.fromisoformat(known["until"]))
        return f"its headline changed soon after a message or an edit; it waits for more edits until {until}"
    return f"its headline changed within an hour of the last message{_since(known.get('last'))}"


def _flood(known: dict[str, str]) -> str:
    held = f"{known.get('outlet', 'its outlet')} had {known.get('flood', 'too many')} alerts in an hour"
    return f"{held} already (`[alerts] flood`)"


def _old(known: dict[str, str]) -> str:
    published = f" on {known['published'][:10]}" if "published" in known else " long ago"
    limit = f", more than {worded(float(known['max_age']))} before it was listed" if "max_age" in known else ""
    return f"it was published{published}{limit} (`max_age`)"


def _not_live(origin: str | None) -> str:
    match origin:
        case Origin.SEED:
            how = "it was listed before the outlet was followed (seed)"
        case Origin.BACKFILL:
            how = "it was in the archive when the watch was new or changed (backfill)"
        case _:  # open: an older archive may say nothing
            how = "it is not live"
    return f"{how}: only what comes in after that alerts at once"


def _sign(words: str | None) -> str:
    return f" ({readable.visible(words)})" if words else ""


def _until(moment: str | None) -> str:
    return readable.visible(datetime.fromisoformat(moment)) if moment else "later"


def _since(moment: str | None) -> str:
    return f" ({readable.visible(datetime.fromisoformat(moment))})" if moment else ""
