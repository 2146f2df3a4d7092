"""The press as data, its clock, and what must be found in it."""

import itertools
import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.newsstand import Expectations, Press
from monitor.newsstand.clock import Clock
from monitor.newsstand.markup import to_html, to_text
from monitor.newsstand.press import read_article

HEADER = '+++\nheadline = "A"\nminute = 1\n+++\n'


def test_articles_are_of_article_length(press: Press) -> None:
    """Every real article has between 120 and 420 words, or, in Japanese, as many characters."""
    short = [
        (article.id, len(article.body.split()))
        for article in press.articles
        if article.page == "article"
        and not 120 <= (len(article.body) if article.outlet == "ginmaku" else len(article.body.split())) <= 420
    ]

    assert short == []


def test_articles_say_who_wrote_them_and_why_to_read_them(press: Press) -> None:
    """Headline, byline and standfirst are never empty."""
    assert all(article.headline and article.byline and article.standfirst for article in press.articles)


def test_copies_are_later_than_what_they_copy(press: Press) -> None:
    """A syndicated text names its original, which another outlet published before."""
    copies = [(press.article(a.copy_of), a) for a in press.articles if a.copy_of]

    assert copies
    assert all(before.minute < after.minute and before.outlet != after.outlet for before, after in copies)


def test_edits_change_what_they_claim_to_change(press: Press) -> None:
    """Each edit's sentence is found in the text, and leaves another text."""
    edited = [article for article in press.articles if article.edits]

    assert edited
    for article in edited:
        for edit in article.edits:
            assert article.at(edit.minute - 0.1).headline != article.at(edit.minute).headline or edit.swaps
            assert all(old in article.body for old, _ in edit.swaps)
            assert article.at(edit.minute).edited == edit.minute


def test_expectations_name_real_articles(press: Press) -> None:
    """Every id in the expectations is one of the press."""
    expected = Expectations.load()
    named = {a for w in expected.watches for a in (*w.finds, *(m.article for m in w.near_misses))}
    named |= {a for s in expected.stories for a in (*s.articles, *s.copies)} | {r.article for r in expected.refused}

    assert named <= {article.id for article in press.articles}


def test_expected_stories_are_the_articles_own_labels(press: Press) -> None:
    """The expectations and the labels in the article files tell the same stories, in order of publication."""
    stories = Expectations.load().stories
    assert stories
    for story in stories:
        labelled = [a for a in sorted(press.articles, key=lambda a: a.minute) if a.story == story.id]

        assert [a.id for a in labelled if not a.copy_of] == list(story.articles), story.id
        assert [a.id for a in labelled if a.copy_of] == list(story.copies), story.id


def test_no_article_is_both_found_and_a_near_miss() -> None:
    """A watch's finds and its near misses have nothing in common."""
    watches = Expectations.load().watches
    assert any(watch.finds and watch.near_misses for watch in watches)
    for watch in watches:
        assert not set(watch.finds) & {miss.article for miss in watch.near_misses}


def found_by_hand(text: str) -> set[str]:
    """Find the shipped watches in a text with patterns written for them alone."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    masked = re.sub(r"(?i)miami heat|heat wave", "--", plain)
    gap = r"(?:\W+\w+){0,8}\W+"
    near = rf"\bheat\b{gap}michael mann\b|\bmichael mann\b{gap}heat\b"
    found = set()
    if re.search(rf"(?i)\bheat (2|ii)\b(?![-.]?\d)|{near}", masked):
        found.add("Heat 2")
    if "The Last of Us" in plain:
        found.add("The Last of Us")
    if re.search(r"(?i)\bines okafor\b", plain):
        found.add("Inés Okafor")
    return found


def test_expected_finds_are_right(press: Press) -> None:
    """Patterns made by hand find in the texts exactly what the expectations say, and near misses hold the words."""
    expected = Expectations.load()
    texts = {a.id: f"{a.headline}\n{a.standfirst}\n{to_text(a.body)}" for a in press.articles if a.page == "article"}

    assert any(watch.finds for watch in expected.watches)
    for watch in expected.watches:
        by_hand = {article for article, text in texts.items() if watch.name in found_by_hand(text)}
        assert by_hand == set(watch.finds), watch.name


def test_finds_and_stories_are_in_order_of_publication(press: Press) -> None:
    """The lists in the expectations run with the minutes."""
    expected = Expectations.load()

    lists = [w.finds for w in expected.watches] + [s.articles for s in expected.stories]
    assert any(len(ids) > 1 for ids in lists)
    for ids in lists:
        minutes = [press.article(article).minute for article in ids]
        assert minutes == sorted(minutes), ids


def test_the_founding_story_is_reported_by_six_outlets_in_order() -> None:
    """The Heat 2 story has a first reporter, five that follow, and a copy."""
    story = next(story for story in Expectations.load().stories if story.id == "heat-2")

    assert story.articles[0].startswith("reel-ledger/")
    assert len({article.partition("/")[0] for article in story.articles}) == 6
    assert len(story.copies) == 1


@pytest.mark.parametrize(
    "text", ["no header", '+++\nheadline = "A"\n', "x" + HEADER, '+++\nheadline = "A"\nminute = 1\nodd = 2\n+++\nx']
)
def test_a_file_without_a_proper_header_is_refused(text: str) -> None:
    """The error names the file."""
    with pytest.raises(ValueError, match="ledger/a"):
        read_article(text, "ledger", "a", 1)


def test_an_article_of_no_outlet_is_refused(tmp_path: Path) -> None:
    """A folder whose name is no outlet's id stops the loading."""
    (tmp_path / "outlets.toml").write_text("outlet = []\n")
    (tmp_path / "articles" / "nobody").mkdir(parents=True)
    (tmp_path / "articles" / "nobody" / "a.md").write_text(HEADER)

    with pytest.raises(ValueError, match="no outlet 'nobody'"):
        Press.load(tmp_path)


@pytest.mark.parametrize(
    ("body", "html", "text"),
    [
        ("One\nline.\n\nTwo.", "<p>One line.</p>\n<p>Two.</p>", "One line.\n\nTwo."),
        ("## Head & tail", "<h2>Head &amp; tail</h2>", "Head & tail"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>", "a b"),
        ("> Said *she*.", "<blockquote><p>Said <em>she</em>.</p></blockquote>", "Said she."),
        ("[here](/x) <b>", '<p><a href="/x">here</a> &lt;b&gt;</p>', "here <b>"),
    ],
)
def test_markup(body: str, html: str, text: str) -> None:
    """The little Markdown becomes HTML and plain text that say the same."""
    assert to_html(body) == html
    assert to_text(body) == text


def test_the_clock_stands_until_it_plays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Minute 0 lasts until play; then minutes pass `speed` times as fast."""
    seconds = itertools.count(100, 1)
    monkeypatch.setattr("monitor.newsstand.clock.time.monotonic", lambda: next(seconds))
    clock = Clock(datetime(2024, 1, 5, tzinfo=UTC), speed=120)

    assert clock.minute == 0
    clock.play()
    assert clock.minute == pytest.approx(2)
    clock.play()
    assert clock.minute == pytest.approx(4)
    clock.turn_to(1)
    assert clock.minute == 1


def test_the_clock_tells_times_of_day() -> None:
    """Minutes count from the start, to the second."""
    start = datetime(2024, 1, 5, 9, 0, 0, 999, tzinfo=UTC)

    assert Clock(start).at(1.5) == datetime(2024, 1, 5, 9, 1, 30, tzinfo=UTC)
    assert Clock(start).at(-60) == datetime(2024, 1, 5, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    "make",
    [lambda: Clock(datetime(2024, 1, 5)), lambda: Clock(datetime.now(UTC) + timedelta(1), speed=0)],  # noqa: DTZ001
)
def test_a_clock_needs_a_zone_and_a_speed(make: Callable[[], Clock]) -> None:
    """A naive start or a standing speed is an error."""
    with pytest.raises(ValueError, match=r"zone|speed"):
        make()
