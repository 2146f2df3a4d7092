"""Articles that are read again: as they change, under other addresses, and by other outlets."""

from dataclasses import replace
from datetime import timedelta

import pytest
from desk_made import HEAT, config, finished, mails, rows
from make import BODY, NOW

from monitor.config import Crawl
from monitor.desk import Desk
from monitor.model import Shortfall
from monitor.revised import RevisionKind as Kind
from monitor.revised import SentenceChange
from monitor.store.queries import revised_articles

SILENT = "The director said that he has plans for a crime film, and no more than that, in a long talk about his career."
OTHER = (
    "The director of Collateral has settled what comes after Ferrari: Heat 2, he said in an interview. Adam Driver is "
    "in talks for Neil McCauley. Michael Mann and Meg Gardiner wrote the novel, and Mann the script, which he calls "
    "nearly done. Shooting should start in Chicago and Los Angeles next year, the filmmaker told the podcast."
)


@pytest.fixture
def seeding(tmp_path):
    """A desk whose outlets begin with a seed."""
    desk = Desk.open(config(tmp_path, crawl=Crawl(seed=True)))
    desk.sync(NOW)
    yield desk
    desk.close()


class TestSeed:
    """Articles of an outlet's first crawl."""

    def test_a_change_after_the_seed_alerts(self, seeding, found, read):
        """What is old may change today: a revision that brings the watch's words is news."""
        seeding.ingest(found("joblo", "a"), NOW)
        seeding.ingest(read("joblo", "Mann plans something", SILENT), NOW)
        seeding.ingest(finished(), NOW)
        later = NOW + timedelta(hours=2)

        made = seeding.ingest(read("joblo", "Mann plans Heat 2", minutes=120), later)

        assert made == 1
        assert rows(seeding, "select origin from hits") == [("live",)]
        assert rows(seeding, "select origin from articles") == [("seed",)]

    @pytest.mark.parametrize("complete", [True, False])
    def test_a_change_within_the_seed_alerts_no_one(self, seeding, found, read, complete):
        """Two addresses of one article in a first crawl are no change of today; nor is the moment at which it ends."""
        seeding.ingest(found("joblo", "a"), NOW)
        seeding.ingest(read("joblo", "Mann plans something", SILENT), NOW)
        if complete:
            seeding.ingest(finished(), NOW)

        assert seeding.ingest(read("joblo", "Mann plans Heat 2"), NOW) == 0
        assert rows(seeding, "select origin from hits") == [("seed",)]


class TestOthers:
    """An article that another outlet publishes too."""

    def test_a_copy_at_the_same_address_overwrites_nothing(self, desk, read):
        """An outlet whose page names another outlet's as the original keeps its hands off the stored article."""
        desk.ingest(read("joblo", "Mann says Heat 2 is next"), NOW)
        copied = read("variety", "Syndicated: Heat 2", OTHER, minutes=30)
        article = replace(copied.article, canonical_url="https://joblo.example/a")

        made = desk.ingest(replace(copied, article=article), NOW + timedelta(minutes=30))

        assert made == 0
        assert rows(desk, "select outlet_id, title from articles") == [("joblo", "Mann says Heat 2 is next")]
        assert rows(desk, "select count(*) from revisions") == [(0,)]
        assert rows(desk, "select state from links where outlet_id = 'variety'") == [("stored",)]

    def test_a_copy_confirms_nothing(self, desk, read):
        """The same text at a second outlet is reported of in the story, not in a message, whatever it changes later."""
        desk.ingest(read("joblo", "Mann says Heat 2 is next"), NOW)
        assert desk.ingest(read("variety", "Mann says Heat 2 is next", minutes=20), NOW + timedelta(minutes=20)) == 0

        later = NOW + timedelta(hours=3)
        assert (
            desk.ingest(read("variety", "Mann: Heat 2 next", BODY + " Correction: it is 2027.", minutes=180), later)
            == 0
        )
        assert rows(desk, "select copy_of is null from articles order by id") == [(1,), (0,)]

    def test_a_second_voice_after_a_copy_confirms(self, desk, read):
        """The duplicate does not count as an outlet that has the story."""
        desk.ingest(read("joblo", "Mann says Heat 2 is next"), NOW)
        desk.ingest(read("variety", "Mann says Heat 2 is next", minutes=20), NOW + timedelta(minutes=20))
        later = NOW + timedelta(minutes=40)

        assert desk.ingest(read("deadline", "Mann settles on Heat 2 after Ferrari", OTHER, minutes=40), later) == 1
        assert [mail["type"] for mail in mails(desk)] == ["story.opened", "story.updated"]

    def test_all_hits_of_a_long_story_are_in_its_message(self, desk, read):
        """A headline that changes after two dozen articles: the message has each of them."""
        desk.ingest(read("joblo", "Mann says Heat 2 is next"), NOW)
        for number in range(24):
            event = read("joblo", f"Mann says Heat 2 is next, part {number}", minutes=number, slug=f"n{number}")
            desk.ingest(event, NOW + timedelta(minutes=number))
        later = NOW + timedelta(hours=3)
        desk.ingest(read("joblo", "Mann shoots Heat 2 in Chicago", minutes=180), later)

        assert [len(mail["hits"]) for mail in mails(desk)] == [1, 25]

    def test_a_copy_after_a_restart_is_still_one(self, desk, read, tmp_path):
        """What is a duplicate is read from the archive, too: a third outlet with the text repeats the first."""
        desk.ingest(read("joblo", "Mann says Heat 2 is next"), NOW)
        desk.ingest(read("variety", "Mann says Heat 2 is next", minutes=20), NOW + timedelta(minutes=20))
        desk.close()

        again = Desk.open(config(tmp_path))
        again.ingest(read("deadline", "Mann says Heat 2 is next", minutes=40), NOW + timedelta(minutes=40))

        assert rows(again, "select copy_of from articles order by id") == [(None,), (1,), (1,)]
        again.close()


class TestChanges:
    """What a revision says."""

    def test_a_new_headline_after_an_hour_is_an_update(self, desk, read):
        """The message says what the headline was; the update is in the thread of the first message."""
        desk.ingest(read("joblo", "Mann says Heat 2 is next"), NOW)
        later = NOW + timedelta(hours=2)

        assert desk.ingest(read("joblo", "Heat 2 loses Adam Driver", minutes=120), later) == 1
        update = mails(desk)[-1]
        assert update["type"] == "story.updated"
        assert "Mann says Heat 2 is next" in update["reason"]

    def test_a_watch_whose_words_went_hears_of_the_change(self, desk, read):
        """Whoever was told of the article is reported of its correction, although the words are gone from it."""
        desk.ingest(read("joblo", "Mann says Heat 2 is next", "Heat 2 is next, he says. " + SILENT), NOW)
        gone = read("joblo", "Mann says nothing is next", SILENT + " Correction: it was a rumour.", minutes=120)

        assert desk.ingest(gone, NOW + timedelta(hours=2)) == 1
        assert rows(desk, "select count(*) from hits") == [(1,)]

    def test_a_change_of_the_body_alone_names_no_old_headline(self, desk, read):
        """A correction under the same headline says nothing of a headline."""
        desk.ingest(read("joblo", "Mann says Heat 2 is next"), NOW)
        corrected = read("joblo", "Mann says Heat 2 is next", BODY + " Correction: it is 2027.", minutes=120)

        assert desk.ingest(corrected, NOW + timedelta(hours=2)) == 1
        assert mails(desk)[-1]["reason"] == "Joblo published a correction"

    def test_a_revision_moves_its_story_along(self, desk, read):
        """Later articles are compared with what the article says now."""
        desk.ingest(read("joblo", "A quiet day in Modena", SILENT), NOW)
        desk.ingest(
            read("joblo", "Michael Mann says Heat 2 is his next film", BODY, minutes=30), NOW + timedelta(minutes=30)
        )
        at = NOW + timedelta(minutes=50)
        desk.ingest(read("variety", "Mann settles on Heat 2 after Ferrari", OTHER, minutes=50), at)

        assert rows(desk, "select article_count from stories") == [(2,)]

    def test_an_unchanged_article_is_no_revision(self, desk, read):
        """Reading it again an hour later keeps one text."""
        desk.ingest(read("joblo", "Mann says Heat 2 is next"), NOW)
        desk.ingest(read("joblo", "Mann says Heat 2 is next", minutes=0), NOW + timedelta(hours=1))

        assert rows(desk, "select count(*) from revisions") == [(0,)]


class TestAddresses:
    """What an article is known by."""

    def test_an_article_that_moved_is_the_same(self, desk, found, read):
        """A link that led to an article leads to it still when its page names another address."""
        desk.ingest(found("joblo", "a"), NOW)
        desk.ingest(read("joblo", "Mann says Heat 2 is next"), NOW)
        moved = read("joblo", "Heat 2 loses Adam Driver", minutes=120)
        article = replace(moved.article, url="https://joblo.example/2026/a")

        desk.ingest(replace(moved, article=article), NOW + timedelta(hours=2))

        assert rows(desk, "select title from articles") == [("Heat 2 loses Adam Driver",)]

    def test_an_address_that_is_none_falls_back_to_the_link(self, desk, read):
        """A page that declares nonsense as its address is known by the address it was read at."""
        event = read("joblo", "Mann says Heat 2 is next")
        nonsense = replace(event.article, url="https:///", canonical_url=None)

        desk.ingest(replace(event, article=nonsense), NOW)

        assert rows(desk, "select url_key from articles") == rows(desk, "select url_key from links")

    def test_what_its_page_should_have_given_is_kept(self, desk, found, read):
        """Extraction gaps of a first and of a second reading are kept for the outlet's incidents."""
        gap = Shortfall(part="body", css=".text", gave="nothing", instead="5,312 characters")
        desk.ingest(found("joblo", "a", "b"), NOW)
        desk.ingest(replace(read("joblo", "Heat 2"), shortfalls=(gap,)), NOW)
        assert rows(desk, "select count(*) from shortfalls") == [(1,)]

        desk.ingest(replace(read("joblo", "Heat 2", minutes=30), shortfalls=()), NOW + timedelta(minutes=30))

        assert rows(desk, "select count(*) from shortfalls") == [(0,)]

    def test_a_link_that_was_read_manually_has_a_row(self, desk, read):
        """`explain` can say of it what became of it, and the next crawl does not read it again."""
        desk.ingest(read("joblo", "Mann says Heat 2 is next"), NOW)

        assert rows(desk, "select state, origin, source_id from links") == [("stored", "live", None)]


class TestHits:
    """What a hit's message carries."""

    def test_authors_and_the_day_arrive(self, desk, read):
        """The author stands in the webhook and the mail; a day without a time stays a day."""
        event = read("joblo", "Mann says Heat 2 is next")
        article = replace(
            event.article, authors=("Ann Author",), published_at=NOW.replace(hour=0), published_has_time=False
        )
        desk.ingest(replace(event, article=article), NOW)

        (report,) = mails(desk)[0]["story"]["articles"]
        assert report["published_at"] == "2026-11-23"
        sent = rows(desk, "select rendered from deliveries where channel = 'mail'")
        assert sent
        assert all("Ann Author" in text for (text,) in sent)

    def test_two_watches_of_one_story_are_two_messages(self, tmp_path, read):
        """Each to the channels of its own watch, a digest's watch to none."""
        driver = replace(HEAT, id="driver", name="Driver", query='"Adam Driver"', masks=(), to=("files",))
        later = replace(HEAT, id="mann", name="Mann", query="Mann", masks=(), alert="digest")
        desk = Desk.open(config(tmp_path, watches=(HEAT, driver, later)))
        desk.sync(NOW)

        assert desk.ingest(read("joblo", "Mann says Heat 2 is next"), NOW) == 2
        assert rows(desk, "select watch_id, channel from deliveries join messages on messages.id = message_id "
                          "order by watch_id, deliveries.id") == [
            ("driver", "files"), ("heat-2", "hook"), ("heat-2", "mail"), ("heat-2", "mail")]  # fmt: skip
        assert rows(desk, "select count(*) from hits") == [(3,)]
        desk.close()


class TestWindow:
    """For how long an article finds its story."""

    @pytest.mark.parametrize(
        ("hours", "stories", "restarted"), [(90, 1, False), (100, 2, False), (90, 1, True), (100, 2, True)]
    )
    def test_an_event_is_news_for_four_days(self, tmp_path, read, hours, stories, restarted):
        """The same news a hundred hours later is a new story, in a daemon that ran all the time and in a fresh one."""
        desk = Desk.open(config(tmp_path))
        desk.sync(NOW)
        desk.ingest(read("joblo", "Michael Mann says Heat 2 is his next film"), NOW)
        at = NOW + timedelta(hours=hours)
        if restarted:
            desk.close()
            desk = Desk.open(config(tmp_path))
        desk.ingest(read("variety", "Mann settles on Heat 2 after Ferrari", OTHER, minutes=60 * hours), at)

        assert rows(desk, "select count(*) from stories") == [(stories,)]
        desk.close()

    def test_nothing_is_held_before_it_is_needed(self, desk):
        """A command that opens a desk does not read the articles of four days for nothing."""
        assert len(desk.context.stories) == 0

    def test_a_copy_of_a_copy_is_a_copy_of_the_first(self, desk, read):
        """Whichever duplicate a text resembles most, it repeats the article that was there first."""
        longer = (
            BODY + " The studio would not comment on the reports on Monday evening, a speaker said to reporters here."
        )
        for number, (outlet, body) in enumerate((("joblo", BODY), ("variety", longer), ("deadline", longer))):
            at = NOW + timedelta(minutes=number)
            desk.ingest(read(outlet, "Mann says Heat 2 is next", body, minutes=number), at)

        assert rows(desk, "select copy_of from articles order by id") == [(None,), (1,), (1,)]

    def test_what_is_old_leaves_the_memory(self, desk, read):
        """A daemon that runs for months holds the last days only."""
        for day in range(12):
            at = NOW + timedelta(days=day)
            desk.ingest(
                read("joblo", f"Story number {day}", f"{SILENT} {day} " * 3, minutes=1440 * day, slug=f"s{day}"), at
            )

        assert len(desk.context.stories) <= 5


class TestKinds:
    """What is kept of a revision."""

    def test_kinds_and_sentences_are_kept(self, desk, read):
        """With the names and numbers of the sentences that hold the watch's words."""
        desk.ingest(read("joblo", "Mann says Heat 2 is next", "Heat 2 costs 150 million. " + SILENT), NOW)
        changed = read("joblo", "Mann says Heat 2 is next", "Heat 2 costs 165 million. " + SILENT, minutes=120)
        desk.ingest(changed, NOW + timedelta(hours=2))
        (found,) = revised_articles.recent(desk.context.archive, limit=5)

        assert found.article_id == 1
        assert found.outlet == "joblo"
        assert found.revision.kinds == (Kind.NUMBER_ADDED, Kind.NUMBER_REMOVED, Kind.UPDATE)
        assert (found.revision.added, found.revision.removed) == (("165",), ("150",))
        assert found.revision.sentences == (
            SentenceChange(before="Heat 2 costs 150 million.", after="Heat 2 costs 165 million."),
        )
        assert found.revision.at == NOW + timedelta(hours=2)

    def test_each_revision_has_the_titles_that_it_stood_between(self, desk, read):
        """Newest first; spelling alone only where it is asked for."""
        titles = ["Mann says Heat 2 is next", "Heat 2 looses Adam Driver", "Heat 2 loses Adam Driver"]
        for number, title in enumerate(titles):
            desk.ingest(read("joblo", title, minutes=120 * number), NOW + timedelta(hours=2 * number))
        archive = desk.context.archive
        all_of_them = [(one.revision.old_title, one.revision.new_title) for one in _recent(archive, polish=True)]

        assert all_of_them == [(titles[1], titles[2]), (titles[0], titles[1])]
        assert [one.revision.new_title for one in _recent(archive)] == [titles[1]]
        assert list(_recent(archive, NOW + timedelta(hours=3))) == []

    @pytest.mark.parametrize("is_moved", [True, False])
    def test_published_again_is_no_news(self, desk, read, is_moved):
        """The same words under a new address, or with a new date: no revision and no message."""
        assert desk.ingest(read("joblo", "Mann says Heat 2 is next"), NOW) == 1
        again = read("joblo", "Mann says Heat 2 is next", minutes=60 * 72, slug="b" if is_moved else "a")

        assert desk.ingest(again, NOW + timedelta(hours=72)) == 0
        assert rows(desk, "select count(*) from articles") == [(1,)]
        assert rows(desk, "select count(*) from revisions") == [(0,)]


def _recent(archive, since=None, *, polish=False):
    return revised_articles.recent(archive, since, limit=5, polish=polish)
