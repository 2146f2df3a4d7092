"""Reading one written moment."""

import pytest

from monitor.extract import moments


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
    ],
)
def test_a_time_of_day(text: str, expected: str) -> None:
    """ISO and its misspellings, mail dates, epochs and words of many languages, with the zone that is written."""
    moment = moments.read(text)

    assert moment is not None
    assert moment.has_time
    assert moment.at.replace(microsecond=0).isoformat() == expected


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("2024-03-05", "dmy", "2024-03-05"),
        ("20240305", "dmy", "2024-03-05"),
        ("5 March 2024", "dmy", "2024-03-05"),
        ("Sept. 5, 2024", "dmy", "2024-09-05"),
        ("3/5/2024", "mdy", "2024-03-05"),
        ("3/5/2024", "dmy", "2024-05-03"),
        ("25/3/2024", "mdy", "2024-03-25"),
        ("05.03.2024", "mdy", "2024-03-05"),
        ("5 Οκτωβρίου 2024", "dmy", "2024-10-05"),
        ("12 eylül 2024", "dmy", "2024-09-12"),
    ],
)
def test_a_day_alone(text: str, order: str, expected: str) -> None:
    """A day is a day: no midnight is made of it; day and month stand as in the page's country."""
    moment = moments.read(text, month_first=order == "mdy")

    assert moment is not None
    assert not moment.has_time
    assert moment.at.date().isoformat() == expected


@pytest.mark.parametrize("text", ["", "yesterday", "32.13.2024", "555-0199", "$170 million", "12345", "2024", "May"])
def test_what_is_no_moment(text: str) -> None:
    """Figures alone are no date."""
    assert moments.read(text) is None
