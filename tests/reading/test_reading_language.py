"""The language of a text: its declaration, its script, its words."""

import pytest

from monitor.reading import language, trigrams

GERMAN = "Der Regisseur hat in Los Angeles angekündigt, dass die Dreharbeiten im Frühjahr beginnen werden."
ENGLISH = "The director said on Tuesday that the shoot will begin in the spring of the coming year."
SPANISH = "El director anunció el martes que el rodaje comenzará en la primavera del próximo año en Chicago."


@pytest.mark.parametrize(
    ("text", "declared", "expected"),
    [
        (GERMAN, None, "de"),
        (ENGLISH, "en-US", "en"),
        (SPANISH, "en", "es"),
        ("監督は来年の春に撮影を始めると発表した。前作から30年ぶりの続編となる。", "en", "ja"),
        ("Too short.", "fr", "fr"),
        ("Too short.", None, None),
        (GERMAN, "fr", "fr"),
        (GERMAN, "und", "de"),
    ],
)
def test_a_declaration_counts_unless_the_text_is_plainly_another(
    text: str, declared: str | None, expected: str | None
) -> None:
    """The page's word, but for a template's "en", which is checked, and for another script."""
    assert language.of(text, declared) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Lorem ipsum dolor sit amet consectetur adipisicing elit. Nam quod ipsum dolor, sit adipisicing amet.",
        "Michael Mann, Al Pacino, Robert De Niro, Val Kilmer, Jon Voight, Tom Sizemore, Diane Venora, Amy Brenneman",
        "Heat 2 (2027) - Michael Mann - Warner Bros. - IMAX, 70 mm, Dolby Cinema - Regency - Forward Pass - Moviola",
    ],
)
def test_names_do_not_contradict_a_declaration(text: str) -> None:
    """What no language's words speak for clearly leaves the English that is declared."""
    assert language.of(text, "en") == "en"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Режисер оголосив, що зйомки продовження фільму розпочнуться навесні наступного року в Чикаго.", "uk"),
        ("Режиссёр объявил, что съёмки продолжения фильма начнутся весной следующего года в Чикаго.", "ru"),
        ("Режисьорът обяви, че снимките на продължението на филма ще започнат през пролетта в Чикаго.", "bg"),
        ("کارگردان اعلام کرد که فیلمبرداری ادامه این فیلم بهار سال آینده در شیکاگو آغاز می‌شود و او آماده است.", "fa"),
        ("أعلن المخرج أن تصوير الجزء الثاني من الفيلم سيبدأ في ربيع العام المقبل في شيكاغو بمشاركة النجوم.", "ar"),
        ("Ռեժիսորը հայտարարել է, որ ֆիլմի շարունակության նկարահանումները կսկսվեն գարնանը Չիկագոյում։", "hy"),
        ("Leikstjórinn tilkynnti að tökur á framhaldsmyndinni hefjist í vor og það þykir góð frétt í Chicago.", "is"),
        ("Reżyser ogłosił, że zdjęcia do kontynuacji filmu rozpoczną się wiosną przyszłego roku w Chicago.", "pl"),
        ("Regissören meddelade att inspelningen av uppföljaren börjar nästa vår och att manuset är färdigt.", "sv"),
        ("De regisseur kondigde aan dat de opnames van het vervolg volgend voorjaar in Chicago beginnen.", "nl"),
        ("Le réalisateur a annoncé que le tournage de la suite commencera au printemps prochain à Chicago.", "fr"),
        ("O diretor anunciou que as filmagens da continuação começam na primavera do próximo ano em Chicago.", "pt"),
    ],
)
def test_words_tell_the_languages_of_a_script_apart(text: str, expected: str) -> None:
    """Without a declaration the script narrows, and the words decide."""
    assert language.of(text) == expected


@pytest.mark.parametrize(
    ("declared", "expected"),
    [("en-US", "en"), ("de_AT", "de"), ("ENG", "en"), ("und", None), ("english", None), ("", None), (None, None)],
)
def test_code(declared: str | None, expected: str | None) -> None:
    """The language of a tag, without its region."""
    assert language.code(declared) == expected


def test_a_text_without_words_has_no_likeliest_language() -> None:
    """Digits and signs speak for none."""
    assert trigrams.likeliest("12:30 - 70 % + 15 ...") == (None, 0.0)


@pytest.mark.parametrize(("words", "expected"), [(1, "es"), (2, "en")])
def test_templates_english_is_believed_from_one_common_word_in_sixty_characters_on(words: int, expected: str) -> None:
    """No more of a text is read than tells so."""
    text = "una gran película española que comienza mañana por la tarde en la ciudad de Madrid con música "
    assert language.of(("the " * words + text * 2)[:119], "en") == expected
