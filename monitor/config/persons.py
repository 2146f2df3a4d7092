"""The persons of a file: what is wrong with what they name, and what they mean."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from monitor.config.person_schema import PersonEntry
from monitor.config.suggest import did_you_mean
from monitor.config.time_values import quiet, weekdays
from monitor.config.toml_lines import Place
from monitor.model import DigestPlan, Watch
from monitor.person import EVERY_DAY, Person

ALL = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedWatch:
    """What persons may call a watch by, and the channels that it names; `to` None: none."""

    id: str
    name: str
    tags: tuple[str, ...] = ()
    to: tuple[str, ...] | None = None

    def is_meant(self, selector: str) -> bool:
        """Whether a selector of `watches` means it: a name, an id, "@tag" or "*"."""
        return selector in {ALL, self.id, self.name} or (selector[:1] == "@" and selector[1:] in self.tags)


def unknown(selector: str, watches: Sequence[NamedWatch]) -> str | None:
    """What is wrong with a selector of watches; None: it means some."""
    if selector == ALL or any(watch.is_meant(selector) for watch in watches):
        return None
    if selector.startswith("@"):
        tags = {f"@{tag}" for watch in watches for tag in watch.tags}
        return f'no watch has the tag "{selector[1:]}".{did_you_mean(selector, tags)}'
    if selector.startswith("-"):
        return unknown(selector[1:], watches)
    return f'no watch is named "{selector}".{did_you_mean(selector, [watch.name for watch in watches])}'


def person(entry: PersonEntry, id_: str, watches: Iterable[NamedWatch], timezone: str) -> Person:
    """The person that a table means; `timezone` is that of the file."""
    channels = tuple(dict.fromkeys(entry.channels))
    chosen: set[str] = set()
    narrowed: dict[str, tuple[str, ...]] = {}
    for watch in watches:
        own = tuple(name for name in watch.to or () if name in channels)
        out = any(_is_left_out(watch, selector) for selector in entry.watches)
        if own or (not out and any(watch.is_meant(selector) for selector in entry.watches)):
            chosen.add(watch.id)
        if own:
            narrowed[watch.id] = own
    return Person(
        id=id_,
        name=entry.name,
        channels=channels,
        timezone=entry.timezone or timezone,
        watches=frozenset(chosen),
        narrowed=narrowed,
        quiet=quiet(entry.quiet) if entry.quiet else None,
        days=weekdays(entry.working_days) if entry.working_days else EVERY_DAY,
        max_per_day=entry.max_per_day,
        min_tier=entry.min_tier,
        alert=entry.alert,
    )


def digest_of(plan: DigestPlan, person: Person, watches: Iterable[NamedWatch]) -> DigestPlan:
    """The digest as this person gets it: of those of its watches that are theirs, in their zone."""
    theirs = tuple(
        watch.id
        for watch in watches
        if watch.id in person.watches and any(watch.is_meant(selector) for selector in plan.watches)
    )
    return DigestPlan(
        name=f"{plan.name} for {person.name}",
        schedule=plan.schedule,
        timezone=person.timezone,
        to=person.channels,
        watches=theirs,
        send_empty=plan.send_empty,
        person=person.id,
    )


def owned(persons: Iterable[Person]) -> Mapping[str, tuple[str, ...]]:
    """The channels that are a person's, each with the names of those whose it is."""
    found: dict[str, tuple[str, ...]] = {}
    for one in persons:
        for channel in one.channels:
            found[channel] = (*found.get(channel, ()), one.name)
    return found


def warnings(entries: Sequence[PersonEntry]) -> Iterator[tuple[Place, str]]:
    """What is odd about the persons: a channel of two of them, which gets the messages of both."""
    first: dict[str, str] = {}
    for index, entry in enumerate(entries):
        for channel in dict.fromkeys(entry.channels):
            if channel in first:
                yield (
                    ("person", index, "channels"),
                    f'"{channel}" is a channel of "{first[channel]}", too: it gets what is sent to either',
                )
            first.setdefault(channel, entry.name)


def of_nobody(persons: Sequence[Person], watches: Sequence[Watch]) -> Iterator[tuple[Place, str]]:
    """Persons without a watch, and where there are persons watches that none has, if no other channel is left."""
    for index, one in enumerate(persons):
        if watches and not one.watches:
            hint = f'"{ALL}" before what is left out means all others'
            yield ("person", index, "watches"), f'"{one.name}" is notified of nothing: no watch is theirs; {hint}'
    taken = [one.watches for one in persons]
    for index, watch in enumerate(watches):
        if taken and watch.alert == "instant" and not watch.to and not any(watch.id in ids for ids in taken):
            yield (
                ("watch", index),
                f'"{watch.name}" notifies no one: no person has it, and no channel is left for it. Its hits are kept',
            )


def _is_left_out(watch: NamedWatch, selector: str) -> bool:
    """Whether a selector leaves it out. A watch may be named "-x": then "-x" means it."""
    return selector.startswith("-") and watch.name != selector and watch.is_meant(selector[1:])
