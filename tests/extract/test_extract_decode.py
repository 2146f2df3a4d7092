"""From bytes to characters and one tree."""

import codecs

import pytest

from monitor.reading import decode

UMLAUTS = "<html><body><p>Ein schöner Film über Köln</p></body></html>"


class TestTextOfBytes:
    @pytest.mark.parametrize(
        ("body", "content_type"),
        [
            (UMLAUTS.encode("utf-8"), None),
            (UMLAUTS.encode("utf-8"), "text/html; charset=iso-8859-1"),
            (UMLAUTS.encode("latin-1"), "text/html; charset=iso-8859-1"),
            (UMLAUTS.encode("latin-1"), "text/html; charset=utf-8"),
            (UMLAUTS.replace("<body>", "<meta charset=windows-1252><body>").encode("cp1252"), None),
            (codecs.BOM_UTF16_LE + UMLAUTS.encode("utf-16-le"), "text/html; charset=utf-8"),
            (codecs.BOM_UTF8 + UMLAUTS.encode("utf-8"), None),
        ],
        ids=["utf-8", "header lies", "header", "header lies the other way", "meta", "utf-16 mark", "utf-8 mark"],
    )
    def test_umlauts_arrive(self, body: bytes, content_type: str | None) -> None:
        """Whatever a page declares, its letters are read right."""
        assert "schöner Film über Köln" in decode.text_of_bytes(body, content_type)

    @pytest.mark.parametrize("encoding", ["shift_jis", "euc_jp", "iso2022_jp"])
    def test_japanese(self, encoding: str) -> None:
        """The Japanese encodings are read by declaration."""
        page = f'<html lang="ja"><head><meta charset="{encoding}"></head><body>映画「ヒート」の続編</body></html>'

        assert "続編" in decode.text_of_bytes(page.encode(encoding))

    def test_undeclared_cyrillic_by_language(self) -> None:
        """The language that a page states suggests its encoding."""
        page = '<html lang="ru"><body>Новый фильм Майкла Манна</body></html>'

        assert "Новый фильм" in decode.text_of_bytes(page.encode("cp1251"))

    def test_one_bad_byte_costs_one_letter(self) -> None:
        """A page cut inside a character is read as what it is for the rest."""
        page = (UMLAUTS * 3).encode("utf-8") + b"\xc3"

        assert decode.text_of_bytes(page).count("schöner") == 3

    @pytest.mark.parametrize("name", ["no-such-encoding", "base64", "utf-7", "idna", "rot13", "x" * 40])
    def test_a_declared_nonsense_is_ignored(self, name: str) -> None:
        """A name that is no text encoding changes nothing."""
        assert "über" in decode.text_of_bytes(UMLAUTS.encode("cp1252"), f"text/html; charset={name}")


class TestParse:
    def test_comments_are_gone(self) -> None:
        """Text is not torn apart by comments."""
        root = decode.parse("<p>one<!-- two --> three</p>")

        assert root is not None
        assert "".join(root.itertext()) == "one three"

    @pytest.mark.parametrize("markup", ["", "   "])
    def test_nothing_is_none(self, markup: str) -> None:
        """A page without an element has no tree."""
        assert decode.parse(markup) is None

    def test_text_below_a_deep_nesting_survives(self) -> None:
        """Hundreds of unclosed inline elements do not swallow the rest of a page."""
        root = decode.parse("<body>" + "<b><font color=red>" * 300 + "<p>deep down</p></body>")

        assert root is not None
        assert "deep down" in "".join(root.itertext())
