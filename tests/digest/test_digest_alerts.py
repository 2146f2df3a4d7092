"""When a hit is worth a message."""

from dataclasses import replace
from datetime import timedelta

import pytest
from digest_samples import (
    HEAT,
    NOW,
    facts,
    hit,
    joined,
    opened_alert,
    opened_before,
    report,
    script_story,
    story,
    tidings,
    updated_alert,
)
from hypothesis import given
from hypothesis import strategies as st

from monitor.digest import alert_rules, brief_form, payload
from monitor.digest.alert_facts import Alert, AlertFacts
from monitor.model import Origin
from monitor.news import Account, Earlier, Fact, FactKind, Genre, NewsKind, Step, Tidings
from monitor.story import Relation, SentMessage, Suppressed, Suppression


def test_chats_quote_the_news_as_mails_do() -> None:
    """The sentence that brings it, which no snippet repeats, and what it replaces."""
    alert = replace(updated_alert(), fact="Cameras roll in August.", was="Cameras roll in May.")

    (lead,) = brief_form.brief(alert).sections[0].items

    assert lead.notes == ("“Cameras roll in August.”", "It was: “Cameras roll in May.”")


def updated(number: int, *, at_hours: float = 1) -> SentMessage:
    """An update that was sent some hours after the opening."""
    opened = opened_before()
    return SentMessage(
        id=f"updated_{number}", type="story.updated", at=opened.at + timedelta(hours=at_hours), data=opened.data
    )


def confirmed() -> SentMessage:
    """The update that Variety's report made."""
    message = updated_alert()
    return SentMessage(id=message.id, type=message.type, at=message.at, data=payload.data(message))


def fact(kind: FactKind, text: str, *, rank: int) -> Fact:
    """A fact, in a sentence of its own."""
    return Fact(kind=kind, text=text, key=text, sentence=f"It is {text}.", rank=rank)


def turned() -> Tidings:
    """An edit of JoBlo's that turned its headline."""
    return Tidings(account=Account(genre=Genre.REPORT), owner="JoBlo", outlet="joblo", turned=True)


def revised(*changes: str, hours: float = 2, **more: object) -> AlertFacts:
    """JoBlo's article, which a message has named, has changed."""
    now = opened_before().at + timedelta(hours=hours)
    given_ = {"changes": changes, "relation": Relation.JOINED, "before": facts().story, "earlier": (opened_before(),)}
    return facts(**({"now": now} | given_ | more))


class TestOpened:
    """A story is opened for a watch once."""

    def test_the_first_live_hit_opens_it(self) -> None:
        """The first live hit of a watch in a new story is an alert that says who reported."""
        assert alert_rules.decide(facts()) == Alert(type="story.opened", kind=NewsKind.OPENED, reason="First report")

    def test_a_running_story_is_opened_when_the_watch_first_finds_it(self) -> None:
        """A story that others reported before is opened at the first hit, and says who was first."""
        due = alert_rules.decide(joined(3))

        assert isinstance(due, Alert)
        assert (due.type, due.reason) == ("story.opened", "First found at Deadline; first reported by JoBlo")

    def test_a_later_article_of_the_first_outlet_says_so(self) -> None:
        """Found first in the second article of the outlet that was first, the reason names it once."""
        first = script_story().reports[0]
        second = report(99, "joblo", "More on the script of Heat 2", hours=20)
        now = story(17, first, second)
        due = alert_rules.decide(
            facts(article_id=99, story=now, before=story(17, first), hits=(hit(HEAT, now, second),))
        )

        assert isinstance(due, Alert)
        assert due.reason == "Found now at JoBlo, which reported the story first"

    def test_a_copy_may_open_it(self) -> None:
        """If all that is live is a duplicate, it is still reported once."""
        due = alert_rules.decide(joined(8))

        assert isinstance(due, Alert)
        assert due.type == "story.opened"

    def test_an_article_that_the_watch_does_not_find_opens_nothing(self) -> None:
        """An article that merely joins the story of other hits is no first hit."""
        given_ = joined(3)

        assert alert_rules.decide(replace(given_, hits=given_.hits[:2])) == Suppressed(reason=Suppression.NO_HIT)

    @pytest.mark.parametrize("origin", [Origin.SEED, Origin.BACKFILL])
    def test_what_is_not_live_is_suppressed(self, origin: Origin) -> None:
        """A first crawl or a backfill sends nothing at once."""
        assert alert_rules.decide(facts(origin=origin)) == Suppressed(
            reason=Suppression.NOT_LIVE, facts={"origin": origin.value}
        )

    def test_a_watch_for_the_digest_is_suppressed(self) -> None:
        """A watch that asks for digests sends nothing at once."""
        assert alert_rules.decide(facts(watch=replace(HEAT, alert="digest"))) == Suppressed(reason=Suppression.DIGEST)

    def test_a_live_article_after_a_seed_opens_the_story(self) -> None:
        """A story that the first crawl brought in silently is opened by the first live article."""
        due = alert_rules.decide(joined(2))

        assert isinstance(due, Alert)
        assert due.type == "story.opened"

    def test_without_hits_at_hand_the_article_opens_it(self) -> None:
        """Where the story's hits are not looked up the article that was found is the first report."""
        due = alert_rules.decide(facts(hits=()))

        assert isinstance(due, Alert)
        assert due.type == "story.opened"

    def test_who_was_first_is_the_story_s_word(self) -> None:
        """The outlet that the story credits was first; without one, that of the first report that is no duplicate."""
        given_ = joined(3)
        credited = replace(given_.story, first_reported_by="variety")
        copied = replace(given_.story.reports[0], copy_of=2)
        nobody = replace(given_.story, first_reported_by=None, reports=(copied, *given_.story.reports[1:]))
        reasons = [alert_rules.decide(replace(given_, story=each)) for each in (credited, nobody)]

        assert [due.reason for due in reasons if isinstance(due, Alert)] == [
            "First found at Deadline; first reported by Variety"
        ] * 2


class TestConfirmed:
    """A second outlet's own report is an update, once."""

    def test_a_second_outlet_confirms(self) -> None:
        """The first further outlet that reports it itself is named, with the sentence that says so."""
        assert alert_rules.decide(joined(2, opened_before())) == Alert(
            type="story.updated",
            kind=NewsKind.CONFIRMED,
            reason="Confirmed by Variety, with reporting of its own, after JoBlo",
            fact="Two people said so to us.",
        )

    def test_a_rewrite_that_credits_the_first_confirms_nothing(self) -> None:
        """It is said whom it repeats."""
        given_ = joined(2, opened_before())
        said = replace(tidings(given_, own=None, is_explicit=False, is_borrowed=True), credited=("joblo",))

        assert alert_rules.decide(replace(given_, tidings=said)) == Suppressed(
            reason=Suppression.REWRITE, facts={"outlet": "joblo"}
        )

    def test_a_sister_title_confirms_nothing(self) -> None:
        """Two titles of one owner are one voice."""
        given_ = joined(2, opened_before())
        said = tidings(given_, own=None, is_explicit=False)
        sisters = tuple(replace(one, owner="Penske Media") for one in said.earlier)

        verdict = alert_rules.decide(replace(given_, tidings=replace(said, owner="Penske Media", earlier=sisters)))

        assert verdict == Suppressed(reason=Suppression.SISTER, facts={"outlet": "variety", "owner": "Penske Media"})

    def test_a_third_outlet_without_new_facts_is_suppressed(self) -> None:
        """Once confirmed, in the hours of the echoes, further outlets are for the digest."""
        verdict = alert_rules.decide(joined(3, opened_before(), confirmed()))

        assert isinstance(verdict, Suppressed)
        assert verdict.reason is Suppression.NOTHING_NEW

    def test_a_copy_confirms_nothing(self) -> None:
        """A syndicated article adds no voice, whichever outlet runs it."""
        reports = script_story().reports
        copied = replace(reports[1], copy_of=1)
        now = story(17, reports[0], copied)

        verdict = alert_rules.decide(joined(2, opened_before(), relation=Relation.COPY, story=now))

        assert verdict == Suppressed(reason=Suppression.DUPLICATE)

    def test_what_an_outlet_had_before_opens_where_only_its_longer_edition_is_found(self) -> None:
        """At another address it is a duplicate to a watch that finds both, and the first to one that finds this one."""
        first = script_story().reports[0]
        again = report(2, first.outlet, first.title, copy_of=first.article_id)
        now = story(17, first, again)
        both, one = (tuple(hit(HEAT, now, each) for each in found) for found in ((first, again), (again,)))
        given_ = facts(article_id=2, relation=Relation.COPY, before=story(17, first), story=now, hits=both)

        assert alert_rules.decide(given_) == Suppressed(reason=Suppression.DUPLICATE)
        assert isinstance(alert_rules.decide(replace(given_, hits=one)), Alert)

    def test_after_a_copy_the_second_outlet_still_confirms(self) -> None:
        """A copy in between does not use up the confirmation."""
        first, second, third = script_story().reports[:3]
        copied = replace(second, outlet="yahoo", outlet_name="Yahoo", copy_of=1)
        given_ = joined(3, opened_before(), before=story(17, first, copied), story=story(17, first, copied, third))

        due = alert_rules.decide(given_)

        assert isinstance(due, Alert)
        assert due.reason == "Confirmed by Deadline, with reporting of its own, after JoBlo"
        late = alert_rules.decide(replace(given_, age=timedelta(days=3), max_age=3600.0))
        assert isinstance(late, Suppressed)
        assert late.reason is Suppression.OLD

    def test_the_same_outlet_does_not_confirm_itself(self) -> None:
        """A follow-up by the outlet that was first is no confirmation."""
        first = script_story().reports[0]
        follow_up = report(99, "joblo", "More on the script of Heat 2", hours=20)
        given_ = joined(2, opened_before(), article_id=99, before=story(17, first), story=story(17, first, follow_up))

        assert isinstance(alert_rules.decide(given_), Suppressed)


class TestDevelopments:
    """What is new in a story that goes on."""

    def brought(self, *facts_: Fact, **account: object) -> Alert | Suppressed:
        """The decision on Variety's article, an hour after JoBlo's, with these facts and without its own reporting."""
        given_ = joined(3, opened_before(), confirmed())
        said = tidings(given_, **({"own": None, "is_explicit": False} | account))
        return alert_rules.decide(replace(given_, tidings=replace(said, fresh=facts_)))

    def test_a_step_and_a_date_are_a_development(self) -> None:
        """The sentence that brings the weightiest is quoted."""
        step = fact(FactKind.STEP, "closed", rank=0)
        date = fact(FactKind.DATE, "January 11", rank=1)

        due = self.brought(step, date)

        assert isinstance(due, Alert)
        assert (due.kind, due.fact) == (NewsKind.DEVELOPMENT, date.sentence)

    @pytest.mark.parametrize("rank", [1, 2, 3])
    def test_a_name_alone_is_none(self, rank: int) -> None:
        """What adds little in the hours of the echoes is said to."""
        assert self.brought(fact(FactKind.NAME, "Adam Driver", rank=rank)) == Suppressed(
            reason=Suppression.NOTHING_NEW, facts={"facts": "Adam Driver" if rank < 3 else ""}
        )

    def test_a_denial_is_one_whatever_else_is_new(self) -> None:
        """It is quoted, once a story."""
        due = self.brought(denial="A spokesman denied it.")

        assert isinstance(due, Alert)
        assert (due.kind, due.fact) == (NewsKind.DENIAL, "A spokesman denied it.")

    @pytest.mark.parametrize(
        "genre", [Genre.OPINION, Genre.LIST, Genre.RECAP, Genre.ROUND_UP, Genre.GUIDE, Genre.REACTION]
    )
    def test_what_speaks_about_news_is_none(self, genre: Genre) -> None:
        """Opinion, lists, recaps, guides and the like are suppressed, whatever their facts."""
        verdict = self.brought(fact(FactKind.STEP, "closed", rank=0), fact(FactKind.DATE, "May 3", rank=0), genre=genre)

        assert isinstance(verdict, Suppressed)
        assert verdict.reason is Suppression.GENRE


class TestGenresThatMayBringNews:
    """A tribute or a feature is no news, unless it is the first to say it."""

    @staticmethod
    def decided(genre: Genre, *fresh: Fact, earlier: tuple[Earlier, ...] = ()) -> Alert | Suppressed:
        """The decision on the first article of a story."""
        account = Account(genre=genre, sign="a sign", facts=fresh)
        tidings = Tidings(account=account, owner="JoBlo", outlet="joblo", fresh=fresh, earlier=earlier)
        return alert_rules.decide(facts(tidings=tidings))

    def test_a_tribute_may_be_the_first_to_say_that_somebody_died(self) -> None:
        """Without any message of these days it opens the story."""
        due = self.decided(Genre.TRIBUTE)

        assert isinstance(due, Alert)
        assert due.kind is NewsKind.OPENED

    def test_a_tribute_after_the_news_is_none(self) -> None:
        """The people were notified of the death, and these are only others' words on it."""
        known = Earlier(
            article_id=1,
            outlet="variety",
            owner="Penske",
            story=9,
            in_thread=True,
            found_at=facts().now - timedelta(hours=3),
            genre=Genre.REPORT,
            steps=frozenset({Step.DIES}),
            alerted=NewsKind.OPENED,
        )

        assert self.decided(Genre.TRIBUTE, earlier=(known,)) == Suppressed(
            reason=Suppression.GENRE, facts={"genre": "tribute", "sign": "a sign"}
        )

    def test_a_feature_is_news_only_where_it_says_something(self) -> None:
        """An interview in which somebody leaves is news, a visit to the studio is none."""
        left = self.decided(Genre.FEATURE, fact(FactKind.STEP, "exits", rank=1))

        assert isinstance(left, Alert)
        assert self.decided(Genre.FEATURE) == Suppressed(
            reason=Suppression.GENRE, facts={"genre": "feature", "sign": "a sign"}
        )


class TestRevised:
    """Changes of an article that a message has named."""

    def test_a_headline_that_is_turned_is_news_at_once(self) -> None:
        """An edit of an article that was left alone does not wait, and shows what the headline was."""
        due = alert_rules.decide(revised("headline", hours=0.2, old_title="Driver in talks", tidings=turned()))

        assert due == Alert(
            type="story.updated",
            kind=NewsKind.HEADLINE,
            reason="JoBlo turned its headline, which was: Driver in talks",
            was="Driver in talks",
        )

    def test_a_headline_waits_while_editors_polish(self) -> None:
        """Six minutes after the message it may change again; when it has settled, it is sent."""
        early = revised("headline", hours=0.1, old_title="Driver in talks", tidings=turned())

        waits, sent = alert_rules.decide(early), alert_rules.decide(replace(early, has_settled=True))

        assert isinstance(waits, Suppressed)
        assert waits.reason is Suppression.HEADLINE_EARLY
        assert isinstance(sent, Alert)
        assert sent.kind is NewsKind.HEADLINE

    def test_a_headline_that_says_more_is_a_development(self) -> None:
        """New words that no article of the story had."""
        due = alert_rules.decide(revised("headline", tidings=replace(turned(), turned=False, retitled=("closed",))))

        assert isinstance(due, Alert)
        assert due.kind is NewsKind.DEVELOPMENT

    def test_a_correction_is_told_at_once(self) -> None:
        """A correction is sent however soon it comes, with what it says and what it replaces."""
        said = replace(turned(), notice="Correction: it is 140,000.", was="It is 410,000.")
        due = alert_rules.decide(revised("correction", hours=0.01, tidings=said))

        assert isinstance(due, Alert)
        assert (due.kind, due.fact, due.was) == (NewsKind.CORRECTION, said.notice, said.was)

    @pytest.mark.parametrize(
        ("changed", "reason"),
        [
            (revised("headline", hours=5), Suppression.NOTHING_NEW),
            (revised("body"), Suppression.NO_NEWS),
            (revised("headline", relation=Relation.COPY), Suppression.DUPLICATE),
            (revised("headline", earlier=(opened_before(), *map(updated, range(20)))), Suppression.UPDATES),
            (revised("correction", earlier=(opened_before(), *map(updated, range(20)))), Suppression.UPDATES),
        ],
    )
    def test_the_rules_that_suppress(self, changed: AlertFacts, reason: Suppression) -> None:
        """Polish, housekeeping, copies and what goes on and on are left to the digest, with a reason."""
        verdict = alert_rules.decide(changed)

        assert isinstance(verdict, Suppressed)
        assert verdict.reason is reason

    def test_an_article_that_no_message_named_is_suppressed(self) -> None:
        """A new headline at an outlet that no message named is no news."""
        given_ = joined(3, opened_before(), changes=("headline",), now=NOW)

        assert alert_rules.decide(given_) == Suppressed(reason=Suppression.NOT_NAMED)


class TestMessages:
    """What is composed from the facts."""

    def test_ids_are_stable_and_apart(self) -> None:
        """The same facts give the same id; other ones: opening, updates, the next after one left, watches, archives."""
        first = alert_rules.compose(facts(), Alert(type="story.opened", kind=NewsKind.OPENED, reason="x"))
        again = alert_rules.compose(facts(now=NOW), Alert(type="story.opened", kind=NewsKind.OPENED, reason="y"))
        others = [
            alert_rules.compose(given_, Alert(type="story.updated", kind=NewsKind.CONFIRMED, reason="x")).id
            for given_ in (
                joined(2, opened_before()),
                joined(3, opened_before(), updated(1)),
                joined(3, opened_before(), replace(updated(1), at=NOW)),
                facts(watch=replace(HEAT, id="heat")),
                facts(story=replace(facts().story, id=18)),
                facts(story=replace(facts().story, opened_at=NOW)),
            )
        ]

        assert first.id == again.id == "opened_heat-2_17_20261122T184600Z_1"
        assert len({first.id, *others}) == 7

    def test_an_update_keeps_the_thread_of_the_opening(self) -> None:
        """An update refers to the opening message, by id and by subject, though the headline has changed since."""
        changed = joined(2, opened_before())
        reports = (replace(changed.story.reports[0], title="Another headline"), *changed.story.reports[1:])
        message = alert_rules.compose(
            replace(changed, story=replace(changed.story, reports=reports, title="Another headline")),
            Alert(type="story.updated", kind=NewsKind.CONFIRMED, reason="x"),
        )

        assert message.thread is not None
        assert message.thread.id == opened_alert().id
        assert message.thread.subject == "Michael Mann says the “Heat 2” script is close to done (JoBlo)"

    def test_an_opening_message_without_its_data_still_makes_a_thread(self) -> None:
        """Should the archive have lost what was sent, the story's title makes the subject."""
        bare = replace(opened_before(), data={})
        message = alert_rules.compose(joined(2, bare), Alert(type="story.updated", kind=NewsKind.CONFIRMED, reason="x"))

        assert message.thread is not None
        assert message.thread.id == bare.id
        assert message.thread.subject.startswith("Michael Mann says")

    def test_an_opening_message_without_hits_still_makes_a_thread(self) -> None:
        """Of an opening without hits the story's title makes the subject."""
        opened = opened_before()
        bare = replace(opened, data={**opened.data, "hits": []})
        message = alert_rules.compose(joined(2, bare), Alert(type="story.updated", kind=NewsKind.CONFIRMED, reason="x"))

        assert message.thread is not None
        assert message.thread.subject.startswith("Michael Mann says")


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["joblo", "variety", "deadline"]),
        st.sampled_from(["live", "seed"]),
        st.booleans(),  # a copy
        st.sampled_from([(), (), ("headline",), ("correction",), ("body",)]),
    ),
    min_size=1,
    max_size=14,
)


@given(STEPS)
def test_whatever_comes_a_story_is_opened_once_and_updated_little(
    steps: list[tuple[str, str, bool, tuple[str, ...]]],
) -> None:
    """For any course of a story: one opening, before all updates, at the first live hit; at most twenty updates.

    An outlet's own article under another address is none: it had it before.
    """
    sent: list[SentMessage] = []
    reports = []
    live_seen = False
    for number, (outlet, origin, is_copy, changes) in enumerate(steps, 1):
        before = story(17, *reports) if reports else None
        if not changes or not reports:
            came = report(
                number, outlet, f"Title {number}", hours=20 - number, copy_of=1 if is_copy and reports else None
            )
            reports.append(came)
            changes = ()  # noqa: PLW2901  nothing is there to be changed yet
        now = story(17, *reports)
        given_ = facts(
            article_id=reports[-1].article_id,
            relation=Relation.COPY if reports[-1].copy_of else Relation.JOINED,
            origin=Origin(origin),
            before=before,
            story=now,
            now=NOW + timedelta(hours=number),
            hits=tuple(hit(HEAT, now, each) for each in reports),
            changes=changes,
            earlier=tuple(sent),
        )
        due = alert_rules.decide(given_)
        is_own = bool(reports[-1].copy_of) and reports[0].outlet == reports[-1].outlet and not changes
        live_seen = live_seen or (origin == "live" and not is_own)
        if isinstance(due, Alert):
            message = alert_rules.compose(given_, due)
            sent.append(SentMessage(id=message.id, type=message.type, at=message.at, data=payload.data(message)))
        assert bool(sent) == live_seen

    kinds = [message.type for message in sent]
    assert kinds == ["story.opened"] * bool(kinds) + ["story.updated"] * (len(kinds) - 1)
    assert len(kinds) <= 1 + alert_rules.MAX_UPDATES
    assert len({message.id for message in sent}) == len(sent)
