"""A message in short, as a chat or a phone shows it: plain values, to be set in each service's own markup.

`forms` offers one of each message. All text is one line, unescaped; an `url` is a web address, or empty.
"""

from dataclasses import dataclass
from enum import StrEnum


class Urgency(StrEnum):
    """What a message is to the person who gets it, where a service has priorities or colours."""

    NEWS = "news"  # a story was opened
    UPDATE = "update"  # a story that they know changed
    DIGEST = "digest"
    WARNING = "warning"  # something is wrong with the monitor
    OVER = "over"  # and is right again


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefItem:
    """One article: its headline, who has it and when, what was found in it, what else is to be said."""

    title: str
    url: str
    by: str
    quote: tuple[tuple[str, bool], ...] = ()  # pieces of a sentence, each with whether a watch found it
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefSection:
    """Articles under one name, which is empty where there is but one section; `rest` says what is left out."""

    name: str
    items: tuple[BriefItem, ...]
    rest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """`headline` says what it is; `lines` follow it, `facts` are names and values, `foot` is small print.

    `topics` are names of letters, digits and `-` for what it is on: watches, a digest, a person, the incidents.
    """

    urgency: Urgency
    topics: tuple[str, ...]
    headline: str
    lines: tuple[str, ...] = ()
    sections: tuple[BriefSection, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    foot: str = ""
