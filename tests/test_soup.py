"""The maker of BeautifulSoup."""

import pytest

from monitor.reading import soup


class TestTextOf:
    """Clean text of feed summaries and the like."""

    def test_blocks_become_lines(self) -> None:
        """Paragraphs stand on lines of their own, inline markup disappears."""
        assert soup.text_of("<p>One <b>bold</b> word</p><p>Two</p>").split("\n") == ["One bold word", "", "Two"]

    def test_scripts_are_dropped(self) -> None:
        """What a browser does not show is not text."""
        assert soup.text_of("<p>Seen</p><script>alert(1)</script><style>p{}</style>") == "Seen"

    def test_plain_text_keeps_its_entities_resolved(self) -> None:
        """Text without markup is read as a browser would."""
        assert soup.text_of("Tom &amp; Jerry") == "Tom & Jerry"

    def test_an_address_alone_is_text(self) -> None:
        """A summary that is only an address warns nobody."""
        assert soup.text_of("<https://example.org/a>") == ""
        assert soup.text_of("https://example.org/a") == "https://example.org/a"


class TestSelect:
    """An outlet's selectors."""

    def test_finds_in_document_order(self) -> None:
        """Elements come as they stand in the page."""
        found = soup.select(soup.fragment("<p>a</p><div><p>b</p></div>"), "p")

        assert [tag.get_text() for tag in found] == ["a", "b"]

    @pytest.mark.parametrize("css", ["p[", ":nosuch(p)", "", "p >"])
    def test_a_bad_selector_finds_nothing(self, css: str) -> None:
        """A mistake in an outlet file costs its rule, not the crawl."""
        assert soup.select(soup.fragment("<p>a</p>"), css) == []


class TestHostile:
    """The linear filter in front of every parser."""

    def test_ordinary_markup_passes(self) -> None:
        """Pages of every day are let through."""
        assert soup.hostile("<html><body class='a' id=b>" + "<p>text</p>" * 1000) is None

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
        assert "attributes" in str(soup.hostile("<html>" + tag + "x"))

    def test_a_tag_without_end_is_named(self) -> None:
        """A megabyte in one tag is refused."""
        assert "characters" in str(soup.hostile("<p a='" + "x" * 1_100_000))

    @pytest.mark.parametrize("wrap", ["<script>{}</script>", "<!--{}-->", "<style>{}</style>"])
    def test_what_is_no_tag_is_not_counted(self, wrap: str) -> None:
        """Comparisons inside scripts and comments look like tags, and are none."""
        assert soup.hostile(wrap.format("if (a <b c d e " * 5000)) is None

    def test_hostile_fragments_arrive_as_text(self) -> None:
        """A bomb in a feed leaves its words."""
        assert soup.text_of("before <p " + "a b " * 5000 + ">after</p>") == "before after"


def test_a_selector_that_is_none_finds_nothing() -> None:
    """Broken CSS in an outlet's rules is no error where pages are read, and can be told where rules are checked."""
    page = soup.fragment("<p>text</p>")

    assert soup.flaw("div[") == "Malformed attribute selector at position 3"
    assert soup.flaw("div > p.a") is None
    assert soup.select(page, "div[") == []
