"""Articles that hit are read again on a clock that slows down; what two looks do not find is gone."""

from dataclasses import replace
from datetime import timedelta

import make
import pytest
from desk_made import CHANNELS, config, death, finished, mails, rows
from make import NOW

from monitor.config import Crawl
from monitor.config.toml_schema import REREAD
from monitor.desk import Desk, reread_clock
from monitor.model import Policy
from monitor.rereading import LookOutcome, PageReread
from monitor.store import rereadings
from monitor.store.queries import revised_articles

MINUTE = timedelta(minutes=1)
SILENT = "The director said that he has plans for a crime film, and no more than that, in a long talk about his career."
ROUNDS = [5, 20, 60, 180, 720, 1440, 3 * 1440, 7 * 1440, 30 * 1440]  # minutes


def looked(minutes: float, outcome: LookOutcome = LookOutcome.UNCHANGED, **fields: object) -> PageReread:
    """A look at article 1, so many minutes after it came."""
    at = NOW + minutes * MINUTE
    return PageReread(outlet="joblo", article=1, link=make.link(), at=at, outcome=outcome, **fields)


def due(desk: Desk, minutes: float) -> list[int]:
    """The articles that an order of that time names."""
    return [one.article for one in desk.order("joblo", NOW + minutes * MINUTE).again]


def next_at(desk: Desk) -> float | None:
    """Minutes after it came, when article 1 is due."""
    found = rereadings.of(desk.context.archive, 1)
    return found and found.next_at and (found.next_at - NOW) / MINUTE


class TestClock:
    def test_the_rounds_grow_from_minutes_to_a_month(self) -> None:
        """Each look is followed by the next round, until the clock has run out."""
        at, found = NOW, []
        for _ in ROUNDS:
            at = reread_clock.next_look(NOW, REREAD, at)
            found.append((at - NOW) / MINUTE)

        assert found == ROUNDS
        assert reread_clock.next_look(NOW, REREAD, at) is None

    def test_missed_rounds_are_not_made_up_for(self) -> None:
        """After two days off one look is due, and then that of the third day."""
        assert reread_clock.next_look(NOW, REREAD, NOW + timedelta(days=2)) == NOW + timedelta(days=3)

    @pytest.mark.parametrize(("minutes", "expected"), [(5, 15), (15, 20), (60, 70), (30 * 1440, 30 * 1440 + 10)])
    def test_a_missing_page_is_looked_at_once_more_soon(self, minutes: int, expected: int) -> None:
        """Ten minutes later, or at the next round if that comes first; at the end of the clock too."""
        at = reread_clock.next_look(NOW, REREAD, NOW + minutes * MINUTE, missing=1)

        assert at == NOW + expected * MINUTE

    def test_a_gone_page_keeps_to_the_clock(self) -> None:
        """It may come back."""
        assert reread_clock.next_look(NOW, REREAD, NOW + 15 * MINUTE, missing=2) == NOW + 20 * MINUTE

    @pytest.mark.parametrize(
        ("outcome", "after"),
        [(LookOutcome.MISSING, 2), (LookOutcome.FAILED, 1), (LookOutcome.READ, 0), (LookOutcome.UNCHANGED, 0)],
    )
    def test_only_a_page_that_is_there_ends_the_count(self, outcome: LookOutcome, after: int) -> None:
        """An outage between two looks neither counts nor clears."""
        assert reread_clock.missing_after(1, outcome) == after


class TestBeginning:
    def test_a_hit_is_read_again(self, desk, read):
        """Five minutes after it came, with its link; one that no watch found is not."""
        desk.ingest(read("joblo", "Mann says Heat 2 is next"), NOW)
        desk.ingest(read("joblo", "A quiet day in Modena", SILENT, slug="b"), NOW)
        (again,) = desk.order("joblo", NOW + 5 * MINUTE).again

        assert due(desk, 4) == []
        assert (again.article, again.link.url) == (1, "https://joblo.example/a")
        assert desk.order("variety", NOW + 5 * MINUTE).again == ()

    def test_a_revision_that_hits_begins_the_clock(self, desk, read):
        """What said nothing yesterday, and names the film today."""
        desk.ingest(read("joblo", "Mann plans something", SILENT), NOW)
        assert next_at(desk) is None
        desk.ingest(read("joblo", "Mann plans Heat 2", minutes=60), NOW + 60 * MINUTE)

        assert next_at(desk) == 65

    @pytest.mark.parametrize(
        "changes",
        [
            {"crawl": Crawl(seed=True)},
            {"crawl": Crawl(seed=False, reread=())},
            {"outlets": (make.outlet("joblo", policy=Policy.FEED),)},
        ],
        ids=["seed", "off", "feed-alone"],
    )
    def test_seeds_and_outlets_whose_pages_are_not_read_have_no_clock(self, tmp_path, found, read, changes):
        """Nor has anything where `reread` is empty."""
        desk = Desk.open(config(tmp_path, **changes))
        desk.sync(NOW)
        desk.ingest(found("joblo", "a"), NOW)
        desk.ingest(read("joblo", "Mann says Heat 2 is next"), NOW)

        assert rows(desk, "select count(*) from hits") == [(1,)]
        assert rows(desk, "select count(*) from rereadings") == [(0,)]
        desk.close()

    def test_an_article_of_long_ago_has_none(self, tmp_path, read):
        """It is no news, and no more is its revision."""
        desk = Desk.open(config(tmp_path, max_age=48 * 3600.0))
        desk.sync(NOW)
        event = read("joblo", "Mann says Heat 2 is next")
        old = replace(event, article=replace(event.article, published_at=NOW - timedelta(days=30)))
        desk.ingest(old, NOW)

        assert rows(desk, "select count(*) from hits") == [(1,)]
        assert next_at(desk) is None
        desk.close()

    def test_an_order_holds_a_score_of_them(self, desk, read):
        """The rest waits for the next look: pages that are read again never crowd out news."""
        for number in range(25):
            desk.ingest(read("joblo", f"Mann says Heat 2 is next, part {number}", slug=f"n{number}"), NOW)

        assert due(desk, 5) == list(range(1, 21))


class TestLooks:
    @pytest.fixture
    def clocked(self, desk, read) -> Desk:
        """A desk with one article that hit."""
        desk.ingest(read("joblo", "Mann says Heat 2 is next"), NOW)
        return desk

    def test_an_unchanged_page_waits_for_the_next_round(self, clocked):
        """The next request is conditional on what this one brought."""
        clocked.ingest(looked(6, etag='"one"', digest="d"), NOW + 6 * MINUTE)
        (again,) = clocked.order("joblo", NOW + 20 * MINUTE).again

        assert next_at(clocked) == 20
        assert (again.etag, again.digest) == ('"one"', "d")

    def test_the_same_look_twice_is_one(self, clocked):
        """And an older one that comes late changes nothing."""
        for event in (looked(6, LookOutcome.MISSING), looked(6, LookOutcome.MISSING), looked(5)):
            clocked.ingest(event, NOW + 6 * MINUTE)

        assert rows(clocked, "select looks, missing from rereadings") == [(1, 1)]

    def test_two_looks_without_a_page_are_gone(self, clocked):
        """The first says nothing yet; the second is a revision, once."""
        archive = clocked.context.archive
        clocked.ingest(looked(6, LookOutcome.MISSING), NOW + 6 * MINUTE)
        assert list(revised_articles.recent(archive, limit=5)) == []
        assert next_at(clocked) == 16
        for minutes in (16, 21):
            clocked.ingest(looked(minutes, LookOutcome.MISSING), NOW + minutes * MINUTE)
        (found,) = revised_articles.recent(archive, limit=5)

        assert found.revision.kinds == ("gone",)
        assert found.revision.at == NOW + 16 * MINUTE
        assert rereadings.of(archive, 1).gone_at == NOW + 16 * MINUTE

    def test_a_page_that_is_back_is_not_gone(self, clocked):
        """And may go again."""
        outcomes = [LookOutcome.MISSING, LookOutcome.MISSING, LookOutcome.READ, *[LookOutcome.MISSING] * 2]
        for number, outcome in enumerate(outcomes):
            at = 6 + 10 * number
            clocked.ingest(looked(at, outcome), NOW + at * MINUTE)
            if outcome is LookOutcome.READ:
                assert rereadings.of(clocked.context.archive, 1).gone_at is None

        assert len(list(revised_articles.recent(clocked.context.archive, limit=5))) == 2

    def test_a_failed_look_keeps_what_is_known(self, clocked):
        """No answer is not "gone", and the validators stay."""
        clocked.ingest(looked(6, etag='"one"'), NOW + 6 * MINUTE)
        clocked.ingest(looked(20, LookOutcome.FAILED, detail="HTTP 503"), NOW + 20 * MINUTE)
        (again,) = clocked.order("joblo", NOW + 60 * MINUTE).again

        assert again.etag == '"one"'
        assert rereadings.of(clocked.context.archive, 1).detail == "HTTP 503"

    def test_a_page_that_hangs_the_parser_is_left(self, clocked):
        """It stays an article, and is never read again."""
        clocked.ingest(death("a"), NOW + 6 * MINUTE)

        assert next_at(clocked) is None
        assert rows(clocked, "select state from links") == [("stored",)]

    def test_what_a_second_look_reads_is_a_revision(self, clocked, read):
        """The alert on a changed headline comes as before; the crawl finds the article by its link."""
        clocked.ingest(read("joblo", "Heat 2 loses Adam Driver", minutes=180), NOW + 180 * MINUTE)
        clocked.ingest(looked(180, LookOutcome.READ), NOW + 180 * MINUTE)

        assert [mail["type"] for mail in mails(clocked)] == ["story.opened", "story.updated"]
        assert [one.revision.kinds for one in revised_articles.recent(clocked.context.archive, limit=5)] == [
            ("headline",)
        ]
        assert next_at(clocked) == 720

    def test_a_clock_that_is_set_back_moves_it_along(self, clocked):
        """What lay five minutes ahead does so still."""
        clocked.clock_set_back(3600, NOW - 60 * MINUTE)

        assert next_at(clocked) == -55

    def test_nothing_is_read_again_of_what_was_pruned(self, clocked):
        """The clock goes with its article, and a look that comes late finds none."""
        clocked.ingest(finished(), NOW)
        later = NOW + timedelta(days=400)
        clocked.context.config = config(clocked.context.config.path.parent, keep=timedelta(days=30), channels=CHANNELS)
        rows(clocked, "delete from deliveries")
        clocked.prune(later, 0)

        assert rows(clocked, "select count(*) from articles") == [(0,)]
        assert rows(clocked, "select count(*) from rereadings") == [(0,)]
        clocked.ingest(looked(400 * 1440), later)
