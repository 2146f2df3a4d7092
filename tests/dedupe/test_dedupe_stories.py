import os
import subprocess
import sys
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.dedupe import WINDOW, Document, StoryIndex, group, same_words
from monitor.dedupe.centroid import _HELD, _add
from monitor.dedupe.copies import LOOKED_AT
from monitor.dedupe.near_duplicates import SAMPLE, overlap, signature
from monitor.dedupe.reading import _terms
from monitor.dedupe.terms import lower, words

MakeDocument = Callable[..., Document]

HEAT = (
    "Adam Driver is in final talks to star in Heat 2, Michael Mann's long-planned return to the world of his 1995 "
    "crime epic. Driver would play Neil McCauley, the thief whom Robert De Niro made famous, before the "
    "bank robbery in downtown Los Angeles. The project is based on the novel that Mann wrote with Meg Gardiner. "
    "Amazon MGM Studios is finalising a budget of about 150 million dollars, with a start in Chicago next summer. "
    "Scott Stuber produces. No other casting has been announced, and Warner Bros. let the project go in spring."
)
OTHER_HAND = (
    "More than thirty years after the coffee shop scene, Michael Mann has found his new McCauley. Sources say that "
    "Adam Driver is negotiating for the role that Robert De Niro played. The sequel, called Heat 2, adapts "
    "the novel by Mann and Meg Gardiner; Amazon MGM Studios took it on from Warner Bros. and shoots in Chicago."
)
OWN = (
    "Reached in Rome on Tuesday, Mann called the actor his first choice since they finished Ferrari together. "
    "He will scout locations on the South Side in January and wants to rebuild a stretch of Wabash Avenue as "
    "it looked in 1988. Composer Elliot Goldenthal is expected back, and the armourer Mick Gould has begun to "
    "plan the weapons training, according to two people close to the production who spoke on condition that "
    "they were not named. Casting for Vincent Hanna goes on in London, where four actors read last week."
)
STRIKE = (
    "Stagehands at the Lindgren Opera voted on Monday to end a strike that had closed the house for nineteen days, "
    "union officials said. The agreement raises wages by eleven percent over three years. Performances of The Flying "
    "Dutchman will resume on Thursday, the opera said."
)


@pytest.fixture
def window(make: MakeDocument) -> StoryIndex:
    """A window with one article on Heat 2, story 1, and one on a strike, story 2."""
    index = StoryIndex()
    index.add(make("Michael Mann’s ‘Heat 2’ Lands Adam Driver As Young Neil McCauley", HEAT, outlet="deadline"), 1)
    index.add(make("Stagehands end strike at Lindgren Opera after marathon talks", STRIKE, outlet="wire"), 2)
    return index


class TestPlace:
    def test_an_empty_window_opens_a_story(self, make: MakeDocument) -> None:
        """The first article of all belongs nowhere."""
        placement = StoryIndex().place(make("Heat 2", HEAT))

        assert (placement.story, placement.relation, placement.copy_of) == (None, "new", None)

    def test_another_hand_joins_and_says_why(self, window: StoryIndex, make: MakeDocument) -> None:
        """The same event in other words joins, and the shared names are the reason."""
        placement = window.place(make("Adam Driver in Talks for Mann’s ‘Heat’ Sequel", OTHER_HAND, hours=2))

        assert (placement.story, placement.relation, placement.copy_of) == (1, "joined", None)
        assert "heat 2" in placement.because

    def test_another_event_is_new_and_names_the_nearest(self, window: StoryIndex, make: MakeDocument) -> None:
        """What does not join still says which story it was nearest to."""
        body = "The Miami Heat signed the guard Luka Brandt for three years. He played for Boston in the last season."
        placement = window.place(make("Heat sign guard Brandt to three-year deal", body, hours=1))

        assert (placement.story, placement.relation, placement.nearest) == (None, "new", 1)

    def test_equal_headlines_with_other_texts_stay_apart(self, window: StoryIndex, make: MakeDocument) -> None:
        """A headline alone never decides."""
        body = (
            "After a vote that took the whole weekend, the crew of the ferries to Gotland went back to work. The line "
            "had offered the seamen a week of rest after three at sea; holidaymakers had waited in Visby for days."
        )
        placement = window.place(make("Strike ends after marathon talks", body, hours=2))

        assert placement.story is None

    def test_a_follow_up_is_kept_apart_and_says_why(self, make: MakeDocument) -> None:
        """Suspended and fired are two events, and the placement names the conflict."""
        index = StoryIndex()
        index.add(make("NBC Suspends Dana Whitlock"), 1)
        placement = index.place(make("NBC Fires Dana Whitlock", hours=20))

        assert (placement.story, placement.nearest, placement.conflict) == (None, 1, "acts")

    @pytest.mark.parametrize(
        ("title", "role"),
        [
            ("Adam Driver joins ‘Heat 2’", "own"),
            ("Michael Mann says ‘Heat 2’ is next", "own"),
            ("‘Heat 2’: every film of Michael Mann, ranked", "comment"),
            ("Morning Report: Adam Driver joins ‘Heat 2’", "mention"),
        ],
    )
    def test_an_article_has_a_role(self, window: StoryIndex, make: MakeDocument, title: str, role: str) -> None:
        """It reports, comments or mentions; what somebody said is a report."""
        assert window.place(make(title, OTHER_HAND, hours=1)).role == role

    def test_placing_changes_nothing(self, window: StoryIndex, make: MakeDocument) -> None:
        """Asked twice, the answer is the same, and nothing was added."""
        doc = make("Adam Driver in Talks for Mann’s ‘Heat’ Sequel", OTHER_HAND, hours=2)

        assert window.place(doc) == window.place(doc)
        assert len(window) == 2

    @pytest.mark.parametrize("body", ["", " ", "?!", "a", "👍👍👍", "\x00", "의 의 의"])
    def test_texts_without_content_open_their_own_story(
        self, window: StoryIndex, make: MakeDocument, body: str
    ) -> None:
        """Empty and wordless texts are placed too."""
        assert window.place(make("…", body)).story is None


class TestCopies:
    def test_the_same_text_under_another_headline_is_a_copy(self, window: StoryIndex, make: MakeDocument) -> None:
        """The headline is the editor's, the text the agency's."""
        placement = window.place(make("Curtain up again: opera crew accepts offer", STRIKE, hours=3))

        assert (placement.story, placement.relation, placement.copy_of) == (2, "copy", 2)

    @pytest.mark.parametrize("share", [0.4, 0.6, 0.8])
    def test_a_cut_text_is_a_copy(self, window: StoryIndex, make: MakeDocument, share: float) -> None:
        """Cut to two fifths and more."""
        placement = window.place(make("Driver may play young McCauley", HEAT[: int(len(HEAT) * share)], hours=1))

        assert (placement.relation, placement.copy_of) == ("copy", 1)

    @pytest.mark.parametrize(("words", "copy_of"), [(9, 1), (8, None)])
    def test_a_text_of_a_few_words_is_a_quotation(self, make: MakeDocument, words: int, copy_of: int | None) -> None:
        """Five runs of five words, which nine words have, are the fewest that make a copy."""
        body = " ".join(HEAT.split()[:words])
        index = StoryIndex()
        index.add(make("Heat 2: Adam Driver in final talks", body), 1)

        assert index.place(make("Heat 2: Adam Driver in final talks", body, hours=1)).copy_of == copy_of

    @pytest.mark.parametrize(
        ("outlet", "copy_of"), [("variety", 1), ("deadline", None)], ids=["another outlet", "the same outlet"]
    )
    def test_a_text_with_new_paragraphs_is_an_updated_copy(
        self, window: StoryIndex, make: MakeDocument, outlet: str, copy_of: int | None
    ) -> None:
        """Most of the old text and nearly as much of its own; the outlet itself goes on in its own words."""
        body = " ".join([*HEAT.split()[:50], *OWN.split()[:60]])
        placement = window.place(make("Mann on Driver: my first choice", body, hours=8, outlet=outlet))

        assert (placement.story, placement.copy_of, placement.nearest) == (1, copy_of, 1)
        assert placement.relation == ("updated-copy" if copy_of else "joined")

    def test_a_text_with_much_of_its_own_contains_the_other(self, window: StoryIndex, make: MakeDocument) -> None:
        """All of the old text and as much again: it reports, and is no copy."""
        placement = window.place(make("Mann on Driver: my first choice", f"{HEAT} {OWN}", hours=8))

        assert (placement.story, placement.copy_of) == (1, None)
        assert (placement.relation, placement.role) == ("joined", "contains")

    @pytest.mark.parametrize(("words", "role"), [(30, "copy"), (60, "contains")])
    def test_of_a_short_text_two_fifths_of_its_own_are_enough(
        self, window: StoryIndex, make: MakeDocument, words: int, role: str
    ) -> None:
        """A release pasted under sixty words of reporting is held, one under thirty is repeated."""
        body = f"{' '.join(OWN.split()[:words])} {HEAT}"
        placement = window.place(make("Mann on Driver: my first choice", body, hours=8, outlet="variety"))

        assert (placement.role, placement.copy_of) == (role, 1 if role == "copy" else None)

    def test_what_stands_in_quotations_is_another_s(self, make: MakeDocument) -> None:
        """Two texts that quote one statement at length, and little else alike, are both own reporting."""
        mine = f"Michael Mann spoke of Heat 2 on Monday. “{OWN}” Adam Driver will star, and Amazon MGM pays for it."
        other = f"In a letter on Heat 2 Michael Mann wrote to his crew: “{OWN}” No word on Adam Driver."
        index = StoryIndex()
        index.add(make("Mann speaks of ‘Heat 2’", mine, outlet="deadline"), 1)

        assert index.place(make("Mann on ‘Heat 2’: a letter", other, hours=1)).copy_of is None
        plain = other.replace("“", "").replace("”", "")
        assert index.place(make("Mann on ‘Heat 2’: a letter", plain, hours=1)).copy_of == 1

    @pytest.mark.parametrize("title", ["Curtain up again", "Here is what happened today", "Stagehands end strike"])
    @pytest.mark.parametrize("first", ["Good news for music lovers", "Stagehands end strike at Lindgren Opera"])
    def test_an_equal_text_is_a_copy_whatever_the_headlines(self, make: MakeDocument, first: str, title: str) -> None:
        """A headline that names nothing of its own text says nothing of what the text is about."""
        index = StoryIndex()
        index.add(make(first, STRIKE), 1)

        assert index.place(make(title, STRIKE, hours=2)).copy_of == 1

    @pytest.mark.parametrize("words", [41, 46, 60])
    def test_a_text_a_little_longer_than_its_opening_is_compared_by_all_of_it(
        self, make: MakeDocument, words: int
    ) -> None:
        """A sample of so few words may hold no run at all."""
        unsampled = [word for number in range(200) if zlib.crc32((word := f"tarn{number}").encode()) % SAMPLE]
        body = " ".join(unsampled[:words])
        index = StoryIndex()
        index.add(make("Tarn1 and Tarn2 in Rome", body, outlet="deadline"), 1)

        assert index.place(make("Tarn1 and Tarn2 in Rome", body, hours=1)).copy_of == 1

    def test_pages_of_one_template_are_no_copies(self, make: MakeDocument) -> None:
        """Where nothing but the subject differs, it is another article."""
        page = "Sign up, choose a plan and start streaming {0}. New subscribers of {0} get seven days free. " * 6
        index = StoryIndex()
        index.add(make("How to Watch ‘Dust Devils’ Online", page.format("Dust Devils"), outlet="guide"), 1)
        placement = index.place(make("How to Watch ‘Brine’ Online", page.format("Brine"), outlet="guide", hours=1))

        assert (placement.story, placement.copy_of) == (None, None)

    def test_a_copy_of_a_copy_names_the_original(self, window: StoryIndex, make: MakeDocument) -> None:
        """A text that equals a cut copy is a copy of what that was cut from."""
        cut = HEAT[: len(HEAT) // 2]
        window.add(make("Driver may play McCauley", cut, hours=1), 1, copy_of=1)

        assert window.place(make("Driver as McCauley?", cut, hours=2)).copy_of == 1

    def test_of_two_originals_the_more_equal_one_is_named(self, window: StoryIndex, make: MakeDocument) -> None:
        """An equal text is nearer than a longer one that holds it, and one cut from it is further."""
        window.add(make("Heat 2 and a strike", f"{HEAT} {STRIKE}", hours=1), 1)

        assert window.place(make("Driver as McCauley?", HEAT, hours=2)).copy_of == 1

    def test_a_revision_of_a_copy_still_names_the_original(self, window: StoryIndex, make: MakeDocument) -> None:
        """What equals the revised copy is a copy of what that was copied from."""
        copy = make("Driver may play McCauley", HEAT, hours=1)
        window.add(copy, 1, copy_of=1)
        window.replace(replace(copy, title="Opera strike ends", body=STRIKE * 2), 1)

        assert window.place(make("Stagehands to return", STRIKE * 2, hours=2)).copy_of == 1

    def test_another_text_under_the_same_headline_is_read_afresh(self, window: StoryIndex, make: MakeDocument) -> None:
        """Two documents in a row that differ in their bodies alone are two texts."""
        first = make("Adam Driver in talks", HEAT, hours=1)

        assert window.place(first).copy_of == 1
        assert window.place(replace(first, body=STRIKE)).copy_of == 2

    def test_a_quotation_is_no_copy(self, window: StoryIndex, make: MakeDocument) -> None:
        """One sentence taken over does not make a copy of an article on something else."""
        body = (
            "In our weekly look at labour in the arts: the agreement raises wages by eleven percent over three years, "
            "which is more than orchestras in Bergen and Turku obtained. There the musicians had asked for nine "
            "percent and shorter tours. In Riga the theatre closes without an agreement, and its actors are "
            "looking for work in films, where a day pays four times as much as an evening on the stage."
        )

        assert window.place(make("What musicians earn around the Baltic", body, hours=5)).copy_of is None

    @pytest.mark.parametrize("other", ["x", "y"], ids=["the same outlet", "another of its chain"])
    def test_what_an_outlet_repeats_everywhere_is_no_copying(self, make: MakeDocument, other: str) -> None:
        """A box that an outlet, or a chain of outlets, puts into every article is its furniture."""
        box = (
            " More from our Bollywood desk: Carla Boone's letter has all news on films, stars and premieres every "
            "morning, with box office from Mumbai. Subscribe to the Boone Letter, and miss nothing on Bollywood."
        )
        index = StoryIndex()
        first = "Lotte Brandt directs Harbour Lights in Kiel, with Ada Lunde in the lead; Nordfilm pays for the drama."
        second = (
            "Omar Said won the Golden Pyramid in Cairo for his film on the fishermen of Lake Nasser. The jury "
            "of Leila Haddad praised its patience. Said had followed two families for six years, in drought and debt."
        )
        index.add(make("Lotte Brandt to direct ‘Harbour Lights’", first + box, outlet="x"), 1)
        placement = index.place(make("Omar Said wins in Cairo", second + box, outlet=other, hours=1))

        assert (placement.story, placement.copy_of) == (None, None)

    @pytest.fixture
    def boxed(self, make: MakeDocument) -> list[Document]:
        """Four articles of an outlet and one of another, on five events of one film, with a box on it in each."""
        box = (
            " Harbour Lights is the drama by Lotte Brandt on three dockers of Kiel, with Ada Lunde, for Nordfilm. "
            "It opens in March in ninety cinemas. Our readers may win two seats for its first night: write to the "
            "desk by Friday, with your name, and say which film of Lotte Brandt you like the most, and why so."
        )
        own = [
            "Lotte Brandt asked the port of Kiel for eleven nights of filming on its quays, said Nordfilm on Monday.",
            "Ada Lunde broke her wrist at a rehearsal of Harbour Lights, so Nordfilm moved the shoot to the spring.",
            "Critics in Oslo saw Harbour Lights on Sunday, and two of them left before the end of the second act.",
            "Nordfilm sold Harbour Lights to Japan, where Lotte Brandt found most of her spectators so far, it said.",
            "A composer for Harbour Lights was found at last: Omar Said writes for strings, two horns and a siren.",
        ]
        return [
            make(f"Harbour Lights: {' '.join(text.split()[:4])}", text + box, id=at, outlet="xxxxy"[at - 1], hours=at)
            for at, text in enumerate(own, 1)
        ]

    def test_what_an_outlet_had_in_three_articles_counts_for_nothing(self, boxed: list[Document]) -> None:
        """A box on the subject of half the outlet's articles is no text that one of them has from another."""
        index, last = StoryIndex(), boxed[-1]
        for doc in boxed[:-1]:
            index.add(doc, doc.id or 0)

        assert index.place(last).copy_of is None
        index.evict(boxed[-2].found_at)
        assert index.place(last).copy_of == 4

    def test_an_article_that_is_revised_all_day_hides_no_box(self, boxed: list[Document]) -> None:
        """Its readings are one article: what the outlet's other articles repeat counts for nothing still."""
        index, last = StoryIndex(), boxed[-1]
        for doc in boxed[:-1]:
            index.add(doc, doc.id or 0)
        for turn in range(LOOKED_AT):
            index.replace(replace(boxed[3], title=f"{boxed[3].title} {turn}"), 4)

        assert index.place(last).copy_of is None


class TestWindow:
    def test_an_article_needs_an_id_to_be_added(self, make: MakeDocument) -> None:
        """Only what the archive holds can be found again."""
        with pytest.raises(ValueError, match="id"):
            StoryIndex().add(make("Heat 2", HEAT, id=None), 1)

    def test_an_outlet_without_articles_holds_nothing(self, make: MakeDocument) -> None:
        """When its last article leaves the window, an outlet leaves it too."""
        index = StoryIndex(limit=1)
        for number, outlet in enumerate("abc", 1):
            index.add(make("Headline", "Text of it", id=number, outlet=outlet), number)

        assert list(index._held._outlets) == ["c"]

    def test_what_was_found_before_is_forgotten(self, window: StoryIndex, make: MakeDocument) -> None:
        """After `evict` the old articles are no longer compared with."""
        doc = make("Opera strike over", STRIKE, hours=100)
        window.evict(doc.found_at)

        assert len(window) == 0
        assert window.place(doc).story is None

    @pytest.mark.parametrize(("days", "story"), [(3, 1), (5, None), (-3, 1), (-5, None)])
    def test_a_story_closes_by_publication(self, make: MakeDocument, days: int, story: int | None) -> None:
        """Found within the hour, but published days apart: what is further than the window opens a new one."""
        index = StoryIndex(window=WINDOW)
        first = make("Michael Mann’s ‘Heat 2’ Lands Adam Driver", HEAT)
        index.add(first, 1)
        second = replace(
            make("Adam Driver in Talks for Mann’s ‘Heat’ Sequel", OTHER_HAND),
            found_at=first.moment + timedelta(days=6),
            published_at=first.moment + timedelta(days=days),
        )
        placement = index.place(second)

        assert placement.story == story

    def test_what_left_the_window_is_forgotten(self, make: MakeDocument) -> None:
        """A window that closes forgets what was found before; one that never closes keeps all."""
        for window, held in ((WINDOW, 0), (None, 1)):
            index = StoryIndex(window=window)
            doc = make("Opera strike over", STRIKE)
            index.add(doc, 1)
            index.close(doc.found_at + WINDOW + timedelta(seconds=1))

            assert len(index) == held

    def test_the_window_is_bounded(self, make: MakeDocument) -> None:
        """Beyond its limit the oldest article goes."""
        index = StoryIndex(limit=3)
        for number in range(5):
            index.add(make(f"Film number {number}", f"A text on the film {number}.", hours=number), number)

        assert len(index) == 3

    def test_a_revision_takes_the_place_of_the_old_text(self, window: StoryIndex, make: MakeDocument) -> None:
        """After `replace` the new words are found, the old ones are not, and no article was added."""
        new = make(
            "Storm tears roof off Pinetop Studios", "A storm tore the roof off stage four at Pinetop Studios.", id=2
        )
        window.replace(new, 2)

        assert len(window) == 2
        assert window.place(make("Opera strike over", STRIKE, hours=1)).story is None
        assert (
            window.place(make("Storm damages Pinetop Studios", "Stage four of Pinetop Studios lost its roof.")).story
            == 2
        )

    def test_an_article_in_the_window_is_not_compared_with_itself(self, window: StoryIndex, make: MakeDocument) -> None:
        """A revision is placed by the others' texts."""
        assert window.place(make("Opera strike over", STRIKE, id=2, hours=1)).copy_of is None

    def test_many_coming_and_going_leave_nothing_behind(self, make: MakeDocument) -> None:
        """After many rounds the window answers as a fresh one does."""
        index = StoryIndex()
        for round_ in range(8):
            docs = [
                make(f"Premiere of Orchid {n}", f"The film Orchid {n} opened in Lyon.", hours=round_) for n in range(60)
            ]
            for doc in docs:
                index.add(doc, doc.id or 0)
            index.evict(docs[0].found_at + timedelta(seconds=1))

        assert len(index) == 0
        assert index.place(make("Premiere of Orchid 7", "The film Orchid 7 opened in Lyon.", hours=9)).story is None

    def test_stories_do_not_grow_into_each_other_by_chains(self, make: MakeDocument) -> None:
        """Each text shares half its words with the next; the first and the last have nothing in common."""
        names = [
            f"{first}{second}o"
            for first in ("Bara", "Celi", "Domu", "Feri", "Gola", "Hanu", "Jola", "Kemi", "Lupa")
            for second in ("n", "r", "s", "t", "v")
        ]
        texts = [
            f"{names[i]} and {names[i + 1]} with {names[i + 2]} of {names[i + 3]}, as {names[i + 4]} said."
            for i in range(0, 40, 2)
        ]
        placed = list(group(make(text, text, hours=n) for n, text in enumerate(texts)))

        assert len({item.story for item in placed}) > 1
        assert placed[0].story != placed[-1].story


class TestGroup:
    def test_stories_are_numbered_and_copies_point_to_ids(self, make: MakeDocument) -> None:
        """Documents without ids get their position."""
        docs = [
            replace(make("Stagehands end strike", STRIKE), id=None),
            replace(make("Driver to star in Heat 2", HEAT, hours=1), id=None),
            replace(make("Strike over at the opera", STRIKE, hours=2), id=None),
        ]
        placed = list(group(docs))

        assert [(item.story, item.copy_of) for item in placed] == [(1, None), (2, None), (1, 0)]

    def test_the_same_documents_give_the_same_stories_in_any_process(self) -> None:
        """Hash randomisation has no influence, down to the last digit of the scores."""
        program = (
            "from datetime import UTC, datetime\n"
            "from monitor.dedupe import Document, group\n"
            "at = datetime(2026, 11, 2, tzinfo=UTC)\n"
            "words = 'Lotte Brandt films Harbour Lights in Kiel with Omar Said and Ada Lunde for Nordfilm'.split()\n"
            "docs = [Document(id=n, outlet=f'o{n % 5}', title=' '.join(words[n % 7:n % 7 + 5]),\n"
            "            body=' '.join(words[(n * 3) % 9:] + words[:n % 11]), found_at=at) for n in range(60)]\n"
            "print([(p.story, p.copy_of, p.score, p.because) for p in group(docs)])\n"
        )
        outputs = {
            subprocess.run(
                [sys.executable, "-c", program],
                env=os.environ | {"PYTHONHASHSEED": seed},
                capture_output=True,
                check=True,
                text=True,
            ).stdout
            for seed in ("1", "2", "3")
        }

        assert len(outputs) == 1


class TestHostileText:
    @pytest.mark.parametrize(
        "body",
        [
            "a" * 2_000_000,
            "a b " * 500_000,
            "Heat " * 300_000,
            "\u0301" * 500_000,
            "漢" * 500_000,
            "'" * 500_000,
            "1." * 400_000,
        ],
        ids=["letter", "pairs", "name", "accents", "han", "quotes", "numbers"],
    )
    def test_endless_texts_are_placed(self, window: StoryIndex, make: MakeDocument, body: str) -> None:
        """Megabytes of anything are cut to what a news text can hold."""
        doc = make("Heat", body)
        window.add(doc, 3)

        assert window.place(replace(doc, id=99)).nearest is not None or not body.strip("'\u0301")


def test_a_story_remembers_its_strongest_terms() -> None:
    """Past twice as many as are kept, the weak ones go and the strong ones stay."""
    sums: dict[str, float] = {}
    _add(sums, [(f"strong{number}", 2.0) for number in range(_HELD)])
    _add(sums, [(f"weak{number}", 1.0) for number in range(_HELD + 1)])

    assert sums == {f"strong{number}": 2.0 for number in range(_HELD)}


@pytest.mark.parametrize("text", ["Heat 2-0 up", "Heat 2–0 up", "Heat 2-0 up, Élan", "Heat 2-0 up, गर्मी"])
def test_a_score_names_no_sequel(text: str) -> None:
    """A basketball team that leads is not the film "Heat 2"."""
    found = _terms(lower(words(text)), {"heat"}, ())

    assert "heat 2" not in found
    assert {"heat", "up"} < found.keys()
    assert "heat 2" in _terms(lower(words("Heat 2: up")), {"heat"}, ())


def test_one_sign_may_be_a_word() -> None:
    """In Chinese it is one; a single Latin letter says nothing."""
    assert _terms(["人", "a", "heat", "the"], (), {"the"}) == {"人": 1, "heat": 1}


def test_words_in_another_order_are_no_passage() -> None:
    """Runs that stand at other distances from each other are passages of their own."""
    parts = [" ".join(f"{name}{number}" for number in range(12)) for name in ("ada", "brandt", "carla", "dahl")]
    first, same, other = (
        signature(" ".join(parts[place] for place in order).split())
        for order in ((0, 1, 2, 3), (0, 1, 2, 3), (2, 0, 3, 1))
    )

    assert overlap(first, same).longest > 40
    assert overlap(first, other).longest < 20


def test_a_passage_over_two_paragraphs_is_one_line() -> None:
    """What is shown as evidence is a line, however the text was set."""
    text = "The strike at the opera\n\nended on Monday after nineteen days."

    assert same_words(text, f"They say: {text}") == ((text.replace("\n\n", " ").removesuffix("."), 11),)
