"""From bytes to characters: the same ones in pages, section pages, feeds, sitemaps and WordPress answers."""

import codecs
import json
from datetime import UTC, datetime

import pytest

from monitor.discover import read_listing
from monitor.extract import read_article
from monitor.model import Article, Outlet, Page, SourceKind
from monitor.reading.encoding import text_of_bytes, utf8_of_bytes

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
        assert "schöner Film über Köln" in text_of_bytes(body, content_type)

    @pytest.mark.parametrize("encoding", ["shift_jis", "euc_jp", "iso2022_jp"])
    def test_japanese(self, encoding: str) -> None:
        """The Japanese encodings are read by declaration."""
        page = f'<html lang="ja"><head><meta charset="{encoding}"></head><body>映画「ヒート」の続編</body></html>'

        assert "続編" in text_of_bytes(page.encode(encoding))

    def test_undeclared_cyrillic_by_language(self) -> None:
        """The language that a page declares suggests its encoding."""
        page = '<html lang="ru"><body>Новый фильм Майкла Манна</body></html>'

        assert "Новый фильм" in text_of_bytes(page.encode("cp1251"))

    def test_one_bad_byte_costs_one_letter(self) -> None:
        """A page cut inside a character is read as what it is for the rest."""
        page = (UMLAUTS * 3).encode("utf-8") + b"\xc3"

        assert text_of_bytes(page).count("schöner") == 3

    @pytest.mark.parametrize("name", ["no-such-encoding", "base64", "utf-7", "idna", "rot13", "x" * 40])
    def test_a_declared_nonsense_is_ignored(self, name: str) -> None:
        """A name that is no text encoding changes nothing."""
        assert "über" in text_of_bytes(UMLAUTS.encode("cp1252"), f"text/html; charset={name}")

    @pytest.mark.parametrize("lang", ["pl", "ru", "cs", "tr", "de"])
    @pytest.mark.parametrize("content_type", [None, "text/html; charset=iso-8859-1"])
    def test_one_bad_byte_is_no_other_encoding(self, lang: str, content_type: str | None) -> None:
        """A page of UTF-8 that is cut inside a character is UTF-8, whatever its language is mostly written in."""
        page = UMLAUTS.replace("<html>", f'<html lang="{lang}">').encode("utf-8") * 3 + b"\xc3"

        assert text_of_bytes(page, content_type).count("schöner") == 3

    def test_what_xml_declares_beats_the_header(self) -> None:
        """The document is written by what knows it; a server says one thing of all its documents."""
        feed = '<?xml version="1.0" encoding="windows-1250"?><rss><title>Příběh</title></rss>'

        assert "Příběh" in text_of_bytes(feed.encode("cp1250"), "application/xml; charset=iso-8859-1")

    def test_xml_of_two_bytes_without_a_mark(self) -> None:
        """What begins like XML, or HTML, in UTF-16 is that."""
        for encoding in ("utf-16-le", "utf-16-be"):
            assert "über" in text_of_bytes("\r\n <!doctype html><p>über".encode(encoding))
        assert "über" in text_of_bytes('<?xml version="1.0"?><rss>über</rss>'.encode("utf-16-le"))


NOW = datetime(2026, 1, 1, tzinfo=UTC)
HOME = "https://www.example.org/"
URL = HOME + "film/mann-returns-to-heat-with-a-sequel-4711"
OUTLET = Outlet(id="filmpost", name="Film Post", home=HOME)
# The bytes' encoding, the name that is declared (none where the language must do), the language, words.
CASES = [
    ("cp932", "x-sjis", "ja", "映画「ヒート」続編①、髙橋監督が発表"),
    ("cp932", "Shift_JIS", "ja", "映画「ヒート」続編①、髙橋監督が発表"),
    ("euc_jp", "x-euc-jp", "ja", "映画「ヒート」続編を監督が発表"),
    ("iso2022_jp", "iso-2022-jp", "ja", "映画「ヒート」続編を監督が発表"),
    ("iso2022_jp", None, "ja", "映画「ヒート」続編を監督が発表"),
    ("cp874", "windows-874", "th", "ผู้กำกับประกาศภาคต่อของภาพยนตร์"),
    ("cp949", "euc-kr", "ko", "영화 히트 속편 촬영 시작, 똠방각하 감독 발표"),
    ("cp949", "ks_c_5601-1987", "ko", "영화 히트 속편 촬영 시작, 똠방각하 감독 발표"),
    ("gb18030", "gb2312", "zh", "导演宣布电影续集开拍，朱镕基出席"),
    ("big5hkscs", "big5", "zh", "導演宣布電影續集開拍，李焯雄出席"),
    ("cp1251", None, "ru", "Режиссёр объявил о съёмках продолжения фильма"),
    ("cp1251", "windows-1251", "ru", "Режиссёр объявил о съёмках продолжения фильма"),
    ("koi8-r", "koi8-r", "ru", "Режиссёр объявил о съёмках продолжения фильма"),
    ("iso8859-2", None, "pl", "Reżyser ogłosił zdjęcia do filmu"),
    ("cp1250", "windows-1250", "cs", "Režisér oznámil natáčení pokračování"),
    ("cp1254", "iso-8859-9", "tr", "Yönetmen filmin çekimlerini açıkladı, “İstanbul”"),
    ("cp1252", "iso-8859-1", "en", "Director calls it “the café sequel” – at last"),
    ("cp1250", None, "pl", "Mann kręci „Gorączkę 2” – wreszcie ruszają zdjęcia"),
    ("cp1250", "iso-8859-2", "cs", "Režisér „Nelítostného souboje“ – konečně točí"),
    ("iso-8859-2", None, "pl", "Mann kręci Gorączkę 2, wreszcie ruszają zdjęcia"),
    ("utf-16-le", None, "ru", "Режиссёр «Схватки» снимает продолжение в Чикаго"),
    ("utf-16-be", "utf-8", "fr", "Mann prépare « Heat 2 » pour l’été prochain"),
    ("utf-8", "iso-8859-1", "de", "Regisseur kündigt die schöne Fortsetzung über Köln an"),
]


def markup(case: tuple[str, str | None, str, str], template: str) -> bytes:
    """The template with a declaration, a language and the words, in the case's encoding."""
    encoding, declared, language, words = case
    xml = f' encoding="{declared}"' if declared else ""
    meta = f'<meta charset="{declared}">' if declared else ""
    return template.format(xml=xml, meta=meta, lang=language, words=words, url=URL).encode(encoding)


def section(case: tuple[str, str | None, str, str]) -> str | None:
    """The title of the one link of a section page."""
    body = markup(case, '<html lang="{lang}"><head>{meta}</head><body><a href="{url}">{words}</a></body></html>')
    (link,) = read_listing(SourceKind.SECTION, body, HOME, outlet=OUTLET, now=NOW).links
    return link.title


def feed(case: tuple[str, str | None, str, str]) -> str | None:
    """The title of the one item of a feed."""
    body = markup(
        case,
        '<?xml version="1.0"{xml}?><rss version="2.0"><channel><title>x</title><language>{lang}</language>'
        "<item><title>{words}</title><link>{url}</link></item></channel></rss>",
    )
    (link,) = read_listing(SourceKind.FEED, body, HOME, outlet=OUTLET, now=NOW).links
    return link.title


def sitemap(case: tuple[str, str | None, str, str]) -> str | None:
    """The title of the one page of a news sitemap."""
    body = markup(
        case,
        '<?xml version="1.0"{xml}?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xml:lang="{lang}"'
        ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>{url}</loc><news:news>'
        "<news:publication><news:language>{lang}</news:language></news:publication>"
        "<news:title>{words}</news:title></news:news></url></urlset>",
    )
    (link,) = read_listing(SourceKind.SITEMAP, body, HOME, now=NOW).links
    return link.title


def page(case: tuple[str, str | None, str, str]) -> str | None:
    """The headline of a page."""
    body = markup(
        case,
        '<html lang="{lang}"><head>{meta}<meta property="og:type" content="article"></head><body><article>'
        "<h1>{words}</h1><p>{words}, {words}</p><p>{words}: {words}</p></article></body></html>",
    )
    found = read_article(Page(url=URL, body=body), OUTLET, now=NOW)
    assert isinstance(found, Article)
    return found.title


@pytest.mark.parametrize("read", [section, feed, sitemap, page], ids=lambda read: read.__name__)
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}-{case[1]}")
def test_a_listing_is_read_as_a_page_is(case: tuple[str, str | None, str, str], read: object) -> None:
    """The same bytes under the same label are the same words, wherever they stand."""
    assert callable(read)
    assert read(case) == case[3]


def test_json_of_a_listing_is_read_by_its_header() -> None:
    """WordPress answers have no declaration but the server's."""
    posts = [{"link": URL, "title": {"rendered": "映画「ヒート」続編①"}}]
    body = json.dumps(posts, ensure_ascii=False).encode("cp932")
    content_type = "application/json; charset=x-sjis"
    (link,) = read_listing(SourceKind.WORDPRESS, body, HOME, content_type=content_type, now=NOW).links

    assert link.title == "映画「ヒート」続編①"


class TestUtf8OfBytes:
    @pytest.mark.parametrize("letter", ["é", "…", "🎬"])
    @pytest.mark.parametrize("before", [16381, 16382, 16383, 16384])
    def test_letters_lie_over_the_border_of_its_parts(self, letter: str, before: int) -> None:
        """Whole ones are the very bytes; half of one at the end is none, wherever that lies."""
        body = b"x" * before + letter.encode() + b"x" * 20_000 + letter.encode()

        assert utf8_of_bytes(body) is body
        assert utf8_of_bytes(body[:-1]).endswith("x\ufffd".encode())
