"""The Google Reader API, asked for as feed readers ask: in their order, with their forms of ids, and by nobody else."""

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from test_web_guarded import BEHIND, LOCKED, OTHER_HASH, SECRET, TITLES
from web_made import CONFIG, HOST, NOW, Clock, browsing, filled, flooded

from monitor.model import Hit, Origin
from monitor.person import HeldBy
from monitor.store import held, hits, moves, reader_logins, stars, verdicts
from monitor.store.archive import Archive
from monitor.store.held import NewHeld
from monitor.web import attempts, login
from monitor.web.feed_reader import item_ids, reader_calls

API = "/reader/api/0"
ALL, READ, STARRED = (f"user/-/state/com.google/{state}" for state in ("reading-list", "read", "starred"))
PERSONS = """
[[watch]]
name = "Ferrari"
query = "Ferrari"
kind = "film"

[[channel]]
name = "ana"
kind = "file"
path = "ana"

[[person]]
name = "Ana"
channels = ["ana"]
watches = ["Ferrari"]

[[person]]
name = "Ben"
channels = ["mail"]
watches = ["*"]
"""


class Phone:
    """A feed reader with its token."""

    def __init__(self, browser, name: str = "ana", base: str = "") -> None:
        self._browser, self._base = browser, base
        answer = browser.post(f"{base}/accounts/ClientLogin", data={"Email": name, "Passwd": SECRET})
        assert answer.status_code == 200, answer.text
        self.token = dict(line.split("=") for line in answer.text.split())["Auth"]
        self.header = {"authorization": f"GoogleLogin auth={self.token}"}

    def get(self, call: str, **values: object):
        """What a call lists."""
        asked = {"output": "json", **values}
        answer = self._browser.get(f"{self._base}{API}/{call}", params=asked, headers=self.header)
        assert answer.status_code == 200, (call, answer.text)
        assert "etag" not in answer.headers  # NetNewsWire takes 304 for an empty list
        return answer.json()

    def post(self, call: str, form: str):
        """The answer to a form, sent as it is written."""
        kind = {"content-type": "application/x-www-form-urlencoded"}
        return self._browser.post(f"{self._base}{API}/{call}", content=form, headers=self.header | kind)

    def ids(self, stream: str = ALL, **values: object) -> list[str]:
        """The short ids of a stream."""
        return [one["id"] for one in self.get("stream/items/ids", s=stream, **values)["itemRefs"]]

    def unread(self) -> list[str]:
        """The short ids of what is unread."""
        return self.ids(xt=READ, n=10_000)


def archive_of(desk):
    """The archive of a configuration, to write."""
    return Archive.open(desk.parent / "archive.db")


@pytest.fixture
def own(tmp_path):
    """A configuration with an archive of its own."""
    return filled(tmp_path)


def test_netnewswire_finds_what_is_new_once_and_its_marks_stay(own) -> None:
    """Its calls in its order: the opening and what Deadline brought are items, the repetition of JoBlo is none."""
    with browsing(own, LOCKED) as browser:
        phone = Phone(browser)
        action = browser.get(f"{API}/token", headers=phone.header).text
        since = (NOW - timedelta(days=90)).timestamp() + 0.25
        listed = phone.get("subscription/list")["subscriptions"]
        found = phone.ids(ot=since, n=10_000, xt=READ)
        wanted = "&".join(f"i=tag:google.com,2005:reader/item/{int(one):x}" for one in found)
        contents = phone.post("stream/items/contents", f"T={action}&output=json&{wanted}").json()["items"]

        assert len(action) == 57
        assert [(one["id"], one["title"], one["htmlUrl"]) for one in listed] == [
            ("feed/heat-2", "Heat 2", f"{HOST}/watch/heat-2")
        ]
        assert phone.get("tag/list") == {"tags": [{"id": STARRED}]}
        assert [one["title"].partition(":")[0] for one in contents] == ["Deadline", "Variety"]
        for one, short in zip(contents, found, strict=True):
            at = int(one["timestampUsec"]) // 1_000_000
            assert one["id"] == f"tag:google.com,2005:reader/item/{int(short):016x}"
            assert one["crawlTimeMsec"] == f"{at}000"
            assert one["origin"] == {"streamId": "feed/heat-2", "title": "Heat 2", "htmlUrl": f"{HOST}/watch/heat-2"}
            assert one["canonical"][0]["href"] == one["alternate"][0]["href"]
            assert "<b>Heat 2</b>" in one["summary"]["content"]
            said = " ".join(re.sub(r"<[^>]+>", "", one["summary"]["content"]).split())
            assert "First: Variety, 22 Nov 20:00. Then JoBlo and Deadline. 3 articles, by 3 outlets." in said
            assert f'<a href="{HOST}/story/1">' in one["summary"]["content"]
        assert "New at Deadline" in contents[0]["summary"]["content"]

        first, second = (f"{int(one):016x}" for one in found)
        assert phone.post("edit-tag", f"T={action}&i={first}&a={READ}").text == "OK"
        assert phone.post("edit-tag", f"T={action}&i={second}&a={STARRED}").text == "OK"
        assert phone.unread() == [found[1]]
        assert phone.ids(STARRED, n=10_000) == [found[1]]
        states = {one["id"]: set(one["categories"]) for one in phone.get(f"stream/contents/{ALL}")["items"]}
        assert [READ in states[f"tag:google.com,2005:reader/item/{one}"] for one in (first, second)] == [True, False]
        assert STARRED in states[f"tag:google.com,2005:reader/item/{second}"]
        assert phone.post("edit-tag", f"T={action}&i={first}&r={READ}").text == "OK"
        assert phone.unread() == found
        with archive_of(own) as archive:
            assert [(one.article_id, one.watch, one.by) for one in stars.listing(archive)] == [(1, "heat-2", "ana")]
            stars.add(archive, 1, None, "desk", NOW)
        assert phone.post("edit-tag", f"T={action}&i={second}&r={STARRED}").text == "OK"
        assert phone.ids(STARRED) == []


def test_fluent_and_read_you_page_through_a_stream_and_mark_it_whole(own) -> None:
    """By continuations, in both directions, each item once, also those of one second; `ts` leaves what came later."""
    flooded(own, [f"Heat 2 number {place}" for place in range(40)])
    with browsing(own, LOCKED) as browser:
        phone = Phone(browser, base="/api/greader.php")
        as_json = browser.post("/accounts/ClientLogin", data={"Email": "ANA", "Passwd": SECRET, "output": "json"})
        assert as_json.json()["Auth"] == phone.token
        every = phone.ids(n=10_000)
        assert len(every) == 22  # 20 stories, and two of the first; the other 20 repeat that

        for order in ("d", "o"):
            paged, more = [], {}
            while True:
                answer = phone.get("stream/contents", n=5, r=order, **more)
                assert len(answer["items"]) <= 5
                paged += [str(int(one["id"].rpartition("/")[2], 16)) for one in answer["items"]]
                if "continuation" not in answer:
                    break
                more = {"c": answer["continuation"]}
            assert paged == (every if order == "d" else every[::-1])

        newest = int(phone.get("stream/contents/feed/heat-2", n=1)["items"][0]["crawlTimeMsec"]) // 1_000
        assert phone.ids("feed/heat-2", nt=newest - 1, n=100) == every[1:]
        assert phone.ids("feed/heat-2", ot=newest) == phone.ids("feed/heat-2", ot=newest * 1_000) == every[:1]
        assert phone.post("mark-all-as-read", f"s=feed/heat-2&ts={newest - 1}000000").text == "OK"
        assert phone.unread() == every[:1]
        assert phone.ids(it=READ, n=100) == phone.ids(READ, n=100) == every[1:]
        counted = {one["id"]: one["count"] for one in phone.get("unread-count")["unreadcounts"]}
        assert counted == {"feed/heat-2": 1, ALL: 1}
        assert phone.ids(xt=ALL) == phone.ids(READ, xt=READ) == phone.ids("user/-/state/com.google/like") == []
        assert phone.post("mark-all-as-read", f"s={ALL}").text == "OK"
        assert phone.get("unread-count")["unreadcounts"] == []
        assert len(Phone(browser, "ben").unread()) == 22  # what ana read is hers


def test_what_is_unread_is_of_late_live_or_was_kept(own) -> None:
    """After thirty days an item is read, but for one that was kept; so is what was there before the first log-in."""
    clock = Clock()
    with archive_of(own) as archive:
        for place, (origin, at) in enumerate(((Origin.BACKFILL, NOW), (Origin.LIVE, NOW - timedelta(days=3)))):
            hit = Hit(watch="heat-2", marks=(), snippet="Heat 2", snippet_marks=())
            archive.execute("update articles set story_id = null where id = ?", (place + 1,))
            archive.execute("delete from hits where article_id = ?", (place + 1,))
            hits.add(archive, hit, place + 1, None, origin, at)
    with browsing(own, LOCKED, clock=clock) as browser:
        phone = Phone(browser)
        assert len(phone.ids()) == 3
        (live,) = phone.unread()
        old = next(one for one in phone.ids() if one != live)
        assert phone.post("edit-tag", f"i={old}&a=user/-/state/com.google/kept-unread").text == "OK"
        assert set(phone.unread()) == {live, old}
        clock.at = NOW + timedelta(days=31)
        assert phone.unread() == [old]
        assert phone.get("unread-count")["unreadcounts"][0]["count"] == 1
        assert phone.post("mark-all-as-read", f"s={READ}").text == "OK"  # in which nothing is unread
        assert phone.unread() == [old]
        assert phone.post("mark-all-as-read", "s=feed/heat-2").text == "OK"
        assert phone.unread() == []


def test_an_item_goes_with_its_verdict_and_stays_when_stories_are_merged(own) -> None:
    """What a person judged wrong is listed no more, and nothing else in its place; numbers never change."""
    with browsing(own, LOCKED) as browser:
        phone = Phone(browser)
        before = phone.ids()
        with archive_of(own) as archive:
            moves.split(archive, 1, [3], NOW)
        assert phone.ids() == before
        with archive_of(own) as archive:
            moves.merge(archive, 2, 1, NOW)
            archive.execute("update messages set article_id = null")
            assert phone.ids() == before[1:]  # no alert was made of the other
            waits = NewHeld(
                person="ben",
                article=3,
                watches=("ferrari", "heat-2"),
                outlet="deadline",
                alert_id="x",
                type="story.updated",
                by=HeldBy.QUIET,
            )
            held.hold(archive, waits, NOW)
        assert phone.ids() == before
        with archive_of(own) as archive:
            verdicts.judge(archive, [1], NOW, is_right=False)
        assert phone.ids() == before[:1]


def test_a_person_has_their_watches_and_everybody_else_all(tmp_path) -> None:
    """Labels are the persons, or the kinds of one's own; a label is a stream, and can be left out of one."""
    own = filled(tmp_path, text=CONFIG + PERSONS)
    with browsing(own, LOCKED) as browser:
        desk, ana = Phone(browser, "desk"), Phone(browser, "ANA")

        def labels(phone):
            return {
                one["id"]: [each["label"] for each in one["categories"]]
                for one in phone.get("subscription/list")["subscriptions"]
            }

        assert labels(desk) == {"feed/ferrari": ["Ana", "Ben"], "feed/heat-2": ["Ben"]}
        assert labels(ana) == {"feed/ferrari": ["Films"]}
        assert [one["id"] for one in desk.get("tag/list")["tags"]] == [
            STARRED,
            "user/-/label/Ana",
            "user/-/label/Ben",
        ]
        every = desk.ids()
        assert len(every) == 2
        assert desk.ids("user/7/label/Ben") == every
        assert desk.ids("user/-/label/Ana") == desk.ids(xt="user/-/label/Ben") == ana.ids() == []
        assert ana.post("stream/items/contents", f"i={every[0]}").json()["items"] == []
        assert ana.post("edit-tag", f"i={every[0]}&a={STARRED}").text == "OK"
        assert desk.ids(STARRED) == []  # it is of no watch of Ana's
        assert desk.post("edit-tag", f"i={every[0]}" + f"&a={STARRED}&a={READ}&r={READ}" * 2).text == "OK"
        assert (desk.ids(STARRED), desk.unread()) == (every[:1], every)
        assert {one["id"] for one in desk.get("unread-count")["unreadcounts"]} == {
            "feed/heat-2",
            "user/-/label/Ben",
            ALL,
        }


def test_each_watch_opens_a_story_for_itself(tmp_path) -> None:
    """What another watch found first, or what was old when it was listed, opens it for nobody else; nor does a star."""
    own = filled(tmp_path, text=CONFIG + PERSONS)
    with archive_of(own) as archive:
        for article, old in ((2, True), (1, False)):
            hit = Hit(watch="ferrari", marks=(), snippet="Ferrari", snippet_marks=())
            hits.add(archive, hit, article, 1, Origin.LIVE, NOW - timedelta(hours=1), old=old)
    with browsing(own, LOCKED) as browser:
        phone = Phone(browser, "desk")
        (opening,) = phone.ids("feed/ferrari")
        assert phone.get("stream/contents/feed/ferrari")["items"][0]["title"].startswith("Variety: ")
        assert phone.post("edit-tag", f"i={opening}&a={STARRED}").text == "OK"
        assert phone.ids(STARRED) == [opening]


def test_without_a_password_there_is_no_api(desk) -> None:
    """On this machine the pages are open; feed readers need a password, or a proxy that names somebody each time."""
    with browsing(desk, LOCKED) as browser:
        for call in (*reader_calls.READS, *reader_calls.CHANGES, *reader_calls.REFUSED, "stream/contents", "nothing"):
            for answer in (browser.get(f"{API}/{call}"), browser.post(f"/api/greader.php{API}/{call}")):
                assert (answer.status_code, answer.text) == (401, "Unauthorized\n"), call
    with browsing(desk) as browser:
        refused = browser.post("/accounts/ClientLogin", data={"Email": "ana", "Passwd": ""})
        assert (refused.status_code, refused.text.partition("\n")[0]) == (403, "Error=ServiceDisabled")
        assert browser.get(f"{API}/user-info").status_code == 401
    with browsing(desk, BEHIND, peer="10.0.0.2") as browser:
        assert browser.post("/accounts/ClientLogin", data={"Email": "ana", "Passwd": SECRET}).status_code == 403
        named = {"remote-user": "ana"}
        token = browser.post("/accounts/ClientLogin", headers=named).text.partition("Auth=")[2].strip()
        own = {"authorization": f"GoogleLogin auth={token}"}
        assert browser.get(f"{API}/user-info", headers=own | named).json()["userName"] == "ana"
        for others in ({}, {"remote-user": "eve"}):
            assert browser.get(f"{API}/user-info", headers=own | others).status_code == 401


def test_a_token_ends_with_its_password_or_its_name(desk) -> None:
    """Nothing of it is in the archive; a changed digit, another login's number, another password open nothing."""

    def opens(browser, token: str) -> bool:
        asked = browser.get(f"{API}/token", headers={"authorization": f"GoogleLogin auth={token}"})
        assert asked.status_code in {200, 401}
        assert (asked.headers.get("x-reader-google-bad-token") == "true") is (asked.status_code == 401)
        return asked.status_code == 200

    with browsing(desk, LOCKED) as browser:
        phone, other = Phone(browser, "tim"), Phone(browser, "tom")
        number, _, signature = phone.token.partition("/")
        assert opens(browser, phone.token)
        assert not any(
            opens(browser, forged)
            for forged in (
                "",
                signature,
                f"{number}/",
                f"{number}/{signature[:-1]}",
                f"{number}/{signature[1:]}{signature[0]}",
                f"{other.token.partition('/')[0]}/{signature}",
                f"9{'9' * 30}/{signature}",
                f"-1/{signature}",
                "1/" + "0" * 64,
            )
        )
        with archive_of(desk) as archive:
            kept = str([tuple(row) for row in archive.rows("select * from reader_logins")])
            assert signature not in kept
            assert reader_logins.end(archive, "TIM")
            assert not reader_logins.end(archive, "nobody")
        assert not opens(browser, phone.token)
        assert opens(browser, other.token)
    with browsing(desk, replace(LOCKED, password_hash=OTHER_HASH)) as browser:
        assert not opens(browser, other.token)


def test_passwords_are_tried_as_seldom_as_at_the_log_in(desk, monkeypatch) -> None:
    """After five attempts the next waits, and so does the log-in of the pages: they are counted together."""
    at = [1_000.0]
    monkeypatch.setattr(login.time, "monotonic", lambda: at[0])
    with browsing(desk, LOCKED) as browser:
        wrong = [
            browser.post("/accounts/ClientLogin", data={"Email": "ana", "Passwd": given})
            for given in ("", "x" * 100_000, SECRET.upper(), "wrong", "wrong", SECRET)
        ]
        assert len(wrong) == attempts.FREE + 1
        assert [answer.status_code for answer in wrong] == [401] * attempts.FREE + [429]
        assert wrong[0].text == "Error=BadAuthentication\nInfo=That is not the password.\n"
        assert wrong[-1].headers["retry-after"] == "2"
        page = browser.get("/login").text
        form = re.search(r'name="token" value="(\w+)"', page)[1]
        assert browser.post("/login", data={"token": form, "password": SECRET}).status_code == 429
        at[0] += attempts.FIRST_HOLD + 0.1
        Phone(browser)
        for given in ["wrong"] * attempts.FREE + [SECRET]:  # also when the server knows what is right
            guess = browser.post("/accounts/ClientLogin", data={"Email": "ana", "Passwd": given})
        assert guess.status_code == 429


@pytest.mark.parametrize(
    ("call", "form", "status"),
    [
        ("edit-tag", f"a={READ}", 400),
        ("edit-tag", f"i=heat&a={READ}", 400),
        ("edit-tag", f"i=12&a={READ}", 400),
        ("edit-tag", f"i=-4503599627370497&a={READ}", 400),
        ("edit-tag", "i=4503599627370497&a=user/-/label/Own", 400),
        ("edit-tag", "i=4503599627370497&a=user/-/state/com.google/nonsense", 400),
        ("edit-tag", f"i=4503599627370497&T=forged&a={READ}", 401),
        ("edit-tag", f"i=4503599627370497&T=é&a={READ}", 401),
        ("edit-tag", f"i=4503599628370497&a={READ}&a={STARRED}", 200),  # that item was pruned
        ("edit-tag", "i=4503599627370497&a=user/-/state/com.google/like", 200),
        ("edit-tag", "i=4503599627370497&" * 11_000, 400),
        ("edit-tag", "i=" + "4" * 300_000, 413),
        ("edit-tag", "i=%ff", 400),
        ("mark-all-as-read", "", 400),
        ("mark-all-as-read", "s=feed/nothing", 404),
        ("mark-all-as-read", "s=user/-/label/nobody", 404),
        ("mark-all-as-read", "s=feed/heat-2&ts=soon", 400),
        ("mark-all-as-read", "s=feed/heat-2&ts=999999999999999999", 200),
        ("stream/items/contents", "i=4503599627370497&" * 1_001, 400),
        ("stream/items/ids", f"s={ALL}&s=feed/heat-2", 400),
        ("stream/items/ids", "c=1-1", 400),
        ("stream/items/ids", "c=99999999999999-4503599627370497", 400),
        ("stream/items/ids", "n=-1", 400),
        ("stream/items/ids", "n=999999999999", 200),
        ("stream/items/ids", "ot=9999999999999", 200),
        ("stream/items/ids", "s=feed/heat-2' or 1=1 --", 404),
        ("stream/items/ids", "s=http://elsewhere.example", 400),
        ("stream/contents/user/-/state/com.google/nonsense", "", 400),
        ("subscription/edit", "ac=subscribe&s=feed/https://a.example/feed", 403),
        ("subscription/quickadd", "quickadd=https://a.example/feed", 403),
        ("rename-tag", "s=user/-/label/a&dest=user/-/label/b", 403),
        ("disable-tag", "s=user/-/label/a", 403),
        ("user/1/../../etc/passwd", "", 404),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(locked, call: str, form: str, status: int) -> None:
    """With the status that feed readers understand; nothing fails, and nothing changes."""
    phone, path = locked
    answer = phone.post(call, form)

    assert answer.status_code == status, answer.text
    assert status == 200 or answer.text.endswith("\n") or status == 413
    with Archive.open(path.parent / "archive.db", read_only=True) as archive:
        assert archive.value("select count(*) from stars") == 0


@pytest.fixture(scope="module")
def locked(tmp_path_factory):
    """A feed reader at pages with a password, for all tests that change nothing."""
    path = filled(tmp_path_factory.mktemp("locked"))
    with browsing(path, LOCKED) as browser:
        yield Phone(browser), path


def test_no_other_site_can_send_a_call(locked) -> None:
    """A form or script of another site is refused before it is read, whatever it carries; so is a foreign host."""
    phone, _ = locked
    browser = phone._browser
    for foreign in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        for address in ("/accounts/ClientLogin", f"{API}/edit-tag"):
            assert browser.post(address, headers=phone.header | foreign).status_code == 403
    assert browser.options(f"{API}/edit-tag", headers={"origin": "https://evil.example"}).status_code == 405
    assert browser.get(f"{API}/token", headers=phone.header | {"host": "evil.example"}).status_code == 421
    assert browser.get(f"{API}/edit-tag?i=4503599627370497&a={READ}", headers=phone.header).status_code == 405
    assert browser.get("/accounts/ClientLogin", params={"Email": "a", "Passwd": SECRET}).status_code == 405
    browser.cookies.clear()


def test_hostile_titles_are_text(tmp_path) -> None:
    """What outlets wrote stays text in the HTML of a summary, and a line in a title."""
    own = filled(tmp_path)
    flooded(own, [one for title in TITLES for one in (title, "Heat 2")])
    with browsing(own, LOCKED) as browser:
        items = Phone(browser, "<b>\r\nx: y").get("stream/contents", n=1_000)["items"]
        assert len(items) == len(TITLES) + 2
        for item in items:
            made = re.findall(r"<(\w+)[^>]*>", item["summary"]["content"])
            assert "".join(made) in {"pbptimea", "pptimea", "pbpbptimea"}, item["summary"]["content"]
            assert "\n" not in item["title"]
            assert json.dumps(item)


def test_the_three_forms_of_an_id_are_one_item() -> None:
    """None of them can be taken for another, from the first hit to the last that fits a floating-point number."""
    for hit in (1, 12_345, 99_999_999, (1 << 52) - 1):
        short, long = item_ids.short(hit), item_ids.long(hit)
        padded = long.rpartition("/")[2]
        forms = {short, long, padded, padded.lstrip("0"), long.replace(padded, padded.lstrip("0")), padded.upper()}
        assert {item_ids.hit_of(form) for form in forms} == {hit}
        assert float(short) == int(short)
    for other in ("", "0", "1", "x", "4503599627370496", "9007199254740992", "0x10000000000001", "１234567890123456"):
        assert item_ids.hit_of(other) is None
