"""What a headline says was done: acts of six languages, background, names of works, parts."""

import tomllib
from importlib.resources import files

import pytest

from monitor.dedupe.acts import LANGUAGES, Act
from monitor.dedupe.gist import Gist, gist
from monitor.dedupe.terms import lower, words
from monitor.text.stopwords import grammar


def read(title: str, outlet: str = "variety") -> Gist:
    """The gist of a headline alone."""
    return gist(title, outlet, grammar(lower(words(title))))


@pytest.mark.parametrize(
    ("title", "acts"),
    [
        ("CNN Suspends Dana Whitlock", "suspended"),
        ("Dana Whitlock Fired by CNN", "fired"),
        ("‘Salt and Iron’ Renewed for Season 3", "renewed"),
        ("CBS Cancels ‘Night Docket’", "cancelled"),
        ("Hulu Orders ‘Futurella’ Revival", "ordered"),
        ("Nick Offord Joins ‘Last Harbor’", "cast"),
        ("Hans Zimmer Will Not Score ‘Dune’", "crew"),
        ("‘Ash Harbor’ Trailer Released", "shown"),
        ("‘Tidal’ Sets Premiere Date", "date"),
        ("‘Tidal’ Review: Wet", "review"),
        ("How to Watch ‘Tidal’", "guide"),
        ("‘Tidal’ Tops Box Office", "ratings"),
        ("Vic Moretti Dies at 79", "death"),
        ("Cast Pays Tribute to Vic Moretti", "tribute"),
        ("Lou Bergen Hospitalized in Miami", "illness"),
        ("Neon Buys ‘The Salt Year’", "deal"),
        ("Morning Report: Two Films and a Strike Vote", "round-up strike"),
        ("Schauspielerin Hanna Voss mit 77 gestorben", "death"),
        ("„Die Bucht“ verlängert", "renewed"),
        ("Nachruf auf Hanna Voss", "tribute"),
        ("« Marée haute » renouvelée", "renewed"),
        ("« Les Ombres » annulée par Canal+", "cancelled"),
        ("Muere el actor Ramiro Escudero", "death"),
        ("Tráiler de ‘La casa del faro’", "shown"),
        ("‘La costa’, la recensione", "review"),
        ("Morre o ator João Brandão", "death"),
        ("A headline of nothing in particular", ""),
        ("Dana Whitlock to Leave ‘Tidal’ After Three Seasons", "exits"),
        ("Dana Whitlock Pulls Out of ‘Tidal’", "exits"),
        ("Dana Whitlock withdraws from ‘Tidal’ on doctor's orders", "exits"),
        ("Dana Whitlock Forced to Pull Out of ‘Tidal’", "exits"),
        ("Dana Whitlock Pulls Out All the Stops in ‘Tidal’", ""),
        ("Chef Pulls Out Win on ‘Top Table’", ""),
        ("Host Pulls Out His Phone Mid-Show", ""),
        ("Dana Whitlock Withdraws Apology", ""),
        ("Author withdrew her novel", ""),
        ("Dana Whitlock Pulls Out a Week Before ‘Tidal’", "exits"),
        ("Dana Whitlock withdrew the night before", "exits"),
        ("Dana Whitlock Withdraws Her Nomination", "exits"),
        ("Halyard Withdraws Its Film From Venice", "exits"),
        ("Halyard Withdraws Film From Venice", "exits"),
        ("Dana Whitlock Withdraws Her Lawsuit", "lawsuit"),
        ("Dana Whitlock Withdraws Guilty Plea", "crime"),
        ("Prosecutor Withdraws Charges", "crime"),
        ("Halyard Withdrew Its Bid for Kestrel", "deal"),
        ("Union Strikes a Deal With Halyard", "deal"),
        ("Writers Strike a Deal With Halyard", "deal"),
        ("Union Reaches Tentative Deal With Halyard", "deal"),
        ("Kestrel Reaches New Deal With Halyard", "deal"),
        ("Dana Whitlock Deals With Fame", ""),
        ("Court of Appeal Backs Dana Whitlock", "court lawsuit crime outcome"),
        ("A Court of Thorns and Roses", ""),
        ("Stars Gather to Remember Vic Moretti", "tribute"),
        ("Dana Whitlock Got Married to Lou Bergen", "marriage"),
        ("Married to Medicine", ""),
        ("‘Tidal’ Show Called Off Minutes Before Doors", "cancelled"),
        ("‘Tidal’ Leads With 1.2 Billion Minutes", "ratings"),
        ("Vic Moretti's Co-Stars Remember a Giant", "tribute"),
        ("Hollywood Remembers Vic Moretti", "tribute"),
        ("Remembering Vic Moretti", "tribute"),
        ("Dana Whitlock Remembers Working With Vic Moretti", "statement"),
        ("Dana Whitlock Remembers When the Set Flooded", "statement"),
        ("Remember the Name: Dana Whitlock Is Everywhere This Year", ""),
        ("Remember ‘Tidal’? It Has Changed", ""),
        ("The Name to Remember This Year: Dana Whitlock", ""),
        ("Dana Whitlock Can’t Remember Her Lines", ""),
        ("Ana Rivas recuerda cómo empezó", "statement"),
        ("Ana Rivas recuerda a Ramiro Escudero", "tribute"),
        ("Anna Riva ricorda quando pioveva", "statement"),
        ("Ana Rios relembra bastidores da novela", "statement"),
    ],
)
def test_the_acts_of_a_headline(title: str, acts: str) -> None:
    """What it says was done, in any of the six languages; nothing where no word is known."""
    assert read(title).deed.main == {Act(act) for act in acts.split()}


@pytest.mark.parametrize(
    "title", ["‘Dead to Me’", "“The Last Trial”", "„Der Tot­e“", "'Evil Dead Rise'", "The Walking Dead"]
)
def test_the_name_of_a_work_is_no_act(title: str) -> None:
    """What stands within quotation marks names something, and so do some famous names without them."""
    assert read(f"{title} Renewed").deed.main == {Act.RENEWED}


def test_what_follows_after_is_background() -> None:
    """The acts after "after" are those of an earlier event, and so are its words."""
    found = read("Carl Como Hit With New Misconduct Claim Just Before CNN Firing")

    assert found.deed.main == {Act.ACCUSED}
    assert "firing" not in found.claimed


def test_background_alone_counts() -> None:
    """Where nothing else is said, an act of the background is the act."""
    assert read("After Firing, Carl Como").deed.main == {Act.FIRED}


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("‘Tidal’ Season 4 Trailer", {("season", 4)}),
        ("‘Tidal’ Renewed for a Second Season", {("season", 2)}),
        ("‘Tidal’ Ends After Three Seasons", set()),
        ("‘Tidal’ Official Teaser #2", {("clip", 2)}),
        ("‘Tidal’, saison 3, épisode 5", {("season", 3), ("episode", 5)}),
        ("Dritte Staffel von „Tidal“", {("season", 3)}),
        ("Zweite Staffel von „Tidal“", {("season", 2)}),
        ("‘Tidal’ Season 2026", set()),
    ],
)
def test_the_parts_of_a_work(title: str, parts: set[tuple[str, int]]) -> None:
    """Numbers of seasons, episodes and trailers; a count of seasons is none, nor is a year."""
    assert read(title).deed.parts == parts


@pytest.mark.parametrize(
    ("title", "works"),
    [
        ("Michael Mann Eyes ‘Heat 2’ After ‘Ferrari’", {"heat", "2"}),
        ("Mann: »Heat 2« kommt nach »Ferrari«", {"heat", "2"}),
        ("Après « Ferrari », Michael Mann Prépare « Heat 2 »", {"ferrari", "heat", "2"}),
        ("Vettel fumes over 'stupid' conditions: 'This is mad!'", set()),
        ("‘Lord of the Rings’ Is Back", {"lord", "rings"}),
        ("Heat 2 Is Next", set()),
    ],
)
def test_the_works_that_a_headline_names(title: str, works: set[str]) -> None:
    """What it quotes as a name, not in its background alone; with a word in small letters it is what somebody said."""
    assert read(title).deed.works == works


@pytest.mark.parametrize(
    ("title", "outlet", "subject"),
    [
        ("Glass Orchard | Official Trailer | Prime Video", "youtube.com", {"glass", "orchard"}),
        ("Neon to Release Salt Ledger - The Washington Post", "washingtonpost.com", {"salt", "ledger"}),
        ("CNN fires Carl Voss", "cnn", {"carl", "voss"}),
        ("‘Northern Line’ Renewed", "variety", {"northern", "line"}),
        ("As We See It - Official Trailer", "youtube.com", {"see"}),
        ("New on Hulu", "guide", {"hulu"}),
    ],
)
def test_the_subject_of_a_headline(title: str, outlet: str, subject: set[str]) -> None:
    """Whom or what it is about: no acts, no platforms, no outlet's own name, unless nothing else is left."""
    assert read(title, outlet).subject - {"release"} == subject


def test_a_word_means_one_act_in_all_languages() -> None:
    """All tables are looked in at once, so a word has the same acts in each."""
    acts: dict[str, set[str]] = {}
    for language in LANGUAGES:
        table = tomllib.loads((files("monitor.dedupe") / "vocabulary" / f"{language}.toml").read_text("utf-8"))
        for act, listed in table["acts"].items():
            for word in listed:
                acts.setdefault(word, set()).add(act)

    either = {"top 10", "denuncia", "won't return", "jail*", "prison"}
    assert len(acts) > 1_000
    assert {word for word, meant in acts.items() if len(meant) > 1} <= either


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_table_has_each_kind_of_act(language: str) -> None:
    """English says all acts; another language all that keep apart what a desk mixes up most."""
    table = tomllib.loads((files("monitor.dedupe") / "vocabulary" / f"{language}.toml").read_text("utf-8"))
    rare = {"romance", "layoffs", "fashion"}

    assert {act.value for act in Act} - table["acts"].keys() <= (set() if language == "en" else rare)
    assert all(word == word.lower() for listed in table["acts"].values() for word in listed)


@pytest.mark.parametrize("title", ["‘a " * 100_000, "dies after " * 100_000, '"' * 300_000, "season 4 " * 100_000])
def test_an_endless_headline_is_cut(title: str) -> None:
    """No more than the first four hundred characters is read, whatever it is."""
    assert read(title) == read(title[:400])
