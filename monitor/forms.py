"""A message's forms: what the stage that words a message offers to the one that hands it over. A protocol, no code.

So the two stages need not know each other, and a channel takes of a message what it can use.
"""

from datetime import datetime
from typing import Protocol

from monitor.brief import Brief


class Forms(Protocol):
    """One message in every form that a channel may want. Each form is made when it is first asked for, and once."""

    @property
    def id(self) -> str:
        """Stable text of letters, digits, `-` and `_`."""

    @property
    def type(self) -> str:
        """Such as `story.opened` or `digest`."""

    @property
    def at(self) -> datetime:
        """When the message was made."""

    @property
    def thread(self) -> str | None:
        """The id of the message that this one follows."""

    @property
    def contact(self) -> str | None:
        """The mail address that answers mails about the message; None: nobody does."""

    @property
    def title(self) -> str:
        """The message in one line."""

    @property
    def subject(self) -> str:
        """The title; where it follows another message, that one's title after `Re: `."""

    @property
    def text(self) -> str:
        """All of it as plain text."""

    @property
    def html(self) -> str:
        """It as one HTML page that a mail has room for."""

    @property
    def text_of_html(self) -> str:
        """What `html` has room for, as plain text."""

    @property
    def markdown(self) -> str:
        """It as Markdown."""

    @property
    def json(self) -> str:
        """It as one JSON object."""

    @property
    def brief(self) -> Brief:
        """It in short, for a chat or a phone."""
