"""Reading one written moment."""

import pytest

from monitor.reading.dates import date_parser
from monitor.reading.dates.locales import Locale


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-03-05T08:15:00Z", "2024-03-05T08:15:00+00:00"),
        ("2024-03-05T08:15:00.123-0800", "2024-03-05T08:15:00-08:00"),
        ("2024-03-05T08:15:00+05:30", "2024-03-05T08:15:00+05:30"),
        ("20240305T081500Z", "2024-03-05T08:15:00+00:00"),
        ("2024-03-05 08:15", "2024-03-05T08:15:00"),
        ("2024/03/05 08:15 JST", "2024-03-05T08:15:00+09:00"),
        ("Tue, 05 Mar 2024 08:15:00 +0100", "2024-03-05T08:15:00+01:00"),
        ("Tue Mar 05 08:15:00 EST 2024", "2024-03-05T08:15:00-05:00"),
        ("March 5, 2024 at 8:15 p.m. ET", "2024-03-05T20:15:00-05:00"),
        ("July 5, 2024 at 8:15 p.m. ET", "2024-07-05T20:15:00-04:00"),
        ("8:15 AM PDT Jul 5, 2024", "2024-07-05T08:15:00-07:00"),
        ("5. März 2024, 14:30 Uhr", "2024-03-05T14:30:00"),
        ("05.03.2024 | 14.30 Uhr", "2024-03-05T14:30:00"),
        ("5 de marzo de 2024 a las 10:30", "2024-03-05T10:30:00"),
        ("le 5 févr. 2024 à 10h30", "2024-02-05T10:30:00"),
        ("5 марта 2024, 10:15", "2024-03-05T10:15:00"),
        ("2024年3月5日 10時20分", "2024-03-05T10:20:00"),
        ("1709626500", "2024-03-05T08:15:00+00:00"),
        ("1709626500000", "2024-03-05T08:15:00+00:00"),
        ("/Date(1709626500000)/", "2024-03-05T08:15:00+00:00"),
        ("202403050815", "2024-03-05T08:15:00"),
        ("2024-03-05T08:15-500", "2024-03-05T08:15:00-05:00"),
        ("2024-03-05T08:15+5.30", "2024-03-05T08:15:00+05:30"),
        ("March 5, 2024 8:15 AM Eastern Time", "2024-03-05T08:15:00-05:00"),
        ("05/03/2024 14:30 (GMT+7)", "2024-03-05T14:30:00+07:00"),
        ("3. 5. 2024, 5:40 PMShare", "2024-05-03T17:40:00"),
        ("Mar 5, 2024, 3:30p", "2024-03-05T15:30:00"),
        ("2024년 3월 5일 오후 2시 30분", "2024-03-05T14:30:00"),
        ("2024. 3. 5. 오전 11:20", "2024-03-05T11:20:00"),
        ("2024年3月5日 下午2:30", "2024-03-05T14:30:00"),
        ("２０２４年３月５日１２時２４分", "2024-03-05T12:24:00"),
        ("2024. március 5. 14:30", "2024-03-05T14:30:00"),
        ("۱۴۰۲/۱۲/۱۵ ۱۴:۳۰", "2024-03-05T14:30:00"),
        ("5 de marzo de 202414:30", "2024-03-05T14:30:00"),
        ("05/03/202414:30", "2024-03-05T14:30:00"),
        ("March 5, 202414:30", "2024-03-05T14:30:00"),
        ("March 5, 20249:15 am", "2024-03-05T09:15:00"),
        ("2024-03-05T23:15:0Z", "2024-03-05T23:15:00+00:00"),
    ],
)
def test_a_time_of_day(text: str, expected: str) -> None:
    """ISO and its misspellings, mail dates, epochs, words and calendars of many peoples, with the zone written."""
    moment = date_parser.read(text, Locale(month_first=False))

    assert moment is not None
    assert moment.has_time
    assert moment.at.replace(microsecond=0).isoformat() == expected


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("2024-03-05", "dmy", "2024-03-05"),
        ("20240305", "dmy", "2024-03-05"),
        ("5 March 2024", "dmy", "2024-03-05"),
        ("March, 5 2024", "dmy", "2024-03-05"),
        ("Sept. 5, 2024", "dmy", "2024-09-05"),
        ("3/5/2024", "mdy", "2024-03-05"),
        ("3/5/2024", "dmy", "2024-05-03"),
        ("25/3/2024", "mdy", "2024-03-25"),
        ("05.03.2024", "mdy", "2024-03-05"),
        ("5 Οκτωβρίου 2024", "dmy", "2024-10-05"),
        ("12 eylül 2024", "dmy", "2024-09-12"),
        ("5.III.2024", "dmy", "2024-03-05"),
        ("26 | 01 | 2022", "dmy", "2022-01-26"),
        ("05 . 03 . 2024", "dmy", "2024-03-05"),
        ("2024 March 5", "dmy", "2024-03-05"),
        ("2024-Mar-05", "dmy", "2024-03-05"),
        ("2024. gada 5. marts", "dmy", "2024-03-05"),
        ("2024 m. kovo 5 d.", "dmy", "2024-03-05"),
        ("2024ko martxoaren 5a", "dmy", "2024-03-05"),
        ("5 tháng 3 năm 2024", "dmy", "2024-03-05"),
        ("5 มีนาคม 2567", "dmy", "2024-03-05"),
        ("๕ มี.ค. ๒๕๖๗", "dmy", "2024-03-05"),
        ("5 มี.ค. 67", "dmy", "2024-03-05"),
        ("Tháng Mười Hai 5, 2024", "dmy", "2024-12-05"),
        ("5 Tháng Ba, 2024", "dmy", "2024-03-05"),
        ("5 e Marsit 2024", "dmy", "2024-03-05"),
        ("令和6年3月5日", "dmy", "2024-03-05"),
        ("令和元年5月1日", "dmy", "2019-05-01"),
        ("民國113年3月5日", "dmy", "2024-03-05"),
        ("۱۵ اسفند ۱۴۰۲", "dmy", "2024-03-05"),
        ("1403/01/01", "dmy", "2024-03-20"),
        ("٥ مارس ٢٠٢٤", "dmy", "2024-03-05"),
        ("5 كانون الثاني 2024", "dmy", "2024-01-05"),
        ("5 مارس/آذار 2024", "dmy", "2024-03-05"),
        ("5 במרץ 2024", "dmy", "2024-03-05"),
        ("5 मार्च 2024", "dmy", "2024-03-05"),
        ("মার্চ ৫, ২০২৪", "dmy", "2024-03-05"),
    ],
)
def test_a_day_alone(text: str, order: str, expected: str) -> None:
    """A day is a day: no midnight is made of it; day and month stand as in the page's country."""
    moment = date_parser.read(text, Locale(month_first=order == "mdy"))

    assert moment is not None
    assert not moment.has_time
    assert moment.at.date().isoformat() == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("R6.3.5", "ja", "2024-03-05"),
        ("H31.04.30", "ja", "2019-04-30"),
        ("24.3.5", "ja", "2024-03-05"),
        ("6.3.5", "ja", None),
        ("R6.3.5", "en", None),
        ("05/03/2567", "th", "2024-03-05"),
        ("05/03/2567", "en", None),
    ],
)
def test_years_of_a_country(text: str, language: str, expected: str | None) -> None:
    """Of eras that a letter names, and of Buddha where figures alone are written."""
    moment = date_parser.read(text, Locale(language=language, month_first=False))

    assert (moment.at.date().isoformat() if moment else None) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "32.13.2024",
        "555-0199",
        "$170 million",
        "12345",
        "2024",
        "May",
        "1332.62",
        "https://example.org/-1138062",
        "1041017",
        "v2.10.24",
        "1445/08/24",
    ],
)
def test_what_is_no_moment(text: str) -> None:
    """Figures alone are no date."""
    assert date_parser.read(text) is None
