"""The tables of channels: what they refuse, what they mean, and what speaks against them."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from monitor.deliver import smtp_session
from monitor.deliver.apprise import AppriseChannel, AppriseSettings
from monitor.deliver.file import FileChannel, FileSettings
from monitor.deliver.mail import MailChannel, MailSettings
from monitor.deliver.ntfy import NtfySettings
from monitor.deliver.slack import SlackSettings
from monitor.deliver.webhook import WebhookChannel, WebhookSettings

MAIL = {"name": "m", "kind": "mail", "host": "mail.example.org", "from": "a@example.org", "to": ["b@example.org"]}
GOOD = "whsec_" + "A" * 40


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"username": "me"}, "needs both `username` and `password`, or neither"),
        ({"to": []}, "names no one"),
        ({"to": ["b@example.org,c@example.org"]}, "is not a mail address"),
        ({"from": "nobody"}, "is not a mail address"),
    ],
)
def test_a_mail_channel_that_could_not_work_is_refused(change: dict[str, object], reason: str) -> None:
    """Half a login, no recipients, and what is no address."""
    with pytest.raises(ValidationError, match=reason):
        MailSettings.model_validate(MAIL | change)


def test_an_address_with_a_name_may_hold_a_comma() -> None:
    """A comma belongs to the quoted name."""
    assert MailSettings.model_validate(MAIL | {"to": ['"B, too" <b@example.org>']}).to == ('"B, too" <b@example.org>',)


def test_the_channels_mean_what_their_tables_say(tmp_path: Path) -> None:
    """A relative folder is next to the file, a dash stays a dash, an address is kept."""
    table = {"name": "f", "kind": "file"}
    inside = FileSettings.model_validate(table | {"path": "out"}).channel(tmp_path)
    stdout = FileSettings.model_validate(table | {"path": "-"}).channel(tmp_path)
    push = AppriseSettings.model_validate({"name": "a", "kind": "apprise", "url": "json://x"}).channel(tmp_path)

    assert inside == FileChannel(name="f", path=str(tmp_path / "out"))
    assert stdout == FileChannel(name="f", path="-")
    assert push == AppriseChannel(name="a", url="json://x")


def test_a_webhook_means_what_its_table_says(tmp_path: Path) -> None:
    """Its address and its secrets, one or two."""
    table = {"name": "w", "kind": "webhook", "url": "https://example.org/hook"}
    found = [
        WebhookSettings.model_validate(table | more).channel(tmp_path)
        for more in ({}, {"secret": GOOD}, {"secret": [GOOD, GOOD[:-1] + "B"]})
    ]

    assert found == [
        WebhookChannel(name="w", url="https://example.org/hook", secrets=secrets)
        for secrets in ((), (GOOD,), (GOOD, GOOD[:-1] + "B"))
    ]


def test_a_mail_channel_means_what_its_table_says(tmp_path: Path) -> None:
    """With STARTTLS on port 587 where nothing else is written, and with all that is."""
    plain = MailSettings.model_validate(MAIL).channel(tmp_path)
    table = {"port": 465, "tls": "tls", "username": "me", "password": "hunter22"}
    full = MailSettings.model_validate(MAIL | table).channel(tmp_path)
    known = {"name": "m", "host": "mail.example.org", "sender": "a@example.org", "to": ("b@example.org",)}

    assert plain == MailChannel(**known, port=587, tls="starttls")
    assert full == MailChannel(**known, **table)


def test_a_login_without_tls_is_warned_of() -> None:
    """It works with a server on this machine alone; with TLS, or without a login, there is nothing to say."""
    login = {"username": "me", "password": "hunter22"}
    warned = [
        [key for key, _ in MailSettings.model_validate(MAIL | change).warnings()]
        for change in ({"tls": "none", **login}, {"tls": "none"}, login)
    ]

    assert warned == [["tls"], [], []]


@pytest.mark.parametrize(
    ("url", "secrets", "flaws"),
    [
        ("https://example.org/", (GOOD,), []),
        ("https://example.org/", (), ["is not signed"]),
        ("https://example.org/", ("short",), ["5 bytes"]),
        ("http://example.org/", (GOOD,), ["plain http"]),
        ("http://8.8.8.8/", (GOOD,), ["plain http"]),
        ("http://10.0.0.1/", (GOOD,), []),
        ("http://localhost/", (GOOD,), []),
        ("http://desk/", (GOOD,), []),
    ],
)
def test_what_speaks_against_a_webhook(url: str, secrets: tuple[str, ...], flaws: list[str]) -> None:
    """No secret, a short one, and plain http to the world; none of it within a private network."""
    found = list(WebhookChannel(name="w", url=url, secrets=secrets).flaws())

    assert len(found) == len(flaws)
    assert all(part in text for part, text in zip(flaws, found, strict=True))


def test_a_channel_that_is_printed_shows_no_secret() -> None:
    """Passwords, signing secrets and addresses with a token stay out of logs and tracebacks."""
    channels = [
        MailChannel(name="m", host="h", port=25, tls="none", sender="a@b.example", to=(), password="hunter22"),
        WebhookChannel(name="w", url="https://example.org/hunter22", secrets=("hunter22",)),
        AppriseChannel(name="a", url="json://hunter22"),
    ]

    assert [repr(channel) for channel in channels if "hunter22" in repr(channel)] == []
    assert "hunter22" not in repr(
        smtp_session.Server(host="h", port=25, tls="none", sender="a@b.example", password="hunter22")
    )


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://hooks.slack.com/services/T0/B0/x", "slack"),
        ("https://discord.com/api/webhooks/1/x", "discord"),
        ("https://ptb.discordapp.com/api/v10/webhooks/1/x", "discord"),
        ("https://prod-01.westeurope.logic.azure.com/workflows/1/triggers/manual/paths/invoke?sig=x", "teams"),
        ("https://acme.webhook.office.com/webhookb2/1", "teams"),
        ("https://ntfy.sh/desk", "ntfy"),
        ("https://api.telegram.org/bot1:x/sendMessage", "telegram"),
        ("https://desk.example/hooks.slack.com/services/", None),
        ("https://discord.com/channels/1", None),
    ],
)
def test_an_address_of_a_service_with_a_kind_of_its_own(url: str, kind: str | None) -> None:
    """Each message to it would be refused: the right kind is named."""
    warned = list(WebhookSettings(name="x", kind="webhook", url=url).warnings())

    assert [key for key, _ in warned] == (["kind"] if kind else [])
    assert all(f'kind = "{kind}"' in sentence for _, sentence in warned)


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({}, "set either"),
        ({"url": "https://hooks.slack.com/services/x", "token": "xoxb"}, "set either"),
        ({"token": "xoxb"}, "a token needs `to`"),
    ],
)
def test_slack_is_reached_in_one_of_two_ways(given: dict[str, str], problem: str) -> None:
    """By a webhook's address, or by a token and a channel."""
    with pytest.raises(ValueError, match=problem):
        SlackSettings(name="x", kind="slack", **given)


def test_ntfy_needs_a_topic() -> None:
    """The address of the server alone reaches nobody."""
    with pytest.raises(ValueError, match="topic is missing"):
        NtfySettings(name="x", kind="ntfy", url="https://ntfy.sh/")
