"""Known links go through a pipe as bytes that nobody reads unless a crawl asks; then they are what the archive had."""

from collections.abc import Mapping

import make
import msgspec
import pytest

from monitor.events import decode_order, encode_order
from monitor.known_links import LONG_KEY, KnownLinks, known_as

ODD = 'https://h/\t\n"{},\\ä漢😀'
KEYS = {"https://h/a": "0123456789abcdef", "https://h/b": "", ODD: "", known_as("https://h/" + LONG_KEY * "x"): ""}


def lazy(keys: Mapping[str, str]) -> KnownLinks:
    return KnownLinks(msgspec.json.encode(keys))


@pytest.mark.parametrize("known", [{}, {"https://h/a": ""}, KEYS], ids=len)
@pytest.mark.parametrize("made", [dict, lazy])
def test_an_order_comes_out_of_the_pipe_as_it_went_in(made, known):
    """On one line, with all that comes after its known links, whoever made them."""
    order = make.order(known=made(known), pending=(make.link(slug="\tx"),), user_agent="Desk\t/1", page_limit=7)

    line = encode_order(order)
    again = decode_order(line)

    assert again == order
    assert dict(again.known) == known
    assert encode_order(again) == line
    assert b"\n" not in line


def test_the_line_is_json_for_whoever_reads_it():
    """A worker of an earlier version, which knows nothing of known links that are read late."""
    line = encode_order(make.order(known=lazy(KEYS)))

    assert msgspec.json.decode(line)["known"] == KEYS


def test_known_links_are_read_when_they_are_asked_for_and_not_before():
    """Most looks are unchanged, and ask nothing."""
    order = decode_order(encode_order(make.order(known=KnownLinks(b"{nobody read this}"))))

    with pytest.raises(ValueError, match="malformed"):
        order.known.get("https://h/a")


def test_known_links_are_a_mapping():
    """As a dictionary, to whoever asks."""
    known = lazy(KEYS)

    assert (len(known), list(known), known) == (4, list(KEYS), KEYS)
    assert ODD in known
    assert "https://h/c" not in known
    assert (known["https://h/a"], known.get("https://h/b"), known.get("https://h/c")) == ("0123456789abcdef", "", None)
    assert repr(lazy({"a": ""})) == "KnownLinks({'a': ''})"
    with pytest.raises(KeyError):
        known["https://h/c"]


@pytest.mark.parametrize("first", [{}, {"a": "", "b": ""}])
@pytest.mark.parametrize("then", [{}, {"b": "mark"}])
def test_of_a_key_that_is_there_twice_the_later_mark_holds(first, then):
    """All links of an outlet come without a mark, and those that may still change again with theirs."""
    assert KnownLinks.joined(msgspec.json.encode(first), msgspec.json.encode(then)) == first | then
