"""Kinds of revision: each by its smallest example, and what must not pass for another."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from monitor.dedupe import revision
from monitor.model import Article
from monitor.revised import RevisionKind as Kind
from monitor.revised import SentenceChange

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
ARTICLE = Article(
    url="https://variety.example/heat-2",
    outlet="variety",
    title="Adam Driver circles ‘Heat 2’",
    standfirst="The sequel shoots in Chicago.",
    body="Adam Driver is in talks. The Heat 2 budget is 150 million dollars.\n\nShooting begins in Chicago in June.",
    authors=("Ann Lee",),
    published_at=AT,
    language="en",
)
WATCHED = {"Heat 2"}


def kinds(after: Article, before: Article = ARTICLE, watched: set[str] = WATCHED) -> tuple[Kind, ...]:
    """The kinds of a revision; none where nothing is said differently."""
    found = revision(before, after, watched, AT)
    return found.kinds if found else ()


def body(old: str, new: str) -> Article:
    """The article with a piece of its body replaced."""
    assert old in ARTICLE.body
    return replace(ARTICLE, body=ARTICLE.body.replace(old, new))


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (replace(ARTICLE, title="Adam Driver boards ‘Heat 2’"), (Kind.HEADLINE,)),
        (replace(ARTICLE, title="Adam Drivre circles ‘Heat 2’"), (Kind.TYPO,)),
        (replace(ARTICLE, standfirst="The sequel shoots in Prague."), (Kind.UPDATE,)),
        (body("Shooting", "Shootng"), (Kind.TYPO,)),
        (body("in Chicago", "in in Chicago"), (Kind.TYPO,)),
        (body("is in talks", "has signed"), (Kind.UPDATE,)),
        (body("is in talks", "is not in talks"), (Kind.UPDATE,)),
        (body("150", "165"), (Kind.NUMBER_ADDED, Kind.NUMBER_REMOVED, Kind.UPDATE)),
        (body("June.", "June. Al Pacino joins Heat 2."), (Kind.NAME_ADDED, Kind.UPDATE)),
        (body("June.", "June. Al Pacino is not involved."), (Kind.UPDATE,)),
        (body("June.", "June. Correction: the star was misnamed."), (Kind.CORRECTION, Kind.UPDATE)),
        (body("June.", "June. This article has been updated to include a comment."), (Kind.UPDATE,)),
    ],
    ids=[
        "headline", "typo-in-headline", "standfirst", "typo", "doubled-word", "words", "denial", "number",
        "name-with-watch", "name-without-watch", "correction", "updated-to-include",
    ],
)  # fmt: skip
def test_each_kind_is_named(after: Article, expected: tuple[Kind, ...]) -> None:
    """By what the texts say, the weightiest kind first."""
    assert kinds(after) == expected


@pytest.mark.parametrize(
    "after",
    [
        ARTICLE,
        replace(ARTICLE, title="ADAM DRIVER CIRCLES HEAT 2"),
        replace(ARTICLE, published_at=AT.replace(day=9), updated_at=AT.replace(day=9)),
        replace(ARTICLE, authors=("Bo Kim",), image="https://variety.example/2.jpg"),
        replace(ARTICLE, body="\n\n".join(reversed(ARTICLE.body.split("\n\n")))),
    ],
    ids=["equal", "case", "another-date", "byline", "moved-paragraph"],
)
def test_what_says_the_same_is_no_revision(after: Article) -> None:
    """Published again with another date, another case or another order of paragraphs: no kind."""
    assert revision(ARTICLE, after, WATCHED, AT) is None


@pytest.mark.parametrize(
    "words",
    [
        ("hired", "fired"),
        ("now", "not"),
        ("2026", "2027"),
        ("signs", "signed"),
        ("million", "billion"),
        ("Marina", "Marino"),
    ],
)
def test_near_words_of_another_sense_are_no_typo(words: tuple[str, str]) -> None:
    """One letter can change what is said: short words, first letters, endings and figures are never spelling."""
    before, after = (replace(ARTICLE, body=f"The studio {word} the director.") for word in words)

    assert kinds(after, before, set()) == (Kind.UPDATE,)


@pytest.mark.parametrize(
    ("notice", "kind"),
    [
        ("This article has been updated to correct the spelling of a name.", Kind.CORRECTION),
        ("This article has been updated to reflect that Mann only produces.", Kind.CORRECTION),
        ("Korrektur: In einer früheren Version hieß es anders.", Kind.CORRECTION),
        ("Dieser Artikel wurde nachträglich korrigiert.", Kind.CORRECTION),
        ("Cet article a été corrigé à 12 heures.", Kind.CORRECTION),
        ("Esta noticia ha sido corregida.", Kind.CORRECTION),
        ("Questo articolo è stato corretto.", Kind.CORRECTION),
        ("Este texto foi corrigido.", Kind.CORRECTION),
        ("Dit artikel is gecorrigeerd.", Kind.CORRECTION),
        ("This story has been retracted.", Kind.RETRACTION),
        ("Retraction: we no longer stand by this report.", Kind.RETRACTION),
        ("Dieser Artikel wurde zurückgezogen.", Kind.RETRACTION),
        ("Cet article a été retiré.", Kind.RETRACTION),
        ("Este artículo ha sido retirado.", Kind.RETRACTION),
    ],
)
def test_an_editors_notice_is_recognised(notice: str, kind: Kind) -> None:
    """A correction and a retraction, in the languages of the catalogue."""
    assert kinds(replace(ARTICLE, body=f"{ARTICLE.body}\n\n{notice}"))[0] is kind


@pytest.mark.parametrize(
    "text",
    [
        "His novel The Corrections won prizes.",
        "Correction officers strike.",
        "The actor was removed from the set.",
        "He has withdrawn from the film.",
    ],
)
def test_the_words_alone_are_no_notice(text: str) -> None:
    """A sentence on a correction or a withdrawal is news, no notice on the article."""
    assert set(kinds(replace(ARTICLE, body=f"{ARTICLE.body} {text}"))) == {Kind.UPDATE}


def test_names_and_numbers_that_came_and_went_are_said() -> None:
    """The facts themselves, of the sentences with a watch's words."""
    found = revision(ARTICLE, body("150 million dollars", "165 million dollars for Warner Bros"), WATCHED, AT)

    assert found is not None
    assert found.added == ("165", "Warner Bros")
    assert found.removed == ("150",)


def test_a_name_that_stood_elsewhere_is_not_new() -> None:
    """Adam Driver is in the article; another sentence with him brings no name."""
    assert kinds(body("June.", "June. In Heat 2 it is Adam Driver.")) == (Kind.UPDATE,)


def test_a_watched_word_that_was_misspelt_is_added() -> None:
    """The correction of a slip, by which a watch finds the article now, is more than polish."""
    before = replace(ARTICLE, body="The film is by Micheal Mann.")
    after = replace(ARTICLE, body="The film is by Michael Mann.")
    found = revision(before, after, {"Michael Mann"}, AT)

    assert found is not None
    assert (found.kinds, found.added, found.is_polish) == ((Kind.NAME_ADDED, Kind.TYPO), ("Michael Mann",), False)


def test_german_nouns_are_no_names() -> None:
    """Where every noun has a capital, two in a row are a name and one is none."""
    before = replace(ARTICLE, language="de", body="Heat 2 kommt.")
    after = replace(before, body="Heat 2 kommt mit neuem Budget von Michael Mann.")
    found = revision(before, after, WATCHED, AT)

    assert found is not None
    assert found.added == ("Michael Mann",)


def test_each_changed_sentence_is_paired_with_its_earlier_form() -> None:
    """What was and what is; an added or removed sentence stands alone."""
    found = revision(ARTICLE, body("Adam Driver is in talks. The", "The"), WATCHED, AT)
    changed = revision(ARTICLE, body("150", "165"), WATCHED, AT)

    assert found is not None
    assert changed is not None
    assert found.sentences == (SentenceChange(before="Adam Driver is in talks."),)
    assert changed.sentences == (
        SentenceChange(
            before="The Heat 2 budget is 150 million dollars.", after="The Heat 2 budget is 165 million dollars."
        ),
    )


def test_a_text_of_thousands_of_sentences_is_bounded() -> None:
    """Another text altogether: some dozens of changes are kept, of bounded length."""
    text = "\n".join(f"Heat 2 is number {number} of {'x' * 2_000}." for number in range(3_000))
    found = revision(ARTICLE, replace(ARTICLE, body=text), WATCHED, AT)

    assert found is not None
    assert len(found.sentences) == 40
    assert all(len(one.after) <= 600 for one in found.sentences)


def test_every_kind_has_its_weight() -> None:
    """Spelling alone is polish; all else is not."""
    assert [kind for kind in Kind if kind.is_polish] == [Kind.TYPO]
