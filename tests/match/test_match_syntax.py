import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import QuerySyntaxError
from monitor.match import parse
from monitor.match.query.nodes import And, Except, Near, Not, Or, Scoped, Term
from monitor.match.query.parser import parse_item


def term(written: str, **options: bool) -> Term:
    """A word or phrase."""
    return Term(tuple(written.lower().split()), written, **options)


class TestGrammar:
    @pytest.mark.parametrize(
        ("query", "node"),
        [
            ("a b OR c", Or((And((term("a"), term("b"))), term("c")))),
            ("a OR b c", Or((term("a"), And((term("b"), term("c")))))),
            ("a NOT b", And((term("a"), Not(term("b"))))),
            ("NOT b a", And((Not(term("b")), term("a")))),
            ("a AND NOT b", And((term("a"), Not(term("b"))))),
            ("a -b", And((term("a"), Not(term("b"))))),
            ("a –b", And((term("a"), Not(term("b"))))),
            ("a NOT NOT b", And((term("a"), term("b")))),
            ("a NEAR/3 b", Near(term("a"), term("b"), 3)),
            ("a NEAR b", Near(term("a"), term("b"), 10)),
            ("a ONEAR/0 b", Near(term("a"), term("b"), 0, ordered=True)),
            ("a EXCEPT b NEAR/3 c", Near(Except(term("a"), term("b")), term("c"), 3)),
            ("a NEAR/3 b EXCEPT c", Except(Near(term("a"), term("b"), 3), term("c"))),
            ("a OR b EXCEPT c", Or((term("a"), Except(term("b"), term("c"))))),
            ("title:a b", And((Scoped("title", term("a")), term("b")))),
            ("title:(a OR b)", Scoped("title", Or((term("a"), term("b"))))),
            ("(a OR b) OR c", Or((term("a"), term("b"), term("c")))),
            ("“a b”", term("a b")),
            ("„a b“", term("a b")),
            ("«a b»", term("a b")),
            ("＂a b＂", term("a b")),
            ("（a ＯＲ b） ＮＥＡＲ／５ c", Near(Or((term("a"), term("b"))), term("c"), 5)),
            ("‘a b’", term("a b")),
            ("'a b'", term("a b")),
            ('a"b"', And((term("a"), term("b")))),
            ("=a", term("a", exact=True)),
            ("case:a", term("a", exact=True)),
            ("abc*", term("abc", prefix=True)),
            ('"a abc*"', term("a abc", prefix=True)),
            ('"a abc"*', term("a abc", prefix=True)),
            ("and or not", And((term("and"), term("or"), term("not")))),
            ('"OR"', term("OR")),
            ("NEON IT DNA OSCAR/5", And((term("NEON"), term("IT"), term("DNA"), Term(("oscar", "5"), "OSCAR/5")))),
            ("EXPECT EXEMPT EXCERPT", And((term("EXPECT"), term("EXEMPT"), term("EXCERPT")))),
            ("a - b", None),
        ],
    )
    def test_reads(self, query: str, node: object) -> None:
        """Operators bind as documented; quotes of all kinds quote."""
        if node is None:
            with pytest.raises(QuerySyntaxError):
                parse(query)
        else:
            assert parse(query) == node

    def test_quotes_can_be_escaped(self) -> None:
        """A quotation mark inside a phrase is written with a backslash."""
        assert parse(r'"Dwayne \"The Rock\" Johnson"') == Term(
            ("dwayne", "the", "rock", "johnson"), 'Dwayne "The Rock" Johnson'
        )

    @pytest.mark.parametrize(
        ("item", "written"),
        [
            ("The Rock (1996)", "The Rock (1996)"),
            ("Superman & Lois", "Superman & Lois"),
            ("Doom: The Dark Ages", "Doom: The Dark Ages"),
            ('The "Rock" man', 'The "Rock" man'),
            ("WAR AND PEACE", "WAR AND PEACE"),
        ],
    )
    def test_plain_entries_are_phrases(self, item: str, written: str) -> None:
        """An entry of a list without the marks of a query is one phrase, whatever its punctuation."""
        node = parse_item(item)

        assert isinstance(node, Term)
        assert node.written == written

    @pytest.mark.parametrize("item", ["a OR b", 'title:"a"', '"a" NEAR/3 "b"', "abc*", "=A", "/a+/", '("a" OR "b")'])
    def test_other_entries_are_queries(self, item: str) -> None:
        """An entry with operators, fields or quotes is a query."""
        assert parse_item(item) == parse(item)


class TestErrors:
    @pytest.mark.parametrize(
        ("query", "position", "says", "hints"),
        [
            ("", 0, "empty", "Heat 2"),
            ("(a", 0, "never closed", ")"),
            ("a)", 1, "closes nothing", "add ("),
            ("()", 0, "nothing stands between", "leave them out"),
            ('a ""', 2, "phrase is empty", "leave it out"),
            ("a OR", 4, "after 'OR', but the query ends here", "for example: heat OR"),
            ("a NEAR b NEAR", 13, "after 'NEAR', but the query ends here", "for example: heat NEAR/8"),
            ("title:", 6, "after 'title', but the query ends here", ""),
            ("NEAR a", 0, "before 'NEAR'", 'quote it: "NEAR"'),
            ("OR a", 0, "before 'OR'", 'quote it: "OR"'),
            ("a AND OR b", 6, "before 'OR'", ""),
            ('a "b', 2, "never closed", 'end the phrase with "'),
            ("titel:x", 0, "no field 'titel'", "did you mean title:"),
            ("language:en", 0, "no field", "did you mean lang:"),
            ("Mission:Impossible", 0, "no field", "quotes"),
            ("NOT a", 0, "only excluded", "name what must be there"),
            ("a OR -b", 5, "only excluded", ""),
            ("a NEAR/8", 8, "query ends here", ""),
            ("a NEAR/8 (b AND c)", 10, "NEAR needs words", "parentheses"),
            ("a EXCEPT (b AND c)", 10, "EXCEPT needs words", ""),
            ("a near/8 b", 2, "not an operator", "NEAR/8"),
            ("a NEAR8 b", 2, "not an operator", "NEAR/8"),
            ("a N/5 b", 2, "not an operator", "NEAR/5"),
            ("a W/5 b", 2, "not an operator", "ONEAR/5"),
            ("a NAER/5 b", 2, "not an operator", 'mean NEAR/5 ? to look for the word itself, quote it: "NAER/5"'),
            ("a NEER/5 b", 2, "not an operator", "NEAR/5"),
            ("a ONER/3 b", 2, "not an operator", "ONEAR/3"),
            ("a WITHIN/3 b", 2, "not an operator", "NEAR/3"),
            ("a NEAR/0.5 b", 2, "not an operator", "NEAR/0"),
            ("a NEAR/ b", 2, "not an operator", "NEAR/8"),
            ("a NEAR /5 b", 2, "no blank", "NEAR/5"),
            ("a EXEPT b", 2, "not an operator", "did you mean EXCEPT"),
            ("a EXECPT b", 2, "not an operator", "EXCEPT"),
            ("a | b", 2, "not an operator", "OR"),
            ("a && b", 2, "not an operator", "AND"),
            ("lang:", 5, "one language code", "lang:en"),
            ("*", 0, "3 letters", "driv*"),
            ("a NEAR/5000 b", 2, "at most 1000", "AND"),
            ("ab*", 0, "3 letters", "driv*"),
            ("*abc", 0, "end of a word", "driv*"),
            ("a & b", 2, "no letter or figure", "quote the whole name"),
            ('"!!!"', 0, "no letter or figure", "as in /band !!!/"),
            ('a OR "..."', 5, "no letter or figure", "as in /band !!!/"),
            (r"/\$/", 0, "signs alone", ""),
            ("a /[!?]{3}/", 2, "signs alone", ""),
            (r"/(?i)(^|\s)!+/", 0, "signs alone", ""),
            ("M*A*S*H", 0, "end of a word", 'quote it: "M*A*S*H"'),
            ("/(/", 0, "not understood", "RE2"),
            (r"/(a)\1/", 0, "not understood", "RE2"),
            ("/a*/", 0, "empty text", ""),
            ("outlet:(a)", 7, "one outlet id", ""),
            ("=", 0, "no letter", ""),
            ("=(a)", 1, "a word or phrase after =", ""),
        ],
    )
    def test_say_where_and_what(self, query: str, position: int, says: str, hints: str) -> None:
        """An error names the place, what was expected there, and what might have been meant."""
        with pytest.raises(QuerySyntaxError) as caught:
            parse(query)

        assert caught.value.position == position
        assert says in caught.value.reason
        assert hints in (caught.value.hint or "")

    def test_show_a_caret(self) -> None:
        """The message holds the query with a caret under the place."""
        with pytest.raises(QuerySyntaxError) as caught:
            parse("heat AND OR mann")

        assert "  heat AND OR mann\n           ^" in str(caught.value)

    @given(
        st.lists(
            st.sampled_from([*"ab12 \"'()-=*/:&“”‘’\\é人", " AND ", " OR ", " NOT ", " NEAR/2 ", " EXCEPT ", "tag:"])
        )
    )
    def test_any_text_is_read_or_refused(self, pieces: list[str]) -> None:
        """Any text is read, or refused with a place in it."""
        query = "".join(pieces)

        assert 0 <= refused_at(query) <= len(query)


def refused_at(query: str) -> int:
    """The place that an error names, 0 without an error."""
    try:
        parse(query)
    except QuerySyntaxError as error:
        return error.position
    return 0
