"""What a person probably meant: the nearest known word, or the word that we use for theirs."""

from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches

from monitor.errors import NotFoundError
from monitor.model import Watch

# What people write for it, seen in other programs' files.
_MEANT = {
    "keyword": "query", "keywords": "query", "search": "query", "pattern": "query", "exclude": "except", "not":
    "except", "every": "poll", "interval": "poll", "cron": "schedule", "when": "schedule", "at": "schedule", "tz":
    "timezone", "time_zone": "timezone", "recipients": "to", "recipient": "to", "channels": "to", "sender": "from",
    "user": "username", "type": "kind", "feeds": "sources", "feed": "sources", "source": "sources", "url": "home",
    "title": "name", "server": "host", "smtp": "host", "language": "lang", "languages": "lang", "token": "secret",
    "key": "secret", "outlets": "outlet", "watches": "watch", "digests": "digest", "channel": "to", "alerts":
    "alert", "to": "channels", "zone": "timezone", "quiet_hours": "quiet", "workdays": "working_days", "days":
    "working_days", "persons": "person", "people": "person", "email": "mail", "e-mail": "mail",
    "smtps": "tls", "ssl": "tls", "rss": "feed", "atom": "feed", "json": "feed", "html": "section", "database":
    "archive", "db": "archive", "immediate": "instant", "now": "instant", "daily": "digest", "hook": "webhook",
}  # fmt: skip


def meant(word: str, known: Collection[str]) -> str | None:
    """The known word that we use for theirs."""
    ours = _MEANT.get(word.lower())
    return ours if ours is not None and ours in known else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """` Did you mean "…"?` for the nearest of the known words, or nothing."""
    words = sorted(set(known))
    spelled = {one.lower(): one for one in reversed(words)}  # capitals and small letters are as good
    near = get_close_matches(word.lower(), list(spelled), n=1, cutoff=0.6)
    choice = meant(word, words) or next((spelled[one] for one in near), None)
    return f' Did you mean "{choice}"?' if choice else ""


def watch_of(watches: Sequence[Watch], name: str) -> Watch:
    """The watch of that name or id.

    Raises:
        NotFoundError: there is none; with the one that was probably meant, or those that there are.
    """
    for one in watches:
        if name in {one.id, one.name}:
            return one
    near = did_you_mean(name, {one.name for one in watches}).strip()
    known = ", ".join(one.name for one in watches[:20])
    raise NotFoundError(
        f"no watch is named {name!r}", hint=near or (f"there are: {known}" if known else "there are none")
    )
