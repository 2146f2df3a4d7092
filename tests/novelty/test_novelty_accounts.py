"""What an article says: its genre, its sources, its facts, each by phrases that can be named."""

import pytest

from monitor.model import Article, Mark
from monitor.news import FactKind, Genre
from monitor.novelty import account, added, correction, fresh, outline, retitled, turned
from monitor.novelty.phrasebook import LANGUAGES, of_language, words_of
from monitor.story import CreditedBy, OutletCredit

BODY = (
    "The actor Adam Driver has closed his deal for “Heat 2,” two people familiar with the talks told Variety.\n\n"
    "Cameras will roll on August 3 in Chicago on a budget of $150 million."
)


def article(title: str = "Adam Driver Signs On for ‘Heat 2’", body: str = BODY, **more: object) -> Article:
    """A report on Heat 2."""
    given = {"url": "https://variety.example/a", "outlet": "variety", "title": title, "body": body, "language": "en"}
    return Article(**(given | more))  # type: ignore[arg-type]


def marks(text: str, words: str = "Heat 2") -> list[Mark]:
    """Where the words stand in a body."""
    at = text.find(words)
    return [Mark(field="body", start=at, end=at + len(words), text=words)]


class TestGenres:
    """Which pieces speak about news instead of bringing any."""

    @pytest.mark.parametrize(
        ("title", "genre"),
        [
            ("Adam Driver Signs On for ‘Heat 2’", Genre.REPORT),
            ("640 Walk Out at Three Studios", Genre.REPORT),
            ("Opinion: Leave Heat Alone", Genre.OPINION),
            ("Kommentar: Lasst Heat in Ruhe", Genre.OPINION),
            ("A letter to our crew: Heat 2 now opens on August 3", Genre.REPORT),
            ("Open letter: Leave Heat Alone", Genre.OPINION),
            ("Viewers are NOT happy about the Heat 2 delay", Genre.REACTION),
            ("Inside the studio where Heat 2 was cut", Genre.FEATURE),
            ("Directors Remember Val Kilmer", Genre.TRIBUTE),
            ("Hollywood Remembers Val Kilmer", Genre.TRIBUTE),
            ("Meg Ryan Remembers Working With Val Kilmer", Genre.FEATURE),
            ("11 Crime Films That Owe Heat Everything", Genre.LIST),
            ("Every Michael Mann Film, Ranked", Genre.LIST),
            ("The 10 Best Heist Movies Before Heat 2", Genre.LIST),
            ("10 Heist Movies Get Their Dates Before Heat 2", Genre.REPORT),
            ("All About Mann: 11 Crime Films That Owe Him Everything", Genre.LIST),
            ("All Six Star Wars Movies Are Coming to iTunes", Genre.REPORT),
            ("All of the 8 Bond Films Leave Netflix, From ‘Dr. No’ On", Genre.REPORT),
            ("Nigerian Superhero Series Coming to HBO Max", Genre.REPORT),
            ("Everything Coming to HBO Max in May", Genre.ROUND_UP),
            ("How We Got Here: A Timeline of Heat 2", Genre.RECAP),
            ("What the Critics Are Saying About Heat 2", Genre.ROUND_UP),
            ("Who Is Michael Mann? A Beginner's Guide", Genre.GUIDE),
            ("Fans Are Losing It Over Heat 2", Genre.REACTION),
            ("‘Heat 2’ Review: Old Dogs, New Heists", Genre.REVIEW),
            ("Budget of ‘Heat 2’ Is Under Review, Mann Says", Genre.REPORT),
        ],
    )
    def test_a_headline_says_it(self, title: str, genre: Genre) -> None:
        """By its phrases, a label or what it counts; to count a whole lists nothing."""
        assert account(article(title), (), ()).genre is genre

    def test_who_speaks_of_themselves(self) -> None:
        """A text in the first person is one; what somebody says in it is not."""
        mine = "I saw Heat on a bus. I cried, and my coat was wet. I will wait for the second."
        quoted = "The director spoke. “I saw it. I cried, and my coat was wet. I will wait,” he said of the film."

        assert account(article(body=mine), (), ()).genre is Genre.FIRST_PERSON
        assert account(article(body=quoted), (), ()).genre is Genre.REPORT

    def test_i_is_another_word_elsewhere(self) -> None:
        """In Norwegian it is a preposition."""
        body = "Filmen spilles inn i Chicago, i august, i regn, og i hele høst, i følge selskapet."

        assert account(article(body=body, language="nb"), (), ()).genre is Genre.REPORT


class TestSources:
    """Whose report it is."""

    def test_its_own_name_makes_it_its_own(self) -> None:
        """What somebody told another outlet is no reporting of this one."""
        body = "The deal is closed, his agent told Variety."

        assert account(article(body=body), (), ["Variety"]).is_explicit
        assert account(article(body=body), (), ["Deadline"]).own is None

    def test_a_rewrite_is_borrowed(self) -> None:
        """The sentence that matters credits another, and there are no sources of its own."""
        body = "Adam Driver has closed his deal for Heat 2, Deadline reports. It is early days."
        credit = OutletCredit(outlet="deadline", sentence=body.partition(". ")[0] + ".", by=CreditedBy.WORDS)

        said = account(article(body=body), marks(body), ["Variety"], [credit])

        assert (said.is_borrowed, said.own) == (True, None)

    def test_a_credit_next_to_sources_of_its_own_borrows_nothing(self) -> None:
        """It says who was first, and reports all the same."""
        body = "Adam Driver has signed for Heat 2, two people familiar with the talks said. Deadline was first with it."
        credit = OutletCredit(outlet="deadline", sentence="Deadline was first with it.", by=CreditedBy.WORDS)

        assert not account(article(body=body), marks(body), ["Variety"], [credit]).is_borrowed

    def test_a_denial_stands_at_the_beginning(self) -> None:
        """Further down it is background."""
        early = account(article("Driver's rep denies ‘Heat 2’ talks"), (), ())
        late = account(article(body=BODY + "\n\nLast week the studio denied the report."), (), ())

        assert (early.denial, late.denial) == ("Driver's rep denies ‘Heat 2’ talks", None)

    @pytest.mark.parametrize(
        "body",
        [
            "Two weeks ago his agent said that he was not in talks. “Things move,” she told Variety.",
            "Apparently the studio denies it all, if you believe the socials.",
        ],
    )
    def test_old_denials_and_gossip_deny_nothing(self, body: str) -> None:
        """What was denied once is background, and what is passed on is nobody's denial."""
        assert account(article(body=body), (), ["Variety"]).denial is None

    def test_whom_and_what_it_names(self) -> None:
        """The capitalised words within its first sentences: not the first word of one, and not the watch itself."""
        said = account(article(body="Two people told Variety of “Heat 2.” Cameras roll in Chicago."), (), ())

        assert said.subjects == {"variety", "heat", "chicago"}
        body = "Insiders say that Heat 2 is cast."
        assert account(article(body=body), marks(body), ()).subjects == frozenset()


class TestFacts:
    """Steps, dates, amounts and names, with the sentence of each."""

    @pytest.mark.parametrize(
        ("headline", "steps"),
        [
            ("Adam Driver Closes Deal for ‘Heat 2’", {"closed"}),  # and it closes nothing
            ("Novelist Withdraws Lawsuit Over ‘Heat 2’", {"court", "settled"}),  # and nobody withdraws
            ("Adam Driver Rules Himself Out of ‘Heat 2’", set()),  # and no court has ruled
            ("Studio Sets Date for ‘Heat 2’", {"dated"}),
            ("Mann Settles on ‘Heat 2’ After Ferrari", set()),  # and no dispute
            ("Mann Settles With Studio Over ‘Heat 2’", {"settled"}),
        ],
    )
    def test_the_longest_phrase_is_what_is_meant(self, headline: str, steps: set[str]) -> None:
        """Of the steps that begin at a word; what is said idly is none."""
        facts = account(article(headline, "Nothing more is known."), (), ()).facts

        assert {fact.key for fact in facts if fact.kind is FactKind.STEP} == steps

    def test_what_is_found(self) -> None:
        """A step in the headline, a date and an amount in a first sentence."""
        facts = {(fact.kind, fact.key): fact for fact in account(article(), (), ()).facts}

        assert (FactKind.STEP, "closed") in facts
        assert facts[FactKind.DATE, "8-3"].sentence.startswith("Cameras will roll")
        assert (FactKind.NUMBER, "1.5e+08") in facts
        assert facts[FactKind.NAME, "driver"].rank == 0

    @pytest.mark.parametrize(
        "other", ["It costs 150 million dollars.", "It costs $150m.", "It costs $150,000,000.", "$150 Million it is."]
    )
    def test_an_amount_in_other_words_is_known(self, other: str) -> None:
        """The key is the number."""
        found = account(article(), (), ())
        before = article("Heat 2 has a budget", other)

        new = fresh(found, [before], [outline(before)])

        assert FactKind.NUMBER not in {fact.kind for fact in new}
        assert FactKind.DATE in {fact.kind for fact in new}

    def test_a_month_in_other_letters_is_none(self) -> None:
        """A Turkish "i" without its dot is no "i"; a space that does not break is a space."""
        facts = account(article("Heat 2", "It opens on Aprıl 3 and in Aprıl 2027, or on May\u00a05."), (), ()).facts

        assert [fact.key for fact in facts if fact.kind is FactKind.DATE] == ["5-5"]

    def test_of_a_long_page_the_part_that_is_read_is_remembered(self) -> None:
        """A live page that grows at its end says the same, and is not kept again for each of its readings."""
        page = BODY + "\n\nMore of it, minute by minute." * 1_000

        assert outline(article(body=page)) is outline(article(body=page + "\n\nAnd on."))

    def test_what_many_persons_ask_for_is_read_once(self) -> None:
        """An article says the same to all who have a watch; another place of the watch is another question."""
        asked = account(article(), marks(BODY), ["Variety"])

        assert account(article(), marks(BODY), ["Variety"]) is asked
        assert account(article(), marks(BODY, "Chicago"), ["Variety"]) is not asked

    def test_the_name_of_a_work_is_no_step(self) -> None:
        """What stands between quotation marks names something."""
        assert account(article("A look at ‘Drop Dead’ and ‘Cancelled’", "Both are out."), (), ()).steps == frozenset()

    def test_the_outlet_s_own_name_is_none(self) -> None:
        """Who reports says so in each report: it is nobody whom the news is about."""
        reporter = article(body="The star Ana de Armas is in talks, three agents told The Hollywood Reporter.")

        named = [
            {fact.text for fact in account(reporter, (), names).facts if fact.kind is FactKind.NAME}
            for names in (("Hollywood Reporter", "THR"), ("Variety",))
        ]

        assert named[1] - named[0] == {"The Hollywood Reporter"}
        assert named[0]

    def test_background_of_a_headline_is_none(self) -> None:
        """What follows "after" was known."""
        steps = {
            step.value for step in account(article("Tyler Joins ‘Heat 2’ After Driver Exits", "So."), (), ()).steps
        }

        assert steps == {"attached"}

    def test_a_mention_by_the_way(self) -> None:
        """The watch is named late, in a paragraph where nothing happens."""
        body = "One. Two things. Three of them. Four.\n\nHe said he was sorry for “Heat 2” and left it at that."

        assert account(article("A long interview", body), marks(body), ()).is_passing
        moved = body.replace("was sorry for", "had signed for")
        assert not account(article("A long interview", moved), marks(moved), ()).is_passing


class TestEdits:
    """What an edit did."""

    def test_a_headline_is_turned_by_a_negation(self) -> None:
        """And not by other words."""
        before = article("Driver in talks for Heat 2")

        assert turned(before, article("Driver NOT in talks for Heat 2"))
        assert not turned(before, article("Adam Driver in early talks for Heat 2"))

    def test_a_headline_that_brings_a_step(self) -> None:
        """Or two words that nobody had; the rest is polish, so is what stands in brackets."""
        before = article("Driver in talks for Heat 2", "Heat 2 has a lead.")

        assert retitled(article("Driver signs for Heat 2"), before, []) == ("closed",)
        assert retitled(article("Driver in talks for Heat 2 (Updated Again Tonight)"), before, []) == ()
        assert retitled(article("Driver in Heat 2 talks"), before, []) == ()

    def test_a_correction_says_what_was(self) -> None:
        """The notice, and the sentence that was replaced."""
        before = article(body="Takings reached 410,000 euros in the first week. It rained.")
        after = article(
            body="Takings reached 140,000 euros in the first week. It rained. An earlier version misstated it."
        )

        assert correction(after, before) == (
            "An earlier version misstated it.",
            "Takings reached 410,000 euros in the first week.",
        )
        assert added(after, before) == (
            "Takings reached 140,000 euros in the first week.",
            "An earlier version misstated it.",
        )

    @pytest.mark.parametrize(
        ("language", "denial"),
        [
            ("de", "Zum 25. Jubiläum dementiert das Studio den Film."),
            ("en", "The studio [denies](https://studio.example/no) that there is a film."),
        ],
    )
    def test_what_an_edit_adds_is_one_sentence_for_all(self, language: str, denial: str) -> None:
        """A sentence that an edit brought is found among those of the article, with an ordinal or a link, too."""
        before = article(body="\n".join(f"Sentence {number} of it." for number in range(9)), language=language)
        after = article(body=f"{before.body}\n{denial}", language=language)

        (brought,) = added(after, before)

        assert account(after, (), (), added=[brought]).denial == brought

    def test_a_new_address_of_a_link_adds_nothing(self) -> None:
        """What people read is the same."""
        before = article(body="It is [said](https://a.example/1) so.")

        assert added(article(body="It is [said](https://a.example/2?x=y) so."), before) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_can_be_found(language: str) -> None:
    """Each phrase of a table is found among its own words: no accent and no capital keeps it from that."""
    book = of_language(language)
    assert len(book.months) >= 12
    for word, entries in book._by_word.items():
        assert words_of(word) == [word] or word == "OUTLET", word
        for rest, _ in entries:
            plain = [each for each in rest if each not in {"^", "~", "$"}]
            assert all(words_of(each.rstrip("*")) == [each.rstrip("*")] or each == "OUTLET" for each in plain), (
                word,
                rest,
            )
