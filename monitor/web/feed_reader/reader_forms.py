"""Items and lists as the Google Reader API writes them. What outlets wrote is escaped: it is shown as HTML."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from monitor.phrasing import line, listing
from monitor.store.queries.reader_streams import UnreadItems
from monitor.views.reader_items import ReaderItem
from monitor.web import page_templates
from monitor.web.feed_reader import item_ids, stream_names
from monitor.web.feed_reader.reader_call import ReaderCall, feed, label

_MOST_UNREAD = 1_000  # what "max" says: the largest number that a feed reader needs to show

Json = dict[str, Any]


def subscriptions(call: ReaderCall) -> Json:
    """The watches, by name, each with its labels, its page and its feed."""
    return {
        "subscriptions": [
            {
                "id": feed(watch.id),
                "title": watch.name,
                "categories": [{"id": label(name), "label": name, "type": "folder"} for name in call.labels[watch.id]],
                "url": f"{page(call, watch.id)}.atom",
                "htmlUrl": page(call, watch.id),
                "iconUrl": f"{call.origin}{page_templates.static('icon.svg')}",
            }
            for watch in call.watches
        ]
    }


def tags(call: ReaderCall) -> Json:
    """The star, and the labels."""
    names = dict.fromkeys(name for watch in call.watches for name in call.labels[watch.id])
    return {
        "tags": [
            {"id": stream_names.STARRED},
            *({"id": label(name), "label": name, "type": "folder"} for name in names),
        ]
    }


def unread_counts(call: ReaderCall, found: Iterable[UnreadItems]) -> Json:
    """How much is unread: of each watch, each label, and in all."""
    by_stream: dict[str, list[UnreadItems]] = {}
    for one in found:
        of = [feed(one.watch), *(label(name) for name in call.labels[one.watch]), stream_names.READING_LIST]
        for stream in of:
            by_stream.setdefault(stream, []).append(one)
    return {
        "max": _MOST_UNREAD,
        "unreadcounts": [
            {
                "id": stream,
                "count": sum(one.count for one in each),
                "newestItemTimestampUsec": _millionths(max(one.newest_at for one in each)),
            }
            for stream, each in by_stream.items()
        ],
    }


def contents(call: ReaderCall, stream: str, items: Iterable[ReaderItem], continuation: str = "") -> Json:
    """A stream with its items."""
    more = {"continuation": continuation} if continuation else {}
    return {
        "direction": "ltr",
        "id": stream,
        "title": "Entertainment monitor",
        "self": [{"href": f"{call.origin}/reader/api/0/stream/contents/{quote(stream)}"}],
        "author": call.login.name,
        "updated": int(call.now.timestamp()),
        "items": [_item(call, item) for item in items],
        **more,
    }


def page(call: ReaderCall, watch: str) -> str:
    """The address of a watch's page."""
    return f"{call.origin}/watch/{quote(watch)}"


def _item(call: ReaderCall, item: ReaderItem) -> Json:
    hit = item.hit
    report = hit.report
    address = page_templates.outside(report.url)
    states = {stream_names.READ: item.is_read, stream_names.STARRED: item.has_star}
    return {
        "id": item_ids.long(hit.id),
        "crawlTimeMsec": _millionths(hit.found_at)[:-3],
        "timestampUsec": _millionths(hit.found_at),
        "published": int(report.reported.at.timestamp()),
        "updated": int(hit.found_at.timestamp()),
        "title": line(f"{report.outlet_name}: {report.title}"),
        "author": listing(report.authors) or report.outlet_name,
        "canonical": [{"href": address}],
        "alternate": [{"href": address, "type": "text/html"}],
        "summary": {"direction": "ltr", "content": _summary(call, item)},
        "origin": {"streamId": feed(hit.watch), "title": hit.watch_name, "htmlUrl": page(call, hit.watch)},
        "categories": [
            stream_names.READING_LIST,
            *(label(name) for name in call.labels.get(hit.watch, ())),
            *(state for state, holds in states.items() if holds),
        ],
    }


def _summary(call: ReaderCall, item: ReaderItem) -> str:
    """The watched words where they stand, what was news in it, who was first and who followed, and the story's page."""
    values = {"item": item, "origin": call.origin, "now": call.now, "zone": call.zone}
    return page_templates.page("feed_item.html", values)


def _millionths(at: datetime) -> str:
    """A time in millionths of a second since 1970."""
    return f"{int(at.timestamp())}000000"


def user(call: ReaderCall) -> Mapping[str, str]:
    """Who is logged in."""
    return {
        "userId": str(call.login.id),
        "userName": call.login.name,
        "userProfileId": str(call.login.id),
        "userEmail": call.login.name,
    }
