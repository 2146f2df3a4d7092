"""The feed channel: what would be sent, as files that any feed reader follows: JSON Feed 1.1 and Atom (RFC 4287).

Each message is an entry in several feeds: `all`, and those of its watches, its digest, its person or the incidents. A
file is complete whenever it is opened; the same message again replaces its entry.
"""

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from monitor import atomic_file, error_words
from monitor.deliver import chat_text
from monitor.deliver.channel import Addressed, Attempt, Channel, ChannelSettings
from monitor.deliver.chat_text import Ink
from monitor.deliver.outcome import SENT, Blame, Kind, Outcome, Outgoing, failed
from monitor.forms import Forms

_ENTRY = 100_000  # characters of one entry
_MODE = 0o644  # for a web server to read
_ATOM = "http://www.w3.org/2005/Atom"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
INK = Ink(
    escape=html.escape,
    bold=lambda text: f"<strong>{text}</strong>",
    link=lambda text, url: f'<a href="{html.escape(url)}">{text}</a>',
    quote=lambda line: f"<em>{line}</em>",
)


class FeedSettings(ChannelSettings):
    """Feeds in a folder: Atom and JSON Feed of all messages, and of each watch, digest, person and the incidents."""

    EXAMPLE: ClassVar[Mapping[str, Any]] = {"name": "feeds", "kind": "feed", "path": "feeds"}

    kind: Annotated[Literal["feed"], Field(description="feed")]
    path: Annotated[str, Field(min_length=1, description="a folder, relative to this file")]
    entries: Annotated[int, Field(ge=1, le=1000, description="the newest that each feed keeps")] = 100

    def channel(self, folder: Path) -> Channel:
        """The channel that it means; a relative path is taken from `folder`."""
        return FeedChannel(name=self.name, path=str(folder / Path(self.path).expanduser()), entries=self.entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedChannel(Channel):
    """A folder of feeds, each with its newest entries."""

    path: str
    entries: int = 100

    def render(self, forms: Forms) -> list[Addressed]:
        """An item of JSON Feed; its tag is the feed of its own."""
        brief = forms.brief
        first = next((item.url for section in brief.sections for item in section.items if item.url), "")
        paragraphs = (text.replace("\n", "<br>") for text in chat_text.fitted(brief, INK, _ENTRY))
        item = {
            "id": forms.id,
            "title": forms.title,
            "content_html": "".join(f"<p>{text}</p>" for text in paragraphs),
            "date_published": forms.at.isoformat(timespec="seconds").replace("+00:00", "Z"),
            "tags": list(brief.topics),
        }
        return [(None, json.dumps(item | ({"url": first} if first else {})))]

    async def send(self, outgoing: Outgoing, attempt: Attempt) -> Outcome:  # noqa: ARG002  a disk needs no time limit
        """Put the entry at the head of its feeds."""
        from monitor.deliver import threads  # noqa: PLC0415  asyncio: only who sends pays for it

        try:
            await threads.run(partial(self._write, json.loads(outgoing.rendered)), name=f"feed-{self.name}")
        except OSError as error:
            said = f"cannot write to {self.path}: {error_words.message(error)}"
            return failed(Kind.TEMPORARY, said, blame=Blame.CHANNEL)
        return SENT

    def probe(self, attempt: Attempt) -> str:  # noqa: ARG002  a disk needs no time limit
        """Whether the folder, or the one in which it would be made, can be written."""
        atomic_file.try_folder(Path(self.path))
        return f"{self.path} can be written"

    def _write(self, item: dict[str, Any]) -> None:
        folder = Path(self.path)
        atomic_file.make_folder(folder)
        for topic in ("all", *item["tags"]):
            place = folder / f"{topic}.json"
            items = [item, *(one for one in _items(place) if one["id"] != item["id"])]
            items = sorted(items, key=lambda one: one["date_published"], reverse=True)[: self.entries]
            feed = {"version": "https://jsonfeed.org/version/1.1", "title": f"News monitor: {topic}", "items": items}
            # Atom first: the JSON file is what the next entry is added to.
            atomic_file.write(folder / f"{topic}.atom", atom(topic, items), mode=_MODE)
            text = json.dumps(feed, ensure_ascii=True, indent=1)
            atomic_file.write(place, text.encode("ascii"), mode=_MODE)


def _items(place: Path) -> list[dict[str, Any]]:
    """The entries of a feed; none of one that is not there, or that somebody spoiled."""
    try:
        items = json.loads(place.read_bytes())["items"]
        return [one for one in items if isinstance(one["id"], str) and isinstance(one["date_published"], str)]
    except FileNotFoundError:
        return []
    except (ValueError, KeyError, TypeError):
        return []


def atom(topic: str, items: list[dict[str, Any]], *, title: str = "", links: Mapping[str, str] | None = None) -> bytes:
    """The same entries as Atom. `links` are addresses of the feed, by their relation."""
    from lxml import etree  # noqa: PLC0415  only who writes feeds pays for it

    def add(parent: Any, name: str, text: str = "") -> Any:
        made = etree.SubElement(parent, f"{{{_ATOM}}}{name}")
        made.text = _NO_XML.sub("", text) or None
        return made

    feed = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})  # type: ignore[dict-item] # None is the default
    add(feed, "id", f"urn:entertainment-monitor:{topic}")
    add(feed, "title", title or f"News monitor: {topic}")
    for relation, address in (links or {}).items():
        made = add(feed, "link")
        made.set("rel", relation)
        made.set("href", address)
    add(feed, "updated", max((one["date_published"] for one in items), default="1970-01-01T00:00:00Z"))
    add(add(feed, "author"), "name", "entertainment-monitor")
    for one in items:
        entry = add(feed, "entry")
        add(entry, "id", f"urn:entertainment-monitor:{one['id']}")
        add(entry, "title", str(one.get("title") or ""))
        add(entry, "updated", one["date_published"])
        if url := one.get("url"):
            add(entry, "link").set("href", _NO_XML.sub("", str(url)))
        is_html = "content_text" not in one
        content = add(entry, "content", str(one.get("content_html" if is_html else "content_text") or ""))
        content.set("type", "html" if is_html else "text")
    found: bytes = etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return found
