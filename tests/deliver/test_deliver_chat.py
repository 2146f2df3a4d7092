"""Chats and phones: what every one of them must keep, against a server of the shape that its service documents."""

import asyncio
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import make
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from make import NOW
from website import Site

from monitor import deliver
from monitor.brief import Brief, BriefItem, BriefSection, Urgency
from monitor.deliver import Blame, Channel, Kind, Outcome
from monitor.deliver.discord import DiscordChannel
from monitor.deliver.ntfy import NtfyChannel
from monitor.deliver.slack import SlackChannel
from monitor.deliver.teams import TeamsChannel
from monitor.deliver.telegram import TelegramChannel

LOOPBACK = ("127.0.0.0/8",)
ITEM = BriefItem(
    title="Adam Driver closes deal for Heat 2",
    url="https://joblo.example/heat-2?a=1&b=2",
    by="JoBlo · 18:40",
    quote=(("Driver will star in ", False), ("Heat 2", True)),
    notes=("Also: Variety",),
)
BRIEF = Brief(
    urgency=Urgency.NEWS,
    topics=("watch-heat-2",),
    headline="Heat 2: First report",
    sections=(BriefSection(name="", items=(ITEM,)),),
    foot="Times are UTC.",
)
HOSTILE = "<!channel> <@U123> @everyone @here <at>Ann</at> <b>x</b> [click](https://evil.example) `*_~|"


@dataclass(frozen=True)
class Made:
    """The forms of a message, as far as a chat asks for them."""

    brief: Brief
    title: str = "Heat 2: Adam Driver closes deal"
    at = NOW
    type = "story.opened"
    id = "opened_heat-2_1"


@dataclass(frozen=True)
class Service:
    """A kind of channel: how it is set up against a local server, where it posts, and how its texts are read."""

    channel: Callable[[str], Channel]
    path: str
    texts: Callable[[dict[str, Any]], list[str]]
    most: int  # of its own measure
    size: Callable[[dict[str, Any]], int]


def _blocks(body: dict[str, Any]) -> list[str]:
    return [block["text"]["text"] for block in body["blocks"]]


SERVICES = {
    "slack": Service(
        lambda base: SlackChannel(name="c", url=f"{base}/services/T/B/x"),
        "/services/T/B/x",
        _blocks,
        3_000,
        lambda body: max(map(len, _blocks(body))),
    ),
    "slack bot": Service(
        lambda base: SlackChannel(name="c", token="xoxb-1", to="C1", api=f"{base}/api"),
        "/api/chat.postMessage",
        _blocks,
        13_000,  # characters of all blocks, of which there may be fifty
        lambda body: len(json.dumps(body["blocks"], ensure_ascii=False)) if len(body["blocks"]) <= 50 else 99_999,
    ),
    "discord": Service(
        lambda base: DiscordChannel(name="c", url=f"{base}/api/webhooks/1/x"),
        "/api/webhooks/1/x",
        lambda body: [embed["description"] for embed in body["embeds"]],
        4_096,
        lambda body: sum(len(embed["description"]) for embed in body["embeds"]),
    ),
    "teams": Service(
        lambda base: TeamsChannel(name="c", url=f"{base}/workflows/1?sig=x"),
        "/workflows/1?sig=x",
        lambda body: [block["text"] for block in body["attachments"][0]["content"]["body"]],
        28_000,
        lambda body: len(json.dumps(body)),
    ),
    "ntfy": Service(
        lambda base: NtfyChannel(name="c", url=f"{base}/desk", token="tk_1"),
        "/",
        lambda body: [body["message"]],
        4_096,
        lambda body: len(body["message"].encode()),
    ),
    "telegram": Service(
        lambda base: TelegramChannel(name="c", token="1:x", to=("-100",), api=base),
        "/bot1:x/sendMessage",
        lambda body: [body["text"]],
        4_096,
        lambda body: len(body["text"].encode("utf-16-le")) // 2,
    ),
}
every = pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)


def rendered(service: Service, brief: Brief) -> dict[str, Any]:
    """The body that is posted."""
    [(_, text)] = service.channel("https://chat.example").render(Made(brief))
    found: dict[str, Any] = json.loads(text)
    return found


def sent(service: Service, answer: str, body: str = "{}", *, reply_to: str | None = None) -> tuple[Outcome, Site]:
    """What comes of sending a message to a server that answers so, and the server."""
    head = f"HTTP/1.1 {answer}\r\nContent-Length: {len(body)}\r\n\r\n{body}"

    async def main() -> tuple[Outcome, Site]:
        with Site(otherwise=head.encode()) as site:
            channel = service.channel(site.base)
            [(recipient, text)] = channel.render(Made(BRIEF))
            out = replace(make.outgoing(text, recipient=recipient), reply_to=reply_to)
            found = await deliver.send(channel, out, now=NOW, allow=LOOPBACK, timeout=timedelta(seconds=5))
            return found, site

    return asyncio.run(main())


@every
def test_it_says_what_is_new_and_links_to_it(service: Service) -> None:
    """The reason, the headline with its address, the outlet, what was found, who else has it."""
    text = "\n".join(service.texts(rendered(service, BRIEF)))

    plain = re.sub(r"[\\*_<>()\[\]]|/?b>|/?i>", "", text.replace("&amp;", "&"))
    assert re.sub(r"\W", "", "Heat 2: First report") in re.sub(r"\W", "", plain)
    assert "joblo.example/heat" in plain
    for words in ("Driver closes deal", "JoBlo", "Driver will star in", "Also: Variety"):
        assert words in plain


@every
def test_it_is_posted_once_where_the_service_takes_it(service: Service) -> None:
    """As JSON, with its own key where it has one, and nobody else's headers."""
    outcome, site = sent(service, "200 OK", '{"ok": true, "ts": "17.1", "result": {"message_id": 4}}')

    [asked] = site.asked
    assert outcome.kind is Kind.SENT
    assert asked.line == f"POST {service.path} HTTP/1.1"
    assert asked.headers["content-type"] == "application/json"
    assert "webhook-signature" not in asked.headers
    assert json.loads(asked.body)


@every
def test_no_text_is_markup_or_calls_anybody(service: Service) -> None:
    """Headlines come from outlets: a mention, a tag or a link in one is text."""
    item = replace(ITEM, title=HOSTILE, by=HOSTILE, quote=((HOSTILE, True),), notes=(HOSTILE,))
    body = rendered(service, replace(BRIEF, headline=HOSTILE, sections=(BriefSection(name=HOSTILE, items=(item,)),)))
    text = "\n".join(service.texts(body))

    if "parse_mode" in body:  # Telegram makes a mention of any "@name"
        assert "everyone" in text
        assert not re.search(r"@\w", text)
    if "parse_mode" in body or "blocks" in body:
        assert not re.search(r"<(?!/?[bi]>|/a>|a href=\"https://joblo|https://joblo)", text)
    if "embeds" in body:
        assert body["allowed_mentions"] == {"parse": []}
    if "embeds" in body or "attachments" in body:
        assert not re.search(r"(?<!\\)\[click|(?<!\\)<at>|(?<!\\)`", text)


@every
@pytest.mark.parametrize("of", [30, 200, 2000], ids=lambda of: f"{of} stories")
def test_a_long_message_is_cut_and_says_so(service: Service, of: int) -> None:
    """A digest of any size fits, its first stories are in it, and how many are left out is said."""
    items = tuple(replace(ITEM, title=f"Story {number} of 'the' day & night \U0001f3ac " * 4) for number in range(of))
    sections = (BriefSection(name="Heat 2", items=items),)
    body = rendered(service, replace(BRIEF, urgency=Urgency.DIGEST, sections=sections))

    text = "\n".join(service.texts(body))
    assert service.size(body) <= service.most
    assert "Story 0 of" in text
    shown = len(re.findall(r"Story \d+ of", text)) // 4
    if shown < of:
        assert f"and {of - shown:,} more stor" in text


@every
@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=5000), times=st.integers(0, 40))
def test_any_text_fits(service: Service, text: str, times: int) -> None:
    """Whatever stands in a title, the message has its measure, and is JSON."""
    item = replace(ITEM, title=text, notes=(text,))
    brief = replace(BRIEF, headline=text, sections=(BriefSection(name=text[:60], items=(item,) * times),))

    body = rendered(service, brief)

    assert service.size(body) <= service.most
    assert service.texts(body)


@every
@pytest.mark.parametrize(
    ("answer", "kind", "blame"),
    [
        ("429 Slow Down\r\nRetry-After: 7", Kind.TEMPORARY, Blame.CHANNEL),
        ("503 X", Kind.TEMPORARY, Blame.MOMENT),
        ("500 X", Kind.TEMPORARY, Blame.EITHER),
        ("401 X", Kind.REFUSED, Blame.CHANNEL),
        ("404 X", Kind.REFUSED, Blame.CHANNEL),
        ("410 X", Kind.GONE, Blame.CHANNEL),
        ("400 X", Kind.PERMANENT, Blame.MESSAGE),
    ],
)
def test_refusals(service: Service, answer: str, kind: Kind, blame: Blame) -> None:
    """What brakes the channel, and what is one message's fault."""
    outcome, _ = sent(service, answer)

    assert (outcome.kind, outcome.blame) == (kind, blame)


@pytest.mark.parametrize(
    ("name", "body", "wait"),
    [
        ("telegram", '{"ok": false, "parameters": {"retry_after": 9}}', 9),
        ("discord", '{"retry_after": 2.5}', 2.5),
    ],
)
def test_a_wait_that_stands_in_the_body(name: str, body: str, wait: float) -> None:
    """Some services say there how long."""
    outcome, _ = sent(SERVICES[name], "429 X", body)

    assert outcome.retry_after == timedelta(seconds=wait)


@pytest.mark.parametrize(
    ("error", "kind", "blame"),
    [
        ("invalid_auth", Kind.REFUSED, Blame.CHANNEL),
        ("channel_not_found", Kind.REFUSED, Blame.CHANNEL),
        ("ratelimited", Kind.TEMPORARY, Blame.CHANNEL),
        ("invalid_blocks", Kind.PERMANENT, Blame.MESSAGE),
        ("internal_error", Kind.TEMPORARY, Blame.EITHER),
    ],
)
def test_slack_says_in_the_body_what_came_of_it(error: str, kind: Kind, blame: Blame) -> None:
    """Its status is 200 for all that it understood."""
    outcome, _ = sent(SERVICES["slack bot"], "200 OK", json.dumps({"ok": False, "error": error}))

    assert (outcome.kind, outcome.blame) == (kind, blame)
    assert error in outcome.error


@pytest.mark.parametrize(
    ("name", "answer", "receipt", "reply"),
    [
        ("slack bot", '{"ok": true, "ts": "17.25"}', "17.25", {"thread_ts": "17.25"}),
        (
            "telegram",
            '{"ok": true, "result": {"message_id": 99}}',
            "99",
            {"reply_parameters": {"message_id": 99, "allow_sending_without_reply": True}},
        ),
    ],
)
def test_an_update_is_a_reply(name: str, answer: str, receipt: str, reply: dict[str, Any]) -> None:
    """The service's own name for the first message comes back with it, and the next one names it."""
    first, _ = sent(SERVICES[name], "200 OK", answer)
    assert first.receipt == receipt

    _, site = sent(SERVICES[name], "200 OK", answer, reply_to=receipt)

    assert json.loads(site.asked[0].body).items() >= reply.items()


def test_a_phone_rings_for_news_and_not_for_digests() -> None:
    """Each kind of message has its priority, and what a touch opens."""
    ntfy = SERVICES["ntfy"]
    priorities = {urgency: rendered(ntfy, replace(BRIEF, urgency=urgency))["priority"] for urgency in Urgency}
    silent = {
        urgency: rendered(SERVICES["telegram"], replace(BRIEF, urgency=urgency))["disable_notification"]
        for urgency in Urgency
    }

    assert priorities[Urgency.NEWS] > priorities[Urgency.UPDATE] > priorities[Urgency.DIGEST]
    assert rendered(ntfy, BRIEF)["click"] == ITEM.url
    assert rendered(ntfy, BRIEF)["topic"] == "desk"
    assert [urgency for urgency in Urgency if silent[urgency]] == [Urgency.DIGEST, Urgency.OVER]
