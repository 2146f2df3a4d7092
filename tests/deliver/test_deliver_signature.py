"""Signatures, checked by the standard's own library."""

import base64
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from monitor.deliver import signature

FIRST = "whsec_" + base64.b64encode(b"first key, which has 32 bytes...").decode()
SECOND = "whsec_" + base64.b64encode(b"second key, also of 32 bytes....").decode()
RAW = "a plain secret of more than 24 bytes, not base64: é"
BODY = '{"type":"story.opened","data":{"title":"“Heat 2”"}}'.encode()


def now() -> datetime:
    """The verifier looks at the clock, so the tests sign with it."""
    return datetime.now(UTC)


@pytest.mark.parametrize("secrets", [(FIRST,), (FIRST, SECOND), (SECOND, FIRST)])
def test_the_standard_library_accepts_it(secrets: tuple[str, ...]) -> None:
    """Each secret of a rotation verifies the same headers."""
    headers = signature.headers("msg_1", BODY, secrets, now())

    for secret in secrets:
        assert Webhook(secret).verify(BODY, headers) == {"type": "story.opened", "data": {"title": "“Heat 2”"}}


def test_a_plain_secret_is_its_bytes() -> None:
    """A secret without the prefix is taken as it stands."""
    headers = signature.headers("msg_1", BODY, (RAW,), now())

    assert Webhook(RAW.encode()).verify(BODY, headers)


@pytest.mark.parametrize("hours", [-8, 0, 5.5, 14])
def test_the_zone_of_now_does_not_matter(hours: float) -> None:
    """A moment signs the same in any zone."""
    there = timezone(timedelta(hours=hours))

    assert Webhook(FIRST).verify(BODY, signature.headers("msg_1", BODY, (FIRST,), now().astimezone(there)))


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A process that runs in a zone far from UTC."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("elsewhere")
def test_the_zone_of_the_process_does_not_matter() -> None:
    """The time is right wherever the process thinks it is."""
    assert Webhook(FIRST).verify(BODY, signature.headers("msg_1", BODY, (FIRST,), now()))


@pytest.mark.parametrize(
    "change",
    [
        lambda body, headers: (body + b" ", headers),
        lambda body, headers: (body, headers | {"webhook-id": "msg_2"}),
        lambda body, headers: (body, headers | {"webhook-timestamp": str(int(headers["webhook-timestamp"]) + 1)}),
    ],
)
def test_what_was_altered_is_refused(change: object) -> None:
    """Body, id and time are all signed."""
    body, headers = change(BODY, signature.headers("msg_1", BODY, (FIRST,), now()))  # type: ignore[operator]

    with pytest.raises(WebhookVerificationError):
        Webhook(FIRST).verify(body, headers)


def test_another_secret_is_refused() -> None:
    """Who has not the secret cannot sign."""
    with pytest.raises(WebhookVerificationError):
        Webhook(SECOND).verify(BODY, signature.headers("msg_1", BODY, (FIRST,), now()))


def test_an_old_signature_is_refused() -> None:
    """What was recorded six minutes ago cannot be sent again."""
    with pytest.raises(WebhookVerificationError):
        Webhook(FIRST).verify(BODY, signature.headers("msg_1", BODY, (FIRST,), now() - timedelta(minutes=6)))


@given(st.binary(min_size=1, max_size=80), st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_any_key_and_body_verify(raw: bytes, text: str) -> None:
    """Any key and any body verify; the body is signed as the bytes that are sent."""
    secret = "whsec_" + base64.b64encode(raw).decode().rstrip("=")
    headers = signature.headers("msg_1", text.encode(), (secret,), now())

    Webhook(secret).verify(text.encode(), headers, json_parse=False)


def test_without_secrets_there_is_no_signature() -> None:
    """A channel without secrets still tells id and time."""
    assert set(signature.headers("msg_1", BODY, (), now())) == {"webhook-id", "webhook-timestamp"}


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_not base64!", "whsec_ä", "whsec_YWJj$ZGVm"])
def test_a_useless_secret_is_an_error(secret: str) -> None:
    """An empty or broken secret signs nothing, and is reported when the configuration is checked."""
    with pytest.raises(ValueError, match=r"empty|not base64"):
        signature.headers("msg_1", BODY, (secret,), now())
    assert signature.weakness(secret)


def test_a_short_secret_is_reported() -> None:
    """A secret below 24 bytes works, but is pointed out."""
    assert signature.weakness("short") == "a webhook's secret has 5 bytes; use 24 or more"
    assert signature.weakness("x" * 24) is None
    assert signature.weakness("x" * 23)
    assert signature.weakness(FIRST) is None


@pytest.fixture
def receiver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The names of the page's own example, which keeps its file in an empty folder."""
    page = (Path(__file__).parents[2] / "docs" / "reference" / "webhooks.md").read_text("utf-8")
    code = page.partition("### Dropping what came before")[2].partition("```python")[2].partition("```")[0]
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - the page's own example
    return names


def test_the_documented_receiver_handles_an_id_once(receiver: dict[str, Any]) -> None:
    """What is sent again after a kill between answer and note is dropped; what failed in its hands is taken again."""
    handled: list[str] = []
    receiver["handle"] = lambda request: handled.append(request.headers["webhook-id"])

    for sent in ("a", "b", "a"):
        receiver["receive"](SimpleNamespace(headers={"webhook-id": sent}))
    receiver["handle"] = lambda _: 1 / 0
    with pytest.raises(ZeroDivisionError):
        receiver["receive"](SimpleNamespace(headers={"webhook-id": "c"}))
    receiver["handle"] = lambda request: handled.append(request.headers["webhook-id"])
    receiver["receive"](SimpleNamespace(headers={"webhook-id": "c"}))

    assert handled == ["a", "b", "c"]


def test_the_documented_receiver_serves_several_threads(receiver: dict[str, Any]) -> None:
    """A server that answers in threads, as most do, handles each id once too, however many come at once."""
    handled: list[str] = []
    receiver["handle"] = lambda request: handled.append(request.headers["webhook-id"])
    sent = [SimpleNamespace(headers={"webhook-id": name}) for name in "abcabcaabbcc"]

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(receiver["receive"], sent))

    assert sorted(handled) == ["a", "b", "c"]
