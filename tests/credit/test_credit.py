from dataclasses import replace

import pytest

from monitor import catalogue
from monitor.credit import OutletNames, find
from monitor.credit.names import words_of
from monitor.model import Outlet, OutletKind
from monitor.story import CreditedBy
from tests import make


def outlet(name: str, called: str, home: str = "https://example.com/", aliases: tuple[str, ...] = ()) -> Outlet:
    """An outlet with its written name."""
    return replace(make.outlet(name, home), name=called, aliases=aliases)


NAMES = OutletNames(
    [
        outlet("variety", "Variety", "https://variety.com/"),
        outlet("thr", "The Hollywood Reporter", "https://www.hollywoodreporter.com/"),
        outlet("thewrap", "TheWrap", "https://www.thewrap.com/"),
        outlet("deadline", "Deadline", "https://deadline.com/"),
        outlet("people", "People", "https://people.com/"),
        outlet("empire", "Empire", "https://www.empireonline.com/"),
        outlet("slashfilm", "/Film", "https://www.slashfilm.com/"),
        outlet("screenrant", "ScreenRant", "https://screenrant.com/"),
        outlet("ew", "Entertainment Weekly", "https://ew.com/", aliases=("EW",)),
        outlet("reuters", "Reuters", "https://www.reuters.com/"),
        outlet("le-film-francais", "Le Film français", "https://www.lefilmfrancais.com/"),
        outlet("latimes", "Los Angeles Times", "https://www.latimes.com/", aliases=("LA Times",)),
        outlet("joblo", "JoBlo", "https://joblo.com/"),
        outlet("the-stage", "The Stage", "https://www.thestage.co.uk/"),
        outlet("film-stage", "The Film Stage", "https://thefilmstage.com/"),
    ]
)

CREDITED = {
    "en": [
        ("Michael Mann told Variety that the script is done.", ["variety"]),
        ("The director tells The Hollywood Reporter he is ready.", ["thr"]),
        ("According to Deadline, filming starts in May.", ["deadline"]),
        ("According to the US trade title Deadline, filming starts in May.", ["deadline"]),
        ("The news was first reported by TheWrap.", ["thewrap"]),
        ("The Wrap first reported the news.", ["thewrap"]),
        ("Filming starts in May, Deadline reports.", ["deadline"]),
        ("Filming starts in May, reports Deadline.", ["deadline"]),
        ("Warner is circling, per THR.", ["thr"]),
        ("Deadline, which belongs to the same house, broke the story.", ["deadline"]),
        ("Variety was first with the casting.", ["variety"]),
        ("A Variety report put the budget at $150 million.", ["variety"]),
        ("THR’s report names two producers.", ["thr"]),
        ("In an interview with Empire, Mann spoke of the sequel.", ["empire"]),
        ("The actor confirmed to EW that he is out.", ["ew"]),
        ("In a statement to the magazine People, he denied it.", ["people"]),
        ("Deadline has learned that the deal is closed.", ["deadline"]),
        ("The deal is closed, two people told Reuters on Monday.", ["reuters"]),
        ("Deadline says yes, while Variety reported in June that talks had failed.", ["deadline", "variety"]),
        ("Slashfilm reports that the cut runs three hours.", ["slashfilm"]),
        ("The emails were seen by Reuters.", ["reuters"]),
        ("Her manager told the British magazine Empire.", ["empire"]),
        ("The revival closes, according to the Stage.", ["the-stage"]),
        ("The Stage first reported that the revival closes.", ["the-stage"]),
        ("A spokesperson told The Stage that the revival closes.", ["the-stage"]),
        ("The director told The Film Stage in Rome that it closes.", ["film-stage"]),
        ("VARIETY reported it on Friday.", ["variety"]),
    ],
    "de": [
        ("Laut Variety beginnt der Dreh im Mai.", ["variety"]),
        ("Wie Deadline berichtet, ist der Vertrag geschlossen.", ["deadline"]),
        ("Das sagte Mann im Interview mit Empire.", ["empire"]),
        ("Unter Berufung auf den Hollywood Reporter meldet die Agentur das Ende.", ["thr"]),
    ],
    "fr": [
        ("Selon Variety, le tournage commence en mai.", ["variety"]),
        ("Il s’est confié à Empire.", ["empire"]),
        ("Le Film français révèle le casting.", ["le-film-francais"]),
    ],
    "es": [
        ("Según Deadline, el rodaje empieza en mayo.", ["deadline"]),
        ("Variety ha revelado el reparto.", ["variety"]),
    ],
    "it": [("Secondo Variety le riprese iniziano a maggio.", ["variety"]), ("Lo ha raccontato a Empire.", ["empire"])],
    "pt": [("Segundo o Deadline, as filmagens começam em maio.", ["deadline"])],
    "sv": [("Det skriver tidningen Variety.", ["variety"])],
    "nb": [("Serien kommer tilbake, melder Variety.", ["variety"])],
    "da": [("Filmen er på vej, ifølge Variety.", ["variety"])],
}

NOT_CREDITED = [
    "I mix it once a week via a People recipe of yogurt.",
    "They say that it has been ‘Slash Film’ for a while.",
    "It is expected by the Times Square crowd, two of whom said so.",
    "A variety of people told us that an empire falls when a deadline passes.",
    "People told me that the film is great.",  # what follows is asked of a name of one common word, too
    "Empire Records turns thirty.",
    "JoBlo has learned that the sequel is on.",  # itself
    "Variety praised the camera work, Empire gave it three stars.",
    "She was photographed at the Variety party in Cannes.",
    "Taylor Swift Takes the Stage, Saying Goodbye",
    "She Returned To The Stage, She Said",
    "The Stage Is Set, Says Mann",
    "According to the Stage Manager, It Fell",
    "Broadway’s Stage Says No",
    "The cast attended Deadline Contenders in Los Angeles.",
    "The Entertainment Weekly cover sold out.",
    "Deadline! He told the crew, and Variety is the spice of life.",
    "Warner and its rivals reported profits; Variety, People and Empire are sold at kiosks.",
]


def credited(sentence: str, language: str | None = "en") -> list[str]:
    """The outlets that an article of this one sentence credits."""
    return [credit.outlet for credit in find(make.article(body=sentence, title="", language=language), NAMES)]


@pytest.mark.parametrize(
    ("language", "sentence", "outlets"),
    [(language, *case) for language, cases in CREDITED.items() for case in cases],
)
def test_words_of_crediting_next_to_a_name(language: str, sentence: str, outlets: list[str]) -> None:
    """An outlet that a sentence names as its source is found, in nine languages."""
    assert credited(sentence, language) == outlets


@pytest.mark.parametrize("sentence", NOT_CREDITED)
def test_a_name_alone_is_no_credit(sentence: str) -> None:
    """Words that are also names, praise, parties, and an outlet that names itself credit nobody."""
    assert credited(sentence) == []


def test_the_sentence_is_the_evidence() -> None:
    """A credit quotes the sentence that makes it, not its neighbours."""
    article = make.article(body="It is official. Mann told Variety on Friday that he will. More follows.")
    [credit] = find(article, NAMES)
    assert (credit.sentence, credit.by) == ("Mann told Variety on Friday that he will.", CreditedBy.WORDS)


def test_a_name_of_several_words_in_a_sentence_that_speaks_of_a_report() -> None:
    """Such a name needs no words next to it; a name of one word does, and praise speaks against it."""
    for name, by in (("The Hollywood Reporter", [CreditedBy.NAME]), ("Variety", [])):
        body = f"Sources, as you may have seen over at {name}, think so."
        assert [one.by for one in find(make.article(body=body), NAMES)] == by
    body = "Sources close to the party say that The Hollywood Reporter was in the room."
    assert find(make.article(body=body), NAMES) == ()


def test_a_link_to_the_site_at_its_name() -> None:
    """A linked name is a credit; a linked word that is no name, and a name that is linked elsewhere, are none."""
    linked = make.article(body="This is how it reads [in Variety](https://variety.com/2026/a): in a month.")
    assert [(credit.outlet, credit.by) for credit in find(linked, NAMES)] == [("variety", CreditedBy.LINK)]
    for body in (
        "See [here](https://variety.com/2026/a).",
        "This is how it reads [in Variety](https://example.org/).",
    ):
        assert find(make.article(body=body), NAMES) == ()


def test_an_agency_signs() -> None:
    """A wire's article in another outlet credits it, by its byline or its dateline."""
    by_line = make.article(authors=("Reuters",), body="Mann will direct.")
    dated = make.article(body="LONDON, Sept 23 (Reuters) - Mann will direct.")
    for article in (by_line, dated):
        assert [(credit.outlet, credit.by) for credit in find(article, NAMES)] == [("reuters", CreditedBy.AGENCY)]
    assert find(make.article(authors=("Jane People",), body="Mann will direct."), NAMES) == ()


def test_each_outlet_once() -> None:
    """Two sentences that credit one outlet are one credit, the first."""
    article = make.article(body="Variety reports the deal. The price is high, Variety reports.")
    assert [credit.sentence for credit in find(article, NAMES)] == ["Variety reports the deal."]


def test_the_longest_name_counts() -> None:
    """Where one outlet's name begins with another's, the whole name is meant."""
    names = OutletNames([outlet("rs", "Rolling Stone"), outlet("rsfr", "Rolling Stone France")])
    assert [mention.outlet for mention in names.mentions(words_of("Rolling Stone France, Rolling Stone"))] == [
        "rsfr",
        "rs",
    ]


def test_every_shipped_outlet_can_be_credited() -> None:
    """The sentence "told NAME" credits each outlet of the catalogue whose name begins with a letter or a figure."""
    outlets = {id_: one for id_, one in catalogue.load().items() if one.kind is OutletKind.NEWS}
    names = OutletNames(catalogue.load().values())
    missed = [
        outlet.id
        for outlet in outlets.values()
        if outlet.name[0].isalnum()
        and not outlet.name.islower()  # "laut.de": words that are written small are words
        and "! " not in outlet.name  # "E! News": its sentence ends there
        and outlet.id
        not in {credit.outlet for credit in find(make.article("nobody", body=f"She told {outlet.name} so."), names)}
    ]
    assert missed == []


@pytest.mark.parametrize(
    "said",
    [
        "the Wrap",
        "The\n\nWrap",
        "THEWRAP",
        "eCartelera",
        "e Cartelera",
        "le Film français",
        "la Razón",
        "La Times",
        "THR",
        "Ew",
    ],
)
def test_a_sentence_with_a_name_has_a_place(said: str) -> None:
    """Whatever `mentions` finds in a text, `places` has an offset in it: else its sentence would not be read."""
    names = OutletNames(
        [outlet("ecartelera", "eCartelera"), *map(_known, ("TheWrap", "Le Film français", "LaRazón", "EW"))]
    )
    text = f"as she told {said} today"
    found = [mention.outlet for mention in names.mentions(words_of(text))]
    places = names.places(text)
    assert bool(places) == bool(found)
    assert all(text.index(said) <= at < text.index(" today") for at in places)


def _known(name: str) -> Outlet:
    return outlet(name.casefold().replace(" ", "-"), name)
