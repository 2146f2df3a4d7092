"""Articles that a person follows: read at once, kept, and each revision that is more than spelling is sent."""

import gzip
from datetime import timedelta

import make
import pytest
from desk_made import config, mails, rows
from make import BODY, NOW

from monitor.config import Crawl
from monitor.desk import Desk
from monitor.rereading import LookOutcome, PageAnswer, PageReread
from monitor.store import links, page_records, rereadings
from monitor.store.file import page_files

MINUTE = timedelta(minutes=1)
SILENT = "The director said that he has plans for a crime film, and no more than that, in a long talk about his career."


def looked(minutes: float, outcome: LookOutcome = LookOutcome.READ, body: bytes | None = b"<p>a</p>") -> PageReread:
    """A look at article 1 that brought this page."""
    return PageReread(
        outlet="joblo",
        article=1,
        link=make.link(),
        at=NOW + minutes * MINUTE,
        outcome=outcome,
        status=404 if outcome is LookOutcome.MISSING else 200,
        page=None if body is None else PageAnswer(headers=(("Content-Type", "text/html"),), packed=gzip.compress(body)),
    )


@pytest.fixture
def following(desk, read) -> Desk:
    """A desk with one article that no watch found, which is followed."""
    desk.ingest(read("joblo", "Mann plans something", SILENT), NOW)
    rereadings.follow(desk.context.archive, 1, NOW)
    return desk


def test_it_is_read_at_once_and_then_by_the_clock(following):
    """Whole, as its page is wanted."""
    (due,) = following.order("joblo", NOW).again
    following.ingest(looked(1), NOW + MINUTE)

    assert (due.article, due.keep, due.etag, due.digest) == (1, True, None, None)
    assert following.order("joblo", NOW + 4 * MINUTE).again == ()
    assert [one.keep for one in following.order("joblo", NOW + 5 * MINUTE).again] == [True]


def test_a_person_who_asks_now_is_served_now(following):
    """`monitor crawl` reads what is due, too."""
    assert len(following.order("joblo", NOW, force=True).again) == 1
    assert following.order("joblo", NOW, back_to=NOW - timedelta(days=9)).again == ()


def test_its_clock_runs_though_hits_have_none(tmp_path, read):
    """`reread = []` switches off what watches began, not what a person asked for."""
    desk = Desk.open(config(tmp_path, crawl=Crawl(seed=False, reread=())))
    desk.sync(NOW)
    desk.ingest(read("joblo", "Mann says Heat 2 is next"), NOW)
    rereadings.follow(desk.context.archive, 1, NOW)
    desk.ingest(looked(1), NOW + MINUTE)

    assert rereadings.of(desk.context.archive, 1).next_at == NOW + 5 * MINUTE
    desk.close()


def test_each_page_is_kept(following):
    """Those that changed, and the answer that says that it is gone."""
    following.ingest(looked(1), NOW + MINUTE)
    following.ingest(looked(6, LookOutcome.UNCHANGED, None), NOW + 6 * MINUTE)
    following.ingest(looked(21, body=b"<p>b</p>"), NOW + 21 * MINUTE)
    following.ingest(looked(61, LookOutcome.MISSING, b"no such page"), NOW + 61 * MINUTE)
    kept = page_records.of(following.context.archive, 1)

    assert [(one.status, one.bytes) for one in kept] == [(200, 8), (200, 8), (404, 12)]


def test_what_nobody_follows_is_not_kept(desk, read):
    """Whatever a crawl sends."""
    desk.ingest(read("joblo", "Mann says Heat 2 is next"), NOW)
    desk.ingest(looked(6), NOW + 6 * MINUTE)

    assert page_records.of(desk.context.archive, 1) == []


def test_a_full_disk_costs_the_page_alone(following, monkeypatch):
    """The look is kept."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(page_files, "append", full)
    following.ingest(looked(1), NOW + MINUTE)

    assert rereadings.of(following.context.archive, 1).looks == 1
    assert page_records.of(following.context.archive, 1) == []


class TestMessages:
    def test_a_revision_is_sent_to_every_channel(self, following, read):
        """With what it is; no watch need find the article."""
        made = following.ingest(read("joblo", "Mann plans nothing", SILENT, minutes=21), NOW + 21 * MINUTE)
        (mail,) = mails(following)

        assert made == 1
        assert mail["watch"] == "Followed article"
        assert mail["reason"] == (
            "Joblo changed an article that you follow: a new headline; the headline was: Mann plans something"
        )
        assert {row[0] for row in rows(following, "select channel from deliveries")} == {"hook", "mail", "files"}
        assert rows(following, "select article_id from messages") == [(1,)]  # with which it may go to another story

    def test_spelling_is_not_sent(self, following, read):
        """Polish is kept, and no more."""
        made = following.ingest(read("joblo", "Mann plans somehting", SILENT, minutes=21), NOW + 21 * MINUTE)

        assert made == 0
        assert rows(following, "select kinds from revisions") == [('["typo"]',)]

    def test_what_a_watch_sends_is_not_sent_twice(self, desk, read):
        """The alert on a correction is the message on it."""
        desk.ingest(read("joblo", "Mann says Heat 2 is next"), NOW)
        rereadings.follow(desk.context.archive, 1, NOW)
        corrected = read("joblo", "Mann says Heat 2 is next", BODY + " Correction: it is 2027.", minutes=120)

        assert desk.ingest(corrected, NOW + 120 * MINUTE) == 1
        assert [mail["reason"] for mail in mails(desk)][1:] == ["Joblo published a correction"]

    def test_that_it_is_gone_is_sent_once(self, following):
        """After the second look."""
        made = [following.ingest(looked(at, LookOutcome.MISSING), NOW + at * MINUTE) for at in (1, 11, 21)]

        assert made == [0, 1, 0]
        assert "its page is gone" in mails(following)[0]["reason"]

    def test_what_is_followed_no_more_is_not_sent(self, following, read):
        """Nor read again, unless a watch began its clock."""
        assert rereadings.unfollow(following.context.archive, 1, None)
        assert not rereadings.unfollow(following.context.archive, 1, None)

        assert following.order("joblo", NOW + 5 * MINUTE).again == ()
        assert following.ingest(read("joblo", "Mann plans nothing", SILENT, minutes=21), NOW + 21 * MINUTE) == 0


def test_a_link_is_followed_once_it_is_an_article(desk, read):
    """An address that was never listed: its article is followed from its first reading on."""
    archive, link = desk.context.archive, make.link()
    key = "https://joblo.example/a"
    links.ensure(archive, "joblo", link, NOW)
    rereadings.follow_link(archive, key, NOW)
    assert [one.article_id for one in rereadings.followed(archive, 5)] == [None]
    desk.ingest(read("joblo", "Mann plans something", SILENT, minutes=1), NOW + MINUTE)

    assert [(one.article_id, one.url) for one in rereadings.followed(archive, 5)] == [(1, key)]
    assert [one.article for one in desk.order("joblo", NOW + MINUTE).again] == [1]


def test_pruning_leaves_what_is_followed(following):
    """A story with a followed article stays, however old."""
    following.context.config = config(following.context.config.path.parent, keep=timedelta(days=30))
    following.prune(NOW + timedelta(days=400), 0)

    assert rows(following, "select count(*) from articles") == [(1,)]


def test_old_pages_go_when_the_archive_is_tidied(following):
    """By `pages_keep`, the file with its rows; the newest file stays."""
    following.ingest(looked(1), NOW + MINUTE)
    folder = page_files.folder_of(following.context.archive.path)
    (folder / "pages-000001.warc.gz").write_bytes(b"something half written")
    following.ingest(looked(21, body=b"<p>b</p>"), NOW + 21 * MINUTE)
    following.tidy(NOW + timedelta(days=400))

    assert sorted(path.name for path in folder.iterdir()) == ["pages-000002.warc.gz"]
    assert [one.file for one in page_records.of(following.context.archive, 1)] == ["pages-000002.warc.gz"]
