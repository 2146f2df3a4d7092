"""What a right configuration means."""

import math
import stat
import tomllib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from monitor import catalogue, config
from monitor.config import config_reference
from monitor.config.tables import TABLES
from monitor.deliver.apprise import AppriseChannel
from monitor.deliver.file import FileChannel
from monitor.deliver.mail import MailChannel
from monitor.deliver.webhook import WebhookChannel
from monitor.errors import ConfigError
from monitor.model import Policy, SourceKind, WatchKind

WHOLE = """
follow = ["variety", "@anime"]
[archive]
path = "data/archive.db"
[crawl]
delay = 0.05
poll = "1h30m"
contact = "https://example.org/bot"
seed = false
[network]
allow = ["127.0.0.1/8", "::1"]
[[outlet]]
id = "joblo"
name = "Joe Blow"
home = "https://www.joblo.com/"
sources = [{ kind = "feed", url = "https://www.joblo.com/feed/" }]
tags = "mine"
[[watch]]
name = "Heat 2"
query = '"Heat 2"'
except = "Miami Heat"
kind = "film"
ids = { imdb = "tt0000017", tmdb = 17 }
context = ["Mann", "Pacino"]
context_within = 12
in = "title"
lang = "en"
outlets = ["@mine", "variety"]
to = ["desk"]
[[watch]]
name = "Zoë"
query = "Zoë"
alert = "digest"
[[digest]]
name = "morning"
schedule = "0 8 * * mon-fri"
timezone = "America/Los_Angeles"
to = ["mail"]
watches = ["Heat 2", "zoe"]
[[channel]]
name = "desk"
kind = "webhook"
url = "https://example.org/hook"
secret = ["${NEW}", "old-secret-old-secret-old"]
[[channel]]
name = "mail"
kind = "mail"
host = "smtp.example.org"
from = "Monitor <monitor@example.org>"
to = ["me@example.org"]
[[channel]]
name = "files"
kind = "file"
path = "out"
[[channel]]
name = "chat"
kind = "apprise"
url = "${CHAT}"
"""
ENV = {"NEW": "new-secret-new-secret-new", "CHAT": "slack://token"}


Write = Callable[[str], Path]
TABLES_OF_THEIR_OWN = {"archive", "crawl", "network", "alerts", "incidents", "watchdog", "web"}


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a configuration and returns its path."""

    def writer(text: str) -> Path:
        path = tmp_path / "monitor.toml"
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)
        return path

    return writer


class TestOutlets:
    def test_follow_names_ids_and_tags(self, write: Write) -> None:
        """`follow` takes shipped outlets by id and by tag; an own [[outlet]] is followed without being named."""
        loaded = config.load(write(WHOLE), ENV)

        ids = [outlet.id for outlet in loaded.outlets]
        assert ids[0] == "joblo"
        assert "variety" in ids
        assert "anime-news-network" in ids

    def test_an_own_outlet_replaces_the_shipped_one(self, write: Write) -> None:
        """An [[outlet]] with a `home` stands alone, even under a shipped id."""
        loaded = config.load(write(WHOLE), ENV)

        mine = loaded.outlets[0]
        assert mine.name == "Joe Blow"
        assert mine.article_pattern is None
        assert mine.sources[0].kind is SourceKind.FEED

    def test_without_home_a_shipped_outlet_is_changed(self, write: Write) -> None:
        """An [[outlet]] without `home` changes only the keys that it names."""
        loaded = config.load(write('[[outlet]]\nid = "variety"\ndelay = "5s"\n'), {})

        assert loaded.outlets[0].delay == 5.0
        assert loaded.outlets[0].name == "Variety"
        assert loaded.outlets[0].sources == catalogue.load()["variety"].sources

    def test_a_tag_leaves_out_what_is_switched_off(self, write: Write) -> None:
        """Outlets that are shipped disabled do not come with a tag."""
        loaded = config.load(write('follow = ["@business"]'), {})

        assert "reuters" not in [outlet.id for outlet in loaded.outlets]

    def test_a_disabled_outlet_can_be_switched_on(self, write: Write) -> None:
        """`disabled = ""` is a person's own decision."""
        loaded = config.load(write('[[outlet]]\nid = "reuters"\ndisabled = ""\n'), {})

        assert [outlet.id for outlet in loaded.outlets] == ["reuters"]

    def test_nothing_is_followed_by_default(self, write: Write) -> None:
        """An empty file is right, and warns."""
        loaded = config.load(write(""), {})

        assert loaded.outlets == ()
        assert any("no outlet is followed" in warning for warning in loaded.warnings)


class TestWatches:
    def test_what_it_is_about_and_its_ids(self, write: Write) -> None:
        """A number in figures is as good as in quotes; a watch that says nothing has none."""
        heat, zoe = config.load(write(WHOLE), ENV).watches

        assert (heat.kind, heat.ids) == (WatchKind.FILM, {"imdb": "tt0000017", "tmdb": "17"})
        assert (zoe.kind, zoe.ids) == (None, {})

    def test_every_key_arrives(self, write: Write) -> None:
        """The file's words become the watch's fields."""
        watch = config.load(write(WHOLE), ENV).watches[0]

        assert (watch.id, watch.name) == ("heat-2", "Heat 2")
        assert watch.masks == ("Miami Heat",)
        assert watch.context == ("Mann", "Pacino")
        assert watch.context_within == "12"
        assert watch.scope == "title"
        assert watch.languages == ("en",)
        assert watch.to == ("desk",)

    def test_tags_of_outlets_become_ids(self, write: Write) -> None:
        """A watch knows ids alone."""
        assert config.load(write(WHOLE), ENV).watches[0].outlets == ("joblo", "variety")

    def test_without_to_every_channel_is_notified(self, write: Write) -> None:
        """`to` left out means all channels, `[]` none."""
        every = config.load(write(WHOLE), ENV).watches[1]
        none = config.load(
            write('[[watch]]\nname = "a"\nquery = "a"\nto = []\n[[channel]]\nname = "f"\nkind = "file"\npath = "-"\n'),
            {},
        )

        assert every.to == ("desk", "mail", "files", "chat")
        assert none.watches[0].to == ()

    def test_a_name_in_any_script_has_an_id(self, write: Write) -> None:
        """A name that has no Latin letters gets an id of its own, always the same."""
        text = '[[watch]]\nname = "宮崎駿"\nquery = "宮崎駿"\n[[watch]]\nname = "黒澤明"\nquery = "黒澤明"\n'
        first, second = config.load(write(text), {}).watches

        assert first.id
        assert first.id != second.id
        assert first.id == config.load(write(text), {}).watches[0].id

    def test_watches_can_be_read_alone(self, write: Write) -> None:
        """For trying watches, channels need not exist, nor secrets."""
        watches = config.load_watches(write(WHOLE))

        assert [watch.name for watch in watches] == ["Heat 2", "Zoë"]

    def test_watches_alone_are_checked_too(self, write: Write) -> None:
        """A mistake in a watch is reported when watches are read alone."""
        with pytest.raises(ConfigError, match=r"watch\.query"):
            config.load_watches(write('[[watch]]\nname = "a"\n'))


class TestChannelsAndDigests:
    def test_every_kind_of_channel(self, write: Write) -> None:
        """Four kinds, each its own class; a relative folder lies next to the file."""
        path = write(WHOLE)
        desk, mail, files, chat = config.load(path, ENV).channels

        assert isinstance(desk, WebhookChannel)
        assert isinstance(mail, MailChannel)
        assert (mail.port, mail.tls, mail.to) == (587, "starttls", ("me@example.org",))
        assert isinstance(files, FileChannel)
        assert files.path == str(path.parent / "out")
        assert isinstance(chat, AppriseChannel)

    def test_digests_name_watches_by_id(self, write: Write) -> None:
        """Watches are named by their names or ids; a digest knows ids."""
        plan = config.load(write(WHOLE), ENV).digests[0]

        assert plan.watches == ("heat-2", "zoe")
        assert plan.timezone == "America/Los_Angeles"

    def test_all_watches_by_default(self, write: Write) -> None:
        """A digest without `watches` holds them all, and goes to every channel."""
        plan = config.load(
            write('[[digest]]\nname = "d"\nschedule = "@daily"\n[[channel]]\nname = "f"\nkind = "file"\npath = "-"\n'),
            {},
        ).digests[0]

        assert plan.watches == ("*",)
        assert plan.to == ("f",)

    @pytest.mark.parametrize(
        ("file", "own", "zone"),
        [
            ("", "", "UTC"),
            ('timezone = "Europe/Berlin"\n', "", "Europe/Berlin"),
            ('timezone = "Europe/Berlin"\n', 'timezone = "Asia/Tokyo"\n', "Asia/Tokyo"),
        ],
    )
    def test_a_digest_has_the_zone_of_the_file_or_its_own(self, write: Write, file: str, own: str, zone: str) -> None:
        """Whoever says at the top when it is day need not say it again for each digest."""
        digest = f'[[digest]]\nname = "d"\nschedule = "@daily"\n{own}'
        text = f'{file}{digest}[[channel]]\nname = "f"\nkind = "file"\npath = "-"\n'

        assert config.load(write(text), {}).digests[0].timezone == zone


class TestIncidents:
    def test_every_channel_is_told_of_incidents_unless_some_are_named(self, write: Write) -> None:
        """`[incidents] to` names the channels; without it, all of them are notified."""
        some = config.load(write(WHOLE + '[incidents]\nto = "mail"\n'), ENV)

        assert some.incidents_to == ("mail",)
        assert config.load(write(WHOLE), ENV).incidents_to == ("desk", "mail", "files", "chat")


class TestCrawl:
    def test_durations(self, write: Write) -> None:
        """Numbers are seconds; texts have units."""
        crawl = config.load(write(WHOLE), ENV).crawl

        assert (crawl.delay, crawl.poll, crawl.seed) == (0.05, 5400.0, False)

    def test_the_user_agent_is_honest(self, write: Write) -> None:
        """The product, its version, and the contact where there is one; a person's own text goes first."""
        known = config.load(write(WHOLE), ENV).crawl.user_agent
        unknown = config.load(write(""), {}).crawl.user_agent
        own = config.load(write('[crawl]\nuser_agent = "Desk/1"\n'), {}).crawl.user_agent

        assert known == "EntertainmentMonitor/0.1 (+https://example.org/bot)"
        assert unknown == "EntertainmentMonitor/0.1"
        assert own == "Desk/1"

    def test_networks(self, write: Write) -> None:
        """Addresses and networks in their usual form."""
        assert config.load(write(WHOLE), ENV).network.allow == ("127.0.0.0/8", "::1/128")

    def test_the_archive_is_beside_the_file(self, write: Write) -> None:
        """A relative path is taken from the configuration's folder, wherever the program runs."""
        path = write(WHOLE)

        assert config.load(path, ENV).archive_path == path.parent / "data/archive.db"
        assert config.archive_path(path) == path.parent / "data/archive.db"

    def test_a_year_is_kept_for_365_days(self, write: Write) -> None:
        """And thirty days are the least."""
        kept = [config.load(write(f'[archive]\nkeep = "{text}"\n'), {}).keep for text in ("30d", "2y")]
        assert kept == [timedelta(days=30), timedelta(days=730)]
        with pytest.raises(ConfigError, match="must be 30 days at least"):
            config.load(write('[archive]\nkeep = "29d"\n'), {})

    def test_the_archive_is_found_in_a_file_with_mistakes(self, write: Write) -> None:
        """A bad watch does not hide the archive from those who read."""
        path = write('[archive]\npath = "a.db"\n[[watch]]\nname = 1\n')

        assert config.archive_path(path) == path.parent / "a.db"


class TestSecrets:
    def test_from_the_environment(self, write: Write) -> None:
        """`${NAME}` is replaced in every text of a channel."""
        desk, *_, chat = config.load(write(WHOLE), ENV).channels

        assert desk.secrets == ("new-secret-new-secret-new", "old-secret-old-secret-old")
        assert chat.url == "slack://token"

    def test_from_a_file(self, write: Write, tmp_path: Path) -> None:
        """A `*_file` key reads a file next to the configuration, without the line's end."""
        (tmp_path / "pass").write_text("hush\n")
        path = write(
            '[[channel]]\nname = "m"\nkind = "mail"\nhost = "h"\nfrom = "a@example.org"\nto = "b@example.org"\n'
            'username = "u"\npassword_file = "pass"\n'
        )

        assert config.load(path, {}).channels[0].password == "hush"

    def test_a_file_named_by_the_environment(self, write: Write, tmp_path: Path) -> None:
        """The credentials folder of systemd is named by a variable."""
        (tmp_path / "pass").write_text("hush")
        path = write(
            '[[channel]]\nname = "w"\nkind = "webhook"\nurl = "https://example.org/"\n'
            'secret_file = "${CREDENTIALS}/pass"\n'
        )

        assert config.load(path, {"CREDENTIALS": str(tmp_path)}).channels[0].secrets == ("hush",)

    def test_a_dollar_can_be_written(self, write: Write) -> None:
        """`$${` stands for `${`."""
        path = write('[[channel]]\nname = "w"\nkind = "webhook"\nurl = "https://example.org/"\nsecret = "a$${b}"\n')

        assert config.load(path, {}).channels[0].secrets == ("a${b}",)

    def test_queries_are_not_expanded(self, write: Write) -> None:
        """A query may hold a dollar and a brace."""
        path = write("[[watch]]\nname = 'a'\nquery = 'cost ${amount}'\n")

        assert config.load(path, {}).watches[0].query == "cost ${amount}"

    def test_where_nothing_is_sent_no_secret_is_needed(self, write: Write) -> None:
        """Looking and editing work in a shell without the secrets."""
        assert len(config.load(write(WHOLE), {}, need_secrets=False).channels) == 4

    def test_no_secret_is_shown(self, write: Write) -> None:
        """A configuration can be logged: passwords, addresses with tokens and secrets are left out."""
        shown = repr(config.load(write(WHOLE), ENV))

        assert "new-secret" not in shown
        assert "old-secret" not in shown
        assert "slack://token" not in shown
        assert "example.org/hook" not in shown

    def test_a_written_watchdog_is_warned_of_as_well(self, write: Write) -> None:
        """Its address is a secret: whoever has it can say that all is well."""
        path = write("[watchdog]\nurl = 'https://watch.example.org/ping/4711'\n")
        path.chmod(stat.S_IRUSR | stat.S_IRGRP)
        warned = [one for one in config.load(path, {}).warnings if "others may read" in one]

        assert [one for one in warned if "watchdog.url" in one]
        assert "4711" not in "".join(warned)

    def test_a_written_secret_that_others_can_read_is_warned_of(self, write: Write) -> None:
        """A literal secret in a file that the group or the world may read."""
        path = write(WHOLE)
        quiet = config.load(path, ENV).warnings
        path.chmod(stat.S_IRUSR | stat.S_IWUSR | stat.S_IRGRP | stat.S_IROTH)
        warned = config.load(path, ENV).warnings

        assert not any("others may read" in warning for warning in quiet)
        assert [warning for warning in warned if "channel.secret" in warning and "others may read" in warning]
        assert not any("old-secret" in warning for warning in warned)


class TestFinding:
    def test_what_is_given_comes_first(self, tmp_path: Path) -> None:
        """A given path, else monitor.toml in the folder, else nothing."""
        assert config.find(None, tmp_path) is None
        (tmp_path / "monitor.toml").touch()

        assert config.find(None, tmp_path) == tmp_path / "monitor.toml"
        assert config.find("x.toml", tmp_path) == Path("x.toml")

    def test_a_byte_order_mark_and_windows_lines_do_no_harm(self, tmp_path: Path) -> None:
        """What an editor on another system writes is read."""
        path = tmp_path / "monitor.toml"
        path.write_bytes(b'\xef\xbb\xbffollow = [\r\n"variety"]\r\n')

        assert config.load(path, {}).outlets[0].id == "variety"

    def test_the_line_of_a_key(self, write: Write) -> None:
        """`line_of` names the line of a key, or of the table where the key is not written."""
        path = write(WHOLE)
        lines = WHOLE.splitlines()

        assert lines[config.line_of(path, ("watch", 1, "query")) - 1] == 'query = "Zoë"'
        assert lines[config.line_of(path, ("digest", 0, "send_empty")) - 1] == "[[digest]]"


class TestReference:
    def test_the_example_loads(self, write: Write) -> None:
        """The example file is right as it stands."""
        secrets = dict.fromkeys(("SLACK_URL", "DISCORD_URL", "TEAMS_URL"), "https://chat.example/x")
        secrets |= {"SMTP_PASSWORD": "x", "HOOK_SECRET": "a-secret-of-some-length", "TELEGRAM_TOKEN": "1:x"}
        loaded = config.load(write(config_reference.example()), secrets)

        assert loaded.watches[0].name == "Heat 2"
        assert loaded.outlets[0].policy is Policy.PAGE

    def test_the_example_file_is_current(self) -> None:
        """`monitor schema --as example > monitor.example.toml` was run after the last change."""
        root = Path(__file__).parent.parent.parent

        assert (root / "monitor.example.toml").read_text(encoding="utf-8") == config_reference.example()

    def test_the_reference_page_is_current(self) -> None:
        """The tables of the page are those that `monitor schema --as markdown` prints."""
        page = (Path(__file__).parent.parent.parent / "docs/reference/configuration.md").read_text(encoding="utf-8")

        assert config_reference.markdown() in page

    def test_every_key_is_explained(self) -> None:
        """No key without a sentence."""
        unexplained = [
            f"{table.title} {key.name}"
            for table in TABLES
            for key in config_reference.keys(table.shape)
            if not key.text
            and key.name not in {"archive", "crawl", "network", "alerts", "incidents", "watchdog", "web"}
        ]

        assert unexplained == []

    def test_literals_are_toml(self) -> None:
        """What is written for a value reads as that value."""
        values = ['a "b"', "a 'b' \"c\"", "a\\b", "line\nbreak", "\x7f\x00", "ünï", ["x", 1, True], "x\\\"y'"]
        for value in values:
            assert tomllib.loads(f"k = {config_reference.literal(value)}")["k"] == value

    def test_the_schema_names_every_table(self) -> None:
        """Editors know the file's tables and refuse others."""
        schema = config.json_schema()

        assert set(schema["properties"]) == {
            "follow", "timezone", "feedback", "templates", "archive", "crawl", "network", "cluster", "alerts",
            "incidents", "watchdog", "web", "outlet",
            "watch", "digest", "channel", "person",
        }  # fmt: skip
        assert schema["additionalProperties"] is False
        assert schema["$defs"]["OutletEntry"]["required"] == ["id"]


@pytest.mark.parametrize(
    ("written", "hours", "flood"),
    [
        ("", 48, 50),
        ('[alerts]\nmax_age = "3d"\n', 72, 50),
        ('[alerts]\nmax_age = "none"\n', None, 0),
        ('[alerts]\nmax_age = "none"\nflood = 7\n', None, 7),
        ("[alerts]\nflood = 0\n[crawl]\nseed = false\n", 48, 0),
        ("[crawl]\nseed = false\n", None, 0),
    ],
)
def test_how_old_news_may_be(write: Write, written: str, hours: int | None, flood: int) -> None:
    """Two days and fifty an hour, unless the table says otherwise; a file of before that has no seeds wants all."""
    found = config.load(write(f"follow = []\n{written}"), {})

    assert found.max_age == (math.inf if hours is None else hours * 3600)
    assert found.flood == flood


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("Heat 2", "heat-2"),
        ("千と千尋", "u5343-u3068-u5343-u5c0b"),
        ("می\u200cخواهم", "u645-u6cc-u62e-u648-u627-u647-u645"),
        ("÷", "uf7"),
        ("👩\u200d🎤", "u1f469-u1f3a4"),
    ],
)
def test_every_visible_name_makes_an_id(write: Write, name: str, id_: str) -> None:
    """Also one of signs alone, such as an album's; joiners shape words and emoji, and are seen by nobody."""
    found = config.load(write(f"follow = []\n[[watch]]\nname = '{name}'\nquery = 'heat'\n"), {})

    assert [(watch.name, watch.id) for watch in found.watches] == [(name, id_)]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("follow = []\nfollow = []\n", "a key stands once"),
        ("[web]\n[web]\n", "a table stands once"),
        ("follow = ['a'\n", "a list ends with ]"),
        ("follow = [variety]\n", "text stands in quotes"),
    ],
)
def test_a_mistake_of_syntax_says_what_to_do(write: Write, written: str, said: str) -> None:
    """By what the parser found."""
    with pytest.raises(ConfigError) as caught:
        config.load(write(written), {})

    assert said in (caught.value.hint or "")
