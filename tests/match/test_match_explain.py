from match_made import article, watch

from monitor.match import explain

ONE = article(
    "Pacino talks", "Some words. In Heat, Pacino met De Niro for coffee by the sea. Michael Mann made it. Heat 2-0."
)


def told(query: str, **options: object) -> str:
    """The printed explanation."""
    return "\n".join(explain(watch(query, **options), ONE).lines())


def test_names_every_clause_and_its_places() -> None:
    """Each clause says whether it holds, and at which offset and sentence of which field."""
    lines = told("pacino (heat OR thief)")

    assert lines.startswith("Watch: matches")
    assert "yes  Pacino" not in lines
    assert "yes  pacino  [title 0: 'Pacino'; body 21, sentence 2: 'Pacino']" in lines
    assert "yes  heat  [body 15, sentence 2: 'Heat'; body 85, sentence 4: 'Heat']" in lines
    assert "no   thief" in lines


def test_says_how_far_apart_they_are() -> None:
    """A NEAR that fails names the nearest distance."""
    assert "in this order, at most 3 words between  (the nearest are 4 words apart)" in told("pacino ONEAR/3 coffee")
    assert "at most 5 words between  [" in told("coffee NEAR/5 pacino")


def test_one_side_of_a_near_may_stand_only_where_it_does_not_count() -> None:
    """Where all places of both sides are masked, or there are none, there is no distance to tell."""
    assert "no   mann NEAR/5 bay" in told("mann NEAR/5 bay", masks=("Michael Mann",))


def test_shows_what_was_nearly_it() -> None:
    """A phrase whose folded words stand there, but not as asked for, is shown as it stands."""
    assert "nearly: " in told('"heat 2"')
    assert "Heat 2-0." in told('"heat 2"')
    assert "of its words only michael" in told('"michael bay"')


def test_says_where_else_it_stands() -> None:
    """A word that stands in another field is named with that field."""
    assert "it stands in body" in told("title:coffee")


def test_says_what_is_masked() -> None:
    """Masks say how many places they cover, and a clause that only stands there says so."""
    lines = told("mann", masks=("Michael Mann",))

    assert "does not match" in lines
    assert "1 places do not count" in lines
    assert "it stands at 1 places that are masked or out of scope" in lines


def test_explains_options() -> None:
    """Context, scope, count, outlets and languages are clauses too."""
    near = {"context": ("De Niro", "Kilmer"), "context_within": "sentence"}
    lines = told("heat", **near, min_count=3, outlets=("variety",), scope="body")

    assert "no   only variety  (the article is of joblo, in an unknown language)" in lines
    assert "yes  context, any of these, in the same sentence  [body 15, sentence 2: 'Heat']" in lines
    assert "no   Kilmer" in lines
    assert "no   at least 3 places" in lines


def test_says_when_context_is_not_needed() -> None:
    """A longer phrase of the query needs no context, and the explanation says so."""
    lines = told('heat OR "in heat"', context=("Kilmer",))

    assert lines.startswith("Watch: matches")
    assert "the longer phrases of the query need none" in lines


def test_verdict_is_the_matchers() -> None:
    """The explanation ends in the same verdict as the match."""
    assert explain(watch("heat EXCEPT (heat NEAR/3 pacino)"), ONE).matches
    assert not explain(watch("heat NOT mann"), ONE).matches
