"""HTML to a tree and to text, at two depths each, and what reaches no parser."""

import pytest

from monitor.reading import html
from monitor.reading.hostile_markup import _long_tag, hostile
from monitor.text import clean


def _flaw(markup: str) -> str | None:
    return hostile(markup.encode())


class TestTextOf:
    """Clean text of feed summaries and the like."""

    def test_blocks_become_lines(self) -> None:
        """Paragraphs stand on lines of their own, inline markup disappears."""
        assert html.text_of("<p>One <b>bold</b> word</p><p>Two</p>").split("\n") == ["One bold word", "", "Two"]

    def test_scripts_are_dropped(self) -> None:
        """What a browser does not show is not text."""
        assert html.text_of("<p>Seen</p><script>alert(1)</script><style>p{}</style>") == "Seen"

    def test_plain_text_keeps_its_entities_resolved(self) -> None:
        """Text without markup is read as a browser would."""
        assert html.text_of("Tom &amp; Jerry") == "Tom & Jerry"

    def test_an_address_alone_is_text(self) -> None:
        """A summary that is only an address warns nobody."""
        assert html.text_of("<https://example.org/a>") == ""
        assert html.text_of("https://example.org/a") == "https://example.org/a"


class TestHostile:
    """The linear filter in front of every parser."""

    def test_ordinary_markup_passes(self) -> None:
        """Pages of every day are let through."""
        assert _flaw("<html><body class='a' id=b>" + "<p>text</p>" * 1000) is None

    @pytest.mark.parametrize(
        "tag",
        [
            "<p " + " ".join(f"a{n}=1" for n in range(5000)) + ">",
            "<p " + " ".join(f'a{n}=">"' for n in range(5000)) + ">",
            "<p " + "a b " * 5000,
            "<p " + ("b " * 100 + "c='>' ") * 100 + ">",
        ],
        ids=["values", "values that hold an end of tag", "names alone, never closed", "mixed"],
    )
    def test_thousands_of_attributes_are_named(self, tag: str) -> None:
        """However they are written, they do not reach the parser."""
        assert "attributes" in str(_flaw("<html>" + tag + "x"))

    def test_a_tag_without_end_is_named(self) -> None:
        """A megabyte in one tag is refused."""
        assert "bytes" in str(_flaw("<p a='" + "x" * 1_100_000))

    @pytest.mark.parametrize("wrap", ["<script>{}</script>", "<!--{}-->", "<style>{}</style>"])
    def test_what_is_no_tag_is_not_counted(self, wrap: str) -> None:
        """Comparisons inside scripts and comments look like tags, and are none."""
        assert _flaw(wrap.format("if (a <b c d e " * 5000)) is None

    @pytest.mark.parametrize("before", [0, 1, 1023, 1024, 1025, 1026, 1027, 2051, 2052, 2053, 9999])
    @pytest.mark.parametrize("size", [1023, 1024, 1025])
    def test_long_tags_are_found_wherever_they_stand(self, before: int, size: int) -> None:
        """The look at few bytes misses no tag of a thousand, and makes none of a shorter one."""
        for filling in (b">", b"p", b"<b>" + b"x" * 1000 + b">"):
            start = (filling * before)[:before] + b">"
            tag = b"<p" + b"x" * size
            expected = len(start) if size >= 1024 else -1

            assert [_long_tag(start + tag + end, 0) for end in (b"", b">", b"><i>")] == [expected] * 3

    def test_hostile_fragments_arrive_as_text(self) -> None:
        """A bomb in a feed leaves its words."""
        assert html.text_of("before <p " + "a b " * 5000 + ">after</p>") == "before after"


class TestTree:
    def test_comments_are_gone(self) -> None:
        """Text is not torn apart by comments."""
        root = html.tree("<p>one<!-- two --> three</p>")

        assert root is not None
        assert "".join(root.itertext()) == "one three"

    @pytest.mark.parametrize("markup", ["", "   "])
    def test_nothing_is_none(self, markup: str) -> None:
        """A page without an element has no tree."""
        assert html.tree(markup) is None

    def test_text_below_a_deep_nesting_survives(self) -> None:
        """Hundreds of unclosed inline elements do not swallow the rest of a page."""
        root = html.tree("<body>" + "<b><font color=red>" * 300 + "<p>deep down</p></body>")

        assert root is not None
        assert "deep down" in "".join(root.itertext())

    def test_zero_bytes_tear_no_name_apart(self) -> None:
        """A zero byte inside a tag's name is not there."""
        root = html.tree("<p>one</p><sec\x00tion>two</section>")

        assert root is not None
        assert [element.tag for element in root.iter("section")] == ["section"]

    def test_what_would_hold_the_parser_is_an_error(self) -> None:
        """Thousands of attributes in a tag never reach it."""
        with pytest.raises(html.HostileMarkupError, match="attributes"):
            html.tree("<p " + "a b " * 5000 + ">x</p>")


class TestStripped:
    """The text of a small piece without a parser, equal to what the parser finds."""

    @pytest.mark.parametrize(
        ("markup", "text"),
        [
            ("<p>One</p><p>Two</p>", "One\n\nTwo"),
            ("a<br/>b", "a\nb"),
            ("<b>bo</b>ld", "bold"),
            ('<a title="x > y">link</a>', "link"),
            ('<a title="x < y">link</a>', "link"),
            ("<a href='it's'>link</a>", "link"),
            ("1 &lt; 2 &amp;amp; 3", "1 < 2 &amp; 3"),
            ("5 < 6", "5 < 6"),
            ("a<!-- b -->c<script>d</script>e<STYLE>f</style >g", "aceg"),
            ("a<script>never closed", "a"),
            ("<![CDATA[x]]>y", "xy"),
            ("DİZİ İZLE <!-- b -->abc<b>d</b>", "DİZİ İZLE abcd"),
        ],
    )
    def test_markup_becomes_text(self, markup: str, text: str) -> None:
        """Tags go, blocks separate lines, what a browser does not show is left out."""
        assert clean(html.stripped(markup)) == text

    @pytest.mark.parametrize(
        "markup",
        [
            "<p>One</p><p>Two <b>bo</b>ld</p>",
            "<ul><li>a</li><li>b</li></ul>",
            "x<br>y &amp; z &eacute;",
            "<h2>Head</h2>Text<div>more</div>",
            "a<style>p{}</style>b<svg><title>s</title></svg>c",
        ],
    )
    def test_both_depths_agree(self, markup: str) -> None:
        """What real feeds hold gives the same words on the same lines either way."""
        lines = [line for line in html.stripped(markup).splitlines() if line]

        assert lines == [line for line in html.text_of(markup).splitlines() if line]
