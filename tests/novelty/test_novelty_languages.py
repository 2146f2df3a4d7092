"""The same report in each language: its steps, its day, its sources, a denial and a list."""

import pytest

from monitor.model import Article
from monitor.news import FactKind, Genre, Step
from monitor.novelty import account

# The language, a headline with a step, the step, a sentence with a day, one with sources of its own.
REPORTS = [
    ("de", "Lena Voss steigt aus „Nordlicht“ aus", Step.EXITS, "Er startet am 3. März.", "Das sagte sie Kino Heute."),
    ("fr", "Léa Morel quitte « Minuit »", Step.EXITS, "Il sort le 3 août.", "Elle l'a déclaré à Ciné Hebdo."),
    ("es", "Cancelada la serie «Norte»", Step.CANCELLED, "Se estrena el 3 de enero.", "Según fuentes cercanas, no."),
    ("it", "Marco Valli lascia «Nord»", Step.EXITS, "Esce il 3 gennaio.", "Lo ha confermato in una nota."),
    ("pt", "Série «Norte» é renovada", Step.GREENLIT, "Chega em 3 de março.", "Segundo fontes próximas, sim."),
]
DENIALS = [
    ("de", "Sprecher dementiert Gerüchte um Lena Voss"),
    ("fr", "Léa Morel dément la rumeur"),
    ("es", "La productora niega los rumores"),
    ("it", "La produzione smentisce le voci"),
    ("pt", "Produtora desmente boatos"),
]
LISTS = [
    ("de", "Die besten Filme des Jahres"),
    ("fr", "Les meilleurs films de l'année"),
    ("es", "Las mejores series del año"),
    ("it", "I migliori film dell'anno"),
    ("pt", "Os melhores filmes do ano"),
]

# Each counts things and has an English word after them, as in a title.
WHOLES = [
    ("de", "Alle 4 Movies mit Bond kommen zurück, auch „From Russia with Love“"),
    ("fr", "Les six films de Bond, dont « From Russia with Love », quittent Netflix"),
    ("es", "Todas las 8 series de Marvel, hasta «From the Ashes», dejan Netflix"),
    ("it", "Tutte e 8 le series di Marvel, anche «From the Ashes», lasciano Netflix"),
    ("pt", "Todas as 8 series da Marvel, até «From the Ashes», deixam a Netflix"),
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


@pytest.mark.parametrize(("language", "title"), WHOLES)
def test_a_whole_is_no_list(language: str, title: str) -> None:
    """News of all that there is chooses nothing."""
    assert account(article(language, title), (), ()).genre is Genre.REPORT
