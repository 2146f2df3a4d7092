"""`monitor follow` and `monitor unfollow`."""

import gzip
import io
from pathlib import Path

import pytest
from cli_made import NOW, Run
from warcio.archiveiterator import ArchiveIterator

from monitor import config
from monitor.desk import Desk
from monitor.model import Link
from monitor.rereading import LookOutcome, PageAnswer, PageReread

URL = "https://www.joblo.com/heat-2-michael-mann-begins/"
UNREAD = "https://www.joblo.com/another-piece/"


def looked(archived: Path) -> None:
    """A look at the first article, with its page."""
    desk = Desk.open(config.load(archived, {}))
    page = PageAnswer(headers=(("Content-Type", "text/html"),), packed=gzip.compress(b"<p>Heat 2</p>"))
    looked_at = PageReread(
        outlet="joblo", article=1, link=Link(url=URL), at=NOW, outcome=LookOutcome.READ, status=200, page=page
    )
    desk.ingest(looked_at, NOW)
    desk.close()


def test_an_article_is_followed_and_listed(archived: Path, run: Run) -> None:
    """By its address or number; the list says what is known of it, and unfollowing ends it."""
    assert run("follow", "--json").json == []
    assert "monitor crawl joblo" in run("follow", URL).err
    assert run("follow", "1").code == 0
    looked(archived)
    (row,) = run("follow", "--json").json

    assert (row["article_id"], row["url"], row["looks"], row["pages"]) == (1, URL, 1, 1)
    assert "Heat 2: Michael Mann" in run("follow").out
    assert run("unfollow", "1").code == 0
    assert run("follow", "--json").json == []
    assert run("unfollow", "1").code == 2


def test_the_pages_can_be_taken_away(archived: Path, run: Run, tmp_path: Path) -> None:
    """Listed with their hashes, and copied as a WARC file."""
    run("follow", URL)
    assert run("follow", URL, "--warc", str(tmp_path / "x.warc.gz")).code == 2
    looked(archived)
    (row,) = run("follow", URL, "--pages", "--json").json
    said = run("follow", URL, "--warc", str(tmp_path / "x.warc.gz"))
    records = ArchiveIterator(io.BytesIO((tmp_path / "x.warc.gz").read_bytes()), check_digests="raise")

    assert "1 page of article 1" in said.err
    assert [(one.rec_type, one.rec_headers.get_header("WARC-Payload-Digest")) for one in records][1:] == [
        ("response", row["digest"])
    ]
    assert (Path(row["folder"]) / row["file"]).is_file()


@pytest.mark.usefixtures("archived")
def test_an_address_that_was_never_read_waits_for_its_reading(run: Run) -> None:
    """On the site of an outlet that is followed; elsewhere it is an error that says what to do."""
    assert run("follow", UNREAD).code == 0
    (row,) = run("follow", "--json").json
    elsewhere = run("follow", "https://elsewhere.example/a")

    assert (row["article_id"], row["url"]) == (None, UNREAD)
    assert elsewhere.code == 2
    assert "monitor outlet add" in elsewhere.err
    assert run("unfollow", UNREAD).code == 0


@pytest.mark.usefixtures("archived")
def test_pages_are_of_one_article(run: Run) -> None:
    """A list of everything has no pages."""
    assert run("follow", "--pages").code == 2


def test_an_outlet_whose_pages_are_not_read_cannot_be_followed(archived: Path, run: Run) -> None:
    """It would keep nothing."""
    archived.write_text(archived.read_text().replace('name = "JoBlo"', 'name = "JoBlo"\npolicy = "feed"'))
    refused = run("follow", URL)

    assert refused.code != 0
    assert "are not read" in refused.err


@pytest.mark.usefixtures("archived")
def test_an_address_that_is_none_is_of_no_outlet(run: Run) -> None:
    """Whatever is typed in the place of an address, the answer says what follows an outlet."""
    done = run("follow", "http://[bad")

    assert "http://[bad is no outlet that is followed" in done.err
    assert "monitor outlet add" in done.err
