"""Paragraphs that an outlet repeats are left out of a text, if they are the smaller part and not its subject."""

import make
import pytest
from make import NOW

from monitor import repeats
from monitor.extract import from_listing, read_article
from monitor.model import Article, Page

PITCH = "The Gazette is written by twelve reporters in what was once a bakery."
ABOUT = "Directed by Michael Mann, the thriller Collateral opens in cinemas on 17 July."
TEXT = [
    f"Number {n}: the studio said on Monday that the cameras will roll in the spring, after a delay." for n in "ABC"
]
KNOWN = frozenset(filter(None, map(repeats.mark, (PITCH, ABOUT))))


def _joined(*parts: str) -> str:
    return "\n\n".join(parts)


def test_a_mark_knows_neither_case_spaces_nor_quotes_and_short_lines_have_none() -> None:
    """It is what two pages have in common; a word or two are said in many texts."""
    assert repeats.mark("Don’t miss:  Our DAILY newsletter on film") == repeats.mark(
        "don't miss: our daily newsletter on film"
    )
    assert repeats.mark("Read more about film here") is None
    assert 0 < (repeats.mark(PITCH) or 0) < 2**63


def test_the_ends_of_a_text_are_candidates() -> None:
    """What a house adds stands there: eight paragraphs of an article, at most."""
    body = _joined(*(f"Paragraph number {n} of a text that is long enough to be marked." for n in range(20)))
    assert [one.begins.split()[2] for one in repeats.candidates(body, None)] == ["0", "1", *map(str, range(14, 20))]


@pytest.mark.parametrize(
    ("title", "paragraph", "is_named"),
    [
        ("Dune 3: a first look", "“Dune: Part Three” opens in cinemas on 18 December, with Zendaya.", True),
        ("What they’re saying about this", "Sign up for what our readers are saying about this, each day.", False),
        ("「沙丘3」定档", "《沙丘3》将于12月18日在内地影院上映,片方今天宣布了这一消息。", True),
        ("导演谈新作", "《沙丘3》将于12月18日在内地影院上映,片方今天宣布了这一消息。", False),
    ],
)
def test_what_names_a_headlines_subject_is_no_candidate_and_stays(
    title: str, paragraph: str, *, is_named: bool
) -> None:
    """It is no house's: it would be missed under a headline that says nothing of it. Words of grammar name nothing."""
    number = repeats.mark(paragraph)
    assert number is not None
    assert [one.mark for one in repeats.candidates(paragraph, title)] == [number] * (not is_named)
    assert repeats.without(_joined(*TEXT, paragraph), title, [number])[1] == (number,) * (not is_named)


@pytest.mark.parametrize(
    ("parts", "title", "left"),
    [
        ((PITCH, *TEXT, ABOUT), "A studio is late", TEXT),
        ((*TEXT, PITCH, ABOUT), "Collateral is late", [*TEXT, ABOUT]),  # its subject
        ((TEXT[0], PITCH, ABOUT), "A studio is late", [TEXT[0], PITCH, ABOUT]),  # half of the text
        ((PITCH,), None, [PITCH]),
        ((*TEXT, PITCH), "Twelve reporters in a bakery", [*TEXT, PITCH]),  # it is the headline's
    ],
)
def test_what_is_repeated_is_left_out(parts: tuple[str, ...], title: str | None, left: list[str]) -> None:
    """Unless it says what the headline is about, or is half of the text; the marks of it are told."""
    text, out = repeats.without(_joined(*parts), title, KNOWN)
    assert text == _joined(*left)
    assert out == tuple(repeats.mark(part) for part in parts if part not in left)
    assert repeats.without(_joined(*parts), title, ()) == (_joined(*parts), ())


def test_two_readings_are_compared_without_them() -> None:
    """Whichever of the two left them out; a text that is nothing else stays."""
    whole = make.article(body=_joined(*TEXT, PITCH))
    assert repeats.apart(whole, KNOWN) == make.article(body=_joined(*TEXT), left_out=(repeats.mark(PITCH),))
    assert repeats.apart(whole, ()) is whole
    assert repeats.apart(make.article(body=PITCH), KNOWN).body == PITCH


def test_a_page_and_a_feed_are_read_without_them() -> None:
    """The article says which; without knowledge of the outlet nothing is left out."""
    paragraphs = "".join(f"<p>{part}</p>" for part in (*TEXT, PITCH))
    page = Page(
        url="https://joblo.example/a",
        body=f"<html><body><article><h1>A studio is late</h1>{paragraphs}</article></body></html>".encode(),
        content_type="text/html",
    )
    listed = make.link(title="A studio is late", content=paragraphs)
    for known, left, out in ((KNOWN, TEXT, (repeats.mark(PITCH),)), ((), [*TEXT, PITCH], ())):
        for read in (
            read_article(page, make.outlet(), now=NOW, repeated=known),
            from_listing(listed, make.outlet(), now=NOW, repeated=known),
        ):
            assert isinstance(read, Article)
            assert [part for part in read.body.split("\n") if part] == left
            assert read.left_out == out
