"""Who may come in, and what nobody can make the pages do: each attack that a page on the open web has to stand."""

import base64
import re
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from argon2 import PasswordHasher
from naughty import HEADERS, MARKUP
from test_web_frame import INLINE, addresses
from web_made import Clock, browsing, filled, flooded, token

from monitor.config.web_schema import Web
from monitor.errors import UserError
from monitor.store import stories
from monitor.store.archive import Archive
from monitor.web import attempts, login, password
from monitor.web.access import Access

SECRET = "correct horse battery"
HASH, OTHER_HASH = (
    PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(text) for text in (SECRET, "another password")
)  # as the product's, and cheap
LOCKED = Web(listen="0.0.0.0", password_hash=HASH, public_url="http://localhost:8642")
BEHIND = Web(proxy_header="Remote-User", trusted_proxies=("10.0.0.2",))
# As they are stored: half a character does not cross the border of a process.
TITLES = tuple(dict.fromkeys(text.encode("utf-8", "replace").decode() for text in (*HEADERS, *MARKUP) if text.strip()))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """An archive in which every title is an attack."""
    made = [form.format(title) for form in ("Heat 2 {}", "{} Heat 2", "“{}” on Heat 2") for title in TITLES]
    assert len(made) >= 200
    path = filled(tmp_path_factory.mktemp("hostile"))
    flooded(path, made)
    return path


def logged_in(browser, given: str = SECRET, to: str = "/"):
    """The answer to a password that is sent with the form's token."""
    return browser.post("/login", data={"token": token(browser, "/login"), "password": given, "to": to})


def test_no_page_is_given_without_a_log_in(desk) -> None:
    """Every address of every page, in every form, leads to the log-in or is refused; nothing of the archive is said."""
    with browsing(desk, LOCKED) as browser:
        every = [address for address in addresses() if address not in {"/login", "/healthz"}]
        assert len(every) >= 12
        for address in every:
            for answer in (browser.get(address), browser.post(address, data={"act": "merge", "other": "2"})):
                assert answer.status_code in {303, 401, 405}, address
                assert urlsplit(answer.headers.get("location", "/login")).path == "/login"
                assert "Heat" not in answer.text


def test_who_logs_in_gets_a_new_session_and_can_leave(desk) -> None:
    """The session from before, which somebody else may have planted, is worth nothing; nor is one that was left."""
    with browsing(desk, LOCKED) as browser:
        browser.get("/login")
        planted = browser.cookies["monitor-session"]
        assert logged_in(browser, "wrong").status_code == 403
        answer = logged_in(browser, to="/story/1")
        own = browser.cookies["monitor-session"]
        cookie = answer.headers["set-cookie"]

        assert (answer.status_code, answer.headers["location"]) == (303, "/story/1")
        assert {"HttpOnly", "SameSite=strict"} <= set(cookie.split("; "))
        assert own != planted
        assert len(own) == 43  # 256 bits
        assert browser.get("/story/1").status_code == 200
        browser.cookies.set("monitor-session", planted, domain="localhost.local")
        browser.cookies.clear()
        assert browser.get("/", headers={"cookie": f"monitor-session={planted}"}).status_code == 303
        with Archive.open(desk.parent / "archive.db", read_only=True) as archive:
            assert own not in str([tuple(row) for row in archive.rows("select * from web_sessions")])
        known = {"cookie": f"monitor-session={own}"}
        form = re.search(r'name="token" value="(\w+)"', browser.get("/", headers=known).text)
        assert browser.post("/logout", data={"token": form[1]}, headers=known).status_code == 303
        assert browser.get("/", headers=known).status_code == 303


def test_over_tls_a_cookie_needs_it(desk) -> None:
    """Where people come by https, the session is of this host alone and never goes in the clear."""
    with browsing(desk, replace(LOCKED, public_url="https://desk.example.org")) as browser:
        answer = browser.get("/login", headers={"host": "desk.example.org"})

        assert answer.headers["set-cookie"].startswith("__Host-session=")
        assert "Secure" in answer.headers["set-cookie"].split("; ")
        assert answer.headers["strict-transport-security"]


def test_another_password_ends_all_sessions(desk) -> None:
    """Who changes the hash has logged out everybody."""
    with browsing(desk, LOCKED) as browser:
        logged_in(browser)
        session = browser.cookies["monitor-session"]
    with browsing(desk, replace(LOCKED, password_hash=OTHER_HASH)) as browser:
        assert browser.get("/", headers={"cookie": f"monitor-session={session}"}).status_code == 303


def test_a_password_cannot_be_tried_for_long(desk, monkeypatch) -> None:
    """After five attempts each one waits, twice as long as the last, even with the right password; the hold ends."""
    at = [1_000.0]
    monkeypatch.setattr(login.time, "monotonic", lambda: at[0])
    with browsing(desk, LOCKED) as browser:
        codes = [logged_in(browser, "wrong").status_code for _ in range(attempts.FREE)]
        held = logged_in(browser)
        at[0] += attempts.FIRST_HOLD + 0.1
        again, longer = logged_in(browser, "wrong"), []
        for _ in range(3):
            longer.append(logged_in(browser).status_code)
            at[0] += attempts.FIRST_HOLD + 0.1

        assert codes == [403] * attempts.FREE
        assert (held.status_code, again.status_code, longer) == (429, 403, [429, 429, 303])


def test_a_password_fits_its_hash_alone() -> None:
    """By Argon2id; what is no hash, and a password of a million letters, are no log-in and no error."""
    made = password.made(SECRET)

    assert made.startswith("$argon2id$")
    assert password.fits(SECRET, made)
    assert not any(
        (password.fits("x" * 1_000_000, made), password.fits(SECRET, "$argon2id$x"), password.fits("", made))
    )


def test_attempts_are_counted_by_whom_a_proxy_passes_on_and_by_networks() -> None:
    """Only a proxy that is trusted may say who it is; of IPv6 a whole network counts as one; many together wait too."""
    behind = Access(Web(password_hash=HASH, proxy_header="Remote-User", trusted_proxies=("10.0.0.2",)))
    counted = attempts.Attempts()
    for place in range(attempts.FREE):
        assert counted.begin(f"2001:db8::{place}", 0.0) == 0.0

    assert behind.address("10.0.0.2", "1.1.1.1, 2.2.2.2") == "2.2.2.2"
    assert behind.address("::ffff:10.0.0.2", "1.1.1.1, 2.2.2.2") == "2.2.2.2"  # as a server for both kinds sees it
    assert behind.address("3.3.3.3", "1.1.1.1, 2.2.2.2") == "3.3.3.3"
    assert counted.begin("2001:db8::ffff", 0.0) > 0.0
    assert counted.begin("2001:db9::1", 0.0) == 0.0
    assert sum(counted.begin(f"192.0.2.{place}", 1.0) == 0.0 for place in range(200)) < 60


def test_a_proxy_that_is_not_named_is_not_believed(desk) -> None:
    """The header opens the pages from the proxy's address, and from no other; without it the proxy opens nothing."""
    named = {"remote-user": "ana"}
    with browsing(desk, BEHIND, peer="10.0.0.2") as browser:
        assert "<span>ana</span>" in browser.get("/", headers=named).text
        assert browser.get("/").status_code == 403
    with browsing(desk, BEHIND, peer="10.0.0.3") as browser:
        assert browser.get("/", headers=named).status_code == 403


@pytest.mark.parametrize(
    ("web", "said"),
    [
        (Web(listen="0.0.0.0"), "anybody"),
        (Web(listen="192.168.1.4"), "anybody"),
        (Web(listen="::"), "anybody"),
        (Web(listen="0.0.0.0", proxy_header="Remote-User"), "trusted_proxies"),
        (Web(proxy_header="Remote-User"), "trusted_proxies"),
    ],
)
def test_nothing_is_served_that_would_let_anybody_in(web: Web, said: str) -> None:
    """The error says what to set; on this machine, or with a password, it is served."""
    with pytest.raises(UserError, match=said):
        Access(web).check()
    for fine in (Web(), Web(listen="::1"), Web(listen="LocalHost"), LOCKED, BEHIND):
        Access(fine).check()
        assert not fine.caution
    # On this machine alone, and yet others come: through a server in front that may ask nobody who they are.
    for passed_on in (Web(public_url="https://desk.example"), Web(trusted_proxies=("127.0.0.1",))):
        Access(passed_on).check()
        assert "reads, and changes, everything" in passed_on.caution
        assert not replace(passed_on, password_hash="$argon2id$").caution
    for here in ("http://localhost:8642", "http://[::1]:8642"):
        assert not Web(public_url=here).caution
    assert Access(Web(public_url="https://Desk.example:8443")).is_known_host("dESK.example:8443")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8642", 200),
        ("127.0.0.1:8642", 200),
        ("[::1]:8642", 200),
        ("evil.example", 421),
        ("localhost.evil.example", 421),
        ("evil.example@localhost", 421),
        ("localhost:8642@evil.example", 421),
        ("localhost/../x", 421),
        ("192.168.1.4:8642", 421),
        ("", 421),
        ("[::1", 421),
        ("localhost:port", 421),
        ("LOCALHOST", 200),
    ],
)
def test_a_name_that_is_not_ours_is_answered_by_no_page(browser, host: str, status: int) -> None:
    """A site that makes its own name lead here reads nothing."""
    assert browser.get("/", headers={"host": host}).status_code == status


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, 303),
        ({"token": ""}, 403),
        ({"token": "0" * 64}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://localhost:9999"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"act": "format"}, 400),
        ({"body": "x" * 300_000}, 413),
    ],
)
def test_a_form_counts_if_it_is_of_this_browser(tmp_path, sent: dict[str, str], status: int) -> None:
    """What another site sends, or what carries another browser's token, changes nothing."""
    path = filled(tmp_path)
    with browsing(path) as browser:
        form = {"token": token(browser, "/story/1"), "act": "split", "article": "3"}
        headers = {"origin": "http://localhost:8642", "sec-fetch-site": "same-origin"}
        headers |= {name: value for name, value in sent.items() if name in headers}
        form |= {name: value for name, value in sent.items() if name not in headers}

        assert browser.post("/story/1", data=form, headers=headers).status_code == status
    with Archive.open(path.parent / "archive.db", read_only=True) as archive:
        assert (stories.get(archive, 2) is not None) is (status == 303)


def test_no_title_of_the_web_becomes_markup(hostile) -> None:
    """Two hundred hostile titles, on every page: nothing of them is an element, an attribute, a header or a cookie."""
    with browsing(hostile) as browser:
        plain = tag_names(browser.get("/nothing").text)
        for address in [*addresses(), "/?since=week"]:
            answer = browser.get(address)
            assert answer.status_code in {200, 303}, address
            said = [value for name, value in answer.headers.items() if "policy" not in name]
            assert not any("Bcc" in value or "script" in value for value in said)
            if answer.headers.get("content-type", "").startswith("text/html"):
                if address.endswith("/sheet"):  # a mail as it went out, shut in; what stands in it is the mail's tests'
                    assert "sandbox" in answer.headers["content-security-policy"]
                    continue
                names = tag_names(answer.text) - plain
                assert not FOREIGN_PICTURE.search(answer.text), address
                assert not INLINE.search(answer.text), address
                assert names <= SAFE, (address, names - SAFE)


FOREIGN_PICTURE = re.compile(r"<svg(?! class=\"\w+\" viewBox=| viewBox=)|<iframe(?! src=\"/digests/)")
SAFE = set(
    re.findall(
        r"\w+",
        "article nav path svg iframe i b button br caption dd del details div dl dt figcaption figure form h1 "
        "code kbd pre textarea aside h2 h3 input ins label li mark ol option p q "
        "section select span strong summary table tbody td th thead time tr ul",
    )
)


def tag_names(text: str) -> set[str]:
    """The elements of a page."""
    return set(re.findall(r"<([a-z][a-z0-9]*)", text))


@pytest.mark.parametrize(
    "to",
    ["//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example", "/%0d%0aX: y", "/\r\nX: y", "é"],
)
def test_a_log_in_leads_to_our_own_pages_alone(desk, to: str) -> None:
    """No address that is sent along leads elsewhere, or becomes a header."""
    with browsing(desk, LOCKED) as browser:
        answer = logged_in(browser, to=to)

        assert urlsplit(answer.headers["location"]).netloc == ""
        assert answer.headers["location"].startswith("/")
        assert not answer.headers["location"].startswith(("//", "/\\"))
        assert "x" not in answer.headers


def test_what_a_person_moves_is_moved_and_can_be_taken_back(tmp_path) -> None:
    """Split, merge and undo by the page's own forms; the next page says once what was done."""
    path = filled(tmp_path)
    with browsing(path, clock=Clock()) as browser:

        def send(**fields: str):
            return browser.post("/story/1", data={"token": token(browser, "/story/1"), **fields})

        assert send(act="split", article="3").headers["location"] == "/story/1"
        assert "story 2 was split off" in browser.get("/story/1").text
        assert "was split off</p>" not in browser.get("/story/1").text.partition("<h2")[0]
        assert send(act="merge", other="2").status_code == 303
        assert browser.get("/story/2").text.count("2 was merged into it") == 1
        assert send(act="undo").status_code == 303
        assert browser.get("/story/2.json").json()["id"] == 2
        assert send(act="merge", other="77").status_code == 404
        assert send(act="merge", other="1").status_code == 400
        assert send(act="merge", other="x").status_code == 400
        assert send(act="merge").status_code == 400


@pytest.mark.parametrize("path", ["/story/1?a=b%22%3E", "//evil.example/x", "/%5Cevil.example", '/?"><script>'])
def test_a_link_from_elsewhere_keeps_the_log_in(desk, path: str) -> None:
    """A browser that follows a link of a mail brings no cookie at first: it is sent on from here, and loses nothing."""
    coming = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    with browsing(desk, LOCKED) as browser:
        answer = browser.get(f"http://localhost:8642{path}", headers=coming)
        on = re.search(r'content="0; url=([^"]*)"', answer.text)

        assert answer.status_code == 200
        assert "set-cookie" not in answer.headers
        assert on[1].startswith("/")
        assert not on[1].startswith(("//", "/\\"))
        assert not INLINE.search(answer.text)


def test_a_picture_on_another_site_asks_nothing_of_the_archive(browser) -> None:
    """A hostile page cannot read the answer, nor keep the desk's own pages waiting with costly questions."""
    asking = {"sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"}
    for site, status in (("cross-site", 403), ("same-origin", 200), ("none", 200)):
        assert browser.get("/search?q=Heat", headers=asking | {"sec-fetch-site": site}).status_code == status


def test_a_feed_reader_sends_the_password_itself(desk) -> None:
    """By HTTP Basic, for data alone; what is unchanged is not sent again; wrong ones are counted as log-ins are."""

    def ask(address: str, given: str, **more: str):
        coded = base64.b64encode(f"anybody:{given}".encode()).decode()
        return browser.get(address, headers={"authorization": f"Basic {coded}", **more})

    with browsing(desk, LOCKED) as browser:
        first = ask("/today.atom", SECRET)
        assert first.status_code == 200
        for known in (f'"x", {first.headers["etag"]}', f"W/{first.headers['etag']}"):  # weak, from who packed it
            assert ask("/today.atom", SECRET, **{"if-none-match": known}).status_code == 304
        assert ask("/story/1", SECRET).status_code == 303
        assert "set-cookie" not in first.headers
        wrong = [ask("/today.atom", "wrong") for _ in range(attempts.FREE + 1)]
        assert {answer.status_code for answer in wrong} == {401}
        assert wrong[0].headers["www-authenticate"].startswith("Basic ")
        assert logged_in(browser).status_code == 429
        assert ask("/today.atom", SECRET).status_code == 401  # else it could be guessed without being held up
        assert browser.get("/today.atom", headers={"authorization": "Basic é".encode("latin-1")}).status_code == 401
