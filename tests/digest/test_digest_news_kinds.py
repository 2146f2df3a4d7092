"""Which kind of news an article is in a story that goes on."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor.digest import news_kinds
from monitor.digest.news_kinds import News
from monitor.news import Account, Earlier, Fact, FactKind, Genre, NewsKind, Step, Tidings

NOON = datetime(2026, 9, 4, 12, tzinfo=UTC)


def before(owner: str, kind: NewsKind, *steps: Step, hours: float = 1) -> Earlier:
    """An article of this owner that caused a message."""
    return Earlier(
        article_id=1,
        outlet=owner,
        owner=owner,
        story=1,
        in_thread=True,
        found_at=NOON - timedelta(hours=hours),
        genre=Genre.REPORT,
        steps=frozenset(steps),
        alerted=kind,
    )


def step(which: Step, rank: int = 0) -> Fact:
    """A step in the headline, or further down."""
    return Fact(kind=FactKind.STEP, text=which.value, key=which.value, sentence=f"It is {which.value}.", rank=rank)


def joining(owner: str, *earlier: Earlier, said: Step, is_new: bool, is_explicit: bool = True) -> NewsKind | None:
    """The kind of an article with reporting of its own whose headline says a step; None: it is suppressed."""
    own = "Her manager confirmed it to us."
    account = Account(genre=Genre.REPORT, own=own, is_explicit=is_explicit, facts=(step(said),))
    fresh = (step(said),) if is_new else ()
    tidings = Tidings(account=account, owner=owner, outlet=owner, fresh=fresh, earlier=earlier)
    news = news_kinds.joining(tidings, 1, NOON)
    return news.kind if isinstance(news, News) else None


def test_a_third_review_is_no_news() -> None:
    """Two that were sent are enough; one that was not sent does not count."""
    sent = replace(before("harrow", NewsKind.OPENED), genre=Genre.REVIEW)
    tidings = Tidings(account=Account(genre=Genre.REVIEW), owner="beacon", outlet="beacon", earlier=(sent, sent))

    assert news_kinds.muted(tidings, NOON) is not None
    assert news_kinds.muted(replace(tidings, earlier=(sent, replace(sent, alerted=None))), NOON) is None


class TestWhoConfirms:
    """A second owner of what was reported, whoever opened the story."""

    def test_who_opened_a_story_may_confirm_what_another_brought_to_it(self) -> None:
        """Harrow opened it with an illness, the Beacon brought the exit, and Harrow has that from her manager."""
        opened = before("harrow", NewsKind.OPENED, hours=40)
        exit_ = before("beacon", NewsKind.DEVELOPMENT, Step.EXITS)

        assert joining("harrow", opened, exit_, said=Step.EXITS, is_new=False) is NewsKind.CONFIRMED

    def test_only_the_first_other_owner_does(self) -> None:
        """Neither the owner of the development nor a third one, nor who repeats what they opened the story with."""
        opened = before("harrow", NewsKind.OPENED, hours=40)
        exit_ = before("beacon", NewsKind.DEVELOPMENT, Step.EXITS)
        second = before("harrow", NewsKind.CONFIRMED, Step.EXITS)

        assert joining("beacon", opened, exit_, said=Step.EXITS, is_new=False) is None
        assert joining("chorus", opened, exit_, second, said=Step.EXITS, is_new=False) is None
        assert joining("harrow", before("harrow", NewsKind.OPENED, Step.EXITS), said=Step.EXITS, is_new=False) is None

    def test_what_has_no_step_speaks_of_the_last_one(self) -> None:
        """A third owner confirmed the exit in other words, or it was denied: then only who says so plainly confirms."""
        opened = before("harrow", NewsKind.OPENED, hours=40)
        exit_ = before("beacon", NewsKind.DEVELOPMENT, Step.EXITS, hours=1.5)
        second = before("chorus", NewsKind.CONFIRMED, hours=1)
        denied = before("norwire", NewsKind.DENIAL, Step.CLOSED, hours=1)

        assert joining("harrow", opened, exit_, second, said=Step.EXITS, is_new=False) is None
        assert joining("harrow", opened, exit_, denied, said=Step.EXITS, is_new=False) is NewsKind.CONFIRMED
        assert joining("harrow", opened, exit_, denied, said=Step.EXITS, is_new=False, is_explicit=False) is None

    def test_a_confirmation_by_another_step_is_one(self) -> None:
        """The Beacon confirmed who directs, with a word on what was settled: Harrow's report is no second one."""
        opened = before("chorus", NewsKind.OPENED, Step.ATTACHED, hours=1.5)
        second = before("beacon", NewsKind.CONFIRMED, Step.SETTLED)
        later = before("chorus", NewsKind.DEVELOPMENT, Step.ATTACHED, hours=0.5)

        assert joining("harrow", opened, said=Step.ATTACHED, is_new=False) is NewsKind.CONFIRMED
        assert joining("harrow", opened, second, said=Step.ATTACHED, is_new=False) is None
        assert joining("harrow", second, later, said=Step.ATTACHED, is_new=False) is NewsKind.CONFIRMED

    def test_a_headline_with_a_step_of_its_own_goes_on(self) -> None:
        """Who takes over from a host who had withdrawn is news, and no second source of that."""
        opened = before("beacon", NewsKind.OPENED, Step.CANCELLED, hours=29)

        assert joining("harrow", opened, said=Step.ATTACHED, is_new=True) is NewsKind.DEVELOPMENT

    def test_a_step_of_its_own_is_not_lost_among_the_echoes(self) -> None:
        """Within two hours it weighs too little to go on: then it is the second source that it would be without it."""
        shown = before("beacon", NewsKind.OPENED, Step.SHOWN)

        assert joining("harrow", shown, said=Step.DATED, is_new=True) is NewsKind.CONFIRMED
        assert joining("beacon", shown, said=Step.DATED, is_new=True) is None

    def test_what_follows_a_denial_speaks_for_the_report(self) -> None:
        """By whatever step a second owner tells it then."""
        opened = before("callsheet", NewsKind.OPENED, Step.EXITS, hours=40)
        denied = before("norwire", NewsKind.DENIAL, Step.CLOSED, hours=30)

        assert joining("harrow", opened, denied, said=Step.TALKS, is_new=True) is NewsKind.CONFIRMED
