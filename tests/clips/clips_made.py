"""A week of news for the tests of the report: what was written on Heat 2 and Dune 3, and what went wrong meanwhile."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor import config
from monitor.causes import CrawlOutcome
from monitor.config import Config
from monitor.desk import Desk
from monitor.events import ArticleRead, Finished, LinksFound
from monitor.model import Article, Incident, Link, Source, SourceKind
from monitor.store import added_coverage, incidents, notes, stars
from monitor.store.added_coverage import Medium, NewCoverage
from monitor.store.archive import Archive

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
START = NOW - timedelta(days=7)
HOSTILE = '=HYPERLINK("http://evil.example","x")<script>alert(1)</script>|[x](javascript:1)\u202e Heat 2'
CONFIG = """
timezone = "Europe/Paris"
[crawl]
seed = false
{outlets}
[[watch]]
name = "Heat 2"
query = '"Heat 2"'
tags = ["slate"]
[[watch]]
name = "Dune 3"
query = '"Dune 3"'
tags = ["slate"]
"""
OUTLETS = {  # id: name, tier, further
    "variety": ("Variety", 1, ""),
    "deadline": ("Deadline", 1, ""),
    "thewrap": ("TheWrap", 1, ""),
    "empire": ("Empire", 2, ""),
    "nme": ("NME", 2, ""),
    "joblo": ("JoBlo", 3, ""),
    "slashfilm": ("SlashFilm", 3, ""),
    "warner": ("Warner Newsroom", 1, 'kind = "press"'),
}
SHOOT = (
    "Michael Mann told {who} that Heat 2 will begin shooting in Chicago next August. The director, who made Heat in "
    "1995, said that the script is finished and that the studio has agreed to a budget of 150 million dollars. Adam "
    "Driver is in talks to play the part that Robert De Niro had, and Austin Butler is to be Chris Shiherlis. Nothing "
    "has been signed, people who know of the talks said on Friday evening."
)
OWN_SHOOT = (
    "Heat 2 goes before the cameras in Chicago in August, its director has confirmed to us. Mann has the money: 150 "
    "million dollars, a person close to the studio says. We hear that Driver wants the part of McCauley, and that "
    "Butler has read for Shiherlis twice. A second unit will leave for Paraguay in the autumn."
)
RELEASE = (
    "BURBANK. Warner Bros. Pictures announced today that Heat 2, written and directed by Michael Mann, will open in "
    "cinemas worldwide on 18 June 2027. The film continues the story of the 1995 picture and goes back to Chicago in "
    "1988. Tickets will be on sale from 3 May, the company said, in IMAX and in premium large formats everywhere."
)
DUNE = (
    "Denis Villeneuve has locked the cut of Dune 3, his editor Joe Walker says. The film, based on Dune Messiah, runs "
    "for two hours and fifty minutes. Timothee Chalamet recorded his last lines in Budapest in October; Hans Zimmer "
    "is at work on the music in London until the end of January."
)
AUCTION = (
    "At an auction in Geneva, a collector from Osaka paid four million francs for a worm of silicone, eleven metres "
    "long. The house said that it was a prop for Dune 3, lent to a museum and never returned. Its former owner, a "
    "retired dentist, had kept it in a barn near Lausanne."
)
BAND = "The band played for two hours in a park in Leeds, and nobody who was there will forget the rain. Night"
TRAILER = (
    "A trailer for Heat 2 leaked at a test screening in Leeds, and was taken down within the hour. It shows a bank, a "
    "bus and a helicopter over the canal, and no face at all for a full minute."
)
NEWS = (  # outlet, path, title, text, hours after the start, further
    ("deadline", "a", "Michael Mann's ‘Heat 2’ to Shoot in Chicago in August", SHOOT.format(who="Deadline"), 30, {}),
    ("variety", "b", "‘Heat 2’ Sets August Start in Chicago as Mann Finds the Money", OWN_SHOOT, 32,
     {"paywalled": True}),
    ("joblo", "c", "Heat 2: Michael Mann will shoot in Chicago in August", SHOOT.format(who="Deadline"), 33, {}),
    ("warner", "d", "HEAT 2 Opens 18 June 2027", RELEASE, 100, {}),
    ("slashfilm", "e", "Heat 2 Opens On 18 June 2027, Warner Announces", RELEASE, 101, {}),
    ("empire", "f", HOSTILE, TRAILER, 120, {}),
    ("variety", "g", "Dune 3: Villeneuve Locks the Cut", DUNE, 60, {}),
    ("deadline", "h", "Sandworm Fetches Four Million Francs in Geneva", AUCTION, 140, {}),
)  # fmt: skip


def written(folder: Path) -> Path:
    """The configuration, as a file in the folder."""
    tables = [
        f'[[outlet]]\nid = "{id_}"\nname = "{name}"\nhome = "https://{id_}.example/"\ntier = {tier}\n{more}\n'
        f'sources = [{{ kind = "feed", url = "https://{id_}.example/feed" }}]\n'
        for id_, (name, tier, more) in OUTLETS.items()
    ]
    path = folder / "monitor.toml"
    path.write_text(CONFIG.format(outlets="\n".join(tables)), encoding="utf-8")
    path.chmod(0o600)
    return path


def filled(folder: Path) -> Config:
    """The configuration, next to an archive with the week in it."""
    loaded = config.load(written(folder), {})
    desk = Desk.open(loaded)
    desk.sync(START - timedelta(days=30))
    for outlet in OUTLETS:
        _look(desk, outlet, START + timedelta(hours=1))
    for outlet, path, title, body, hours, more in NEWS:
        at = START + timedelta(hours=hours)
        url = f"https://{outlet}.example/{path}"
        article = Article(url=url, outlet=outlet, title=title, body=body, published_at=at, language="en", **more)
        desk.ingest(ArticleRead(outlet=outlet, link=Link(url=url, title=title), article=article, at=at), at)
    for number in range(3):  # what keeps NME from being unread
        at = START + timedelta(hours=50 + number)
        url = f"https://nme.example/{number}"
        article = Article(url=url, outlet="nme", title=f"A band plays {number}", body=f"{BAND} {number}")
        desk.ingest(ArticleRead(outlet="nme", link=Link(url=url), article=article, at=at), at)
    _said(desk.context.archive)
    desk.close()
    return loaded


def _look(desk: Desk, outlet: str, at: datetime) -> None:
    if outlet == "thewrap":  # it was down all week
        return
    source = Source(kind=SourceKind.FEED, url=f"https://{outlet}.example/feed")
    desk.ingest(LinksFound(outlet=outlet, source=source, at=at, links=(), listed=5), at)
    desk.ingest(Finished(outlet=outlet, at=at, outcome=CrawlOutcome.FINISHED), at)


def _said(archive: Archive) -> None:
    """What people said and added, and what stood in the way."""
    stars.add(archive, 2, None, "Ann", NOW)
    notes.write(archive, 2, "=2+2 the *lead* for <b>Monday</b>", "Ann", NOW)
    day = (START + timedelta(days=3)).date()
    print_ = NewCoverage(
        watch="heat-2",
        medium=Medium.PRINT,
        title="“Heat 2”: Mann returns to Chicago",
        outlet="Sight & Sound",
        published_at=day,
        quote="The film of next year.",
    )
    added_coverage.add(archive, print_, "Ben", NOW)
    down = Incident(kind="source_failing", subject="https://empire.example/feed", outlet="empire",
                    detail="https://empire.example/feed gives no answer")  # fmt: skip
    incidents.open(archive, down, START + timedelta(days=1))
    incidents.close(archive, down.kind, down.subject, START + timedelta(days=2))
