"""`monitor channel`: how channels are, and a trial message that no story counts for."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cli_made import NOW, Run

from monitor.causes import BrakeCause
from monitor.deliver.mail import MailChannel
from monitor.observations import Brake, Grip
from monitor.store import channels, leases, outbox
from monitor.store.archive import Archive
from monitor.views.trial_form import TrialMessage


class TestList:
    def test_what_waits_is_counted(self, run: Run, archived: Path) -> None:
        """Each configured channel, with what the archive knows of it."""
        (row,) = run("channel", "list", "--json").json

        assert (row["name"], row["kind"], row["state"]) == ("files", "file", "never used")
        assert row["waiting"] > 0
        assert row["failing_since"] is None

    def test_a_failing_channel_says_since_when_and_why(self, run: Run, archived: Path) -> None:
        """Since the oldest message that it did not take."""
        with Archive.open(archived.parent / "archive.db") as archive:
            (first, *_) = outbox.listing(archive, limit=1000)[::-1]
            leases.claim(archive, NOW, 1000, timedelta(minutes=1))
            leases.dead(archive, first.id, "the disk is full")
            made = first.created_at
        (row,) = run("channel", "list", "--json").json

        assert (row["state"], row["last_error"]) == ("failing", "the disk is full")
        assert datetime.fromisoformat(row["failing_since"]) == made

    def test_without_an_archive(self, run: Run, configured: Path) -> None:
        """The channels of the file."""
        assert run("channel", "list", "--json").json[0]["state"] == "never used"


class TestTest:
    def test_it_is_sent_now_and_not_kept(self, run: Run, archived: Path) -> None:
        """It arrives marked as a trial; the outbox knows nothing of it."""
        before = run("deliveries", "list", "--json").json
        done = run("channel", "test", "files")

        assert done.code == 0
        assert "accepted" in done.err
        (file,) = (archived.parent / "out").iterdir()
        assert "trial message" in file.read_text()
        assert run("deliveries", "list", "--json").json == before

    def test_a_failure_is_told_with_its_cause(self, run: Run, configured: Path) -> None:
        """And the exit code is 1, also with --quiet."""
        (configured.parent / "out").write_text("a file is in the way")
        done = run("channel", "test", "files", "--quiet")

        assert done.code == 1
        assert "files: not sent: cannot write to" in done.err

    def test_an_unknown_channel_gets_a_suggestion(self, run: Run, configured: Path) -> None:
        """By name."""
        assert 'Did you mean "files"?' in run("channel", "test", "file").err


class TestForms:
    TRIAL = TrialMessage(at=datetime(2026, 11, 29, 8, 0, tzinfo=UTC))

    def test_a_webhook_says_that_it_is_a_trial(self) -> None:
        """By its type, so that no receiver takes it for news."""
        body = json.loads(self.TRIAL.json)

        assert (body["type"], body["timestamp"]) == ("channel.test", "2026-11-29T08:00:00Z")

    @pytest.mark.parametrize("people", [("a@example.org",), ("a@example.org", "b@example.org")])
    def test_a_mail_goes_to_each_recipient(self, people: tuple[str, ...]) -> None:
        """Marked in its subject."""
        channel = MailChannel(name="m", host="h", port=25, tls="none", sender="m@example.org", to=people)
        made = channel.render(self.TRIAL)

        assert [person for person, _ in made] == list(people)
        assert all("Subject: [Test]" in mail for _, mail in made)


class TestResume:
    """A channel that waits for a person."""

    def test_it_is_used_again(self, run: Run, archived: Path) -> None:
        """What its receiver said stands in the list until then."""
        brake = Brake(cause=BrakeCause.GONE, since=NOW, failures=1, until=None, error="answered 410")
        with Archive.open(archived.parent / "archive.db") as archive:
            channels.configure(archive, {"files": ("file", "abc")})
            channels.keep(archive, "files", Grip(brake=brake))
            for name in "xy":
                outbox.enqueue(archive, outbox.NewMessage(id=name, type="x"), [("another", None, "")], NOW)
        (row,) = run("channel", "list", "--json").json
        assert (row["state"], row["brake"], row["last_error"]) == ("closed", "gone", "answered 410")
        assert "not tried again before `monitor channel resume`" in run("status").out

        assert "files is used again; 1 message waits for it" in run("channel", "resume", "files").err

        assert run("channel", "list", "--json").json[0]["brake"] is None
        assert "was not held back" in run("channel", "resume", "files").err

    def test_an_unknown_one(self, run: Run, archived: Path) -> None:
        """With the names that there are."""
        assert "there are: files" in run("channel", "resume", "nothing").err


class TestMove:
    """Messages whose channel has another name now."""

    def test_they_go_to_one_of_its_kind(self, run: Run, archived: Path) -> None:
        """As they are, and from the beginning."""
        with Archive.open(archived.parent / "archive.db") as archive:
            archive.execute("update deliveries set channel = 'old'")
            channels.configure(archive, {"old": ("file", "abc")})
        assert "old: it is not in monitor.toml" in run("status").out

        done = run("deliveries", "move", "old", "--to", "files", "--yes")

        assert done.code == 0
        assert {row["channel"] for row in run("deliveries", "list", "--json").json} == {"files"}
        assert run("deliveries", "move", "old", "--to", "files", "--yes").code == 2

    def test_not_to_another_kind(self, run: Run, archived: Path) -> None:
        """A mail is no file's text."""
        with Archive.open(archived.parent / "archive.db") as archive:
            archive.execute("update deliveries set channel = 'old'")
            channels.configure(archive, {"old": ("mail", "abc")})

        done = run("deliveries", "move", "old", "--to", "files", "--yes")

        assert (done.code, "old is of kind mail, files of kind file" in done.err) == (2, True)
        assert {row["channel"] for row in run("deliveries", "list", "--json").json} == {"old"}


def test_a_delivery_and_what_goes_out(run: Run, archived: Path) -> None:
    """Its state, and the exact text; also as JSON."""
    number = run("deliveries", "list", "--json").json[0]["id"]

    shown = run("deliveries", "show", str(number))
    as_json = run("deliveries", "show", str(number), "--json").json

    assert as_json["id"] == number
    assert as_json["rendered"].splitlines()[0] in shown.out
    assert "channel      files" in shown.out
    assert run("deliveries", "show", "999999").code == 2
