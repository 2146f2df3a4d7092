import sqlite3
import string
import unicodedata
from contextlib import closing
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor import text
from monitor.text import sentence_spans
from monitor.text.stopwords import ENGLISH, grammar

ANY = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("ab \n\t\r.'’-ßæéＡﬁ½か日🔥й한\u200d\u200c\u0301\u0323\u3099\ud800\u202e\u00a0\u00ad\x01\x02"),
    ),
    max_size=40,
)


class TestClean:
    @given(ANY, st.integers(0, 40))
    def test_is_idempotent_and_within_the_limit(self, given: str, limit: int) -> None:
        """Cleaning twice changes nothing, with and without a limit."""
        whole, cut = text.clean(given), text.clean(given, limit=limit)

        assert text.clean(whole) == whole
        assert text.clean(cut, limit=limit) == cut
        assert len(cut) <= limit

    @given(ANY)
    def test_leaves_nothing_unwanted(self, given: str) -> None:
        """No control, direction or surrogate character is left, no double blank, no third line end."""
        cleaned = text.clean(given)

        assert not any(unicodedata.category(character) in {"Cc", "Cs"} for character in cleaned.replace("\n", ""))
        assert not set(cleaned) & set("\u202a\u202e\u2066\u2069\u200e\u200b\ufeff\u2028\x85")
        assert "  " not in cleaned
        assert "\n\n\n" not in cleaned
        assert cleaned == cleaned.strip()

    @given(ANY)
    def test_blanks_around_change_nothing(self, given: str) -> None:
        """A text that is found clean at once is what the long way makes of it, too."""
        assert text.clean(f" {given}") == text.clean(given)

    @given(ANY)
    def test_line_is_one_line(self, given: str) -> None:
        """A clean line has no line end."""
        line = text.clean_line(given)

        assert "\n" not in line
        assert text.clean_line(line) == line

    @pytest.mark.parametrize(
        ("given", "cleaned"),
        [
            ("Zoe\u0308", "Zoë"),
            ("a\r\nb\rc\u2028d\x1ee", "a\nb\nc\nd\ne"),
            ("a \u00a0\t b", "a b"),
            ("a\n\n \n\nb", "a\n\nb"),
            ("so\u00adft hy\u200bphen", "soft hyphen"),
            ("\ud800lone", "lone"),
            ("pic\ufffctu\u034fre", "picture"),
            ("evil \u202egnp.exe", "evil gnp.exe"),
            ("👨\u200d👩", "👨\u200d👩"),
            ("می\u200cخواهم", "می\u200cخواهم"),
            ("a\u200db", "ab"),
        ],
    )
    def test_keeps_what_is_seen(self, given: str, cleaned: str) -> None:
        """What a reader sees stays; joiners stay where they mean something."""
        assert text.clean(given) == cleaned

    def test_cuts_between_words(self) -> None:
        """A limit cuts at a word's border, and inside a word only if it is long."""
        assert text.clean("one two three", limit=9) == "one two"
        assert text.clean("one two three", limit=7) == "one two"
        assert text.clean("x" * 50, limit=10) == "x" * 10


class TestFold:
    def test_the_turkish_i_has_no_accent(self) -> None:
        """A capital that is written without Turkish does not tell whether it has a dot."""
        assert text.accents("İı") == ["", ""]

    @given(ANY)
    def test_words_and_fold_agree(self, given: str) -> None:
        """There is one span for each folded word, and it folds to that word."""
        spans = text.words(given)
        folded = text.fold(given)

        assert [text.fold(given[start:end]) for start, end in spans] == (folded.split(" ") if folded else [])
        assert text.fold_words(given) == folded.split()

    @given(ANY)
    def test_is_idempotent(self, given: str) -> None:
        """What is folded stays."""
        folded = text.fold(given)

        assert text.fold(folded) == folded

    @pytest.mark.parametrize(
        ("given", "folded"),
        [
            ("‘Heat 2’: Zoë Kravitz’s", "heat 2 zoe kravitz s"),
            ("Straße ﬁlm Łódź Ærø", "strasse film lodz aero"),
            ("ＨＥＡＴ Ⅱ m²", "heat ii m2"),
            ("Heat\u00a02\u2014SAG\u2011AFTRA", "heat 2 sag aftra"),
            ("Heat™ 2®", "heat 2"),
            ("進撃の巨人", "進 撃 の 巨 人"),
            ("ภาพ", "ภ า พ"),
            ("Привет, мой Артём", "привет мой артем"),
            ("ΑΘΗΝΑ Αθήνα", "αθηνα αθηνα"),
            ("٢٠", "20"),
            ("İstanbul Iğdır", "istanbul igdir"),
            ("हिन्दी", "हिन्दी"),
            ("한국 영화", "한국 영화"),
            ("🔥🔥", "🔥 🔥"),
            ("ｶﾞﾝﾀﾞﾑ カ\u3099ﾊﾟ ｱﾞ", "ガ ン ダ ム ガ パ ア"),
            ("и\u0306 Й", "й й"),
            ("О\u02b9 a\u02bda a\u02bea a\ua78ca a\u02bfa", "о a a a a a a a a"),
            ("\u06a9ی", "\u0643\u064a"),
            ("القـاهِرة", "القاهرة"),
            ("\ud800 \x00", ""),
            ("Ǽon ǿre \u0149 ໜ", "aeon ore n ຫ ນ"),
        ],
    )
    def test_forms(self, given: str, folded: str) -> None:
        """Case, accents, ligatures, widths and punctuation go; letters stay."""
        assert text.fold(given) == folded

    def test_many_different_characters_are_folded_alike(self) -> None:
        """What is remembered of characters is bounded, and does not change the result."""
        everything = "".join(chr(code) for code in range(0x20000) if not 0xD800 <= code < 0xE000)

        assert text.fold(everything) == text.fold(everything)
        assert text.fold(text.fold(everything)) == text.fold(everything)

    def test_accents_are_named_letter_by_letter(self) -> None:
        """An accent stands at the letter that bears it, at both of one that became two, which ß is in another hand."""
        assert text.accents("Zoë") == ["", "", "ë"]
        assert text.accents("Zoe\u0308") == ["", "", "ë"]
        assert text.accents("aþ") == ["", "þ", "þ"]
        assert text.accents("aßæ") == [""] * 5

    def test_slug(self) -> None:
        """A slug is ASCII words with hyphens."""
        assert text.slug("‘Heat 2’: Zoë") == "heat-2-zoe"
        assert text.slug("巨人") == ""


class TestRespelled:
    def test_plain_text_has_nothing_to_respell(self) -> None:
        """Words that SQLite's index folds as we do are not named again."""
        assert text.respelled("Zoë’s “Heat 2” — мой 한국", "") is None

    def test_names_words_that_the_index_has_otherwise(self) -> None:
        """Words that it folds otherwise are named in our form, in order."""
        assert text.respelled("Søren saw 巨人 at", "the Straße") == "respelled soren 巨 人 strasse"

    def test_no_character_is_wrongly_taken_for_plain(self) -> None:
        """Every character that needs no respelling is folded by SQLite as by us."""
        codes = [code for code in range(0x80, 0x30000) if not 0xD800 <= code < 0xE000]
        plain = [code for code in codes if text.respelled(f"x{chr(code)}z") is None]
        terms: dict[int, list[str]] = {}
        with closing(sqlite3.connect(":memory:")) as db:
            db.execute("create virtual table a using fts5 (x, tokenize='unicode61 remove_diacritics 2')")
            db.execute("create virtual table seen using fts5vocab (a, instance)")
            db.executemany("insert into a (rowid, x) values (?, ?)", ((code, f"x{chr(code)}z") for code in plain))
            for term, code in db.execute("select term, doc from seen order by doc, offset"):
                terms.setdefault(code, []).append(term)

        assert len(plain) > 10_000
        assert [chr(code) for code in plain if terms[code] != text.fold_words(f"x{chr(code)}z")] == []


class TestSentences:
    @pytest.mark.parametrize(
        ("given", "sentences"),
        [
            ("He left. She stayed.", ["He left.", "She stayed."]),
            ("Michael B. Jordan met Dr. Strange.", ["Michael B. Jordan met Dr. Strange."]),
            ("“Really?” she asked. “Yes!” Then no.", ["“Really?” she asked.", "“Yes!”", "Then no."]),
            ("No. 1 is No. She said no. Then", ["No. 1 is No.", "She said no.", "Then"]),
            ("It grew 2.5 percent… and on. End", ["It grew 2.5 percent… and on.", "End"]),
            ("Title\nBody here", ["Title", "Body here"]),
            ("Title 2 \n \nBody\u00a0\n", ["Title 2", "Body"]),
            ("映画です。次の文。", ["映画です。", "次の文。"]),
            ("Am 3. März dreht er. Die 2. Staffel folgt.", ["Am 3. März dreht er.", "Die 2. Staffel folgt."]),
            ("He is 3. The film is 20.15. März", ["He is 3.", "The film is 20.15.", "März"]),
            ("Sie ist 3. Teilweise seit 2019. Mai war", ["Sie ist 3.", "Teilweise seit 2019.", "Mai war"]),
            ("  ", []),
        ],
    )
    def test_are_found(self, given: str, sentences: list[str]) -> None:
        """Stops end sentences, those of abbreviations, initials and figures do not."""
        assert [given[start:end] for start, end in text.sentences(given)] == sentences

    @given(ANY)
    def test_spans_are_in_order(self, given: str) -> None:
        """Spans are whole, in order and do not overlap."""
        spans = text.sentences(given)

        assert all(start < end for start, end in spans)
        assert all(one[1] <= other[0] for one, other in pairwise(spans))
        assert all(
            given[start:end].strip(string.whitespace) == given[start:end] for start, end in spans if given.isascii()
        )
        assert sentence_spans.holding(given, range(len(given))) == spans

    def test_those_that_hold_an_offset(self) -> None:
        """Of several lines those with an offset are read; each sentence comes once, at its place in the whole."""
        given = "One by Mr. Mann. Two!\n\n Three. Four\nFive. Six."
        places = sorted(given.index(word) for word in ("Mann", "Mr", "Six"))
        found = [given[start:end] for start, end in sentence_spans.holding(given, places)]
        assert found == ["One by Mr. Mann.", "Six."]


@pytest.mark.parametrize(
    "hostile",
    [
        "a" + "\u0301\u0323" * 250_000,
        "a" * 1_500_000,
        ". " * 250_000,
        "\u200d" * 250_000,
        "日" * 250_000,
        "x.\n" * 150_000,
    ],
    ids=["marks", "letters", "stops", "joiners", "japanese", "lines"],
)
@pytest.mark.timeout(60)
def test_long_texts_take_linear_time(hostile: str) -> None:
    """A quarter of a million marks, letters or stops are cleaned, folded and cut into sentences all the same."""
    cleaned = text.clean(hostile)

    assert text.clean(cleaned) == cleaned
    assert len(text.words(hostile)) == len(text.fold_words(hostile))
    assert isinstance(text.sentences(hostile), list)
    assert (text.respelled(hostile) or text.RESPELLED).startswith(text.RESPELLED)


@pytest.mark.parametrize(
    ("said", "of_it", "not_of_it"),
    [
        ("the film that was shown in paris and for which he has won", "has", "war"),
        ("der film war in paris und wurde von der jury the best genannt", "wurde", "the"),
        ("le film est dans les salles et il a la presse", "dans", "the"),
        ("film filmen filmer", "the", "och"),
        ("och the", "the", "och"),
    ],
    ids=["english", "german with english words", "french", "no words of grammar", "as many of both"],
)
def test_the_language_with_most_words_of_grammar_is_the_one(said: str, of_it: str, not_of_it: str) -> None:
    """English where no other has more."""
    found = grammar(said.split())

    assert of_it in found
    assert not_of_it not in found
    assert (found is ENGLISH) == ("the" in found)
