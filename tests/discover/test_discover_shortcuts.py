"""The short ways that most values of a listing go: each ends where the long way does, whatever the value is."""

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

from hypothesis import example, given
from hypothesis import strategies as st

from monitor import text
from monitor.discover import entries, plain, xml_repair
from monitor.reading import urls
from monitor.reading.dates import date_parser

SECONDS = st.integers(700_000_000, 1_790_000_000)  # since 1970: of the years of the web
MOMENTS = st.builds(datetime.fromtimestamp, SECONDS, st.sampled_from([UTC, timezone(-timedelta(hours=5, minutes=30))]))
# What cleaning looks for: blanks of all kinds, what joins, what has no width, marks, controls, letters to be composed.
BLANKS = [" ", "  ", "\n", "\r\n", "\t", "\xa0", "\u2028", "\u3000", "\x1f", "\x00"]
UNSEEN = ["\u200d", "\u200c", "\u200b", "\ufeff", "\u180b", "\u034f", "\ufffc"]
LETTERS = ["a", "é", "e\u0301", "\u0301", "\x92", "🙂", "नमस्ते", "&amp;", "<b>", "</b>", "]]>", "!"]
PIECES = st.sampled_from([*BLANKS, *UNSEEN, *LETTERS])
WORDS = st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=40)
HOSTS = st.sampled_from(
    ["reel.example", "www.reel.example", "m.reel.example:8080", "web.archive.org", "www.google.com"]
)
PATHS = st.lists(
    st.sampled_from(
        [
            "news",
            "a-b_c",
            "AMP",
            "amp",
            "index.html",
            "default.aspx",
            "..",
            ".",
            "",
            "%41",
            "%2e",
            "é",
            "a b",
            "x;jsessionid=1",
        ]
    ),
    max_size=5,
).map("/".join)
TAILS = st.sampled_from(["", "/", "?p=1", "?utm_source=x", "?b=1&a=2", "#top", "#!/x", "?", "//"])
ADDRESSES = st.builds("{}://{}/{}{}".format, st.sampled_from(["http", "https", "HTTPS"]), HOSTS, PATHS, TAILS)


@given(WORDS, st.integers(1, 30))
def test_a_line_is_cleaned_once_where_nothing_is_left_to_join(words: str, limit: int) -> None:
    """It is what cleaning, joining and cleaning again make of it; and one line."""
    line = text.clean_line(words, limit=limit)

    assert line == text.clean(" ".join(text.clean(words).split()), limit=limit)
    assert "\n" not in line


@given(WORDS)
@example("a  b\n  c\u3000d")
def test_clean_text_is_left_as_it_is(words: str) -> None:
    """What was cleaned needs no cleaning, and each of its lines is single words with single blanks."""
    cleaned = text.clean(words)

    assert text.clean(cleaned) == cleaned
    assert all(line == " ".join(line.split()) for line in cleaned.split("\n"))


@given(WORDS)
def test_a_title_without_markup_is_its_clean_line(words: str) -> None:
    """Declared to be text, and without tags in pairs, a title is cleaned as any line is."""
    if not {"</", "]]>"} & {words[at : at + size] for at in range(len(words)) for size in (2, 3)}:
        assert plain.one_line(words, is_text=True) == (text.clean_line(words, limit=plain.TITLE_LIMIT) or None)


@given(ADDRESSES)
@example("https://reel.example//a")
@example("http://web.archive.org/web/20260101/reel.test/a")
@example("http://www.web.archive.org/web/20260101/reel.test/a")
@example("https://reel.example/a/amp")
@example("https://reel.example/news/index.html")
def test_a_plain_address_has_the_form_and_key_that_any_has(address: str) -> None:
    """The form in which it is requested, and the key made of that form."""
    form = urls.fetchable(address)
    key = urls.canonical(form) if form else None

    assert urls.to_request(address) == ((form, key) if form and key else None)


@given(
    st.builds(
        entries.FeedEntry,
        link=ADDRESSES | st.sampled_from([" https://reel.example/a", "/a", "https://reel.example/"]) | st.none(),
        guid=ADDRESSES
        | st.sampled_from(["4711", " http://reel.example/?p=4711", "tag:reel.example,2026:1"])
        | st.none(),
        guid_is_link=st.booleans(),
        original=st.none() | ADDRESSES,
    ),
    st.sampled_from(["https://reel.example", "https://reel.example/news/", "https://www.google.com/"]),
)
@example(
    entries.FeedEntry(link="https://reel.example/news", guid="https://reel.example/a", guid_is_link=False),
    "https://reel.example/news",
)
@example(
    entries.FeedEntry(link="https://feeds.feedburner.com/a", guid="https://reel.example/a"), "https://reel.example"
)
def test_an_address_that_is_alone_is_the_one_that_is_chosen(entry: entries.FeedEntry, home: str) -> None:
    """What an entry's link is, is decided alike whether its ids are looked at or need not be."""
    setting = entries.Setting(url="https://reel.example/feed", home=home, language=None, now=datetime.now(UTC))
    chosen = entries._address(entry, setting)
    expected = urls.to_request(chosen) if chosen and "#" not in chosen else (chosen, None)

    link = entries.link_of(entry, setting)

    assert ((link.url, link.key) if link else None) == (expected if expected and expected[0] else None)


@given(MOMENTS, st.sampled_from(["{}", " {}", "{}\n", '"{}"', "\u200e{}", "{}  "]), st.booleans())
def test_a_date_means_the_same_with_what_nobody_sees_around_it(at: datetime, form: str, as_mail: bool) -> None:  # noqa: FBT001 - drawn
    """In the two forms that nearly all feeds use, read to the second."""
    moment = date_parser.read(form.format(format_datetime(at) if as_mail else at.isoformat()))

    assert moment is not None
    assert moment.at == at


@given(st.lists(PIECES | st.sampled_from(["2026-11-29", "Sun, 29 Nov 2026", "T", "10:00", "Z", "'", '"']), max_size=9))
@example(["Sun, 29 Nov 2026", "  ", "10:00"])
def test_a_date_that_is_taken_as_it_is_has_nothing_to_be_made_plain(pieces: list[str]) -> None:
    """The test for it never passes a text that the long way would change."""
    written = "".join(pieces)
    if date_parser._is_plain(written):
        assert date_parser._plain(written) == written


@given(
    st.lists(
        st.sampled_from(
            ["&amp;", "&lt;", "&#8217;", "&#xe9;", "&eacute;", "&nope;", "&", "<![CDATA[a & b]]>", "<![CDATA[]", "x"]
        )
    )
)
@example(["<![CDATA[a & b]]>", "&"])
def test_references_of_xml_stay_and_others_become_what_they_mean(pieces: list[str]) -> None:
    """Whatever stands in a row: sections are left alone, and one left open keeps all that follows."""
    meanings = {"&eacute;": "é", "&nope;": "&amp;nope;", "&": "&amp;"}
    closed = pieces[: pieces.index("<![CDATA[]")] if "<![CDATA[]" in pieces else pieces
    whole = xml_repair.repaired(f"<rss>{' '.join(closed)} </rss>".encode()).decode()

    assert whole == f"<rss>{' '.join(meanings.get(piece, piece) for piece in closed)} </rss>"
