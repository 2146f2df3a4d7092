"""Markup whose reading once took the square of its size is read in time that grows with it.

Each of these held a parser for a minute or more. They are read in a process that gets for each of them less CPU than
the square of its size takes, and several times what it takes now; `bench/linear.py` looks for others.
"""

import math
import resource
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import make
import pytest
from lxml import etree

from monitor import discover, extract
from monitor.discover import ListingError
from monitor.events import HostState
from monitor.fetch import robots
from monitor.model import Page, SourceKind
from monitor.reading import html

NOW = datetime(2026, 11, 1, tzinfo=UTC)
CPU = 60  # seconds, for all: together they take a dozen;
EACH = {"listing": 12, "page": 30, "robots.txt": 2}  # and for one of a kind: some times what it takes
ANCHORS = b"".join(b"<a href=/film/star-says-he-will-be-back-%d><div>" % number for number in range(120))
ITEM = "<entry><title>t{0}</title><link href='/2026/11/story-number-{0}-of-the-film'/></entry>"
ENTRIES = "".join(map(ITEM.format, range(5_000))).encode()
AUTHORS = b"<author><name>A</name></author>"
LISTINGS = {
    "declarations that do not end": (SourceKind.FEED, b"<!a[]" * 1_000_000 + b"><rss>"),
    "links in each other": (SourceKind.SECTION, b"<html><body>" + ANCHORS + b"<b>word </b>" * 500_000),
    "elements without text in links in each other": (
        SourceKind.SECTION,
        b"<h1>".join([ANCHORS] * 2) + b"<tr>" * 900_000,
    ),
    "one long text in links in each other": (SourceKind.SECTION, ANCHORS + b"word " * 1_000_000),
    "one teaser around all links": (SourceKind.SECTION, b"<li>" + ANCHORS * 40 + b"<b></b>" * 700_000),
    "menus in each other": (SourceKind.SECTION, b"<nav>" * 200 + b"<a href=/film/a></a>" * 300_000),
    "values that end nowhere": (SourceKind.SECTION, b"<script>" + b'={"a":[' * 1_000_000),
    "strings that end nowhere": (SourceKind.SECTION, b"<script>" + b"=JSON.parse('{" * 500_000),
    "pushes that end nowhere": (SourceKind.SECTION, b"<script>" + b'a.push([1,"1:{' * 500_000),
    "objects in each other": (
        SourceKind.SECTION,
        b"<script type=json>" + b'{"title":"a","url":' * 900 + b"1" + b"}" * 900 + b"</script>" * 1_000,
    ),
    "many objects": (
        SourceKind.SECTION,
        b"<script type=json>[" + b'{"url":"/a","title":"b"},' * 300_000 + b"1]</script>",
    ),
    "rows that end nowhere": (SourceKind.SECTION, b'<script>a.push([1,"' + b"1:{\\n" * 1_000_000 + b'"])</script>'),
    "authors of all entries": (SourceKind.FEED, b"<feed>" + AUTHORS * 200_000 + ENTRIES + b"</feed>"),
}
PAGES = {
    "digits in a title": b"<html><head><title>" + b"1" * 500_000,
    "brackets in a title": b"<html><head><title>" + b"<" * 500_000,
    "authors without end": b"<div itemprop=author>" * 240 + b"<i itemprop=name>J D</i>" * 250_000,
    "bylines in each other": b"<div class='byline author'>" * 240 + b"<b>Jane</b> " * 200_000,
    "dates in each other": b"<div class='date published'>" * 240 + b"<b>1</b> " * 200_000,
    "one block of all and many others": b"<h1>a<li>" * 100_000 + b"&#" * 750_000,
}
ROBOTS = {
    "blank lines": "User-agent: *\n" + "\n" * 500_000,
    "blanks after a name": "User-agent" + " " * 500_000 + "1",
    "stars": "User-agent: *\nDisallow: /" + "*a" * 250_000,
}


def read_all() -> None:
    """Read each, and say which before: pages of too many elements too, for no part may need that limit."""
    html._ANGLES_LIMIT = sys.maxsize
    html._has_too_many = etree.XPath("false()")
    outlet = make.outlet()
    for name, (kind, body) in LISTINGS.items():
        _begin(name, "listing")
        try:
            discover.read_listing(kind, body, outlet.sources[0].url, outlet=outlet, source=outlet.sources[0], now=NOW)
        except ListingError as error:
            sys.stdout.write(f"  {error}\n")
    for name, body in PAGES.items():
        _begin(name, "page")
        extract.read_page(Page(url=make.link().url, body=body), outlet, make.link(), now=NOW)
    for name, text in ROBOTS.items():
        _begin(name, "robots.txt")
        rules = robots.rules(HostState(host="joblo.example", robots_status=200, robots_body=text), "Monitor")
        rules.allows("https://joblo.example/" + "a" * 2_000)


def _begin(name: str, kind: str) -> None:
    """Say what is read next, and end this process if that takes longer than one of its kind may."""
    sys.stdout.write(f"{name}\n")
    sys.stdout.flush()
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = math.ceil(used.ru_utime + used.ru_stime) + EACH[kind]
    resource.setrlimit(resource.RLIMIT_CPU, (min(CPU, limit), CPU))


@pytest.mark.figure("hostile inputs", each=len(LISTINGS) + len(PAGES) + len(ROBOTS))
def test_what_took_the_square_of_its_size_takes_its_size() -> None:
    """All are read; the last line that was written names the one that was not."""
    limited = subprocess.run(
        [sys.executable, "-c", "import test_linear_time; test_linear_time.read_all()"],
        cwd=Path(__file__).parents[1],
        env={"PYTHONPATH": f"{Path(__file__).parent}:{Path(__file__).parents[1]}"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (CPU, CPU)),
        capture_output=True,
        text=True,
        check=False,
    )

    assert limited.returncode == 0, limited.stdout + limited.stderr[-2000:]
    assert limited.stdout.count("\n") >= len(LISTINGS) + len(PAGES) + len(ROBOTS)
