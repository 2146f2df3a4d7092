import pytest
from match_made import article, watch

from monitor.errors import QuerySyntaxError
from monitor.match import check_watch, flaws
from monitor.match.advice.cross_validation import HeldOut, held_out
from monitor.match.advice.diff import compare
from monitor.match.advice.lint import lint, measure
from monitor.match.advice.proposals import Judged, advise
from monitor.match.prepare import prepare
from monitor.model import Article


class TestCheckWatch:
    def test_a_good_watch_has_no_problems(self) -> None:
        """A watch whose tests hold has no problems."""
        assert (
            check_watch(watch('"Heat 2"', should_match=("Heat 2 is cast",), should_not_match=("Heat 2-0",))).lines == []
        )

    def test_names_the_tests_that_fail(self) -> None:
        """Each line that is found and should not be, or the other way round, is a problem."""
        problems = check_watch(watch("pacino", should_match=("Thief",), should_not_match=("Pacino wave",))).lines

        assert problems == ["should match, and does not: 'Thief'", "should not match, and does: 'Pacino wave'"]

    def test_shows_the_error(self) -> None:
        """A query that cannot be understood is the one problem, with its caret."""
        (problem,) = check_watch(watch("heat OR")).lines

        assert "^" in problem
        assert "watch" not in problem  # its name is said once, by whoever shows the problem

    def test_shows_all_errors_at_once(self) -> None:
        """Each part that cannot be understood is named with its option; what can be prepared has no such flaw."""
        broken = watch(
            "heat OR",
            aliases=("ok", '"a" NAER/5 b'),
            masks=("a AND b",),
            context=("x OR (",),
            context_match="some",
            context_within=10**6,
            scope="titel",
        )

        assert [option for option, _ in flaws(broken)] == [
            "query",
            "aliases",
            "except",
            "context",
            "context_match",
            "context_within",
            "in",
        ]
        assert [problem.partition(":")[0] for problem in check_watch(broken).lines][1:] == [
            "aliases",
            "except",
            "context",
            "context_match",
            "context_within",
            "in",
        ]
        with pytest.raises(QuerySyntaxError):
            prepare(broken)
        assert flaws(watch("heat")) == []

    def test_says_which_place_was_meant(self) -> None:
        """A place of `in` that there is not is an error, which names the nearest."""
        (problem,) = check_watch(watch("heat", scope="body or titel")).lines

        assert "hint: did you mean title ?" in problem

    @pytest.mark.parametrize(
        ("query", "advice"),
        [
            ("the heat", "'the' is in nearly every article"),
            ("dri* heat", "dri* begins many words: add letters"),
            ("heat NEAR/500 mann", "NEAR/500 is hardly more than AND"),
            ("heat or mann", "'or' is a word here; the operator is OR"),
            ("heat ADN mann", "'ADN' is a word here; did you mean AND ?"),
            ("heat NAER mann", "'NAER' is a word here; did you mean NEAR ?"),
            ("titel: heat", "'titel:' is a word here; did you mean title: ?"),
            ("tg: heat", "'tg:' is a word here; did you mean tag: ?"),
            ("heat !miami", "'!miami' looks for the word; to exclude it: -miami"),
            ("heat +miami", "'+miami' looks for the sign, too; every word is required without it"),
            ("/h.at/", "no word is required, so every article is looked at; add one that must be there"),
            ("Ferrari NOT Formula 1", "NOT excludes 'Formula' alone, '1' is wanted; for both: NOT \"Formula 1\""),
            ("/.*heat/ heat", "/.*heat/ need not begin with .*"),
        ],
    )
    def test_warns_of_costly_and_useless_queries(self, query: str, advice: str) -> None:
        """What can be understood and is hardly meant is a warning."""
        assert f"warning: {advice}" in check_watch(watch(query)).lines

    @pytest.mark.parametrize(
        "query",
        [
            *('"ADN" heat "+miami"', 'Ferrari NOT "Formula 1"', "heat -miami mann", "NOT miami AND pacino"),
            *("titles mann", "!hero-x mann", "+1 mann"),
        ],
    )
    def test_does_not_warn_of_what_is_meant(self, query: str) -> None:
        """Quoted words, a minus and an AND say what they mean, and so does a sign that is part of a name."""
        assert check_watch(watch(query)).lines == []


class TestMeasured:
    def advice(self, query: str, articles: list[Article]) -> list[str]:
        """What is said of a query after a look at these articles."""
        prepared = prepare(watch(query))
        return lint(prepared, measure([prepared], articles))

    def test_words_that_are_everywhere(self) -> None:
        """Words of most articles, and words on all pages of one outlet, are named with their rates."""
        several = [article("Pacino", f"{number}", outlet="variety") for number in range(30)]
        several += [article("Mann filmfare", f"{number}", outlet="joblo") for number in range(70)]

        assert self.advice("filmfare OR pacino OR andor", several) == [
            "filmfare is in 70% of the 100 newest articles",
            "pacino is in 100% of the articles of variety: part of its pages, it seems",
            "it finds 100% of the 100 newest articles",
        ]

    @pytest.mark.parametrize(("count", "says"), [(18, []), (19, ["pacino is in 95% of the articles of variety"])])
    def test_a_word_of_most_pages_of_an_outlet_is_no_part_of_them(self, count: int, says: list[str]) -> None:
        """Only a word that stands in more than nine of ten articles of one outlet is taken for a part of its pages."""
        several = [article("Pacino" if number < count else "Mann", outlet="variety") for number in range(20)]
        several += [article("Thief")] * 80

        assert self.advice("pacino", several) == [f"{one}: part of its pages, it seems" for one in says]

    def test_doubtful_words_are_counted(self) -> None:
        """What looks too common from the query alone is reported with the share of articles that has it."""
        several = [article("Heat by Mann", "driver" if number % 4 == 0 else "") for number in range(40)]

        assert self.advice("dri* mann", several) == [
            "dri* begins many words: add letters (it is in 25% of the 40 newest)",
            "mann is in 100% of the 40 newest articles",
            "it finds 25% of the 40 newest articles",
        ]

    def test_a_few_articles_tell_nothing(self) -> None:
        """In an archive that has just begun every share is chance."""
        assert self.advice("pacino", [article("Pacino")] * 19) == []
        assert len(self.advice("pacino", [article("Pacino")] * 20)) == 2

    def test_an_ambiguous_word_is_said_once_with_its_rate(self) -> None:
        """With an archive the one sentence has the share; that the word is everywhere is not said a second time."""
        first, *others = self.advice("heat", [article("Heat", f"{number}") for number in range(20)])

        assert first.startswith("'heat' is a common word")
        assert first.endswith("(it is in 100% of the 20 newest)")
        assert others == [
            "heat is in 100% of the articles of joblo: part of its pages, it seems",
            "it finds 100% of the 20 newest articles",
        ]


def test_comparison_tells_gained_lost_and_kept() -> None:
    """Two versions over the same articles: what the new one finds beside, no longer, and still."""
    several = list(enumerate([article("Heat 2"), article("Miami Heat"), article("Thief"), article("Heat II")]))
    changes = list(compare(watch("heat"), watch('"Heat 2" OR Thief OR "Heat II"'), several))

    assert [(number, change.value) for number, change, _ in changes] == [
        (0, "kept"),
        (1, "lost"),
        (2, "gained"),
        (3, "kept"),
    ]
    assert [mark.text for mark in changes[3][2].marks] == ["Heat II"]
    assert [(number, change.value) for number, change, _ in compare(None, watch("heat"), several[1:3])] == [
        (1, "gained")
    ]


class TestAdvise:
    def test_proposes_the_name_that_hides_the_word(self) -> None:
        """Wrong hits that share a longer name are removed by a mask on it."""
        right = [Judged(article(f"Heat {word} by Mann"), right=True) for word in ("sequel", "remake", "film")]
        wrong = [Judged(article(f"The Miami Heat {verb}"), right=False) for verb in ("win", "lose", "trade")]
        archived = [one.article for one in (*right, *wrong)] + [article("Heat again")]
        proposals = advise(watch("heat"), [*right, *wrong], archived)
        mask = next(one for one in proposals if not one.context)

        assert mask.masks == ("Miami Heat",)
        assert (mask.precision, mask.recall, mask.archived) == (1.0, 1.0, 4)
        assert mask.watch.masks == ("Miami Heat",)

    def test_proposes_context(self) -> None:
        """Wrong hits of many kinds are removed by words that the right ones share."""
        right = [Judged(article(f"Neon {verb} a film"), right=True) for verb in ("acquires", "releases", "dates")]
        wrong = [Judged(article(f"Neon {thing} in town"), right=False) for thing in ("lights", "signs", "colours")]
        (best,) = advise(watch("neon"), [*right, *wrong])

        assert (best.masks, best.context, best.precision, best.recall) == ((), ("film",), 1.0, 1.0)

    def test_one_article_is_chance(self) -> None:
        """What stands beside one wrong hit alone, or in one right article alone, is not proposed."""
        right = [Judged(article(f"Neon {word}"), right=True) for word in ("Cannes", "Sundance", "Toronto")]
        wrong = [Judged(article(f"Neon {thing}"), right=False) for thing in ("lights", "signs")]

        assert advise(watch("neon"), [*right, *wrong]) == []

    def test_a_mask_costs_no_right_hit(self) -> None:
        """A longer name that right articles have too is no mask, unless they are found by another place."""
        right = [Judged(article("Miami Heat, the heist film", "It is no Heat."), right=True)]
        wrong = [Judged(article(f"Miami Heat {verb}"), right=False) for verb in ("win", "lose")]
        spoiled = [*right, Judged(article("Miami Heat"), right=True)]

        assert ("Miami Heat",) in {one.masks for one in advise(watch("heat"), [*right, *wrong])}
        assert ("Miami Heat",) not in {one.masks for one in advise(watch("heat"), [*spoiled, *wrong])}

    def test_leaves_hits_in_the_archive(self) -> None:
        """A change with which the archive would have no hit at all is not proposed."""
        right = [Judged(article(f"Neon {verb} a film"), right=True) for verb in ("acquires", "releases", "dates")]
        wrong = [Judged(article(f"Neon {thing} in town"), right=False) for thing in ("lights", "signs", "colours")]
        archived = [wrong[0].article]

        assert advise(watch("neon"), [*right, *wrong], [right[0].article])
        assert advise(watch("neon"), [*right, *wrong], archived) == []

    def test_a_word_of_few_hits_is_chance(self) -> None:
        """What two of four right hits share, and three wrong ones lack, would often be so of any word."""
        right = [Judged(article(f"Neon {words}"), right=True) for words in ("button one", "button two", "xy", "zz")]
        wrong = [Judged(article(f"Neon {thing}"), right=False) for thing in ("lights", "signs", "colours")]

        assert advise(watch("neon"), [*right, *wrong]) == []

    def test_a_possessive_is_no_longer_name(self) -> None:
        """The "s" of "Google's" is no word, neither as the end of a mask nor within one."""
        right = [Judged(article(f"Google {verb}"), right=True) for verb in ("acts", "films", "wins")]
        wrong = [Judged(article(f"Google's Button {verb}"), right=False) for verb in ("breaks", "sells", "ends")]
        masks = {mask for one in advise(watch("google"), [*right, *wrong]) for mask in one.masks}

        assert not any(" s" in mask for mask in masks)

    def test_has_nothing_to_say_where_all_is_right(self) -> None:
        """Without a wrong hit there is no proposal."""
        assert advise(watch("heat"), [Judged(article("Heat"), right=True)]) == []

    def test_a_name_before_other_words(self) -> None:
        """Where two phrases do as much, the one that the articles write as a name is taken, in their spelling."""
        wrong = [Judged(article("", f"The Miami Heat beat {club}."), right=False) for club in ("Boston", "Denver")]
        right = [Judged(article("", f"Heat with Adam Driver {verb}."), right=True) for verb in ("begins", "ends", "is")]
        masks = {one.masks for one in advise(watch("heat"), [*right, *wrong])}
        context = {one.context for one in advise(watch("heat"), [*right, *wrong])}

        assert masks == {("Miami Heat",), ()}
        assert context == {("Adam Driver",), ()}

    def test_a_lone_word_keeps_its_small_letters(self) -> None:
        """A word that is written small anywhere is no name: its plural counts too, which that of a name does not."""
        right = [Judged(article("", f"{word} by Neon."), right=True) for word in ("Film one", "Film two", "A film")]
        wrong = [Judged(article("", f"Neon {thing}"), right=False) for thing in ("lights", "signs")]

        assert [one.context for one in advise(watch("neon"), [*right, *wrong])] == [("film",)]

    def test_accents_and_operators_are_not_taken_over(self) -> None:
        """What is proposed finds the articles that write it without accents, and is never read as a query."""
        wrong = [Judged(article("", f"{name} Heat won"), right=False) for name in ("Málaga", "Málaga", "Malaga")]
        right = [Judged(article("Heat AND Mann"), right=True)] * 3

        assert ("Malaga Heat",) in {one.masks for one in advise(watch("heat"), [*right, *wrong])}


class TestHeldOut:
    def judged(self, count: int) -> list[Judged]:
        """So many right hits and as many wrong ones; half of these share a name."""
        right = [Judged(article("", f"Heat number {number} by Mann"), right=True) for number in range(count)]
        wrong = [
            Judged(article("", f"The {'Miami' if number % 2 else 'great'} Heat {number}"), right=False)
            for number in range(count)
        ]
        return right + wrong

    def test_figures_of_what_was_not_seen(self) -> None:
        """Each part is tried with the advice that the others give."""
        assert held_out(watch("heat"), self.judged(10))[False, True] == HeldOut(1.0, 1.0)

    def test_chance_is_seen_for_what_it_is(self) -> None:
        """What holds for the articles that it was made of, and for no others, does no good there."""
        right = [Judged(article("", f"Heat word{number // 4}"), right=True) for number in range(16)]
        wrong = [Judged(article("", f"Heat sign{number}"), right=False) for number in range(16)]
        (best,) = advise(watch("heat"), [*right, *wrong])
        figures = held_out(watch("heat"), [*right, *wrong])[False, True]

        assert (best.precision, best.recall) == (1.0, 1.0)
        assert min(figures.precision, figures.recall) < 1.0

    def test_few_verdicts_tell_nothing(self) -> None:
        """With less than ten of a kind there are no figures."""
        assert held_out(watch("heat"), self.judged(9)) == {}
