"""A trial message: one that is marked as such, in every form that a channel may want."""

import json
from dataclasses import dataclass
from datetime import datetime

from monitor.brief import Brief, Urgency
from monitor.views import readable

_TYPE = "channel.test"
_TEXT = (
    "This is a trial message of the news monitor: somebody asked for it by `monitor channel test`, `monitor person "
    "test` or on the page of deliveries. Nothing was found and nothing is wrong: whoever reads this can be reached."
)
_PAGE = '<!doctype html><html lang="en"><head><meta charset="utf-8"></head><body><p>{}</p></body></html>'


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialMessage:
    """A trial message in every form that a channel may want; see `monitor.forms.Forms`."""

    at: datetime
    type: str = _TYPE
    thread: str | None = None
    contact: str | None = None
    title: str = "[Test] The news monitor can reach you"
    text: str = _TEXT

    @property
    def id(self) -> str:
        """A new one for each trial, so that no receiver drops it as known."""
        return f"test_{self.at:%Y%m%dT%H%M%S%f}Z"

    @property
    def subject(self) -> str:
        """The title."""
        return self.title

    @property
    def html(self) -> str:
        """The text as a page."""
        return _PAGE.format(self.text)

    @property
    def markdown(self) -> str:
        """The text."""
        return self.text

    @property
    def text_of_html(self) -> str:
        """The text."""
        return self.text

    @property
    def brief(self) -> Brief:
        """The same words."""
        return Brief(urgency=Urgency.OVER, topics=("trials",), headline=self.title, lines=(self.text,))

    @property
    def json(self) -> str:
        """The body of a webhook: its type says that it is a trial."""
        return json.dumps({"type": self.type, "timestamp": readable.plain(self.at), "data": {"text": self.text}})
