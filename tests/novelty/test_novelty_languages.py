"""The same report in each language: its steps, its day, its sources, a denial and a list."""

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest

from monitor.model import Article
from monitor.news import FactKind, Genre, Step
from monitor.novelty import account
from monitor.novelty.phrasebook import LANGUAGES, OWN_NAME, words_of
from monitor.novelty.ranked_sentences import ranked

# The language, a headline with a step, the step, a sentence with a day, one with sources of its own.
REPORTS = [
    ("de", "Lena Voss steigt aus „Nordlicht“ aus", Step.EXITS, "Er startet am 3. März.", "Das sagte sie Kino Heute."),
    ("fr", "Léa Morel quitte « Minuit »", Step.EXITS, "Il sort le 3 août.", "Elle l'a déclaré à Ciné Hebdo."),
    ("es", "Cancelada la serie «Norte»", Step.CANCELLED, "Se estrena el 3 de enero.", "Según fuentes cercanas, no."),
    ("it", "Marco Valli lascia «Nord»", Step.EXITS, "Esce il 3 gennaio.", "Lo ha confermato in una nota."),
    ("pt", "Série «Norte» é renovada", Step.GREENLIT, "Chega em 3 de março.", "Segundo fontes próximas, sim."),
    ("sv", "Lena Berg lämnar ”Norrsken”", Step.EXITS, "Den har premiär den 3 mars.", "Det säger hon till Kino Heute."),
    (
        "da",
        "Solveig Dahl aflyser koncert",
        Step.CANCELLED,
        "Det er den 3. maj.",
        "Det siger hun til Kino Heute.",
    ),
    ("no", "«Nordlys» utsettes", Step.MOVED, "Ny premiere er 3. august i Oslo.", "Det sier hun til Kino Heute."),
    (
        "nb",
        "Solveig Dahl erstatter Lena Berg",
        Step.ATTACHED,
        "Hun starter 3. mai.",
        "Kino Heute erfarer at det er slik.",
    ),
    ("fi", "Elokuvan ensi-ilta siirtyy", Step.MOVED, "Uusi päivä on 3. elokuuta.", "Asiaa tuntevat vahvistavat sen."),
]
DENIALS = [
    ("de", "Sprecher dementiert Gerüchte um Lena Voss"),
    ("fr", "Léa Morel dément la rumeur"),
    ("es", "La productora niega los rumores"),
    ("it", "La produzione smentisce le voci"),
    ("pt", "Produtora desmente boatos"),
    ("sv", "Produktionsbolaget dementerar ryktet"),
    ("da", "Producenten afviser rygterne"),
    ("no", "Produsenten avviser ryktene"),
    ("fi", "Tuottaja kiistää huhut"),
]
LISTS = [
    ("de", "Die besten Filme des Jahres"),
    ("fr", "Les meilleurs films de l'année"),
    ("es", "Las mejores series del año"),
    ("it", "I migliori film dell'anno"),
    ("pt", "Os melhores filmes do ano"),
    ("sv", "De bästa filmerna i år"),
    ("da", "De bedste film i år"),
    ("no", "De beste filmene i år"),
    ("fi", "Vuoden parhaat elokuvat"),
]

# Each counts things and has an English word after them, as in a title.
WHOLES = [
    ("de", "Alle 4 Movies mit Bond kommen zurück, auch „From Russia with Love“"),
    ("fr", "Les six films de Bond, dont « From Russia with Love », quittent Netflix"),
    ("es", "Todas las 8 series de Marvel, hasta «From the Ashes», dejan Netflix"),
    ("it", "Tutte e 8 le series di Marvel, anche «From the Ashes», lasciano Netflix"),
    ("pt", "Todas as 8 series da Marvel, até «From the Ashes», deixam a Netflix"),
]

TRIBUTES = [
    ("en", "Tributes pour in for Odile Marchetti"),
    ("de", "Kollegen trauern um Odile Marchetti"),
    ("fr", "Pluie d'hommages pour Odile Marchetti"),
    ("es", "Colegas rinden homenaje: adiós a Odile Marchetti"),
    ("it", "Cordoglio per Odile Marchetti"),
    ("pt", "Colegas prestam homenagem: Odile Marchetti"),
    ("sv", "Kollegor minns Odile Marchetti"),
    ("da", "Kolleger mindes Odile Marchetti"),
    ("no", "Kolleger hyller Odile Marchetti"),
    ("fi", "Kollegat muistelevat Odile Marchettia"),
]


def article(language: str, title: str, body: str = "") -> Article:
    """An article in a language."""
    return Article(url="https://a.example/", outlet="a", title=title, body=body, language=language)


@pytest.mark.parametrize(("language", "title", "step", "dated", "own"), REPORTS, ids=lambda value: str(value)[:2])
def test_a_report(language: str, title: str, step: Step, dated: str, own: str) -> None:
    """Its step is read in the headline, its day and its sources in the text, with accents."""
    said = account(article(language, title, f"{dated} {own}"), (), ["Kino Heute", "Ciné Hebdo"])

    assert said.genre is Genre.REPORT
    assert step in said.steps
    assert [fact.kind for fact in said.facts if fact.kind is FactKind.DATE] == [FactKind.DATE]
    assert said.own is not None
    assert said.is_explicit


@pytest.mark.parametrize(("language", "title"), DENIALS)
def test_a_denial(language: str, title: str) -> None:
    """The headline denies."""
    assert account(article(language, title), (), ()).denial == title


@pytest.mark.parametrize(("language", "title"), LISTS)
def test_a_list(language: str, title: str) -> None:
    """It speaks about news."""
    assert account(article(language, title), (), ()).genre is Genre.LIST


@pytest.mark.parametrize(("language", "title"), TRIBUTES)
def test_a_tribute(language: str, title: str) -> None:
    """What others say of somebody who died is a genre of its own: at first it may bring the news."""
    assert account(article(language, title), (), ()).genre is Genre.TRIBUTE


@pytest.mark.parametrize("language", ["de", "da", "no", "nb", "fi"])
def test_a_day_with_a_stop_ends_no_sentence(language: str) -> None:
    """Where the day of a month is written with a stop, the sentence goes on to its month."""
    assert len(ranked(article(language, "Nordlys", "Alt begynner 3. august i Oslo. Siden kommer resten."))) == 3


@pytest.mark.parametrize("language", ["da", "no", "fi"])
def test_a_number_may_end_a_sentence(language: str) -> None:
    """Where nouns begin with small letters, a capital after number and stop begins another sentence."""
    assert len(ranked(article(language, "Nordlys", "Serien er i sesong 2. Nordlys kommer. Resten også."))) == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_are_folded(language: str) -> None:
    """A phrase with a capital or an accent would never be found."""
    listed = tomllib.loads((files("monitor.novelty") / "phrases" / f"{language}.toml").read_text(encoding="utf-8"))
    phrases = [word for table in _tables(listed) for phrase in table for word in phrase.split()]
    plain = [word.strip("^*~$") for word in phrases if not word.startswith(OWN_NAME)]

    assert len(plain) > 100
    assert [word for word in plain if word and "".join(words_of(word)) != word] == []


def _tables(table: Any) -> Iterator[list[str]]:
    """All lists of phrases, those of tables within too."""
    for value in table.values():
        if isinstance(value, dict):
            yield from _tables(value)
        else:
            yield value


@pytest.mark.parametrize(("language", "title"), WHOLES)
def test_a_whole_is_no_list(language: str, title: str) -> None:
    """News of all that there is chooses nothing."""
    assert account(article(language, title), (), ()).genre is Genre.REPORT


@pytest.mark.parametrize(
    ("language", "text", "steps"),
    [
        ("en", "It was nominated for best director, and all three leads were named.", {Step.AWARDED}),
        ("en", "Dana Whitlock Named Best Director at Tidal Awards", {Step.AWARDED}),
        ("en", "Dana Whitlock lands three Emmy nominations", {Step.AWARDED}),
        ("en", "Critics name Dana Whitlock one of ten directors to watch", {Step.REVIEWED}),
        ("en", "Best actor prize goes to Dana Whitlock", {Step.AWARDED}),
        ("en", "Record of the Year goes to Dana Whitlock", set()),
        ("en", "Critics Choice Awards: the whole list", set()),
        ("en", "Showrunner Dana Whitlock explains the finale", set()),
        ("en", "A former police commissioner and an investigative journalist were on stage.", set()),
        ("en", "The Walking Dead Star Dana Whitlock on Life in Maine", set()),
        ("en", "The actor played lawyers in The Trial of the Tidal 7 and Death at Sea", set()),
        ("en", "Ruled Out star Dana Whitlock opens a bakery", set()),
        ("en", "Dana Whitlock named head of drama", {Step.ATTACHED}),
        ("en", "Lead role goes to Dana Whitlock", {Step.ATTACHED}),
        ("en", "Tidal finds showrunner", {Step.ATTACHED}),
        ("en", "Dana Whitlock Exits Tidal", {Step.EXITS}),
        ("en", "TV review: Tidal", {Step.REVIEWED}),
        (
            "en",
            "Dana Whitlock Dies: Veteran Stage Actor Was 94 - She was known for many westerns of the early sixties",
            {Step.DIES},
        ),
        (
            "en",
            "Minor Island Drama Premieres On September 8 – The series follows a nurse who lost both parents",
            {Step.DATED},
        ),
        ("en", "The Trial of the Tidal Seven: how one of the best series of this year was made", set()),
        ("de", "Die Serie ist hochkarätig besetzt.", set()),
        ("de", "Lena Voss als Leiterin: Streik im Theater", {Step.STRIKE}),
        ("fr", "« Minuit » nommé aux César", {Step.AWARDED}),
        ("fr", "Camille Roux nommée à la tête du festival", {Step.ATTACHED}),
        ("es", "Muere Ana Ríos, la actriz de teatro", {Step.DIES}),
        ("it", "Marta Neri nominata agli Oscar", {Step.AWARDED}),
        ("it", "Marta Neri nominata direttrice del festival", {Step.ATTACHED}),
        ("pt", "Filme é nomeado para três Globos de Ouro", {Step.AWARDED}),
        ("pt", "Ator é escalado para a novela das nove", {Step.ATTACHED}),
        ("sv", "Filmen utsedd till årets bästa", {Step.AWARDED}),
        ("da", "Solveig Dahl udnævnt til ridder", set()),
        ("no", "Filmen ble utnevnt til årets beste", {Step.AWARDED}),
        ("fi", "Elokuva nimitettiin vuoden parhaaksi", {Step.AWARDED}),
    ],
)
def test_an_award_a_job_and_a_name_are_no_other_step(language: str, text: str, steps: set[Step]) -> None:
    """Categories of awards, titles of jobs and names of works have words of steps in them; capitals show the names."""
    assert account(article(language, text), (), ()).steps == steps


@pytest.mark.parametrize(
    ("language", "title", "steps"),
    [
        ("en", "Host pulls out a chair for Dana Whitlock", set()),
        ("en", "Dana Whitlock pulled out all the stops", set()),
        ("en", "Driver pulled over by police", set()),
        ("en", "Dana Whitlock withdraws her apology", set()),
        ("en", "Finale leaves fans in tears", set()),
        ("en", "Dana Whitlock pulled out of Tidal", {Step.EXITS}),
        ("en", "Dana Whitlock withdraws from Tidal", {Step.EXITS}),
        ("en", "Dana Whitlock withdraws her lawsuit", {Step.SETTLED, Step.COURT}),
        ("en", "Halyard withdraws its bid", {Step.SOLD}),
        ("en", "Broadcaster pulls out", {Step.CANCELLED}),
        ("en", "Dana Whitlock pulls out a week before the festival", {Step.EXITS}),
        ("en", "Dana Whitlock withdrew the night before", {Step.EXITS}),
        ("en", "Halyard withdraws its film from Tidal", {Step.EXITS}),
        ("en", "Dana Whitlock withdraws his candidacy", {Step.EXITS}),
        ("de", "Konzert ersatzlos gestrichen", {Step.CANCELLED}),
        ("de", "Lena Voss verlässt das Haus nach zehn Jahren", {Step.EXITS}),
        ("fr", "Elle quitte à 60 ans la troupe", {Step.EXITS}),
        ("es", "Ana Ríos deja de ser la directora", {Step.EXITS}),
        ("es", "La revista deja de publicarse", {Step.CANCELLED}),
        ("it", "Il direttore lascia tutti gli incarichi", {Step.EXITS}),
        ("pt", "Ator deixa de fazer parte do elenco", {Step.EXITS}),
        ("sv", "Operachefen lämnar över rodret", {Step.EXITS}),
        ("no", "Teatersjefen går av med pensjon", {Step.EXITS}),
        ("de", "Lena Voss steigt aus dem Auto", set()),
        ("de", "Lena Voss aus Klinik entlassen", set()),
        ("fr", "Faux départ pour Minuit", set()),
        ("es", "Ana Ríos deja claro que sigue", set()),
        ("it", "Salta il concerto a causa di un'influenza", set()),
        ("pt", "Ator deixa claro que fica", set()),
        ("sv", "Lena Berg hoppar av lycka", set()),
        ("da", "Solveig Dahl forlader sig på held", set()),
        ("no", "Festivalen går av stabelen", set()),
        ("fi", "Virtanen lähtee kiertueelle", set()),
    ],
)
def test_a_set_phrase_with_the_word_of_a_step_is_none(language: str, title: str, steps: set[Step]) -> None:
    """Who pulls out a chair or leaves a car leaves nothing; a longer phrase of a step, as of a lawsuit, counts."""
    found = account(article(language, title), (), ())

    assert found.steps == steps
