from dataclasses import replace
from typing import Any

import pytest
from match_made import article, watch

from monitor.errors import QuerySyntaxError
from monitor.match import compile_watches
from monitor.match.matcher import Matcher
from monitor.match.query.options import OPTIONS, Trial
from monitor.model import Article, Hit

LONG = "Some words before it all, which nobody reads. " * 20


def found(matcher: Matcher, one: Article) -> list[str]:
    """The ids of the watches that an article hits."""
    return [hit.watch for hit in matcher.match(one)]


def only(query: str, one: Article) -> Hit:
    """The hit of one watch."""
    (hit,) = compile_watches([watch(query)]).match(one)
    return hit


class TestHits:
    def test_are_in_the_order_of_the_watches(self) -> None:
        """Hits come in the order in which the watches were given."""
        several = [watch("heat", id="b"), watch("zoo", id="z"), watch("mann", id="a"), watch("outlet:joblo", id="c")]

        assert found(compile_watches(several), article("Mann's Heat")) == ["b", "a", "c"]

    def test_of_no_watches(self) -> None:
        """Without watches there are no hits."""
        assert compile_watches([]).match(article("Heat")) == []
        assert compile_watches([]).size == 0

    def test_marks_name_field_and_place(self) -> None:
        """Each place is a mark with its field and the article's own words there, in the order of the fields."""
        one = article("Zoe\u0308 in ‘Heat’", "By Jane.\n\nHEAT again", standfirst="More heat")
        hit = only("heat OR zoe", one)

        assert [(mark.field, mark.text) for mark in hit.marks] == [
            ("title", "Zoe\u0308"),
            ("title", "Heat"),
            ("standfirst", "heat"),
            ("body", "HEAT"),
        ]
        assert hit.field == "title"

    def test_marks_in_lists_count_the_joined_items(self) -> None:
        """Authors and tags are joined by a comma and a blank."""
        one = article("x", authors=("Jane Doe", "Michael Mann"), tags=("film", "heat"))
        hit = only("author:mann tag:heat", one)

        assert [(m.field, m.start, m.end, m.text) for m in hit.marks] == [
            ("authors", 18, 22, "Mann"),
            ("tags", 6, 10, "heat"),
        ]

    def test_longest_mark_stands_for_those_inside(self) -> None:
        """Where alternatives lie within each other, the longest is marked."""
        hit = only('heat OR "heat 2" OR 2', article("Heat 2"))

        assert [mark.text for mark in hit.marks] == ["Heat 2"]

    @pytest.mark.parametrize(
        "body",
        [
            "\x93Heat 2\x94 \x00\x01 Heat 2",
            "HeatÂ\x80\x99s 2 Heat 2",
            "\ufeffHeat\u200b 2",
            "\ud83dHeat 2\ude00",
            "Straße ﬁ ½ ß Heat 2 ß Heat 2",
            "Привет мир Heat 2 — да",
            "進撃のHeat 2巨人" + "人" * 100 + " Heat 2",
        ],
    )
    def test_marks_in_broken_encodings(self, body: str) -> None:
        """Mojibake, control characters, lone surrogates and letters that change their length keep offsets right."""
        hit = only('"heat 2"', article("x", body))

        assert hit.marks
        assert all(body[mark.start : mark.end] == mark.text for mark in hit.marks)
        assert {mark.text.replace("\u200b", "") for mark in hit.marks} == {"Heat 2"}


class TestSnippets:
    def test_is_around_the_first_mark_of_the_body(self) -> None:
        """The body's first place is shown from its sentence on, with all marks that fall into the piece."""
        one = article("Heat 2 is cast", f"{LONG}Then came Heat 2, at last, and Heat 2 again. {LONG}")
        hit = only('"heat 2"', one)
        marked = [hit.snippet[start:end] for start, end in hit.snippet_marks]

        assert hit.snippet.startswith("Then came Heat 2, at last")
        assert hit.snippet.endswith("…")
        assert marked == ["Heat 2", "Heat 2"]
        assert 150 <= len(hit.snippet) <= 230

    def test_is_of_the_standfirst_or_title_where_the_body_has_none(self) -> None:
        """Without a place in the body the standfirst is shown, and else the title."""
        assert only("heat", article("Heat 2", "x", standfirst="A heat film")).snippet == "A heat film"
        assert only("heat", article("Heat 2", "x")).snippet == "Heat 2"

    def test_is_one_line_of_whole_words(self) -> None:
        """Line ends and runs of blanks become one blank, and offsets follow."""
        body = "x" * 90 + " some\nwords   here\n\nand Heat\n2 there " + "word " * 60
        hit = only('"heat 2"', article("x", body))
        (start, end) = hit.snippet_marks[0]

        assert "\n" not in hit.snippet
        assert "  " not in hit.snippet
        assert hit.snippet[start:end] == "Heat 2"
        assert hit.snippet.rstrip("…").split()[-1] == "word"

    def test_of_a_hit_without_places(self) -> None:
        """A watch on an outlet alone shows how the article begins."""
        hit = only("outlet:joblo", article("Title", "The first words."))

        assert hit.snippet == "The first words."
        assert hit.snippet_marks == ()
        assert hit.marks == ()

    def test_of_text_without_blanks(self) -> None:
        """Text without blanks is cut all the same."""
        hit = only("巨人", article("x", "あ" * 500 + "進撃の巨人" + "い" * 500))

        assert 100 < len(hit.snippet) < 300
        assert [hit.snippet[start:end] for start, end in hit.snippet_marks] == ["巨人"]


class TestOptions:
    @pytest.mark.parametrize(
        "trial", [trial for option in OPTIONS for trial in option.trials], ids=lambda trial: trial.written[:60]
    )
    def test_examples(self, trial: Trial) -> None:
        """Every example of an option holds."""
        assert bool(compile_watches([trial.watch]).match(trial.article)) == trial.found

    def test_only_places_with_context_near_are_marked(self) -> None:
        """Places without the context near them are no marks."""
        one = article("x", "Heat by Mann. And then, much later in the day, it was heat again.")
        (hit,) = compile_watches([watch("heat", context=("Mann",), context_within="3")]).match(one)

        assert [mark.start for mark in hit.marks] == [0]

    def test_all_contexts_near_the_same_place(self) -> None:
        """With `all`, one place must have each context near it."""
        option = watch("heat", context=("Mann", "Pacino"), context_match="all", context_within="2")

        assert found(compile_watches([option]), article("Mann Heat Pacino")) == ["watch"]
        assert found(compile_watches([option]), article("Mann Heat. Words in between them all. Heat Pacino")) == []

    def test_context_of_an_outlet_watch(self) -> None:
        """A watch on an outlet alone can have context."""
        option = watch("outlet:joblo", context=("Mann",))

        assert found(compile_watches([option]), article("Mann")) == ["watch"]
        assert found(compile_watches([option]), article("Heat")) == []

    def test_excluded_words_count_beyond_the_scope(self) -> None:
        """`in` says where the words must stand; NOT looks everywhere."""
        option = watch("heat NOT miami", scope="title")

        assert found(compile_watches([option]), article("Heat", "Miami")) == []
        assert found(compile_watches([option]), article("Heat", "Mann")) == ["watch"]

    def test_masked_words_are_not_excluded_either(self) -> None:
        """A place that does not count does not exclude."""
        option = watch("heat NOT wave", masks=("Wave Records",))

        assert found(compile_watches([option]), article("Heat by Wave Records")) == ["watch"]
        assert found(compile_watches([option]), article("Heat wave")) == []

    @pytest.mark.parametrize(
        "wrong",
        [
            {"query": "heat OR"},
            {"context": ('"Mann',)},
            {"masks": ("outlet:joblo",)},
            {"aliases": ("&",)},
            {"context_within": "paragraph"},
            {"context_within": "5000"},
            {"context_match": "some"},
            {"scope": "headline"},
        ],
        ids=str,
    )
    def test_wrong_options_are_refused(self, wrong: dict[str, object]) -> None:
        """An option that cannot be understood is an error that names the watch."""
        with pytest.raises(QuerySyntaxError, match="watch 'Watch'"):
            compile_watches([replace(watch("heat"), **wrong)])


@pytest.mark.parametrize("option", [{"context": ("mann",), "context_within": "1"}, {"scope": "standfirst"}], ids=str)
def test_later_places_of_a_word_count(option: dict[str, Any]) -> None:
    """A word that stands hundreds of times is still found where the context, or the scope, is."""
    one = article("Heat, Heat, Heat", "Heat is on. " * 500 + "Heat by Mann.", standfirst="Heat")

    assert found(compile_watches([watch("heat", **option)]), one) == ["watch"]


class TestUpdated:
    def test_adds_replaces_and_removes(self) -> None:
        """Watches are added, replaced by id and removed; the earlier matcher stays as it was."""
        heat, mann, us, thief = (
            *(watch("heat", id="a"), watch("mann", id="b")),
            *(watch("us", id="c"), watch("thief", id="d")),
        )
        first = compile_watches([heat, mann, us])
        second = compile_watches([heat, watch("ferrari", id="b"), thief], first)
        third = compile_watches([watch("ferrari", id="b"), watch("heat", id="d")], second)
        again = compile_watches([heat, mann, us], third)

        assert found(first, article("Heat, Mann, us, Ferrari, Thief")) == ["a", "b", "c"]
        assert found(second, article("Heat, Mann, us, Ferrari, Thief")) == ["a", "b", "d"]
        assert found(second, article("Mann and us")) == []
        assert found(third, article("Heat, Mann, us, Ferrari, Thief")) == ["b", "d"]
        assert found(again, article("Heat, Mann, us, Ferrari, Thief")) == ["a", "b", "c"]
        assert (first.size, second.size, third.size, again.size) == (3, 3, 2, 3)

    @pytest.mark.parametrize("count", [1_000, 1_001])
    def test_many_changes_build_all_again(self, count: int) -> None:
        """After many changes all are built under one automaton again; a few are a second one."""
        kept = watch("heat", id="a")
        more = [watch(f"word{number}", id=str(number)) for number in range(count)]
        matcher = compile_watches([kept, *more], compile_watches([kept]))

        assert matcher.size == count + 1
        assert found(matcher, article("word7 and heat and word999")) == ["a", "7", "999"]

    def test_a_wrong_watch_is_refused(self) -> None:
        """A watch that cannot be understood is an error, and the earlier matcher stays."""
        matcher = compile_watches([watch("heat", id="a")])
        with pytest.raises(QuerySyntaxError):
            compile_watches([watch("mann OR", id="b")], matcher)

        assert found(matcher, article("Heat")) == ["a"]


def test_texts_longer_than_a_piece_are_scanned_whole() -> None:
    """A place is found wherever it stands in a text that is scanned in pieces."""
    for before in range(65_500, 65_560, 3):
        one = article("x", "x" * before + " michael mann " + "y" * 70_000)

        assert found(compile_watches([watch('"Michael Mann"'), watch("heat", id="h")]), one) == ["watch"]


def test_more_watches_than_are_kept_ready() -> None:
    """Watches whose nodes were dropped are made ready again."""
    matcher = compile_watches([watch(f"w{number} OR heat", id=str(number)) for number in range(5_200)])
    one = article("heat", " ".join(f"w{number}" for number in range(5_200)))

    assert len(matcher.match(one)) == 5_200
    assert len(matcher.match(one)) == 5_200


@pytest.mark.parametrize(
    "query", ['tag:"film heat"', 'tag:"heat two film"', 'title:"two heat film"', 'tag:"film hea*"']
)
def test_phrases_do_not_run_over_the_ends(query: str) -> None:
    """A phrase whose words stand at the first or last end of the article is not found across it."""
    one = article("heat", tags=("film",))

    assert found(compile_watches([watch(query)]), one) == []
    assert found(compile_watches([watch('tag:"the film"')]), article("x", tags=("the film",))) == ["watch"]
