"""The nouns of news: which kinds deserve a message, what an article says for a watch, and what came before it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class NewsKind(StrEnum):
    """What an alert is about; these are the codes in payloads."""

    OPENED = "opened"  # the first report of an event
    CONFIRMED = "confirmed"  # the first independent second source: another owner, with reporting of its own
    DEVELOPMENT = "development"  # a fact that was in no earlier article
    DENIAL = "denial"
    CORRECTION = "correction"  # an outlet takes back what it had published
    HEADLINE = "headline"  # an edit that turns the meaning of a headline


class Genre(StrEnum):
    """What sort of piece an article is."""

    REPORT = "report"
    OPINION = "opinion"
    FIRST_PERSON = "first-person"  # a piece that speaks of its author: mostly opinion, at times the first to know
    LIST = "list"
    RECAP = "recap"
    ROUND_UP = "round-up"
    GUIDE = "guide"
    REACTION = "reaction"  # of the public
    REVIEW = "review"
    TRIBUTE = "tribute"  # what others say of somebody who died
    FEATURE = "feature"  # a portrait, a visit, an interview: news only where it says something new


class Step(StrEnum):
    """A step of a project, a person or a dispute."""

    RUMOURED = "rumoured"
    TALKS = "talks"
    ATTACHED = "attached"
    CLOSED = "closed"  # a deal is signed
    GREENLIT = "greenlit"
    SHOOTING = "shooting"
    WRAPPED = "wrapped"
    DATED = "dated"
    MOVED = "moved"
    OFFICIAL = "official"
    CANCELLED = "cancelled"
    SAVED = "saved"
    EXITS = "exits"
    DIES = "dies"
    STRIKE = "strike"
    BROKEN_OFF = "broken-off"  # talks
    SETTLED = "settled"
    RATIFIED = "ratified"
    LAYOFFS = "layoffs"
    COURT = "court"
    RULED = "ruled"
    SOLD = "sold"
    FUNDED = "funded"
    SHOWN = "shown"  # a trailer, an image
    REVIEWED = "reviewed"
    TAKINGS = "takings"  # audiences and money
    AWARDED = "awarded"

    @property
    def is_vague(self) -> bool:
        """Whether headlines say it of anything."""
        return self in {Step.RUMOURED, Step.OFFICIAL, Step.FUNDED, Step.TAKINGS}

    @property
    def lines(self) -> frozenset[str]:
        """The lines of events that it may be a step on: what is on the same line goes on, anything else is new."""
        return _LINES[self]


_STEPS_OF = {
    "project": "rumoured talks attached closed greenlit shooting wrapped dated moved",
    "schedule": "dated moved official",
    "fate": "cancelled saved",
    "exit": "exits",
    "death": "dies",
    "labour": "strike talks broken-off settled ratified",
    "jobs": "layoffs",
    "court": "court ruled settled",
    "money": "sold funded talks closed broken-off ratified",
    "showing": "shown",
    "reviews": "reviewed",
    "takings": "takings",
    "awards": "awarded",
}
_LINES = {step: frozenset(line for line, steps in _STEPS_OF.items() if step in steps.split()) for step in Step}


class FactKind(StrEnum):
    """The sorts of fact that rules can find."""

    STEP = "step"
    DATE = "date"
    NUMBER = "number"  # an amount, a percentage, a count
    NAME = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A fact of an article: `text` as it stands there, `key` by which it is compared, the sentence that brings it.

    `rank` says where it stands: 0 the headline, 1 the first sentences, 2 where the watch's words are, 3 elsewhere.
    """

    kind: FactKind
    text: str
    key: str
    sentence: str
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What an article says for a watch. Sentences are None where there is none of that kind."""

    genre: Genre
    sign: str | None = None  # the words that say the genre
    own: str | None = None  # a sentence with reporting of its own,
    is_explicit: bool = False  # which says so, and does not merely quote somebody
    sources: str | None = None  # a sentence that names sources, wherever it stands
    hearsay: str | None = None  # a sentence that passes on what others say
    denial: str | None = None
    is_passing: bool = False  # the watch is named by the way, and nothing is said of it
    is_borrowed: bool = False  # the sentences that matter credit another outlet
    facts: tuple[Fact, ...] = ()
    subjects: frozenset[str] = frozenset()  # who and what its first sentences name, the watch apart; folded words

    @property
    def steps(self) -> frozenset[Step]:
        """The steps that its headline speaks of; where that says none, its first sentences."""
        steps = [(Step(fact.key), fact.rank) for fact in self.facts if fact.kind is FactKind.STEP and fact.rank <= 1]
        said = frozenset(step for step, rank in steps if not rank and not step.is_vague)
        return said or frozenset(step for step, _ in steps)

    @property
    def near_steps(self) -> frozenset[Step]:
        """The steps of all sentences that matter to the watch."""
        return frozenset(Step(fact.key) for fact in self.facts if fact.kind is FactKind.STEP and fact.rank <= 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """An earlier article that the watch found. `alerted`: the kind of the message that it caused, if it did."""

    article_id: int
    outlet: str
    owner: str
    story: int | None
    in_thread: bool  # of the saga of the article that is decided on
    found_at: datetime
    genre: Genre
    steps: frozenset[Step]
    subjects: frozenset[str] = frozenset()
    alerted: NewsKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tidings:
    """What an article brings to a watch: what it says, which of its facts are new, and what came before.

    `outlet` is its id, `owner` who owns that, `credited` the ids of the outlets that it names as its sources. Of a
    revision, `turned` says whether its headline says the opposite now, and `denied` is the new sentence that denies.
    """

    account: Account
    owner: str
    outlet: str = ""
    fresh: tuple[Fact, ...] = ()
    earlier: tuple[Earlier, ...] = ()  # in order of arrival
    credited: tuple[str, ...] = ()
    from_others: tuple[str, ...] = ()  # the names of all outlets whose report it says it is
    turned: bool = False
    denied: str | None = None
    retitled: tuple[str, ...] = ()  # the words of a new headline that no earlier article has
    notice: str | None = None  # of a correction: the sentence that makes it,
    was: str | None = None  # and the one that it replaces
