"""The past as files hold it: pages of WARC files, and articles that are JSON lines, together in order of time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from monitor.cli.replay import given_lines
from monitor.cli.trial import lines
from monitor.extract import read_article
from monitor.model import Outlet, Page, Refusal
from monitor.reading import urls
from monitor.rehearsal.past_reading import PastReading
from monitor.store.file import warc_reading
from monitor.store.file.page_files import WarcPage

_OK = 200


@dataclass(slots=True)
class GivenPast:
    """What was read of files. `outlets` grows by those that the articles name and nobody configured.

    `wrong` says of each line or page that could not be read why.
    """

    outlets: dict[str, Outlet]
    readings: list[PastReading] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    _hosts: dict[str, str] = field(default_factory=dict)  # outlets, by host
    _urls: dict[str, str] = field(default_factory=dict)  # by the ids of lines

    def __post_init__(self) -> None:
        self._hosts = {
            host.removeprefix("www."): outlet.id for outlet in self.outlets.values() for host in outlet.hosts
        }

    def take(self, path: str) -> None:
        """Read one file: WARC by its name, JSON lines else.

        Raises:
            OSError: it cannot be read.
        """
        if path.endswith((".warc", ".warc.gz")):
            self._take_pages(Path(path))
            return
        for line in lines.read(path):
            self._take_line(line, path)

    def in_order(self) -> list[PastReading]:
        """All readings, in order of time; of one moment in the order of the files."""
        return sorted(self.readings, key=lambda reading: reading.at)

    def _take_line(self, line: lines.Line, path: str) -> None:
        given = given_lines.reading(line, self._urls)
        if isinstance(given, str):
            self.wrong.append(f"{path}, line {line.number}: {given}")
            return
        article = given.article
        if article.outlet not in self.outlets:
            article = replace(article, outlet=self._outlet(article.url, article.outlet))
        self.readings.append(replace(given, article=article))

    def _take_pages(self, path: Path) -> None:
        there = 0
        try:
            for page in warc_reading.pages(path):
                there += 1
                if page.status == _OK and urls.canonical(page.url) is not None:
                    self._take_page(page)
        except ValueError as error:
            self.wrong.append(str(error))
        else:
            if not there:
                self.wrong.append(f"{path}: holds no page")

    def _take_page(self, page: WarcPage) -> None:
        if wrong := given_lines.flaw(page.at, page.url):
            self.wrong.append(f"{page.url}: {wrong}")
            return
        outlet = self.outlets[self._outlet(page.url)]
        kind = next((value for name, value in page.headers if name.lower() == "content-type"), "text/html")
        read = read_article(Page(url=page.url, body=page.body, content_type=kind), outlet, now=page.at)
        if isinstance(read, Refusal):
            self.wrong.append(f"{page.url}: {read.reason.value}, {read.detail}")
        else:
            self.readings.append(PastReading(article=replace(read, url=page.url), at=page.at))

    def _outlet(self, url: str, name: str = "") -> str:
        """The outlet of an address: the one of its host, else one of that host alone, or of the name that is given."""
        host = urls.host(url).removeprefix("www.")
        known = self._hosts.get(host) if not name else None
        if known is not None:
            return known
        made = name or host
        self.outlets.setdefault(made, Outlet(id=made, name=made, home=f"https://{host}/"))
        return made


def read(paths: Sequence[str], outlets: Mapping[str, Outlet]) -> GivenPast:
    """All that these files hold; `outlets` are those that may be meant, by id.

    Raises:
        OSError: a file cannot be read.
    """
    past = GivenPast(dict(outlets))
    for path in paths:
        past.take(path)
    return past
