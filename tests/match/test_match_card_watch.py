"""What of a card becomes a watch: context for a name that is a word too, none for one that is not."""

from typing import Any

import pytest

from monitor.cards.card import Card, Credit
from monitor.match.advice import card_watch
from monitor.match.advice.card_watch import CardOptions
from monitor.match.advice.watch_check import check_watch, holds_for_line
from monitor.match.prepare import prepare
from monitor.model import Watch, WatchKind

PEELE = {Credit.DIRECTOR: ("Jordan Peele",), Credit.CAST: ("Lupita Nyong'o", "Elisabeth Moss")}


def options(name: str, kind: WatchKind = WatchKind.FILM, *, lang: tuple[str, ...] = ("en",), **of: Any) -> CardOptions:
    """The options of a card of that name."""
    return card_watch.options(Card(place="test:1", name=name, **of), name, kind, lang)


def made(found: CardOptions) -> Watch:
    """The watch that they make."""
    return Watch(id="", name="It", query=found.query, aliases=found.aliases, context=found.context)


class TestContext:
    """Who must be near."""

    @pytest.mark.parametrize("name", ["Andor", "Hamnet", "Heat 2", "Oppenheimer", "Tár"])
    def test_a_name_that_means_one_thing_has_none(self, name: str) -> None:
        """It would only lose articles that name nobody."""
        assert options(name, credits=PEELE).context == ()

    @pytest.mark.parametrize("name", ["Us", "Heat", "Nope", "Weapons", "The Bear"])
    def test_a_common_word_has_it_and_its_capitals(self, name: str) -> None:
        """The director by surname, the cast by whole names; then there is no warning of the name."""
        found = options(name, credits=PEELE)

        assert found.context == ("Peele", "Lupita Nyong'o", "Elisabeth Moss")
        assert found.query.startswith("=")
        assert check_watch(made(found)).lines == []
        assert holds_for_line(prepare(made(found)), f"Jordan Peele on {name}")
        assert not holds_for_line(prepare(made(found)), f"Jordan Peele on {name.lower()}")
        assert not holds_for_line(prepare(made(found)), f"All of {name}")

    def test_a_number_has_no_capitals(self) -> None:
        """It is looked for as it is."""
        assert options("1917", credits=PEELE).query == "1917"

    @pytest.mark.parametrize(
        ("director", "near"),
        [
            ("Ryan Coogler", "Coogler"),
            ("Michael Mann", "Michael Mann"),  # four letters, a word in German
            ("Paul Thomas Anderson", "Paul Thomas Anderson"),  # a name of many
            ("Amy Sherman-Palladino", "Amy Sherman-Palladino"),
            ("Emerald Fennell", "Fennell"),
            ("Boots Riley", "Boots Riley"),
            ("McG", "McG"),
        ],
    )
    def test_a_surname_only_where_it_is_safe(self, director: str, near: str) -> None:
        """Not one that is short, a word, or a name of many."""
        assert options("Heat", credits={Credit.DIRECTOR: (director,)}).context == (near,)

    @pytest.mark.parametrize(
        ("kind", "near"),
        [
            (WatchKind.FILM, ("Coogler", "Diego Luna", "A24")),
            (WatchKind.SHOW, ("Gilroy", "Diego Luna", "HBO", "Coogler")),
            (WatchKind.ALBUM, ("Charli XCX",)),
            (WatchKind.GAME, ("Supergiant Games", "Private Division")),
            (WatchKind.PERSON, ("Purple Rain",)),
        ],
    )
    def test_what_is_near_depends_on_the_kind(self, kind: WatchKind, near: tuple[str, ...]) -> None:
        """A film has a director and a studio, a game a developer; of each what tells most comes first."""
        credited = {
            Credit.WORK: ("Purple Rain",),
            Credit.PUBLISHER: ("Private Division",),
            Credit.DEVELOPER: ("Supergiant Games",),
            Credit.ARTIST: ("Charli XCX",),
            Credit.NETWORK: ("HBO",),
            Credit.STUDIO: ("A24",),
            Credit.CAST: ("Diego Luna",),
            Credit.CREATOR: ("Tony Gilroy",),
            Credit.DIRECTOR: ("Ryan Coogler",),
        }

        assert options("Heat", kind, credits=credited).context == near

    def test_what_is_common_itself_is_no_context(self) -> None:
        """A studio called as a word, a work of the name itself: they would stand near anything."""
        found = options(
            "Heat", credits={Credit.STUDIO: ("Neon", "A24", "!!!", "Heat Pictures"), Credit.CAST: ("Pink",)}
        )

        assert found.context == ("A24",)

    def test_names_that_read_as_a_query_are_quoted(self) -> None:
        """An operator or a quote in a name is no operator of the watch."""
        found = options("Heat", credits={Credit.CAST: ("Bed AND Breakfast", 'Dwayne "The Rock" Johnson')})

        assert holds_for_line(prepare(made(found)), "Heat at the Bed and Breakfast")
        assert not holds_for_line(prepare(made(found)), "Heat in bed, without breakfast")
        assert holds_for_line(prepare(made(found)), "Dwayne “The Rock” Johnson in Heat")


class TestAliases:
    """What else it is called."""

    def test_only_what_finds_more(self) -> None:
        """A name that holds the watch's own, or one before it, is found by that."""
        aliases = ("Star Wars: Andor", "ANDOR", "Cassian", "Cassian and Bix")

        assert options("Andor", aliases=aliases).aliases == ("Cassian",)

    def test_longer_names_need_no_context(self) -> None:
        """They are kept where the short one needs it."""
        found = options("Wicked", aliases=("Wicked: For Good",), credits=PEELE)

        assert holds_for_line(prepare(made(found)), "Wicked: For Good trailer")
        assert not holds_for_line(prepare(made(found)), "Wicked deals")

    def test_titles_of_the_languages_that_are_read(self) -> None:
        """Others would find nothing; one word in another language may be any word there."""
        translated = {"es": ("Nosotros", "Fuego contra fuego"), "pl": ("To my",)}
        found = options("Heat", translated=translated, lang=("en", "es"))

        assert found.aliases == ("Fuego contra fuego",)
        assert found.left_out == ("Nosotros",)

    def test_common_ones_are_left_out(self) -> None:
        """They would find what the name does not."""
        found = options("Hamnet", aliases=("Grief", "Agnes & Will"))

        assert (found.aliases, found.left_out) == (("Agnes & Will",), ("Grief",))

    def test_of_very_many_the_first(self) -> None:
        """A watch stays readable."""
        found = options("Hamnet", aliases=tuple(f"Untitled project {number}" for number in range(100)))

        assert len(found.aliases) == 20

    def test_a_hostile_card_is_read_in_part(self) -> None:
        """Of a million names the first few hundred are looked at."""
        found = options("Heat", aliases=tuple(f"Heat {number}x" for number in range(100_000)))

        assert len(found.aliases) + len(found.left_out) < 300

    def test_the_card_s_own_name(self) -> None:
        """A watch that is called otherwise looks for what the card is called; its other name is looked for as such."""
        card = Card(place="test:1", name="One Battle After Another", aliases=("The Battle of Baktan Cross",))

        assert card_watch.options(card, "PTA's next", WatchKind.FILM, ()).query == '"One Battle After Another"'
        other = card_watch.options(card, "the battle of baktan cross", WatchKind.FILM, ())
        assert (other.query, other.aliases) == ('"The Battle of Baktan Cross"', ("One Battle After Another",))
