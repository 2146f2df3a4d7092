"""What keeps two articles apart, and what must not."""

from collections.abc import Callable

import pytest

from monitor.dedupe import WINDOW, Document, StoryIndex, group
from monitor.dedupe.claims import Claims, claims, stems
from monitor.dedupe.conflicts import Conflict, are_cases, of_claims, of_deeds
from monitor.dedupe.gist import Gist, gist
from monitor.dedupe.terms import lower, words
from monitor.text.stopwords import grammar

MakeDocument = Callable[..., Document]


def read(title: str) -> Gist:
    """The gist of a headline."""
    return gist(title, "variety", grammar(lower(words(title))))


def claimed(title: str) -> Claims:
    """The claims of a headline whose words weigh the same."""
    return claims(read(title), dict.fromkeys(lower(words(title)), 1.0))


@pytest.mark.parametrize(
    ("first", "second", "conflict"),
    [
        ("NBC Suspends Dana Whitlock", "NBC Fires Dana Whitlock", Conflict.ACTS),
        ("Vic Moretti Dies at 79", "‘The Capos’ Cast Pays Tribute to Vic Moretti", Conflict.COMMENT),
        ("‘Tidal’ Season 1 Review", "‘Tidal’ Season 2 Review", Conflict.PART),
        ("‘Tidal’ Official Teaser", "‘Tidal’ Official Teaser #2", Conflict.PART),
        ("Vic Moretti Dies at 79", "Morning Report: Vic Moretti Dies, ‘Tidal’ Renewed", Conflict.ROUND_UP),
        ("Kid Orso Sued by His Former Manager", "Kid Orso Charged With Carrying a Gun", Conflict.ACTS),
        ("Kid Orso Sued by His Former Manager", "Judge Hears Kid Orso and His Former Manager", None),
        ("NBC Fires Dana Whitlock", "Dana Whitlock Fired After Report on Payments", None),
        ("NBC Fires Dana Whitlock", "Dana Whitlock and NBC: the story", None),
        ("‘Tidal’ Renewed", "‘Tidal’ Renewed for Season 2", None),
        ("‘Tidal’ Trailer", "‘Tidal’ Gets Premiere Date, Teaser Trailer", None),
    ],
)
def test_headlines_in_conflict(first: str, second: str, conflict: Conflict | None) -> None:
    """Other acts, news against comment, other parts; in either order, and not where one says nothing of it."""
    assert of_deeds(read(first).deed, read(second).deed, bare=True) == conflict
    assert of_deeds(read(second).deed, read(first).deed, bare=True) == conflict


@pytest.mark.parametrize(
    ("first", "second", "conflict"),
    [
        ("Gunman Kills Four at Concert", "Police Arrest Suspect in Concert Shooting", None),
        ("‘Tidal’ Ranked: the Ten Best Episodes", "How to Watch ‘Tidal’", None),
        ("NBC Suspends Dana Whitlock", "NBC Fires Dana Whitlock", Conflict.ACTS),
        ("Kid Orso Sued by His Former Manager", "Kid Orso Pleads Guilty", Conflict.ACTS),
        ("Kid Orso Sued by His Former Manager", "Kid Orso Accused of Keeping Fees", None),
    ],
)
def test_headlines_of_texts(first: str, second: str, conflict: Conflict | None) -> None:
    """With texts, what one event may have both of keeps nothing apart."""
    assert of_deeds(read(first).deed, read(second).deed, bare=False) == conflict


@pytest.mark.parametrize(
    ("first", "second", "conflict"),
    [
        ("‘Pine Court’ Canceled at NBC", "‘Doctor Bellamy’ Canceled at NBC", Conflict.SUBJECT),
        ("‘Tidal’ Comes Back Big", "‘Tidal’ Costs Black Money", Conflict.CLAIM),
        ("HBO leaks ‘Game of Thrones’ episode", "‘Game of Thrones’ episode leaked by HBO", None),
    ],
)
def test_claims_in_conflict(first: str, second: str, conflict: Conflict | None) -> None:
    """Each headline's subject and most of what it says must be in the other; the forms of a word are one."""
    said = [stems(lower(words(title))) for title in (first, second)]

    assert of_claims(claimed(first), said[0], claimed(second), said[1], cases=False) == conflict


@pytest.mark.parametrize(
    ("first", "second", "body", "conflict"),
    [
        ("Court Lifts Ban on Photo of Kid Orso", "Kid Orso Sued Over a Bicycle", "", Conflict.SUBJECT),
        ("Court Rejects Cyclist’s Claim Against Kid Orso", "Kid Orso Sued Over a Bicycle", "", Conflict.SUBJECT),
        ("Court Hears Cyclist and Kid Orso", "Kid Orso Sued Over a Bicycle", "a cyclist wants damages", None),
        ("Kid Orso Sued", "Kid Orso Sued Over a Bicycle", "", None),
        ("‘Tidal’ Trailer Is Here, Says Kid Orso", "Kid Orso Drops Trailer of Film", "", None),
    ],
)
def test_two_cases_of_one_person(first: str, second: str, body: str, conflict: Conflict | None) -> None:
    """Who is sued is no subject, where each headline names more and the other article none of it."""
    said = [stems(lower(words(text))) for text in (first, f"{second} {body}")]
    cases = are_cases(read(first).deed, read(second).deed)

    assert of_claims(claimed(first), said[0], claimed(second), said[1], cases=cases) == conflict
    assert of_claims(claimed(second), said[1], claimed(first), said[0], cases=cases) == conflict


@pytest.mark.parametrize(("lawyer", "are_one"), [("her lawyer", False), ("Tova Linn, her lawyer,", True)])
def test_two_lawsuits_of_a_day(make: MakeDocument, lawyer: str, *, are_one: bool) -> None:
    """They are two stories, unless both name somebody besides."""
    photo = make(
        "Court lifts ban on tabloid photo of Marisol Vance",
        "Judges found that a picture of a person at a bus stop shows nothing private, whoever that person may be. "
        f"The paper may print the photo again; {lawyer} said that she had lost interest in it long ago.",
    )
    bicycle = make(
        "Marisol Vance sued over a bicycle",
        "A cyclist has sued Marisol Vance over a collision in a car park in May, court papers show, and asks for "
        f"damages for a wrist. The complaint says that the actor drove off, which {lawyer} denies.",
        hours=2,
    )
    first, second = [placed.story for placed in group([photo, bicycle], window=WINDOW)]

    assert (first == second) == are_one


def test_the_words_of_the_background_claim_nothing() -> None:
    """A headline with a long background is borne out by one that is only on the news."""
    long = claimed("Carl Voss Fired From CNN After Investigation of Involvement in Brother’s Case")

    assert long.share(stems(["cnn", "fires", "carl", "voss"])) == 1.0


def test_a_headline_of_nothing_claims_nothing() -> None:
    """Without words there is nothing that could be missing."""
    assert claimed("…").share(set()) == 1.0


def test_a_brief_article_is_kept_apart_by_what_a_story_has_come_to(make: MakeDocument) -> None:
    """It is near to the first article, and has nothing of the newest."""
    first = make("Dana Whitlock Wins Carter Prize", "Dana Whitlock won the Carter Prize for her second novel.")
    newest = make("Opera House Closes in Oslo", "The opera house in Oslo closes its stage over a broken lift.", hours=1)
    again = make("Carter Prize for Dana Whitlock", "The Carter Prize went to Dana Whitlock for a novel.", hours=2)
    index = StoryIndex()
    index.add(first, 1)
    assert index.place(again).story == 1
    index.add(newest, 1)
    index.keep_apart([], [1])  # or else the newest would be parted from it

    assert index.place(again).story is None
