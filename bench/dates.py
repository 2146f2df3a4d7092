"""How right and how fast written dates are read, next to dateparser: dates that Unicode's CLDR formats, not we.

    python bench/dates.py [--part tuned|held] [--show] [--count 40]

Moments are formatted by Babel in the languages below and in the styles of CLDR, with and without a time of day. Half of
them (by a hash) were looked at while the parser was written; the other half, and the languages of `_UNSEEN`, were not.
With and without: whether the parser knows the language. The peers are what happens to be installed:
pip install babel dateparser.
"""

import argparse
import random
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from babel import Locale as Language
from babel.dates import format_date, format_datetime
from peers import installed

from monitor.reading.dates import date_parser, locales

_SEEN = "en_US en_GB de fr es pt_BR it nl sv da nb fi pl cs hu ro hr ru uk bg el tr ja ko zh ar he id vi th".split()  # noqa: SIM905
_UNSEEN = "is et lt lv sk sl sr mk be ca gl eu hi bn ta fil ms sw af sq hy ka az kk".split()  # noqa: SIM905
_STYLES = ("short", "medium", "long", "full")
Read = Callable[[str, str | None], datetime | None]

_START = datetime(2019, 1, 1, tzinfo=UTC)
_SPAN = 8 * 365 * 24 * 60  # minutes


@dataclass(frozen=True)
class Case:
    """A written date, its language, and what it means; `has_time` if a time of day is in it."""

    text: str
    language: str
    style: str
    at: datetime
    has_time: bool


def main() -> None:
    """Score each reader with and without the language."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=("tuned", "held", "all"), default="held")
    parser.add_argument("--count", type=int, default=2, help="moments for each language and style")
    parser.add_argument("--seed", type=int, default=20261128, help="of the moments")
    parser.add_argument("--show", action="store_true", help="list what we read wrongly or not at all")
    arguments = parser.parse_args()
    cases = [case for case in _cases(arguments.count, arguments.seed) if arguments.part in {"all", _part(case)}]
    print(f"{len(cases)} dates, part {arguments.part}")
    for name, read in _readers().items():
        for language_is_known in (True, False):
            languages = [case.language if language_is_known else None for case in cases]
            title = f"{name}, {'with' if language_is_known else 'without'} language"
            _score(title, read, cases, languages, show=arguments.show and name == "ours")


def _cases(count: int, seed: int) -> Iterator[Case]:
    chance = random.Random(seed)
    for language in [*_SEEN, *_UNSEEN]:
        for style in _STYLES:
            for number in range(count * 2):
                at = _START + timedelta(minutes=chance.randrange(_SPAN))
                has_time = number % 2 == 1
                text = (
                    format_datetime(at, _pattern(language, style), locale=language)
                    if has_time
                    else (format_date(at.date(), style, locale=language))
                )
                yield Case(text, language, style, at, has_time)


def _pattern(language: str, style: str) -> str:
    """The day in the style, and the time of day to the minute, as CLDR joins them."""
    known = Language.parse(language)
    joined = str(known.datetime_formats[style if style in known.datetime_formats else "medium"])
    return joined.replace("{1}", known.date_formats[style].pattern).replace("{0}", known.time_formats["short"].pattern)


def _part(case: Case) -> str:
    if case.language in _UNSEEN:
        return "held"
    return "held" if zlib.crc32(f"{case.language} {case.text}".encode()) % 2 else "tuned"


def _score(title: str, read: Read, cases: list[Case], languages: list[str | None], *, show: bool) -> None:
    right = wrong = 0
    started = time.process_time()
    found = [read(case.text, language) for case, language in zip(cases, languages, strict=True)]
    spent = time.process_time() - started
    for case, one in zip(cases, found, strict=True):
        expected = case.at.replace(tzinfo=None)
        if not case.has_time:
            expected = expected.replace(hour=0, minute=0)
        if one is not None and one.replace(tzinfo=None, second=0, microsecond=0) == expected:
            right += 1
            continue
        wrong += one is not None
        if show:
            print(f"   {case.language:6} {case.style:7} {case.text!r} means {expected}, read as {one}")
    rates = (f"{name} {number / len(cases):.3f}" for name, number in (("right", right), ("wrong", wrong)))
    none, each = 1 - (right + wrong) / len(cases), spent / len(cases) * 1e6
    print(f"{title:30} {'  '.join(rates)}  none {none:.3f}  {each:8.0f} us each")


def _readers() -> dict[str, Read]:
    readers = {"ours": _ours}
    if not installed("dateparser"):
        return readers
    import dateparser  # noqa: PLC0415 - a peer, if it is installed

    def theirs(text: str, language: str | None) -> datetime | None:
        if language is None:
            return dateparser.parse(text)
        tag = language.replace("_", "-")
        try:
            return dateparser.parse(
                text, locales=[tag] if "-" in tag else None, languages=None if "-" in tag else [tag]
            )
        except ValueError:  # it does not know the language
            return dateparser.parse(text)

    return readers | {"dateparser": theirs}


def _ours(text: str, language: str | None) -> datetime | None:
    moment = date_parser.read(text, locales.of("", language.replace("_", "-") if language else None))
    return moment.at if moment else None


if __name__ == "__main__":
    main()
