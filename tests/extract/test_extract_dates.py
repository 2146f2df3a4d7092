"""Which of a page's moments is its publication."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.extract import read_article, statements
from monitor.extract.dating import date_texts, publication, two_days, visible_dates
from monitor.extract.layout import visible
from monitor.model import Article, Link, Outlet, Page
from monitor.reading import html
from monitor.reading.dates import locales

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def dates_of(
    head: str = "",
    body: str = "",
    *,
    url: str = "https://www.example.org/a",
    lang: str = "en",
    link: Link | None = None,
    after: tuple[str, ...] = (),
    above: tuple[str, ...] = (),
) -> publication.Dates:
    """The dates of a page made of these parts. `behind` and `above` are lines by its headline."""
    root = html.tree(f'<html lang="{lang}"><head>{head}</head><body>{body}</body></html>')
    assert root is not None
    lines = publication.Lines(after=after, above=above)
    return publication.read(statements.read(root, url), now=NOW, lines=lines, link=link)


def day_of(found: publication.Dates) -> str | None:
    """The day of the publication, as the page's clock has it."""
    return found.published.date().isoformat() if found.published else None


def meta(name: str, content: str) -> str:
    """One meta element."""
    return f'<meta property="{name}" content="{content}">'


def test_published_and_updated_stay_apart() -> None:
    """Each with its own zone."""
    found = dates_of(
        meta("article:published_time", "2024-03-05T08:15:00-08:00")
        + meta("article:modified_time", "2024-03-06T10:00:00+01:00")
    )

    assert found.published == datetime.fromisoformat("2024-03-05T08:15:00-08:00")
    assert found.updated == datetime.fromisoformat("2024-03-06T10:00:00+01:00")


def test_an_update_before_the_publication_is_none() -> None:
    """A clock that runs backwards is not believed."""
    head = meta("article:published_time", "2024-03-05T08:15:00Z") + meta(
        "article:modified_time", "2024-03-05T08:15:00Z"
    )

    assert dates_of(head).updated is None


@pytest.mark.parametrize("stated", ["2031-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "0001-01-01T00:00:00Z"])
def test_the_future_and_the_absurd_are_refused(stated: str) -> None:
    """No date is better than such a one."""
    assert dates_of(meta("article:published_time", stated)).published is None


def test_a_day_is_completed_by_a_time_of_the_same_day() -> None:
    """A source that knows only the day is joined by one that knows the hour."""
    found = dates_of(meta("date", "2024-03-05"), '<h1>T</h1><time datetime="2024-03-05T08:15:00Z">8:15</time>')

    assert found.published == datetime(2024, 3, 5, 8, 15, tzinfo=UTC)
    assert found.has_time


def test_a_day_alone_says_so() -> None:
    """Without any time of day, none is made up."""
    found = dates_of(meta("date", "2024-03-05"))

    assert found.published is not None
    assert not found.has_time


@pytest.mark.parametrize(
    ("url", "lang", "expected"),
    [
        ("https://www.kinoblatt.de/a", "de", "2024-07-05T08:15:00+02:00"),
        ("https://www.eiga.jp/a", "ja", "2024-07-05T08:15:00+09:00"),
        ("https://www.film.co.uk/a", "en", "2024-07-05T08:15:00+01:00"),
        ("https://www.kinoblatt.com/a", "de-AT", "2024-07-05T08:15:00+02:00"),
        ("https://www.filmpost.com/a", "en-US", "2024-07-05T08:15:00-04:00"),
        ("http://127.0.0.1:8000/a", "", "2024-07-05T08:15:00+00:00"),
    ],
)
def test_a_clock_without_zone_is_that_of_its_country(url: str, lang: str, expected: str) -> None:
    """By the country of the address, else the language, else UTC."""
    found = dates_of(meta("article:published_time", "2024-07-05T08:15:00"), url=url, lang=lang)

    assert found.published is not None
    assert found.published.isoformat() == expected


def test_month_and_day_stand_as_in_the_pages_country() -> None:
    """3/5 is in March for an American page, in May for others."""
    american, british = (dates_of(meta("date", "3/5/2024"), lang=lang).published for lang in ("en-US", "en-GB"))

    assert american is not None
    assert american.date().isoformat() == "2024-03-05"
    assert british is not None
    assert british.date().isoformat() == "2024-05-03"


def test_the_address_kept_the_day_of_a_moved_article() -> None:
    """A later import that calls itself the publication is not believed against the address."""
    found = dates_of(
        meta("article:published_time", "2019-06-17T18:28:00Z"), url="https://www.example.org/2017/7/12/montauk"
    )

    assert found.published is not None
    assert found.published.date().isoformat() == "2017-07-12"


def test_the_listing_is_the_last_resort() -> None:
    """A page without any date has the one of its listing."""
    at = datetime(2024, 3, 5, 8, 15, tzinfo=UTC)

    assert dates_of(link=Link(url="https://www.example.org/a", published_at=at)).published == at


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Published: 5 March 2024 | Updated: 6 March 2024", "2024-03-05"),
        ("Updated: 6 March 2024 Original: 5 March 2024", "2024-03-05"),
        ("12:43, 5 Mar 2024Updated 12:44, 6 Mar 2024", "2024-03-05"),
        ("March 5, 2024 11:30 am (Updated 11:54 am)", "2024-03-05"),
        ("05/03/2024 - Publicado por: Ana Souza", "2024-03-05"),
        ("2024/3/5 21:17（最終更新 3/6 21:17）", "2024-03-05"),
        ("Last updated 6 March 2024", "2024-03-06"),
    ],
)
def test_a_label_tells_the_publication_from_the_update(line: str, expected: str) -> None:
    """A label speaks of the date behind it, else of the one before it; an update is better than nothing."""
    assert day_of(dates_of(after=(line,), lang="en-GB")) == expected


def test_an_update_beside_a_publication_is_not_the_publication() -> None:
    """Wherever it stands."""
    assert day_of(dates_of(after=("Updated 6 March 2024", "5 March 2024"))) == "2024-03-05"


def test_the_day_above_the_headline_is_the_last_of_the_lines() -> None:
    """Many pages show today's date there."""
    found = dates_of(above=("Wednesday, November 26, 2025",), after=("By Ann Lee", "March 5, 2024"))

    assert day_of(found) == "2024-03-05"


def test_the_day_of_an_account_is_no_dateline() -> None:
    """Nor is the clock that a forum shows."""
    assert dates_of(after=("Registered: 5 March 2024", "Current time: 5 March 2024, 12:18")).published is None


def test_another_day_does_not_complete_a_day() -> None:
    """A comment of the next morning has a time of day, and is not the article's."""
    found = dates_of(after=("5 March 2024", "Comment by Tom on 6 March 2024 at 10:25"))

    assert day_of(found) == "2024-03-05"
    assert not found.has_time


def test_a_list_item_may_hold_the_dateline() -> None:
    """Bylines are lists on many pages; a card in a list is not the article."""
    line = '<h1>T</h1><ul><li>By Ann Lee</li><li><time datetime="2024-03-05T08:15:00Z">5 March</time></li></ul>'
    card = f'<h1>T</h1><ul><li>{"Another article " * 8}<time datetime="2024-03-04T08:15:00Z">4 March</time></li></ul>'

    assert day_of(dates_of(body=line)) == "2024-03-05"
    assert dates_of(body=card).published is None


@pytest.mark.parametrize("name", ["published_on", "publication-date", "acme:publish_time", "publishedAt"])
def test_an_unknown_name_may_speak_of_publication(name: str) -> None:
    """What a meta element is called is enough."""
    assert day_of(dates_of(meta(name, "2024-03-05T08:15:00Z"))) == "2024-03-05"


def test_a_property_of_something_listed_is_not_the_articles() -> None:
    """Microdata of a list, a comment, a film: theirs."""
    listed = '<ul itemscope itemtype="https://schema.org/ItemList"><meta itemprop="datePublished" content="2024-03-05">'

    assert dates_of(body=listed).published is None


@pytest.mark.parametrize("kind", ["VideoGame", "TVSeries", "MusicAlbum", "Book", "Movie"])
def test_the_day_of_a_work_is_not_that_of_its_review(kind: str) -> None:
    """Though a box below the headline shows it alone, and no line the review's own; in microdata and in JSON-LD."""
    stated = meta("article:published_time", "2022-10-24T12:40:59Z") + meta("datemodified", "2022-12-02T08:16:16Z")
    micro = f'<div itemscope itemtype="https://schema.org/{kind}"><i itemprop="datePublished">8 Oct 2022</i></div>'
    node = f'<script type="application/ld+json">{{"@type": "{kind}", "datePublished": "2022-10-08"}}</script>'

    for head, body in ((stated, micro), (stated + node, "")):
        assert day_of(dates_of(head, body, after=("8 Oct 2022",))) == "2022-10-24"


def test_a_video_on_the_page_does_not_date_the_article() -> None:
    """Its upload is believed only where nothing else tells a date."""
    video = '<script type="application/ld+json">{"@type": "VideoObject", "uploadDate": "2024-03-04T08:15:00Z"}</script>'

    assert day_of(dates_of(video, after=("March 5, 2024",))) == "2024-03-05"
    assert day_of(dates_of(video)) == "2024-03-04"


def test_a_draft_is_not_the_publication() -> None:
    """Created is another word."""
    node = '{"@type": "NewsArticle", "dateCreated": "2024-03-01T08:15:00Z", "datePublished": "2024-03-05T08:15:00Z"}'

    assert day_of(dates_of(f'<script type="application/ld+json">{node}</script>')) == "2024-03-05"


def test_an_evening_is_of_the_day_that_the_page_shows() -> None:
    """A moment in UTC is reported on the page's own clock where its day is another one there."""
    shown = dates_of(meta("article:published_time", "2024-03-06T05:30:59Z"), after=("March 5, 2024 at 11:30 p.m.",))
    addressed = dates_of(
        meta("article:published_time", "2024-03-06T02:30:59Z"), url="https://www.example.com/2024/03/05/a", lang="en-US"
    )

    assert shown.published is not None
    assert shown.published.isoformat() == "2024-03-05T23:30:59-06:00"
    assert addressed.published is not None
    assert addressed.published.isoformat() == "2024-03-05T21:30:59-05:00"


def test_the_day_of_address_and_line_is_the_pages_whatever_its_zone() -> None:
    """Nothing tells the zone: the instant stays, on the nearest clock that has this day."""
    stated = meta("article:published_time", "2020-02-18T02:18:11Z")
    address = "https://www.example.org/2020/02/17/a"

    both = dates_of(stated, url=address, lang="es", after=("17 de Febrero 2020",))
    assert both.published is not None
    assert both.published.isoformat() == "2020-02-17T23:18:11-03:00"
    assert day_of(dates_of(stated, url=address, lang="es")) == "2020-02-18"


@pytest.mark.parametrize(
    ("line", "expected"),
    [("am: 01.11.2023", "2023-11-01"), ("am: 11.01.2023", "2023-01-11"), ("am: 03.02.2023", "2023-01-11")],
)
def test_figures_that_may_be_two_days_are_the_one_that_is_shown(line: str, expected: str) -> None:
    """A German page whose system writes its statements in the American order."""
    assert day_of(dates_of(meta("date", "11/01/2023 12:43:42"), lang="de", after=(line,))) == expected


def test_an_earlier_statement_that_is_shown_is_the_publication() -> None:
    """The other one is shown nowhere: it is of the day on which the article was put up again."""
    head = meta("article:published_time", "2022-10-24T12:40:59Z") + meta("datemodified", "2022-12-02T08:16:16Z")
    body = '<span itemprop="datePublished">On 8 Oct 2022</span>'

    assert day_of(dates_of(head, body, after=("On 8 Oct 2022",))) == "2022-10-08"
    assert day_of(dates_of(head, body)) == "2022-10-24"
    assert day_of(dates_of(head, after=("On 8 Oct 2022",))) == "2022-10-24"


def test_a_calendar_on_the_page_hides_no_line_with_a_day() -> None:
    """Its numbers are no days, and forty lines are looked at."""
    cells = "".join(f"<td>{number}</td>" for number in range(1, 50))
    body = f"<h1>Studio sells its lot</h1><table><tr>{cells}</tr></table><p>Posted on 2024-03-05 12:30</p>"
    root = html.tree(f"<html><body>{body}</body></html>")
    assert root is not None

    assert visible.prepared(root, "Studio sells its lot").scattered() == ["Posted on 2024-03-05 12:30"]


@pytest.mark.parametrize("clock", ["00:30:11", "10:18:11", "23:30:11"])
def test_address_and_line_change_no_clock_where_they_agree_with_the_statement(clock: str) -> None:
    """Most pages: nothing is to be settled. Nor where the line has the statement's day, and a day before it besides."""
    address = "https://www.example.org/2020/02/17/a"
    same, next_day = (meta("article:published_time", f"2020-02-{day}T{clock}Z") for day in (17, 18))

    agreed = dates_of(same, url=address, lang="es", after=("17 de Febrero 2020",))
    drafted = dates_of(next_day, url=address, lang="es", after=("18 de Febrero 2020", "17 de Febrero 2020"))

    assert agreed.published is not None
    assert agreed.published.isoformat() == f"2020-02-17T{clock}+00:00"
    assert drafted.published is not None
    assert drafted.published.isoformat() == f"2020-02-18T{clock}+00:00"


def test_the_stated_zone_stays_where_the_day_is_the_same() -> None:
    """The page's own words are kept."""
    found = dates_of(meta("article:published_time", "2024-03-05T16:00:00Z"), after=("March 5, 2024 at 11:00 a.m. ET",))

    assert found.published is not None
    assert found.published.isoformat() == "2024-03-05T16:00:00+00:00"


def test_a_line_tells_the_zone_of_a_clock_that_does_not() -> None:
    """19:19 without a zone is UTC, if the reader sees 2:19 pm ET."""
    found = dates_of(meta("date", "2016-12-19 19:19:00"), after=("Dec 19, 2016 at 2:19 pm ET",), lang="en-US")

    assert found.published == datetime(2016, 12, 19, 19, 19, tzinfo=UTC)


def test_the_day_before_in_the_address_is_no_move() -> None:
    """A draft of the evening before has it; the statement stands."""
    found = dates_of(
        meta("article:published_time", "2024-03-05T13:43:00-05:00"), url="https://www.example.org/2024/03/04/a"
    )

    assert day_of(found) == "2024-03-05"


def test_an_update_that_is_stated_as_publication_gives_way() -> None:
    """To the earlier statement that the reader sees too."""
    head = (
        meta("article:published", "2024-03-05T13:00:00Z")
        + meta("datepublished", "2024-03-05T12:44:32Z")
        + meta("datemodified", "2024-03-05T13:00:00Z")
    )

    seen = dates_of(head, after=("March 5, 2024, 12:44 PM UTC / Updated March 5, 2024, 1:00 PM UTC",))
    assert seen.published == datetime(2024, 3, 5, 12, 44, 32, tzinfo=UTC)
    assert dates_of(head).published == datetime(2024, 3, 5, 13, tzinfo=UTC)


def test_the_line_by_the_headline_kept_the_day_of_what_was_saved_again() -> None:
    """Where publication and update are stated as one; not where the page tells them apart."""
    saved = meta("article:published_time", "2025-06-24") + meta("article:modified_time", "2025-06-24")
    apart = meta("article:published_time", "2025-06-24") + meta("article:modified_time", "2025-06-26")

    assert day_of(dates_of(saved, after=("August 25, 2024",))) == "2024-08-25"
    assert day_of(dates_of(saved, after=("Released August 25, 2024",))) == "2025-06-24"
    assert day_of(dates_of(apart, after=("August 25, 2024",))) == "2025-06-24"


def test_a_line_above_the_headline_keeps_the_day_of_what_was_saved_again_too() -> None:
    """The update is the same clock, once with its zone and once with a Z that is none."""
    head = meta("dc.date", "2024-07-05T14:20:08Z") + meta("og:updated_time", "2024-07-05T14:20:08-04:00")
    apart = meta("dc.date", "2024-07-05T14:20:08Z") + meta("og:updated_time", "2024-07-05T15:20:08-04:00")

    assert day_of(dates_of(head, above=("March 1, 2024",))) == "2024-03-01"
    assert day_of(dates_of(apart, above=("March 1, 2024",))) == "2024-07-05"


@pytest.mark.parametrize(
    "line", ["7 March 2024", "Jane Doe • March 7th, 2024", "7 March 2024 - 15:00", "07.03.2024 13", "2024-03-12"]
)
def test_a_draft_is_of_the_week_before_the_dateline(line: str) -> None:
    """Its day stands nowhere on the page, which dates itself some days later."""
    found = dates_of(meta("article:published_time", "2024-03-05T09:00:00Z"), after=(line,), lang="de")

    assert day_of(found) == ("2024-03-12" if line == "2024-03-12" else "2024-03-07")


@pytest.mark.parametrize(
    "lines",
    [
        ("13 March 2024",),  # an update
        ("6 March 2024",),  # an evening, a zone
        ("Updated 7 March 2024",),
        ("On show from 5 to 7 March 2024",),
        ("7 March 2024", "8 March 2024"),  # of events, or of other pieces
        ("7 March 2024", "Printed on 5 March 2024"),
    ],
)
def test_what_is_declared_stands_where_no_dateline_says_otherwise(lines: tuple[str, ...]) -> None:
    """A line may be of an update or of an event."""
    assert day_of(dates_of(meta("article:published_time", "2024-03-05T09:00:00Z"), after=lines)) == "2024-03-05"


@pytest.mark.parametrize(
    ("url", "lang", "expected"),
    [
        ("https://www.example.org/2024/11/the-title/", "", "2024-11-12"),
        ("https://www.example.org/2024-12/the-title/", "en-US", "2024-12-11"),
        ("https://www.example.org/2024/03/the-title/", "en-US", "2024-11-12"),
    ],
)
def test_figures_that_may_be_two_days_are_of_the_month_in_the_address(url: str, lang: str, expected: str) -> None:
    """Blogs have it there."""
    assert day_of(dates_of(after=("By Jane Doe on 11/12/2024 15:23",), url=url, lang=lang)) == expected


def test_of_several_shown_days_that_of_the_addresss_month_is_the_publication() -> None:
    """The others are of other pieces."""
    lines, url = ("3 May 2025", "7 March 2024"), "https://www.example.org/2024/03/the-title"

    assert day_of(dates_of(after=lines, url=url)) == "2024-03-07"


def test_a_sentence_is_no_dateline_in_chinese() -> None:
    """Its words are labels, too: "published", "issued"."""
    said = "据悉，2011年12月26日，海南省旅游协会向会员单位发出通知，要求会员单位发布的信息到2011年12月31日。"

    assert day_of(dates_of(after=(said, "2012年01月12日16:30"), lang="zh")) == "2012-01-12"


def test_address_and_listing_speak_for_the_declared_day() -> None:
    """Two of three that have one day are believed."""
    head, line = meta("article:published_time", "2024-03-05T09:00:00Z"), ("7 March 2024",)
    listed = Link(url="https://www.example.org/a", published_at=datetime(2024, 3, 5, 9, tzinfo=UTC))

    assert day_of(dates_of(head, after=line, url="https://www.example.org/2024/03/05/a")) == "2024-03-05"
    assert day_of(dates_of(head, after=line, link=listed)) == "2024-03-05"


@pytest.mark.parametrize(("month", "day"), [("2024/03", "2024-03-29"), ("2024/04", "2024-04-02")])
def test_the_month_in_the_address_tells_a_draft_from_an_update(month: str, day: str) -> None:
    """It is that of the publication: of two days in two months it has one."""
    head, url = meta("article:published_time", "2024-03-29T09:00:00Z"), f"https://www.example.org/{month}/the-title/"

    assert day_of(dates_of(head, after=("2 April 2024",), url=url)) == day


@pytest.mark.parametrize(
    "path", ["2024/03/05/a", "2024/POLITICS/03/05/a", "2024/mar/05/a", "a-20240305.html", "news?day=2024-03-05"]
)
def test_the_address_tells_the_day(path: str) -> None:
    """With a section between year and month, too."""
    assert day_of(dates_of(url=f"https://www.example.org/{path}")) == "2024-03-05"


@pytest.mark.parametrize(
    ("line", "expected", "has_time"),
    [
        ("By Ann Lee | 20 minutes ago", "2025-12-31T23:40:00+00:00", True),
        ("vor 2 Tagen", "2025-12-30T00:00:00+00:00", False),
        ("il y a 3 heures", "2025-12-31T00:00:00+00:00", False),
        ("hace 5 minutos", "2025-12-31T23:55:00+00:00", True),
        ("5分前", "2025-12-31T23:55:00+00:00", True),
        ("3시간 전", "2025-12-31T00:00:00+00:00", False),
        ("2 小时前", "2025-12-31T00:00:00+00:00", False),
    ],
)
def test_a_distance_from_now_is_better_than_nothing(line: str, expected: str, *, has_time: bool) -> None:
    """Only minutes tell a time of day, and whatever names a date is believed before it, the listing too."""
    found = dates_of(after=(line,), lang="")
    listed = dates_of(after=(line,), link=Link(url="https://www.example.org/a", published_at=NOW - timedelta(days=4)))

    assert found.published is not None
    assert (found.published.isoformat(), found.has_time) == (expected, has_time)
    assert listed.published == NOW - timedelta(days=4)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("27.1.2022 - Bei der Erinnerung", "27.1.2022"),
        ("(21. November 2022) Energieverbraucher erhalten", "21. November 2022"),
        ("01.02.2022 „Der Arbeitsmarkt ist gut", "01.02.2022"),
        ("Am 27.1.2022 kamen", None),
    ],
)
def test_the_day_with_which_a_text_begins(text: str, day: str | None) -> None:
    """Press releases begin with their day; a day within a sentence is not the text's."""
    assert visible_dates.openings([text]) == ([day] if day else [])


def test_the_day_with_which_a_text_begins_dates_the_article() -> None:
    """Where nothing else does; and a line with a word of publication far from the headline does as well."""
    outlet = Outlet(id="p", name="Port Dispatch", home="https://www.portdispatch.example/")
    text = (
        "The judge said that the witness of the harbour trial may leave, and that the trial goes on without him. " * 4
    )
    headline = "Judge frees the witness in the harbour trial"
    page = f"<title>{headline}</title><body><h1>{headline}</h1>"
    bodies = (
        f"{page}<p>29.11.2022 – {text}</p><p>{text}</p>",
        f"{page}<p>{text}</p><p>{text}</p><div>作者 评论(5) <a href=/e>编辑</a> 发表于:2022-11-29 12:30</div>",
    )
    for body in bodies:
        page_of = Page(url="https://www.portdispatch.example/s/1", body=body.encode())
        article = read_article(page_of, outlet, now=datetime(2026, 11, 29, tzinfo=UTC))
        assert isinstance(article, Article)
        assert article.published_at is not None
        assert article.published_at.date().isoformat() == "2022-11-29"


def test_an_address_with_the_day_first() -> None:
    """A day above twelve before its month dates the article; of two figures up to twelve nobody knows the order."""
    assert list(date_texts.of_addresses(statements_of("https://a.example/news/23-01-2022-the-race"))) == ["2022-01-23"]
    assert list(date_texts.of_addresses(statements_of("https://a.example/news/03-01-2022-the-race"))) == []


def test_many_elements_like_that_of_the_headline_hide_no_time() -> None:
    """A headline in a plain element, on a page of hundreds of such, has its time read: only times are counted."""
    boxes = "<div>Film</div>" * 500
    headline = "<div id=headline>Heat 2 starts shooting</div>"
    root = html.tree(f"{boxes}<time datetime=2025-12-31></time>{headline}<time datetime=2025-11-03></time>")
    assert root is not None
    lines = publication.Lines(heading=root.find(".//div[@id='headline']"))

    found = publication.read(statements.read(root, "https://www.example.org/a"), now=NOW, lines=lines)

    assert day_of(found) == "2025-11-03"


def statements_of(url: str) -> statements.Statements:
    """An empty page under an address."""
    root = html.tree("<html><body><p>x</p></body></html>")
    assert root is not None
    return statements.read(root, url)


@pytest.mark.parametrize(
    ("line", "listed", "expected"),
    [
        ("5 December 2025", "2025-12-05T16:30:00+00:00", "2025-12-05T16:30:00+00:00"),  # the day is completed
        ("5 December 2025", "2025-12-07T16:30:00+00:00", "2025-12-05T00:00:00+00:00"),  # of another day: no word on it
        ("05.06.2025", "2025-06-05T16:30:00+00:00", "2025-06-05T16:30:00+00:00"),  # which of two days
        ("06/05/2025", "2025-06-05T16:30:00+00:00", "2025-06-05T16:30:00+00:00"),
    ],
)
def test_the_listing_completes_and_decides_what_the_page_shows(line: str, listed: str, expected: str) -> None:
    """Its time for a day alone, and its day where figures may mean two and nothing else says which."""
    link = Link(url="https://www.example.org/a", published_at=datetime.fromisoformat(listed))
    found = dates_of(after=(line,), lang="", link=link)

    assert found.published is not None
    assert found.published.isoformat() == expected


def test_of_several_shown_days_the_listings_is_the_publication() -> None:
    """And then it is as sure as a declared one; a declared one is believed before the listing."""
    link = Link(url="https://www.example.org/a", published_at=datetime(2025, 12, 5, 16, 30, tzinfo=UTC))
    lines = ("2 December 2025", "5 December 2025")
    alone, listed = dates_of(after=lines), dates_of(after=lines, link=link)
    declared = dates_of(meta("article:published_time", "2025-12-02T08:00:00Z"), after=lines, link=link)

    assert (day_of(alone), alone.confidence) == ("2025-12-02", publication.SHOWN)
    assert (day_of(listed), listed.confidence) == ("2025-12-05", publication.DECLARED)
    assert day_of(declared) == "2025-12-02"


ENGLISH = ("en", "en-US")


@pytest.mark.parametrize("lang", ENGLISH)
@pytest.mark.parametrize(
    ("head", "lines", "listed", "expected"),
    [
        ("", ("By Ann Lee | 05/11/2025",), None, "2025-05-11"),  # nothing says otherwise
        ("", ("By Ann Lee | 05/11/2025", "25/10/2025"), None, "2025-11-05"),  # the page's other figures
        ("", ("By Ann Lee | 05/11/2025", "10/25/2025", "25/10/2025"), None, "2025-05-11"),  # which disagree
        ("", ("By Ann Lee | 05/11/2025", "25.10.2025"), None, "2025-05-11"),  # points are of no order
        ("", ("By Ann Lee | 05/11/2025",), "2025-11-05T10:00:00+00:00", "2025-11-05"),  # the listing
        ("", ("By Ann Lee | 05/11/2025",), "2025-05-11T10:00:00+00:00", "2025-05-11"),
        ("", ("By Ann Lee | 05/11/2025", "12/10/2025"), "2025-11-05T10:00:00+00:00", "2025-11-05"),
        ("", ("By Ann Lee | 05/11/2025",), "2025-11-09T10:00:00+00:00", "2025-05-11"),  # which is of neither day
        (meta("article:published_time", "05-11-2025 10:30"), (), "2025-11-05T05:00:00+00:00", "2025-11-05"),
        (meta("article:published_time", "05-11-2025 10:30"), ("In cinemas from 20-10-2025 on",), None, "2025-11-05"),
        (meta("og:locale", "en_GB"), ("By Ann Lee | 05/11/2025",), None, "2025-11-05"),  # whose English it is
    ],
)
def test_figures_on_an_english_page_are_american_where_nothing_says_otherwise(
    head: str, lines: tuple[str, ...], listed: str | None, expected: str, lang: str
) -> None:
    """English alone, or the form of it that templates declare, does not say in which order a page writes."""
    link = Link(url="https://www.example.org/a", published_at=datetime.fromisoformat(listed)) if listed else None
    is_american = "en_GB" in head and lang == "en-US"

    assert day_of(dates_of(head, after=lines, link=link, lang=lang)) == ("2025-05-11" if is_american else expected)


@pytest.mark.parametrize(
    ("url", "lang", "expected"),
    [
        ("https://www.example.org/2025/11/05/a", "en", "2025-11-05"),
        ("https://www.example.co.uk/a", "en", "2025-11-05"),
        ("https://www.example.us/a", "en", "2025-05-11"),
        ("https://www.example.org/a", "fr", "2025-11-05"),
    ],
)
def test_the_address_says_in_which_order_figures_stand(url: str, lang: str, expected: str) -> None:
    """Its day, or its country, which the page's other figures do not change."""
    line = "05/11/2025 10:00"
    by_others = ("10/25/2025",) if "05" not in url and lang == "fr" else ("25/10/2025",) if ".us" in url else ()

    assert day_of(dates_of(after=(line, *by_others), url=url, lang=lang)) == expected


@pytest.mark.parametrize(("text", "expected"), [("12/05/2025", "2025-05-12"), ("11/05/2025", "2025-11-05")])
def test_no_article_is_of_a_day_to_come(text: str, expected: str) -> None:
    """At the end of November a page of 12 May is not from December, whatever its language says of the order."""
    now = datetime(2025, 11, 30, tzinfo=UTC)
    found = two_days.meant(text, locales.of("https://www.example.org/a", "en"), None, lambda: None, now)

    assert found is not None
    assert found.at.date().isoformat() == expected


def test_a_new_year_on_the_hour_is_a_systems() -> None:
    """Where the page shows the day of its update alone, that is when a person put it up."""
    new_year = meta("article:published_time", "2024-01-01T03:00:00")
    update = meta("article:modified_time", "2024-03-05T13:25:58")

    assert day_of(dates_of(new_year + update, after=("By Jane DoeMar 5, 2024 | 6 comments",))) == "2024-03-05"
    assert day_of(dates_of(new_year + update, after=("March 5, 2024",))) == "2024-03-05"
    assert day_of(dates_of(new_year + update, after=("January 1, 2024", "March 5, 2024"))) == "2024-01-01"
    assert day_of(dates_of(new_year + update, after=("April 7, 2024",))) == "2024-01-01"
    assert day_of(dates_of(new_year + update)) == "2024-01-01"
    on_the_minute = meta("article:published_time", "2024-01-01T03:17:00")
    assert day_of(dates_of(on_the_minute + update, after=("March 5, 2024",))) == "2024-01-01"


def test_a_day_right_behind_a_name_is_read() -> None:
    """Elements of one line that have no blank between them."""
    assert day_of(dates_of(after=("By Jane DoeMar 5, 2024 | 6 comments",))) == "2024-03-05"


@pytest.mark.parametrize("most", [2, 4, 5, 9, 10, 11, 80])
def test_a_text_is_read_only_as_far_as_tells_that_it_is_too_long(most: int) -> None:
    """A short one is read whole, and a long one is longer, however it is spaced."""
    root = html.tree("<div> <i>1 May</i>\n  <b>2025 </b><u> at noon</u> <s> o'clock</s><q><u>ab</u><u>cd</u></q></div>")
    assert root is not None
    for element in root.iter():
        whole, some = statements.text_of(element), statements.text_to(element, most)

        assert whole.startswith(some)
        assert some == whole or len(some) > most
    assert len(statements.text_to(root, 5)) < len(statements.text_of(root))
