"""The words of a watch as a form has them, and what the archive says of them before they are saved."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Self

from monitor.config.watch_edit import LISTS
from monitor.errors import QuerySyntaxError, UserError
from monitor.match import check_watch
from monitor.model import Watch
from monitor.rehearsal import forecast
from monitor.views import watch_trial
from monitor.web.visit import Visit

_SPANS = {"week": 7, "month": 30, "quarter": 91}  # days
_SAMPLES = 12
_FORECAST = 1.5  # seconds: the rest of the page waits for it
_LONGEST = 20_000  # characters of one field
_KEYS = {"except": "masks"}  # in the file, and in a `Watch`


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What of a watch is changed on a page; `lists` by their names in the file, an entry a line of the form."""

    query: str
    lists: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, watch: Watch) -> Self:
        """The words that a watch has."""
        return cls(query=watch.query, lists={key: getattr(watch, _KEYS.get(key, key)) for key in LISTS})

    @classmethod
    def of_address(cls, visit: Visit) -> Self:
        """Those of a trial: its form is sent by the address, so that a trial can be shown to somebody. Or none.

        Raises:
            UserError: a field is too long.
        """
        return cls._of(visit.query)

    @classmethod
    def of_form(cls, visit: Visit) -> Self:
        """Those that are to be saved.

        Raises:
            UserError: there is no query, or a field is too long.
        """
        visit.sent("query")
        return cls._of(visit.form)

    @classmethod
    def _of(cls, given: Mapping[str, str]) -> Self:
        if any(len(given.get(key, "")) > _LONGEST for key in ("query", *LISTS)):
            raise UserError("the watch is too long for a page", hint="change it in the configuration itself")
        lists = {key: tuple(filter(None, map(str.strip, given.get(key, "").splitlines()))) for key in LISTS}
        return cls(query=" ".join(given.get("query", "").split()), lists=lists)

    @property
    def fingerprint(self) -> str:
        """What tells these words from others."""
        text = repr((self.query, sorted(self.lists.items())))
        return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]

    def on(self, watch: Watch) -> Watch:
        """The watch with these words."""
        lists: dict[str, Any] = {_KEYS.get(key, key): queries for key, queries in self.lists.items()}
        return replace(watch, query=self.query, **lists)


def refuse_flawed(watch: Watch) -> None:
    """The file is checked without its queries: a daemon would refuse all of it for one that is wrong.

    Raises:
        UserError: the watch is wrong; what it says stands in the order of `check_watch`.
    """
    if problems := check_watch(watch).problems:
        raise UserError("\n".join(problems), hint="nothing was saved")


def of(visit: Visit, watch: Watch, words: Words) -> dict[str, Any]:
    """What these words find among the articles of the span: counts, samples, messages a week; or what is wrong."""
    span = visit.text("span") if visit.text("span") in _SPANS else "month"
    since = visit.now - timedelta(days=_SPANS[span])
    tried = words.on(watch)
    checked = check_watch(tried)
    shown: dict[str, Any] = {"span": span, "warnings": checked.warnings, "facts": None, "alerts": ""}
    if checked.problems:
        return shown | {"problems": checked.problems}
    try:
        facts = watch_trial.facts(visit.archive, tried, since, visit.now, limit=_SAMPLES, zone=visit.zone)
    except QuerySyntaxError as error:
        return shown | {"problems": (str(error),)}
    alerts = forecast.facts(visit.config, visit.archive, tried, since, visit.now, longest=_FORECAST)
    return shown | {"problems": (), "facts": facts, "alerts": forecast.line(alerts) if alerts else ""}
