"""What holds for every moment and for every text: it is read back as it was written; nothing raises or costs much."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from types import FrameType

from hypothesis import given
from hypothesis import strategies as st

from monitor.reading.dates import date_parser
from monitor.reading.dates.locales import ANYWHERE, Locale
from monitor.reading.dates.months import ENGLISH

STEPS = 2_000  # lines of Python that one reading may take; the worst of 2,000 texts took 721

_ZONES = st.sampled_from([0, 60, 120, 330, 345, -210, -300, -480, 780]).map(
    lambda each: timezone(timedelta(minutes=each))
)
_MOMENTS = st.datetimes(datetime(1991, 1, 1), datetime(2060, 1, 1)).map(  # noqa: DTZ001 - the zone comes from `_ZONES`
    lambda at: at.replace(microsecond=0)
)
_OFFSETS: tuple[Callable[[datetime], str], ...] = (
    lambda at: f"{at:%z}",
    lambda at: f"{at:%z}"[:3] + ":" + f"{at:%z}"[3:],
    lambda at: f"GMT{at:%z}",
    lambda at: f"{at:%z} (EST)",
    lambda at: f"CET {at:%z}",
    lambda at: f"UTC{at:%z}".replace("-", "\u2212"),
)
_DAYS: tuple[Callable[[datetime], str], ...] = (
    lambda at: f"{at:%Y-%m-%d}",
    lambda at: f"{at:%Y/%m/%d}",
    lambda at: f"{at.year}. {at.month}. {at.day}.",
    lambda at: f"{at:%d.%m.%Y}",
    lambda at: f"{at:%d/%m/%Y}",
    lambda at: f"{at:%A}, {at.day} {at:%B} {at.year}",
    lambda at: f"{at:%B} {at.day}, {at.year}",
    lambda at: f"{at:%a} {ENGLISH[at.month - 1]} {at.day} {at.year}",
    lambda at: f"{at:%d-%b-%Y}",
    lambda at: f"{at.year} {at:%B} {at.day}",
    lambda at: f"{at.year}年{at.month}月{at.day}日",
    lambda at: f"{at.year}년 {at.month}월 {at.day}일",
    lambda at: f"ngày {at.day} tháng {at.month} năm {at.year}",
    lambda at: f"{at.day}\u00a0de\u202f{_spanish(at)} de {at.year}",
    lambda at: f"{at.day}. {_finnish(at)} {at.year}".upper(),
    lambda at: f"{at:%d} {at:%m} {at:%Y}".replace(" ", "-"),
    lambda at: f"{at:%d.%m.%Y}".translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
)
_CLOCKS: tuple[Callable[[datetime], str], ...] = (
    lambda at: f"{at:%H:%M:%S}",
    lambda at: f"{at:%H:%M:%S},000",
    lambda at: f"{at:%I:%M:%S} {'p.m.' if at.hour >= 12 else 'a.m.'}",
    lambda at: f"{at:%I:%M:%S}{'PM' if at.hour >= 12 else 'AM'}",
    lambda at: f"{'오후' if at.hour >= 12 else '오전'} {at:%I:%M:%S}",
)


def _spanish(at: datetime) -> str:
    names = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
    return names.split()[at.month - 1]


def _finnish(at: datetime) -> str:
    stems = "tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu"
    return f"{stems.split()[at.month - 1]}kuuta"


@given(_MOMENTS, _ZONES, st.sampled_from(_DAYS), st.sampled_from(_CLOCKS), st.sampled_from(_OFFSETS), st.booleans())
def test_a_point_in_time_is_read_back(  # noqa: PLR0917 - one argument a part of the text
    naive: datetime,
    zone: timezone,
    day: Callable[[datetime], str],
    clock: Callable[[datetime], str],
    offset: Callable[[datetime], str],
    clock_first: bool,  # noqa: FBT001 - Hypothesis passes by position
) -> None:
    """Whatever the order of day and clock, the half of the day, the digits and the form of the offset."""
    at = naive.replace(tzinfo=zone)
    parts = (f"{clock(at)} {offset(at)}", day(at))
    moment = date_parser.read(", ".join(parts if clock_first else parts[::-1]), Locale(month_first=False))

    assert moment is not None
    assert moment.has_time
    assert moment.at == at


@given(_MOMENTS, st.sampled_from(_DAYS))
def test_a_day_is_read_back(at: datetime, day: Callable[[datetime], str]) -> None:
    """A day without a time of day is that day, and says that it has none."""
    moment = date_parser.read(day(at), Locale(month_first=False))

    assert moment is not None
    assert (moment.at.date(), moment.has_time, moment.at.tzinfo) == (at.date(), False, None)


@given(_MOMENTS, _ZONES)
def test_the_forms_of_programs_are_read_back(naive: datetime, zone: timezone) -> None:
    """ISO whole and basic, mail, the C library's, and seconds since 1970 in each unit."""
    at = naive.replace(tzinfo=zone)
    seconds = int(at.timestamp())
    forms = [
        at.isoformat(),
        f"{at:%Y%m%dT%H%M%S%z}",
        f"{at:%G-W%V-%uT%H:%M:%S%z}",
        f"{at:%Y-%jT%H:%M:%S%z}",
        format_datetime(at),
        f"{at.astimezone(UTC):%a %b %d %H:%M:%S UTC %Y}",
    ]
    if seconds >= 1_000_000_000:  # ten figures, from 2001 on
        forms += [f"{seconds}", f"{seconds}000", f"{seconds}000000", f"/Date({seconds}000)/"]
    for form in forms:
        moment = date_parser.read(form)
        assert moment is not None, form
        assert moment.at == at, form


@given(_MOMENTS)
def test_what_may_be_two_days_is_the_habits_or_none(at: datetime) -> None:
    """Figures that may be two days are the day that the publisher's habit says; without a habit they are none."""
    text = f"{at:%d/%m/%Y}"
    mirrored = f"{at:%m/%d/%Y}"
    readings = [date_parser.read(each, Locale(month_first=first)) for each, first in ((text, False), (mirrored, True))]

    assert [moment.at.date() for moment in readings if moment] == [at.date()] * 2
    blind = date_parser.read(text, ANYWHERE)
    assert (blind is None) == (at.day <= 12 and at.day != at.month)


_PIECES = """
    2026 11 28 5 0 / - . : , Nov novembre de T Z + ( ) 年 月 日 PM 오후 十 〇 ' W48 GMT Europe/Paris Standard Time
    \u200f ٢ XII tháng
""".split()  # noqa: SIM905 - pieces of dates
_FRAGMENTS = st.sampled_from([*_PIECES, " ", "\u00a0"])


@given(st.one_of(st.text(max_size=300), st.lists(_FRAGMENTS, max_size=80).map("".join)))
def test_no_text_raises_or_costs_much(text: str) -> None:
    """Any text is a moment or none, within a fixed number of steps."""
    assert _steps(text) < STEPS


def test_a_long_text_costs_no_more_than_a_short_one() -> None:
    """The cost does not grow with what stands behind the first characters."""
    for part in ("28 Nov ", "1", "2026-", "de ", "(", "ab. ", "年", "10:00 "):
        short, long = _steps(part * 300), _steps(part * 300_000)
        assert long <= short + 10, part


def _steps(text: str) -> int:
    """How many lines of Python a reading takes that nothing remembers."""
    date_parser.read(text)  # once unseen: the names of zones are read from the disk when one is asked for
    date_parser._in_words.cache_clear()
    steps = 0

    def count(_frame: FrameType, event: str, _argument: object) -> Callable[..., object]:
        nonlocal steps
        steps += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        date_parser.read(text)
    finally:
        sys.settrace(before)
    return steps
