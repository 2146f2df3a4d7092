"""A brief article shows that others are of another story than theirs: they move, and what was sent of them is known."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import make
import pytest
from brief_news import LIBRARY, ROOF
from desk_made import NOW, config, left, mails, rows, state

from monitor.desk import Desk, moving, regrouped
from monitor.errors import UserError
from monitor.events import ArticleRead
from monitor.person import Person, Quiet
from monitor.store import articles, moves, stories, suppressed
from monitor.store.file import integrity
from monitor.story import Suppression
from monitor.story_moves import MovedBy
from monitor.views import story_facts

Read = Callable[..., ArticleRead]
OUTLETS = ("joblo", "variety", "deadline", "thr", "thewrap", "collider")
WATCHES = tuple(
    make.watch(name, id=name, name=name, to=("hook",))
    for name in ("roof", "library", "hits")  # the last is in the headline of one report on the roof alone
)
ANN = Person(id="ann", name="Ann", channels=("files",), watches=frozenset({"hits"}))

PUT = (
    "update articles set story_id = ? where id = ?",
    "update hits set story_id = ? where article_id = ?",
    "update messages set story_id = ? where article_id = ?",
)

FOLLOWED = """
insert into messages (id, type, story_id, article_id, person_id, data, created_at)
select 'f', 'story.updated', story_id, id, 'ann', '{}', '2026-11-23T12:15:00Z' from articles where id = 1
"""  # a message to Ann on an article that she follows


@pytest.fixture
def torn(tmp_path: Path, read: Read) -> Iterator[Desk]:
    """A desk that has one report on the roof (4) among those on the library (2, 3), as the program put it there."""
    desk = Desk.open(
        config(tmp_path, outlets=tuple(map(make.outlet, OUTLETS)), watches=WATCHES, persons=(ANN,), max_age=48 * 3600.0)
    )
    desk.sync(NOW)
    for number, brief in enumerate((ROOF[0], *LIBRARY, ROOF[1], ROOF[2])):
        tell(desk, read, number, brief)
    roof, library = (articles.get(desk.context.archive, number).story_id for number in (1, 2))
    put(desk, 4, library)
    assert placed(desk) == [(1, roof), (2, library), (3, library), (4, library), (5, roof)]
    yield desk
    desk.close()


def put(desk: Desk, article: int, story: int) -> None:
    """Put an article with its hits and messages into a story, as if it had always been there."""
    archive, was = desk.context.archive, articles.get(desk.context.archive, article).story_id
    for move in PUT:
        archive.execute(move, (story, article))
    for number in {was, story}:
        stories.joined(archive, number, NOW)
    desk.context.stories.forget()


def kept_back(desk: Desk, article: int, watch: str, reason: str) -> None:
    """Let a watch have sent nothing on an article, to its channels and to Ann."""
    archive = desk.context.archive
    asked = "article_id = ? and (watch_id = ? or watch_ids is not null)"
    of = (article, watch)
    archive.execute(f"delete from deliveries where message_id in (select id from messages where {asked})", of)  # noqa: S608
    archive.execute(f"delete from messages where {asked}", of)  # noqa: S608 - above
    for person in ("", "ann"):
        archive.execute(
            "insert into suppressed values (?, ?, '2026-11-23T12:40:00Z', ?, ?, '{}')", (*of, person, reason)
        )


def tell(desk: Desk, read: Read, number: int, brief: Sequence[str]) -> int:
    """Ingest a brief article, each ten minutes after the one before; how many messages that made."""
    title, body = brief
    event = read(OUTLETS[number], title, body, minutes=10 * (number + 1), slug=f"s{number}")
    event = replace(event, article=replace(event.article, standfirst=body))
    return desk.ingest(event, event.at)


def placed(desk: Desk) -> list[tuple[int, int]]:
    """The story of each article."""
    return rows(desk, "select id, story_id from articles order by id")


@pytest.mark.parametrize("is_started_again", [False, True])
def test_an_article_moves_to_the_story_that_it_is_of(torn: Desk, read: Read, *, is_started_again: bool) -> None:
    """By a split and a merge of the program's; hits and the messages on it go along, and nobody is told again."""
    (_, roof), (_, library), *_ = placed(torn)
    before = mails(torn)
    tell(torn, read, 5, ROOF[3])

    assert placed(torn) == [(1, roof), (2, library), (3, library), (4, roof), (5, roof), (6, roof)]
    assert rows(torn, "select kind, moved_by, story_id, articles from moves order by id") == [
        ("split", "program", library, "[4]"), ("merge", "program", roof, "[4]"),
    ]  # fmt: skip
    assert rows(torn, "select count(*) from hits join articles on articles.id = article_id "
                      "where hits.story_id <> articles.story_id") == [(0,)]  # fmt: skip
    assert rows(torn, "select count(*) from messages join articles on articles.id = article_id "
                      "where messages.story_id <> articles.story_id") == [(0,)]  # fmt: skip
    assert [mail["type"] for mail in mails(torn)[len(before) :] if mail["type"] == "story.opened"] == []
    told = [
        line
        for line in story_facts.lines(torn.context.archive, stories.get(torn.context.archive, library))
        if "split off" in line
    ]
    assert len(told) == 1
    assert "as a later article showed" in told[0]
    assert integrity.check(torn.context.archive) == []
    if is_started_again:
        torn.context.stories.forget()
    assert torn.context.stories._filled(NOW).member(4).story == roof


def test_a_copy_that_has_left_the_window_goes_along(torn: Desk, read: Read) -> None:
    """With its original, which may have been found days later: whose text it is, is not who was first."""
    (_, roof), (_, library), *_ = placed(torn)
    title, body = ROOF[1]
    event = read("collider", title, body, minutes=55, slug="copy")
    torn.ingest(event, event.at)
    archive = torn.context.archive
    archive.execute("update articles set copy_of = 4, role = 'copy', found_at = '2026-11-18T12:00:00Z' where id = 6")
    put(torn, 6, library)
    tell(torn, read, 5, ROOF[3])

    assert placed(torn)[3:] == [(4, roof), (5, roof), (6, roof), (7, roof)]
    assert integrity.check(archive) == []


def test_what_was_told_as_an_update_is_not_opened(torn: Desk, read: Read) -> None:
    """Where the message that opened the story went to another one with its article, and an update is left."""
    (_, roof), *_ = placed(torn)
    archive = torn.context.archive
    archive.execute(
        "update messages set type = 'story.updated', data = json_set(data, '$.kind', 'confirmed') where story_id = ?",
        (roof,),
    )
    before = mails(torn)
    assert [mail["watch"] for mail in before if mail["story"]["id"] == roof] != []
    tell(torn, read, 5, ROOF[3])
    assert [mail["type"] for mail in mails(torn)[len(before) :] if mail["type"] == "story.opened"] == []


DECIDED = ("duplicate", "first", "not_named", "nothing_new", "release", "sister", "updates")  # by the story
ALSO = """
insert into suppressed select article_id, watch_id, '2026-11-23T12:41:00Z', person_id, '{}', '{{}}' from suppressed
"""
KEPT_BACK = [
    *((f"update suppressed set reason = '{one}'", one in DECIDED) for one in Suppression),  # noqa: S608 - our words
    ("update suppressed set reason = 'snoozed', facts = '{\"of\": \"story\"}'", True),
    ("update suppressed set reason = 'snoozed', facts = '{\"of\": \"watch\"}'", False),
    (ALSO.format("genre"), True),
    (ALSO.format("flood"), False),
    (ALSO.format("paused"), False),
    (ALSO.format("digest"), False),
    (ALSO.format("snoozed"), False),
    (ALSO.format("flood") + " where person_id = 'ann'", True),
    ("update hits set origin = 'seed' where article_id = 4", False),
    ("insert into verdicts values ('hits', 4, 0, '')", False),
    ("insert into verdicts values ('hits', 4, 1, '')", True),
    ("insert into verdicts values ('roof', 4, 0, '')", True),
    ("update rereadings set gone_at = '2026-11-23T12:50:00Z' where article_id = 4", False),
    ("update rereadings set gone_at = '2026-11-23T12:50:00Z' where article_id = 2", True),
]


def test_what_was_kept_back_because_of_its_story(torn: Desk) -> None:
    """By reasons, by what was said of the article before or later, and by what a person said of it."""
    archive, library = torn.context.archive, placed(torn)[3][1]
    kept_back(torn, 4, "hits", "nothing_new")
    for changed, is_there in KEPT_BACK:
        with contextlib.suppress(UserError), archive.transaction():
            archive.execute(changed)
            assert ((4, None) in suppressed.by_story(archive, library)) is is_there, changed
            raise UserError("as it was before")
    for article in (3, 2):
        kept_back(torn, article, "library", "nothing_new")
    assert [*suppressed.by_story(archive, library)] == [(of, who) for of in (2, 3, 4) for who in (None, "ann")]


CONFIGURED = (  # hours later, the watch, Ann, and how many messages are made, one after the other
    (1, {"alert": "digest"}, {}, 0),
    (1, {"paused": True}, {}, 0),
    (1, {"query": "roofless"}, {}, 0),
    (1, {"id": "others"}, {}, 0),
    (1, {"to": ()}, {"id": "ben"}, 0),
    (49, {}, {}, 0),  # no news any more
    (1, {"to": ()}, {"watches": frozenset({"roof", "hits"}), "quiet": Quiet(start=time(11), end=time(18))}, 0),
    (7, {"to": ()}, {}, 0),  # what waits is known
    (7, {}, {}, 1),
    (7, {}, {}, 0),
)


def test_who_is_told_late_is_as_configured_now(torn: Desk, tmp_path: Path) -> None:
    """A watch that is paused, alerts by digest, finds it no more or is gone; a person who is gone, or sleeps."""
    (_, roof), (_, library), *_ = placed(torn)
    archive, outlets = torn.context.archive, tuple(map(make.outlet, OUTLETS))
    kept_back(torn, 4, "hits", "nothing_new")
    story, _ = moving.part(archive, library, [4], None, NOW) or (0, [])
    moving.join(archive, story, roof, NOW, MovedBy.PROGRAM)  # where nobody was told by that watch
    made = []
    for hours, hits, ann, _ in CONFIGURED:
        at, watches = NOW + timedelta(hours=hours), (*WATCHES[:2], replace(WATCHES[2], **hits))
        persons = (replace(ANN, **ann),)
        torn.reload(config(tmp_path, outlets=outlets, watches=watches, persons=persons, max_age=48 * 3600.0), at)
        made.append(regrouped.send_due(torn.context, {library, story}, at))
    assert made == [messages for *_, messages in CONFIGURED]
    assert rows(torn, "select person_id, count(*) from held group by 1") == [("ann", 1)]


@pytest.mark.parametrize(
    ("reason", "changed", "is_told"),
    [
        ("nothing_new", "", True),
        ("nothing_new", FOLLOWED, True),
        ("genre", "", False),
        ("nothing_new", "update articles set published_at = '2026-11-20T12:00:00Z' where id = 4", False),
        (
            "nothing_new",
            "insert into snoozes (watch_id, until, made_at) values ('hits', '2027-01-01T00:00:00Z', '')",
            False,
        ),
    ],
)
def test_what_nobody_was_told_opens_the_story_that_it_is_of(
    torn: Desk, read: Read, reason: str, changed: str, *, is_told: bool
) -> None:
    """What was kept back by its former story is decided on again, once, for channels and persons, while it is news."""
    kept_back(torn, 4, "hits", reason)
    torn.context.archive.execute(changed or "select 1")
    before = len(mails(torn))
    made = tell(torn, read, 5, ROOF[3])
    assert len(mails(torn)) == before + made
    tell(torn, read, 4, ("Storm Takes Pier Cinema Roof in Mallory", ROOF[3][1].replace("A storm", "Friday's storm")))

    told = [mail for mail in mails(torn)[before:] if "hits" in str(mail["watch"]).lower()]
    assert [mail["type"] for mail in told] == (["story.opened"] * 2 if is_told else [])
    assert {mail["story"]["id"] for mail in told} <= {placed(torn)[0][1]}
    assert all(mail["reason"].endswith("; it was grouped with another story until now") for mail in told)


def test_what_stays_in_a_story_whose_message_leaves_is_told(torn: Desk) -> None:
    """Here the message goes with the article that moves, and what was taken for its repeat is left."""
    _, (_, library), *_ = placed(torn)
    archive = torn.context.archive
    kept_back(torn, 3, "library", "nothing_new")
    archive.execute("update messages set article_id = 4 where story_id = ? and watch_id = 'library'", (library,))
    story, _ = moving.part(archive, library, [4], None, NOW) or (0, [])
    assert regrouped.send_due(torn.context, {library, story}, NOW) == 1
    assert regrouped.send_due(torn.context, {library, story}, NOW) == 0
    assert [(mail["type"], mail["story"]["id"]) for mail in mails(torn)[-1:]] == [("story.opened", library)]


def test_an_article_that_moves_again_and_again_is_sent_once(torn: Desk) -> None:
    """Its message goes with it, so there is never more than one of an article that was not edited."""
    _, (_, library), *_ = placed(torn)
    archive, before = torn.context.archive, len(mails(torn))
    kept_back(torn, 4, "hits", "nothing_new")
    made = []
    for _ in range(3):
        story, _ = moving.part(archive, library, [4], None, NOW) or (0, [])
        made.append(regrouped.send_due(torn.context, {library, story}, NOW))
        moving.join(archive, story, library, NOW, MovedBy.PROGRAM)
        made.append(regrouped.send_due(torn.context, {library, story}, NOW))
    assert made == [2, 0, 0, 0, 0, 0]  # to the watch's channels, and to Ann
    assert len(mails(torn)) == before
    assert rows(torn, "select count(*) from messages where story_id <> ? and article_id = 4", library) == [(0,)]


@pytest.mark.parametrize("is_told", [True, False])
def test_killed_while_articles_move(torn: Desk, read: Read, tmp_path: Path, *, is_told: bool) -> None:
    """Between any two statements: articles, messages and what is told are as before, or all as after."""
    if not is_told:
        kept_back(torn, 4, "hits", "nothing_new")
    before = state(left(torn, tmp_path / "before"))
    copies: list[Path] = []
    connection = torn.context.archive.db.conn
    connection.set_trace_callback(lambda _: copies.append(left(torn, tmp_path / f"killed-{len(copies)}")))
    tell(torn, read, 5, ROOF[3])
    connection.set_trace_callback(None)
    after = state(left(torn, tmp_path / "after"))

    assert rows(torn, "select kind from moves order by id") == [("split",), ("merge",)]
    assert before != after
    assert {before} <= {state(copy) for copy in copies} <= {before, after}


def test_what_a_person_moved_stays(torn: Desk, read: Read) -> None:
    """Also by taking back what the program moved."""
    (_, roof), (_, library), *_ = placed(torn)
    tell(torn, read, 5, ROOF[3])
    moving.undo(torn.context.archive, roof, NOW)
    assert set(moves.by_persons(torn.context.archive)) >= {roof}
    moving.undo(torn.context.archive, library, NOW)
    assert set(moves.by_persons(torn.context.archive)) == {roof, library}
    before = placed(torn)
    assert before[3] == (4, library)
    tell(torn, read, 4, ("Storm Takes Pier Cinema Roof in Mallory", ROOF[3][1].replace("A storm", "Friday's storm")))
    assert placed(torn)[:6] == before


def test_nothing_is_moved_that_would_leave_nothing(torn: Desk) -> None:
    """Nor what is not there."""
    _, (_, library), *_ = placed(torn)
    assert moving.part(torn.context.archive, library, [2, 3, 4], None, NOW) is None
    assert moving.part(torn.context.archive, library, [1], None, NOW) is None
    assert rows(torn, "select * from moves") == []


def test_a_new_story_is_opened_with_what_leaves(torn: Desk) -> None:
    """It stays in the thread, and says who moved it."""
    _, (_, library), *_ = placed(torn)
    story, listed = moving.part(torn.context.archive, library, [4], None, NOW) or (0, [])
    assert (listed, placed(torn)[3]) == ([4], (4, story))
    assert moves.of_story(torn.context.archive, story)[0].moved_by is MovedBy.PROGRAM
    assert moves.by_persons(torn.context.archive) == []
    assert moves.kept_apart(torn.context.archive) == []
    assert integrity.check(torn.context.archive) == []


def split(desk: Desk, article: int) -> int:
    """Split an article off, as a person does in another process; the number of its story."""
    archive = desk.context.archive
    stored = articles.get(archive, article)
    return moving.split(archive, stored.story_id, stored, NOW).other_story


@pytest.mark.parametrize("is_started_again", [False, True])
def test_who_was_not_told_of_what_a_person_split_off_is(torn: Desk, tmp_path: Path, *, is_started_again: bool) -> None:
    """Once, in the next round or after a start; whose message was on the article has it there, and no other."""
    archive = torn.context.archive
    assert torn.send_settled(NOW) == 0
    kept_back(torn, 4, "hits", "nothing_new")
    had = rows(torn, "select id from messages where article_id = 4")
    story = split(torn, 4)
    if is_started_again:
        outlets = tuple(map(make.outlet, OUTLETS))
        torn.reload(config(tmp_path, outlets=outlets, watches=WATCHES, persons=(ANN,), max_age=48 * 3600.0), NOW)
    before = len(mails(torn))
    assert [torn.send_settled(NOW + timedelta(seconds=15 * number)) for number in range(3)] == [2, 0, 0]

    assert [(mail["type"], mail["story"]["id"]) for mail in mails(torn)[before:]] == [("story.opened", story)] * 2
    assert rows(torn, "select count(*) from messages where article_id = 4 and story_id <> ?", story) == [(0,)]
    assert len(rows(torn, "select id from messages where article_id = 4")) == len(had) + 2
    assert integrity.check(archive) == []


def test_what_a_person_splits_off_takes_the_messages_on_it(torn: Desk) -> None:
    """Who had one is not told again of what was kept back with it; nor when the split is taken back."""
    _, (_, library), *_ = placed(torn)
    archive = torn.context.archive
    before = rows(torn, "select id, story_id from messages order by rowid")
    archive.execute("update messages set article_id = 4 where story_id = ? and watch_id = 'library'", (library,))
    moved = rows(torn, "select id from messages where story_id = ? and article_id = 4", library)
    story = split(torn, 4)
    assert sorted(rows(torn, "select id from messages where story_id = ?", story)) == sorted(moved) != []
    moving.undo(archive, library, NOW)
    assert rows(torn, "select id, story_id from messages order by rowid") == before


def test_what_was_sent_since_a_merge_goes_back_with_its_article(torn: Desk) -> None:
    """A merge that is taken back leaves no message on an article where the article is not."""
    (_, roof), (_, library), *_ = placed(torn)
    archive = torn.context.archive
    moving.merge(archive, roof, library, NOW)
    archive.execute(FOLLOWED.replace("where id = 1", "where id = 2"))
    moving.undo(archive, roof, NOW)
    assert rows(torn, "select story_id from messages where id = 'f'") == [(library,)]


@pytest.mark.parametrize(
    ("sent_at", "is_told"), [("2026-11-23T12:15:00Z", True), ("2026-11-23T12:55:00Z", False)], ids=["before", "after"]
)
def test_what_moves_into_a_story_that_was_told_is_judged_again(torn: Desk, sent_at: str, *, is_told: bool) -> None:
    """As an update, if it came after what they were sent of the story; what was there before brings nothing."""
    roof = placed(torn)[0][1]
    told_of_the_roof(torn, sent_at)
    moving.merge(torn.context.archive, roof, split(torn, 4), NOW + timedelta(hours=1))
    before = len(mails(torn))
    made = torn.send_settled(NOW + timedelta(hours=1))

    told = [(mail["type"], mail["story"]["id"], mail["watch"]) for mail in mails(torn)[before:]]
    assert told == [("story.updated", roof, "roof")] * is_told
    assert made == len(told)
    assert torn.send_settled(NOW + timedelta(hours=2)) == 0


def told_of_the_roof(desk: Desk, sent_at: str) -> None:
    """Let the watch have sent one message on the roof, at a moment, and none on the report among the library's."""
    kept_back(desk, 4, "roof", "nothing_new")
    archive = desk.context.archive
    archive.execute("delete from deliveries where message_id in (select id from messages where article_id = 5)")
    archive.execute("delete from messages where article_id = 5")
    archive.execute("update messages set created_at = ? where article_id = 1 and watch_id = 'roof'", (sent_at,))


def test_what_a_person_put_back_is_not_judged_again(torn: Desk) -> None:
    """What was split off and taken back within a round is where it was decided on."""
    roof = placed(torn)[0][1]
    put(torn, 4, roof)
    told_of_the_roof(torn, "2026-11-23T12:15:00Z")
    split(torn, 4)
    moving.undo(torn.context.archive, roof, NOW)
    assert torn.send_settled(NOW + timedelta(hours=1)) == 0
