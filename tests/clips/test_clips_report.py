"""The clip report: what is counted as what, and that each form says it whole and runs nothing."""

import io
import json
import re
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import lxml.html
import pytest
from clips_made import HOSTILE, NOW, OUTLETS, START, filled
from naughty import HEADERS, MARKUP
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from monitor.cli import main
from monitor.clips import forms_of_report, gathering, pdf, reviews, weight
from monitor.clips.clip import ClipReport, ClipStanding, Period
from monitor.clips.forms_of_report import ReportForm
from monitor.clips.gathering import Wanted
from monitor.config import Config
from monitor.errors import UserError
from monitor.store import added_coverage, verdicts
from monitor.store.added_coverage import Medium, NewCoverage
from monitor.store.archive import Archive

PARIS = ZoneInfo("Europe/Paris")
OURS = {
    *("html", "head", "meta", "title", "style", "body", "main", "header", "section", "article", "footer", "div"),
    *("span", "p", "h1", "h2", "h3", "ul", "li", "b", "small", "a", "mark", "blockquote", "table", "thead", "tbody"),
    *("tr", "th", "td", "svg", "g", "line", "rect", "text"),
}
OUR_FORMULA = re.compile(r"IF\(SUM\(([BF])\$2:\1\$3\)=0,0,\1\d/SUM\(\1\$2:\1\$3\)\)")
ELSEWHERE = ("javascript:alert(1)", "file:///etc/passwd", "internal:Summary!A1", "https://x.example/" + "a" * 3_000)


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """The configuration next to an archive of the week."""
    return filled(tmp_path_factory.mktemp("week"))


def gathered(week: Config, *, start: datetime = START) -> ClipReport:
    """The report on Heat 2 against Dune 3."""
    heat, dune = sorted(week.watches, key=lambda watch: watch.id, reverse=True)
    wanted = Wanted(watches=(heat,), against=(dune,), period=Period(start=start, end=NOW, zone=PARIS))
    with Archive.open(week.archive_path, read_only=True) as archive:
        return gathering.gather(archive, wanted, {outlet.id: outlet for outlet in week.outlets}, NOW)


@pytest.fixture(scope="module")
def report(week: Config) -> ClipReport:
    """It, of the whole week."""
    return gathered(week)


@pytest.fixture(scope="module")
def hostile(report: ClipReport) -> ClipReport:
    """Everything that comes from outside is a text that breaks things."""
    texts = [HOSTILE, *MARKUP, *HEADERS, "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "{=1}", "|a|b|", "{{ 7*7 }}{% raw %}"]
    base = report.starred[0]
    said = [
        replace(
            base,
            article_id=number,
            title=text,
            outlet_name=text or "x",
            authors=(text,),
            language=text,
            url=ELSEWHERE[number % len(ELSEWHERE)] if number % 2 else f'https://x.example/"><script>{number}',
            quote=((text, False), (text, True)),
            added_by=text,
            notes=tuple(replace(note, text=text, by=text) for note in base.notes),
            watches=(text,),
            standing=tuple(ClipStanding)[number % len(ClipStanding)],
        )
        for number, text in enumerate(texts)
    ]
    voices = tuple(replace(one, name=text) for one, text in zip(report.voices, MARKUP, strict=False))
    story = replace(report.stories[0], title=MARKUP[1], first_by=MARKUP[2], lead=said[0], clips=tuple(said[:8]))
    return replace(
        report,
        title=f"{MARKUP[1]}={HOSTILE}\n../../x",
        clips=tuple(said),
        stories=(story, *report.stories[1:]),
        outlets=weight.outlets(said),
        voices=voices,
    )


def test_each_article_counts_as_what_it_is(report: ClipReport) -> None:
    """Own reporting is coverage; a copy, a release and its text are counted apart; print that was added counts."""
    standings = {(clip.outlet_name, clip.standing) for clip in report.clips}

    assert standings == {
        ("Deadline", ClipStanding.OWN),
        ("Variety", ClipStanding.OWN),
        ("Empire", ClipStanding.OWN),
        ("Sight & Sound", ClipStanding.OWN),
        ("JoBlo", ClipStanding.COPY),
        ("SlashFilm", ClipStanding.PICKUP),
        ("Warner Newsroom", ClipStanding.RELEASE),
    }
    by_name = {clip.outlet_name: clip for clip in report.clips}
    assert (by_name["Variety"].is_paywalled, by_name["Deadline"].is_paywalled) == (True, False)
    assert [name for name, clip in by_name.items() if clip.is_first] == ["Deadline"]
    assert [(star.by, note.text) for clip in report.starred for star in clip.stars for note in clip.notes] == [
        ("Ann", "=2+2 the *lead* for <b>Monday</b>")
    ]
    assert [piece for piece, found in by_name["Variety"].quote if found] == ["Heat 2"]
    print_ = by_name["Sight & Sound"]
    assert (print_.added_by, print_.medium, print_.at, print_.tier) == ("Ben", "print", date(2026, 11, 19), None)


def test_what_led_is_weighed_by_tiers(report: ClipReport) -> None:
    """Two outlets of tier 1 weigh 6, one of tier 2 weighs 2; what is a release alone weighs nothing and comes last."""
    assert [(story.weight, dict(story.outlets_by_tier), story.first_by) for story in report.stories] == [
        (6, {1: 2}, "Deadline"),
        (2, {2: 1}, "Empire"),
        (0, {}, "SlashFilm"),
    ]
    assert report.stories[0].lead.outlet == "variety"  # it has the star


def test_share_of_voice_is_of_stories(report: ClipReport) -> None:
    """Both subjects have two stories; by points it is 3 + 3 + 2 against 3 + 3, and print counts for nobody."""
    voices = {one.name: one for one in report.voices}

    assert {name: (one.stories, one.clips, one.outlets, one.points) for name, one in voices.items()} == {
        "Heat 2": (2, 3, 3, 8),
        "Dune 3": (2, 2, 2, 6),
    }
    assert (voices["Heat 2"].share, voices["Dune 3"].weighted) == (0.5, 6 / 14)


def test_a_zero_is_not_taken_for_silence(report: ClipReport) -> None:
    """What was never read, or had an incident, is said with its reason; what was read and had nothing is silent."""
    unread = {one.name: one for one in report.reach.unread}

    assert {name: (one.read, one.clips) for name, one in unread.items()} == {"TheWrap": (0, 0), "Empire": (1, 1)}
    assert "none of its listings could be read" in unread["TheWrap"].why[0]
    assert "gives no answer (Tue 17 Nov, 13:00 to Wed 18 Nov, 13:00)" in unread["Empire"].why[0]
    assert [one.name for one in report.reach.silent] == ["NME"]
    assert report.reach.followed == len(OUTLETS) - 1  # who publishes releases is none


def test_the_period_and_a_persons_verdict_narrow_it(week: Config, report: ClipReport) -> None:
    """What was reported before is not in it, and an outlet that is followed since is said to be; wrong hits go."""
    later = gathered(week, start=START + timedelta(hours=110))
    with Archive.open(week.archive_path) as archive:
        hit = archive.value("select id from hits where article_id = 6")
        verdicts.judge(archive, [hit], NOW, is_right=False)
        added = added_coverage.add(
            archive, NewCoverage(watch="heat-2", url="https://variety.example/g", url_key="https://variety.example/g"),
            "Ann", NOW,
        )  # fmt: skip
        judged = gathered(week)
        verdicts.judge(archive, [hit], NOW, is_right=True)
        assert added is not None
        added_coverage.remove(archive, added, "Ann", NOW)

    assert [clip.outlet for clip in later.clips] == ["empire"]
    assert judged.judged_wrong == 1
    assert {clip.outlet_name for clip in report.clips} - {clip.outlet_name for clip in judged.clips} == {"Empire"}
    (by_hand,) = [clip for clip in judged.by_hand if clip.article_id is not None]
    assert (by_hand.outlet, by_hand.added_by, by_hand.standing) == ("variety", "Ann", ClipStanding.OWN)
    assert judged.voices == tuple(sorted(judged.voices, key=lambda one: -one.stories))


def test_a_day_alone_belongs_to_one_week_and_what_is_of_today_to_today() -> None:
    """In Tokyo 22 November is over when it has nine hours to go in UTC: it is of the week that ends with it."""
    tokyo = ZoneInfo("Asia/Tokyo")
    monday = datetime(2026, 11, 23, tzinfo=tokyo)
    week_ = Period(start=monday - timedelta(days=7), end=monday, zone=tokyo)
    next_ = Period(start=monday, end=monday + timedelta(days=7), zone=tokyo)
    so_far = replace(next_, end=monday + timedelta(hours=9))
    sunday, found_at = date(2026, 11, 22), datetime(2026, 11, 22, 23, 59, 59, tzinfo=UTC)

    assert [of.holds(sunday, found_at) for of in (week_, next_)] == [True, False]
    assert [of.holds(date(2026, 11, 15), found_at) for of in (week_, next_)] == [False, False]
    assert so_far.holds(date(2026, 11, 23), monday + timedelta(hours=8))
    assert [of.holds(monday, monday) for of in (week_, next_)] == [False, True]


def test_what_is_added_counts_once_and_today(week: Config, report: ClipReport) -> None:
    """Of several watches of one report, and also before the day is over; what is of a day to come does not yet."""
    url = "https://paper.example/a"
    page = NewCoverage(watch="heat-2", title="Mann", outlet="Paper", url=url, url_key=url, published_at=NOW.date())
    radio = replace(page, url=None, url_key=None, title="Radio", medium=Medium.BROADCAST)
    to_come = replace(radio, title="Next month", published_at=NOW.date() + timedelta(days=1))
    wanted = Wanted(watches=week.watches, period=Period(start=START, end=NOW, zone=PARIS))
    with Archive.open(week.archive_path) as archive:
        numbers = [
            added_coverage.add(archive, new, "Ann", NOW - timedelta(hours=1))
            for one in (page, radio, to_come)
            for new in (one, replace(one, watch="dune-3"))
        ]
        both = gathering.gather(archive, wanted, {}, NOW)
        for number in filter(None, numbers):
            added_coverage.remove(archive, number, "Ann", NOW)

    found = {clip.title: set(clip.watches) for clip in both.by_hand}
    assert found.keys() - {clip.title for clip in report.by_hand} == {"Mann", "Radio"}
    assert len(both.by_hand) == len(found)
    assert found["Mann"] == found["Radio"] == {"Heat 2", "Dune 3"}


def test_nobody_is_compared_twice_or_with_themselves(week: Config, report: ClipReport) -> None:
    """The same watch named again would halve the shares of all."""
    heat, dune = sorted(week.watches, key=lambda watch: watch.id, reverse=True)
    end = datetime(9999, 12, 31, tzinfo=UTC)  # of all time there is
    wanted = Wanted(watches=(heat,), against=(dune, heat, dune), period=replace(report.period, end=end))
    with Archive.open(week.archive_path, read_only=True) as archive:
        again = gathering.gather(archive, wanted, {outlet.id: outlet for outlet in week.outlets}, NOW)

    assert again.voices == report.voices


def test_the_page_holds_text_alone(hostile: ClipReport) -> None:
    """No element, attribute or address comes from an article; nothing is loaded and nothing runs."""
    made = forms_of_report.made(hostile, ReportForm.HTML)
    page = lxml.html.document_fromstring(made.decode())
    assert {element.tag for element in page.iter() if isinstance(element.tag, str)} <= OURS
    assert {href.split(":")[0] for href in page.xpath("//@href")} == {"https"}
    assert not page.xpath("//@*[starts-with(name(), 'on')] | //@src | //@srcset | //@action")
    assert not re.search(r"url\(|@import", page.xpath("string(//style)"))
    assert set(page.xpath("//@lang")) <= {"en", "Ignore"} | {text for text in HEADERS if text.isalpha()}
    assert "<script>alert(1)</script>" in page.text_content()
    assert "{{ 7*7 }}{% raw %}" in page.text_content()


def test_the_page_quotes_what_a_person_entered(report: ClipReport) -> None:
    """Print is in no story: its quote stands in the list."""
    page = lxml.html.document_fromstring(forms_of_report.made(report, ReportForm.HTML).decode())
    assert page.xpath("//tr[contains(., 'Mann returns')]//blockquote/text()") == ["The film of next year."]


def test_the_workbook_runs_nothing(hostile: ClipReport, report: ClipReport) -> None:
    """Calamine reads five sheets with real dates and numbers; formulas are our own, links lead to the web."""
    packed = zipfile.ZipFile(io.BytesIO(forms_of_report.made(hostile, ReportForm.XLSX)))
    sheets = {name: packed.read(name).decode() for name in packed.namelist() if "worksheets/sheet" in name}
    formulas = {name: re.findall(r"<f>(.*?)</f>", xml) for name, xml in sheets.items() if "<f>" in xml}
    links = re.findall(r'Target="([^"]*)" TargetMode', packed.read("xl/worksheets/_rels/sheet2.xml.rels").decode())

    assert list(formulas) == ["xl/worksheets/sheet4.xml"]
    assert all(map(OUR_FORMULA.fullmatch, formulas.popitem()[1]))
    assert {link.split("/")[0] for link in links} == {"https:"}
    book = CalamineWorkbook.from_filelike(io.BytesIO(forms_of_report.made(hostile, ReportForm.XLSX)))
    assert len(book.get_sheet_by_name("Coverage").to_python()) == 1 + len(hostile.clips)
    book = CalamineWorkbook.from_filelike(io.BytesIO(forms_of_report.made(report, ReportForm.XLSX)))
    assert book.sheet_names == ["Summary", "Coverage", "Stories", "Share of voice", "Not reached"]
    heads, *rows = book.get_sheet_by_name("Coverage").to_python()
    row = dict(zip(heads, next(row for row in rows if row[1] == "Variety"), strict=True))
    assert str(row["Date"]) == "2026-11-17 21:00:00"
    assert (row["Tier"], row["Paywall"], row["Notes"]) == (1, "paywall", "Ann: =2+2 the *lead* for <b>Monday</b>")
    (print_,) = [row for row in rows if row[1] == "Sight & Sound"]
    assert print_[0] == date(2026, 11, 19)
    _, *voices = book.get_sheet_by_name("Share of voice").to_python()
    assert [(one[0], one[1], one[2]) for one in voices[:2]] == [("Heat 2", 2, 0.5), ("Dune 3", 2, 0.5)]
    assert [row[0] for row in book.get_sheet_by_name("Not reached").to_python()[1:]] == ["TheWrap", "Empire", "NME"]


def test_the_paper_says_the_same_and_asks_for_nothing(hostile: ClipReport, report: ClipReport, tmp_path: Path) -> None:
    """Every page is numbered; links lead to the web; a page that wants files or the network is given neither."""
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    asks = (
        f'<link rel="attachment" href="{secret.as_uri()}"><img src="{secret.as_uri()}">'
        f'<img src="http://127.0.0.1:9/x"><object data="{secret.as_uri()}"></object>'
    )
    paper = PdfReader(io.BytesIO(forms_of_report.made(report, ReportForm.PDF)))
    text = "\n".join(page.extract_text() for page in paper.pages)
    few = hostile.clips[:16]  # layout is slow, and what is escaped in one is escaped in all
    worst = PdfReader(io.BytesIO(forms_of_report.made(replace(hostile, clips=few, outlets=()), ReportForm.PDF)))
    notes = [note.get_object() for page in worst.pages for note in page.get("/Annots", ())]

    assert "Sets August Start in Chicago" in text
    assert f"1 / {len(paper.pages)}" in text
    assert {str(note["/A"]["/URI"]).split(":")[0] for note in notes if "/URI" in note.get("/A", {})} == {"https"}
    assert "/JavaScript" not in str(worst.trailer["/Root"])
    assert PdfReader(io.BytesIO(pdf.pdf(asks))).attachments == {}


def test_markdown_and_json(hostile: ClipReport, report: ClipReport) -> None:
    """Markdown has links of ours alone, one line each; JSON has everything, with times in UTC."""
    made = forms_of_report.made(hostile, ReportForm.MARKDOWN).decode()
    targets = re.findall(r"(?<!\\)\]\((?:<(.*?)>|(.*?))\)", made)
    found = json.loads(forms_of_report.made(report, ReportForm.JSON))

    assert {one.split(":")[0] for pair in targets for one in pair if one} == {"https"}
    assert "<script" not in made.replace("\\<script", "")
    assert all(line[:1] in "#->|" or line[:1].isprintable() for line in made.splitlines())
    assert found["figures"]["coverage"] == 4
    assert found["share_of_voice"]["formula"].startswith("share = stories of the subject")
    variety = next(clip for clip in found["clips"] if clip["outlet"] == "variety")
    assert variety["at"] == "2026-11-17T20:00:00Z"
    ((start, end),) = variety["quote_marks"]
    assert variety["quote"][start:end] == "Heat 2"
    assert json.loads(forms_of_report.made(hostile, ReportForm.JSON))["clips"]


def test_reviews_stand_in_each_form(week: Config, report: ClipReport) -> None:
    """With an embargo on the watch: who was early, and the count by the hour."""
    watch = next(one for one in week.watches if one.id == "heat-2")
    lifts_at = report.own[-1].moment - timedelta(minutes=90)
    clips = reviews.marked(report.clips, {clip.article_id: lifts_at for clip in report.own if clip.article_id})
    waves = reviews.waves(clips, [watch], {"heat-2": (lifts_at,)})
    waved = replace(report, clips=tuple(clips), waves=waves)
    made = {form: forms_of_report.made(waved, form) for form in (ReportForm.HTML, ReportForm.MARKDOWN, ReportForm.JSON)}
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(forms_of_report.made(waved, ReportForm.XLSX)))

    assert "2 reviews were early, 1 came since" in made[ReportForm.MARKDOWN].decode()
    assert made[ReportForm.HTML].decode().count('<span class="tag">early review</span>') >= 2
    assert json.loads(made[ReportForm.JSON])["reviews"][0]["by_hour"] == {"1": [6]}
    heads, *rows = sheet.get_sheet_by_name("Coverage").to_python()
    place = heads.index("Review")
    assert sorted(row[place] for row in rows if row[place]) == ["early", "early", "review"]


def test_a_file_is_named_after_the_report_alone(hostile: ClipReport) -> None:
    """A title cannot leave the folder, nor end a header."""
    assert re.fullmatch(r"coverage-[a-z0-9-]+-2026-11-23\.pdf", forms_of_report.file_name(hostile, ReportForm.PDF))


def test_without_what_makes_a_pdf_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra, and the library that it needs."""
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    with pytest.raises(UserError, match="WeasyPrint") as raised:
        pdf.pdf("<p>x</p>")
    assert "entertainment-monitor[pdf]" in str(raised.value.hint)


def test_the_command_writes_each_form(
    week: Config, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the ending of a file, or on standard output; what cannot be is an error that says why."""
    monkeypatch.setenv("MONITOR_CONFIG", str(week.path))
    period = ["--since", START.isoformat(), "--until", NOW.isoformat()]
    run: Callable[..., int] = lambda *words: main(["report", *period, *words])  # noqa: E731 - a short name

    assert run("--watch", "Heat 2", "-o", str(tmp_path / "r.XLSX")) == 0
    assert (tmp_path / "r.XLSX").read_bytes().startswith(b"PK")
    assert b"4 pieces of coverage in 2 stories" in capsysbinary.readouterr().err  # one is a release's text alone
    assert run("--tag", "slate", "--title", "Our slate", "--format", "md", "--against", "Dune 3") == 0
    said = capsysbinary.readouterr().out.decode()
    assert said.startswith("# Our slate: coverage\n")
    assert "by the watches “Heat 2” and “Dune 3”" in said
    assert run("--watch", "Heat 2", "-o", str(tmp_path / "r.doc")) == 2
    for wrong in ((), ("--tag", "none"), ("--watch", "Heat"), ("--watch", "Heat 2", "--until", "2020-01-01")):
        assert run(*wrong) == 2
    empty = ["--since", "2020-01-01", "--until", "2020-02-01", "--fail-empty", "--format", "md"]
    capsysbinary.readouterr()
    assert main(["report", "--watch", "Heat 2", *empty]) == 3
    said = capsysbinary.readouterr().out.decode()
    assert "Nothing was found in this period" in said
    assert "1 Jan 2020, 00:00 to 1 Feb 2020, 00:00 CET" in said  # of the desk, wherever the machine stands
