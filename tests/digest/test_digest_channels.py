"""Hostile texts through every channel: what goes out is well-formed, within the service's limits, and calls nobody.

`MONITOR_EXAMPLES=4000 python -m pytest tests/digest/test_digest_channels.py` looks longer.
"""

import email
import email.policy
import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import digest_samples as samples
import naughty
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from monitor.deliver import Channel, feed
from monitor.deliver.apprise import AppriseChannel
from monitor.deliver.discord import DiscordChannel
from monitor.deliver.feed import FeedChannel
from monitor.deliver.file import FileChannel
from monitor.deliver.kinds import KINDS, kind_of
from monitor.deliver.mail import MailChannel
from monitor.deliver.ntfy import NtfyChannel
from monitor.deliver.slack import SlackChannel
from monitor.deliver.teams import TeamsChannel
from monitor.deliver.telegram import TelegramChannel
from monitor.deliver.webhook import WebhookChannel
from monitor.digest import build
from monitor.digest.build import Material
from monitor.digest.message import Message
from monitor.digest.render import Rendering

EXAMPLES = int(os.environ.get("MONITOR_EXAMPLES", "200"))
CALLS = (
    "<!channel>",
    "<!here|here>",
    "<@U123>",
    "@everyone",
    "@here",
    "<@&7>",
    "<#C1>",
    "<at>Ann</at>",
    "tg://user?id=1",
)
MARKS = (
    "*",
    "_",
    "`",
    "~",
    "|",
    "||",
    "> ",
    "[x](http://evil.test)",
    "<http://evil.test|x>",
    "](",
    "<b>",
    "</a>",
    "&",
    "\\",
)
PIECES = st.one_of(
    st.sampled_from((*naughty.ALL, *CALLS, *MARKS)),
    st.text(max_size=60),
    st.text(st.characters(categories=("Cs", "Cc", "Cf", "Co", "Mn")), max_size=20),
    st.sampled_from(("\u202e\u2066", "👩‍👧‍👦", "a\u0301\u0323", "\u200f\u05e2\u05d1", "𝕳", "\ufffe", "\x00")).flatmap(
        lambda text: st.integers(1, 3000).map(lambda times: text * times)
    ),
)
TEXTS = st.lists(PIECES, max_size=5).map(" ".join)
URLS = st.one_of(
    st.sampled_from(
        (
            "javascript:alert(1)",
            "https://x.test/a)b(c|d>e<f",
            'https://x.test/"onload="x',
            "http://x.test/\r\nBcc: e",
            "",
        )
    ),
    TEXTS.map(lambda text: f"https://joblo.example/{text}"),
)


@st.composite
def messages(draw: st.DrawFn) -> Message:
    """An alert, an incident or a digest of some stories whose every word is an outlet's, or a receiver's."""
    title, other, snippet = f"Heat 2 {draw(TEXTS)}", draw(TEXTS), draw(TEXTS)
    kind = draw(st.sampled_from(("alert", "digest", "incident")))
    if kind == "incident":
        notice = samples.incident()
        evidence = {"status": title, "what to do": snippet}
        return replace(notice, incident=replace(notice.incident, detail=f"Deadline {other}", evidence=evidence))
    report = replace(
        samples.report(1, "joblo", title, authors=(other,)), url=draw(URLS), outlet_name=draw(TEXTS) or "JoBlo"
    )
    story = samples.story(17, report)
    hit = samples.hit(samples.HEAT, story, report, snippet=f"{snippet} {samples.HEAT.name} {other}")
    if kind == "alert":
        alert = samples.updated_alert() if draw(st.booleans()) else samples.opened_alert()
        changed = {
            "reason": f"First report {other}",
            "fact": snippet or None,
            "was": other or None,
            "old_title": title or None,
        }
        return replace(alert, story=story, lead=report, hits=(hit,), **changed)
    stories = {number: replace(story, id=number) for number in range(draw(st.sampled_from((1, 4, 70))))}
    hits = tuple(replace(hit, id=number, story=number) for number in stories)
    material = Material(watches=(samples.HEAT,), hits=hits, stories=stories)
    return build.build(samples.PLAN, samples.WINDOW, material, now=samples.NOW)


class Tags(HTMLParser):
    """The tags of a text, and whether each is closed in its turn."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.links: list[str] = []
        self.open: list[str] = []
        self.is_sound = True
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """It, and where it leads."""
        self.found.add(tag)
        self.open.append(tag)
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]
        self.is_sound &= not any(name.startswith("on") for name, _ in attrs)

    def handle_endtag(self, tag: str) -> None:
        """The one that was opened last, but for those that stand alone."""
        while self.open and self.open[-1] in {"meta", "br", "hr", "img", "link"}:
            self.open.pop()
        self.is_sound &= bool(self.open) and self.open.pop() == tag


def lead_nowhere_else(links: list[str]) -> bool:
    """Whether all go to the web, or write a mail."""
    return all(re.match(r"(https?|mailto):", link) for link in links)


def mail(text: str, message: Message) -> Iterator[bool]:
    raw = text.encode("ascii")
    parsed = email.message_from_bytes(raw, policy=email.policy.compat32)
    yield not re.search(rb"[^\r]\n|\r[^\n]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", raw)
    yield max(map(len, raw.split(b"\r\n"))) <= 998
    yield not parsed.defects
    yield not {"Bcc", "Cc"} & set(parsed.keys())
    yield len(parsed.keys()) == len(set(parsed.keys()))
    yield parsed["Message-ID"] == f"<{message.id}@example.org>"
    yield parsed["To"] == "me@example.org"
    plain, page = parsed.get_payload()
    yield [plain.get_content_type(), page.get_content_type()] == ["text/plain", "text/html"]
    html = page.get_payload(decode=True)
    yield len(html) < 102_000
    tags = Tags(html.decode("utf-8"))
    yield tags.is_sound and lead_nowhere_else(tags.links)
    yield not tags.found & {"script", "img", "svg", "iframe", "form", "base", "link", "input"}


def webhook(text: str, message: Message) -> Iterator[bool]:
    yield json.loads(text)["type"] == message.type


def slack(text: str, message: Message) -> Iterator[bool]:
    blocks = [block["text"]["text"] for block in json.loads(text)["blocks"]]
    yield 0 < len(blocks) <= 50
    yield max(map(len, blocks)) <= 3_000
    yield len(json.dumps(blocks, ensure_ascii=False)) <= 13_000
    for block in [*blocks, json.loads(text)["text"]]:
        yield not re.sub(r"<https?://[^<>|\s]+\|[^<>|]*>", "", block).count("<")
        yield not re.sub(r"&(amp|lt|gt);", "", block).count("&")


def discord(text: str, message: Message) -> Iterator[bool]:
    body = json.loads(text)
    [embed] = body["embeds"]
    yield body["allowed_mentions"] == {"parse": []}
    yield 0 < len(embed["description"].encode("utf-16-le")) // 2 <= 4_096
    yield lead_nowhere_else(re.findall(r"(?<!\\)\]\(<?([^)>]*)", embed["description"]))


def teams(text: str, message: Message) -> Iterator[bool]:
    [attachment] = json.loads(text)["attachments"]
    yield len(text.encode()) <= 28_000
    yield attachment["content"]["type"] == "AdaptiveCard"
    for block in attachment["content"]["body"]:
        yield not re.search(r"(?<!\\)<", block["text"])
        yield lead_nowhere_else(re.findall(r"(?<!\\)\]\(([^)]*)", block["text"]))


def ntfy(text: str, message: Message) -> Iterator[bool]:
    body = json.loads(text)
    yield len(body["message"].encode()) <= 4_096
    yield len(body["title"].encode()) <= 1_024
    yield lead_nowhere_else([body.get("click", "https://none")])
    yield body["topic"] == "desk"


def telegram(text: str, message: Message) -> Iterator[bool]:
    body = json.loads(text)
    tags = Tags(body["text"])
    yield 0 < len(body["text"].encode("utf-16-le")) // 2 <= 4_096
    yield tags.found <= {"b", "i", "a"}
    yield tags.is_sound and not tags.open and lead_nowhere_else(tags.links)
    yield body["chat_id"] == "-100"


def feeds(text: str, message: Message) -> Iterator[bool]:
    item = json.loads(text)
    tags = Tags(item["content_html"])
    yield item["id"] == message.id
    yield tags.is_sound and not tags.open and lead_nowhere_else([*tags.links, item.get("url", "https://none")])
    yield tags.found <= {"p", "strong", "a", "em", "br"}
    root = etree.fromstring(feed.atom("all", [item]))
    yield root.findtext("{*}entry/{*}id") == f"urn:entertainment-monitor:{message.id}"


def page(text: str, message: Message) -> Iterator[bool]:
    tags = Tags(text)
    yield tags.is_sound and lead_nowhere_else(tags.links)
    yield not tags.found & {"script", "img", "svg", "iframe", "form", "base", "link", "input"}


def titled(text: str, message: Message) -> Iterator[bool]:
    body = json.loads(text)
    yield "\n" not in body["title"]
    yield bool(body["title"] and body["body"])


def terminal(text: str, message: Message) -> Iterator[bool]:
    yield not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", text)


Check = Callable[[str, Message], Iterator[bool]]
CHANNELS: list[tuple[Channel, Check]] = [
    (samples.MAIL, mail),
    (WebhookChannel(name="c", url="https://example.org/hook"), webhook),
    (SlackChannel(name="c", url="https://hooks.slack.com/services/T/B/x"), slack),
    (SlackChannel(name="c", token="xoxb-1", to="C1"), slack),
    (DiscordChannel(name="c", url="https://discord.com/api/webhooks/1/x"), discord),
    (TeamsChannel(name="c", url="https://x.logic.azure.com/workflows/1"), teams),
    (NtfyChannel(name="c", url="https://ntfy.sh/desk"), ntfy),
    (TelegramChannel(name="c", token="1:x", to=("-100",)), telegram),
    (FeedChannel(name="c", path="feeds"), feeds),
    (FileChannel(name="c", path="out"), terminal),
    (FileChannel(name="c", path="-"), terminal),
    (FileChannel(name="c", path="out", format="html"), page),
    (FileChannel(name="c", path="out", format="json"), webhook),
    (AppriseChannel(name="c", url="json://localhost"), titled),
]


def test_every_kind_of_channel_is_looked_at() -> None:
    """A new one has a check here."""
    assert {kind_of(channel) for channel, _ in CHANNELS} == set(KINDS)
    assert isinstance(samples.MAIL, MailChannel)


@pytest.mark.timeout(120 + EXAMPLES)
@settings(max_examples=EXAMPLES, deadline=None)
@given(message=messages())
def test_no_text_breaks_out_of_its_place(message: Message) -> None:
    """Whatever an outlet writes: no header, tag, link, mention or control sign of its own, and no limit passed."""
    forms: Any = Rendering(message=message)
    for channel, check in CHANNELS:
        for _, text in channel.render(forms):
            assert text.encode()  # what cannot be encoded can be neither kept nor sent
            for number, holds in enumerate(check(text, message)):
                assert holds, f"{kind_of(channel)}, check {number}: {text[:3000]!r}"
