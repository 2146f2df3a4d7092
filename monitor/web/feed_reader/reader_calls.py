"""Each call of the Google Reader API: what it lists, what it changes, and why the rest is refused."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from monitor.errors import UserError
from monitor.store import hits, reader_logins, stars
from monitor.store.queries import reader_streams
from monitor.store.queries.reader_streams import ReaderPlace
from monitor.views import reader_items
from monitor.web.feed_reader import item_ids, reader_forms, stream_names
from monitor.web.feed_reader.reader_call import ReaderCall

CONTENTS = "stream/contents"
MOST_IDS = 10_000  # in one answer, and in one change
_MOST_ITEMS = 1_000  # with their contents
_USUAL = 20
_DONE = "OK"

Answered = str | Mapping[str, Any]


def _token(call: ReaderCall) -> Answered:
    return call.action_token


def _unread_count(call: ReaderCall) -> Answered:
    watches = [watch.id for watch in call.watches]
    return reader_forms.unread_counts(call, reader_streams.unread(call.archive, call.login, watches, call.now))


def _ids(call: ReaderCall) -> Answered:
    """`stream/items/ids`: the numbers alone, which is what feed readers compare theirs with."""
    found, more = _page(call, _one_stream(call), MOST_IDS)
    refs = {"itemRefs": [{"id": item_ids.short(place.id)} for place in found]}
    return {**refs, "continuation": more} if more else refs


def _contents_of_ids(call: ReaderCall) -> Answered:
    """`stream/items/contents`: the items of these numbers; those that are not there any more are left out."""
    found = _items(call)
    if len(found) > _MOST_ITEMS:
        raise UserError(f"at most {_MOST_ITEMS:,} items at once")
    items = reader_items.of(call.archive, call.login, found, call.now)
    theirs = {watch.id for watch in call.watches}
    return reader_forms.contents(call, stream_names.READING_LIST, [item for item in items if item.hit.watch in theirs])


def contents(call: ReaderCall, stream: str) -> Answered:
    """`stream/contents/…`: a stream with its items; "" is that of `s`, or all."""
    stream = stream or _one_stream(call)
    found, more = _page(call, stream, _MOST_ITEMS)
    items = reader_items.of(call.archive, call.login, [place.id for place in found], call.now)
    return reader_forms.contents(call, stream, items, more)


def _edit_tag(call: ReaderCall) -> Answered:
    """`edit-tag`: read, unread and starred; `like` and its kin are taken and change nothing."""
    found = _items(call)
    states: dict[str, bool] = {}  # what they are to be in the end: each is written once, however often it is sent
    for name, is_added in (("a", True), ("r", False)):
        for given in call.values.get(name, ()):
            stream = stream_names.parsed(given)
            state = stream_names.state_of(stream, is_in=is_added)
            if state is not None:
                states[state[0]] = state[1]
            elif not stream.is_empty:
                raise UserError(f"{given[:80]!r} cannot be given to an item: the labels are those of the watches")
    if "read" in states:
        reader_logins.mark(call.archive, call.login, found, call.now, is_read=states["read"])
    if "starred" in states:
        _star(call, found, is_added=states["starred"])
    return _DONE


def _star(call: ReaderCall, found: list[int], *, is_added: bool) -> None:
    """The stars of the desk: in reports, on pages, with who gave them; of the caller's watches alone."""
    theirs = {watch.id for watch in call.watches}
    for hit in hits.of_ids(call.archive, found):
        if hit.watch not in theirs:
            continue
        article = hit.report.article_id
        if is_added:
            stars.add(call.archive, article, hit.watch, call.login.name, call.now)
        else:
            stars.remove(call.archive, article, hit.watch)
            stars.remove(call.archive, article, None)


def _mark_all(call: ReaderCall) -> Answered:
    """`mark-all-as-read`: what came into a stream until `ts`, which is when the person looked at it."""
    if not call.text("s"):
        raise UserError("s must name the stream")
    until = stream_names.moment(call, "ts") or call.now
    reader_streams.read_all(call.archive, replace(stream_names.wanted(call, _one_stream(call)), until=until))
    return _DONE


def _page(call: ReaderCall, stream: str, most: int) -> tuple[list[ReaderPlace], str]:
    """The items of a stream, and the continuation, "" where these were the last."""
    limit = call.number("n", _USUAL, most)
    found = reader_streams.page(call.archive, stream_names.wanted(call, stream), limit + 1)
    shown = found[:limit]
    return shown, stream_names.continuation(shown[-1]) if len(found) > limit else ""


def _one_stream(call: ReaderCall) -> str:
    asked = call.values.get("s", ())
    if len(asked) > 1:
        raise UserError("one stream at a time")
    return call.text("s", stream_names.READING_LIST)


def _items(call: ReaderCall) -> list[int]:
    """The hits that are meant by `i`."""
    given = call.values.get("i", ())
    if not given:
        raise UserError("i must name the items")
    if len(given) > MOST_IDS:
        raise UserError(f"at most {MOST_IDS:,} items at once")
    found = [item_ids.hit_of(one) for one in given]
    if None in found:
        raise UserError(f"i must be the id of an item, not {given[found.index(None)][:80]!r}")
    return [hit for hit in found if hit is not None]


READS: Mapping[str, Callable[[ReaderCall], Answered]] = {
    "token": _token,
    "user-info": reader_forms.user,
    "subscription/list": reader_forms.subscriptions,
    "tag/list": reader_forms.tags,
    "unread-count": _unread_count,
    "stream/items/ids": _ids,
    "stream/items/contents": _contents_of_ids,
}
CHANGES: Mapping[str, Callable[[ReaderCall], Answered]] = {
    "edit-tag": _edit_tag,
    "mark-all-as-read": _mark_all,
}
REFUSED = {
    "subscription/edit": "A watch is changed on its page, not in a feed reader.",
    "subscription/quickadd": "Watches are added at /watches, not in a feed reader.",
    "rename-tag": "Labels are the persons and the kinds of the watches: monitor.toml has them.",
    "disable-tag": "Labels are the persons and the kinds of the watches: monitor.toml has them.",
}
