"""What can be written in a query: one definition for each operator, which everything else uses.

The lexer takes its keywords and fields from here, the parser its hints, the explanation its words, and
`docs/reference/query-language.md` all of it. The examples are cases: tests run each on every engine. An operator that
counts has examples just below, at and just above its number.
"""

from dataclasses import dataclass
from typing import Any

from monitor.match.query import nodes
from monitor.model import Article


@dataclass(frozen=True, slots=True)
class Example:
    """A query and a text that it finds, or does not. `text` is the body unless it names a field: "title: Heat 2"."""

    query: str
    text: str
    found: bool

    @property
    def article(self) -> Article:
        """The text as an article."""
        given: dict[str, Any] = {"title": "", "body": "", "outlet": "joblo", "url": "https://example.org/"}
        name, colon, rest = self.text.partition(": ")
        if colon and name in _ATTRIBUTES:
            given[_ATTRIBUTES[name]] = tuple(rest.split(", ")) if name in {"author", "tag"} else rest
        else:
            given["body"] = self.text
        return Article(**given)


_ATTRIBUTES = {name: name for name in ("title", "standfirst", "body", "section", "outlet")}
_ATTRIBUTES |= {"author": "authors", "tag": "tags", "lang": "language"}


@dataclass(frozen=True, slots=True)
class Number:
    """The number after a keyword and a slash, as in NEAR/8."""

    default: int  # where none is written
    most: int
    name: str  # what an error calls it
    beyond: str  # what to write instead of more


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """One thing that can be written. `keyword` is its name in a query, where it has one."""

    name: str
    form: str
    meaning: str
    examples: tuple[Example, ...]
    node: type[nodes.Node]
    keyword: str | None = None
    number: Number | None = None
    hint: str = ""  # what an error suggests where it was not understood
    notes: tuple[str, ...] = ()


def _cases(query: str, *, yes: tuple[str, ...] = (), no: tuple[str, ...] = ()) -> tuple[Example, ...]:
    return (*(Example(query, text, found=True) for text in yes), *(Example(query, text, found=False) for text in no))


def _lines(*lines: str) -> str:
    return " ".join(lines)


WORD = Operator(
    name="word",
    form="heat",
    meaning="The word, in the title, the standfirst or the body. Capitals do not matter, nor do accents that the query "
    "does not have. It is the whole word: nothing is stemmed, nothing is guessed.",
    node=nodes.Term,
    hint='to look for the word itself, quote it: "{}"',
    notes=(
        "An accent in the query is required in the text; one that is not in the query does not matter.",
        'An apostrophe separates words, so that `Mann` finds "Mann\'s"; a possessive "s" counts as part of its word.',
        _lines(
            "Signs that belong to a name are required where the query has them, right at the word: `TV+`, `#MeToo`,",
            "`@variety`, `$600M`, `50%`, `AT&T`, `P!nk`. Without them in the query they may stand in the text.",
        ),
        "A number is a whole number: `2` is not found in 2.0, 2-0, 2:30, 2,000, 20, 2% or $2.",
        _lines(
            "Scripts that put no spaces between words (Chinese, Japanese, Thai, Lao, Khmer, Burmese) are found",
            "anywhere in a run of letters; each letter counts as a word. Emoji are words too. A Korean particle is",
            "part of its word: `기생충*` finds it with any.",
        ),
        _lines(
            "Typographic variants are the same: curly and straight quotes, all dashes and hyphens, non-breaking",
            "spaces, apostrophes that are letters (Oʻahu), ligatures, full-width letters, half-width kana, ß and ss, æ",
            "and ae, œ and oe, the Turkish i with and without its dot, ی and ي, ک and ك. The strokes of ø, ł and đ are",
            "accents; so are the dots of ё, Hebrew points, Arabic vowel signs and the hamza of an alef. Others are",
            "others: й is not и, ة not ه, 灣 not 湾; of traditional and simplified Chinese name both, `台灣 OR 台湾`.",
        ),
        "Initials stand with points or without, in capitals; but two letters alone as written: name `AI OR A.I.` both.",
    ),
    examples=(
        *_cases("heat", yes=("Heat is back", "HEAT: the sequel", "Mann’s ‘Heat’"), no=("Heated words", "The theatre")),
        *_cases("Mann", yes=("Mann's next film", "a Mann-Pacino reunion"), no=("Manns", "Thomas Manning")),
        *_cases("Kravitz", yes=("Zoë Krávitz",)),
        *_cases("Zoë", yes=("ZOË KRAVITZ", "Zoe\u0308 Kravitz"), no=("Zoe Kravitz",)),
        *_cases("Zoe", yes=("Zoe Kravitz", "Zoë Kravitz")),
        *_cases("TV+", yes=("Apple TV+ renews it",), no=("Apple TV renews it",)),
        *_cases("TV", yes=("Apple TV+ renews it",)),
        *_cases("2", yes=("Part 2.", "2, 3 and 4", "(2)"), no=("2.0", "2-0", "2:30", "2,000", "20", "2%", "$2")),
        *_cases("巨人", yes=("「進撃の巨人」の映画",), no=("巨大な人",)),
        *_cases("기생충*", yes=("영화 기생충", "기생충이 돌아온다"), no=("불기생충",)),
        *_cases("🔥", yes=("That trailer 🔥🔥",), no=("That trailer",)),
        *_cases("Strasse", yes=("Die Straße", "Die Strasse")),
        *_cases("Straße", yes=("DIE STRASSE", "Die Strasse")),
        *_cases("Bjorn", yes=("Bjørn",)),
        *_cases("O'Brien", yes=("Conan O’Brien", "Conan O\u02bcBrien", "Conan O‘Brien"), no=("Obrien",)),
        *_cases("Hawai\u02bbi", yes=("Hawai'i",), no=("Hawaii",)),
        *_cases("ガンダム", yes=("ｶﾞﾝﾀﾞﾑ",), no=("カンタム",)),
        *_cases("ışık", yes=("IŞIK",), no=("isik",)),
        *_cases("FBI", yes=("the F.B.I. says", "the F.B.I says"), no=("F, B, I", "plan f. B. I think")),
        *_cases("U.N.C.L.E.", yes=("UNCLE returns", "U.N.C.L.E."), no=("an uncle returns", "Uncle Sam")),
    ),
)

PHRASE = Operator(
    name="phrase",
    form='"Heat 2"',
    meaning="The words, one right after the other.",
    node=nodes.Term,
    hint='end the phrase with "',
    notes=(
        _lines(
            "Between two words may stand blanks, one line end, quotes, apostrophes, hyphens, dashes, a colon, brackets",
            "and slashes, whether the query has them or not.",
        ),
        _lines(
            "A comma, semicolon, bar or bullet between two words separates them, unless the query has punctuation",
            "there too. The end of a sentence does, unless the query has a full stop, question or exclamation mark",
            "there; the stop of an abbreviation or initial ends no sentence. A blank line always does. A comma before",
            "Jr. and the like does not.",
        ),
        "Before a number neither a colon nor a dash with spaces nor a currency sign may stand.",
        'The word "and" is not the sign &: to find both, name both: `"Law & Order" OR "Law and Order"`.',
        'Curly, low and angle quotes work as well as ". A " inside is written \\".',
        "A word with a hyphen is a phrase without being quoted: `Spider-Man`.",
    ),
    examples=(
        *_cases(
            '"Heat 2"',
            yes=("Heat 2 is cast", "‘Heat 2’", "“Heat” 2", "HEAT\u00a02", "Heat 2.", "Heat 2's cast", "Heat-2"),
            no=("Heat 2-0", "Heat 2–0", "Heat 2.0", "Heat 20", "Heat. 2 people", "Heat, 2 others", "Heat: 2 dead"),
        ),
        *_cases(
            '"Dune: Part Three"',
            yes=("Dune Part Three", "Dune – Part Three", "Dune: Part Three", "Dune, Part Three"),
            no=("Dune. Part Three", "Part Three of Dune"),
        ),
        *_cases('"Chris Evans"', yes=("Chris Evans's film",), no=("Chris, Evans and others", "met Chris. Evans left")),
        *_cases('"Michael B. Jordan"', yes=("Michael B. Jordan", "Michael B Jordan"), no=("Michael Jordan",)),
        *_cases('"J.J. Abrams"', yes=("J.J. Abrams", "J. J. Abrams", "JJ Abrams"), no=("Jj Abrams", "J. Abrams")),
        *_cases('"Dwayne The Rock Johnson"', yes=("Dwayne “The Rock” Johnson",)),
        *_cases("Spider-Man", yes=("Spider Man", "Spider‑Man"), no=("Spiderman", "man, spider")),
        *_cases('"AT&T"', yes=("AT&T sells", "AT & T"), no=("at T", "AT-T")),
        *_cases('"Law & Order"', yes=("Law & Order",), no=("law, order", "Law and Order", "a law order")),
        *_cases("Ke$ha", yes=("Ke$ha’s",), no=("ke ha", "Kesha")),
    ),
)

AND = Operator(
    name="and",
    form="heat AND mann",
    keyword="AND",
    meaning="Both are in the article, anywhere. Two things side by side are joined by AND.",
    node=nodes.And,
    examples=(
        *_cases("heat AND mann", yes=("Heat by Mann", "Mann. And much later, Heat."), no=("Heat", "Mann")),
        *_cases("heat mann", yes=("Mann and Heat",), no=("Heat",)),
        *_cases("heat and mann", yes=("Heat and Mann",), no=("Heat, Mann",)),
    ),
)

OR = Operator(
    name="or",
    form="heat OR mann",
    keyword="OR",
    meaning="At least one of them is in the article. OR binds less than AND: `a b OR c` is `(a AND b) OR c`.",
    node=nodes.Or,
    examples=(
        *_cases("heat OR mann", yes=("Heat", "Mann"), no=("Pacino",)),
        *_cases("heat pacino OR mann", yes=("Mann", "Pacino in Heat"), no=("Heat",)),
    ),
)

NOT = Operator(
    name="not",
    form="heat NOT miami, heat -miami",
    keyword="NOT",
    meaning="The article does not have it. Something else must be looked for as well.",
    node=nodes.Not,
    hint="name what must be there: Heat NOT Miami",
    notes=("To exclude an occurrence and not the article, use EXCEPT.",),
    examples=(
        *_cases("heat NOT miami", yes=("Heat by Mann",), no=("Heat in Miami",)),
        *_cases("heat -miami", yes=("Heat by Mann",), no=("Heat in Miami",)),
        *_cases('heat -"heat wave"', yes=("Heat",), no=("A heat wave",)),
    ),
)

GROUP = Operator(
    name="parentheses",
    form="(heat OR thief) mann",
    meaning="What is inside belongs together.",
    node=nodes.And,
    hint="add )",
    examples=_cases("(heat OR thief) mann", yes=("Mann's Thief", "Mann's Heat"), no=("Heat", "Mann")),
)

DISTANCE = Number(
    default=10,  # as in SQLite's full-text search
    most=1_000,  # words; more is an AND
    name="distance",
    beyond="use AND for anywhere in the article",
)

NEAR = Operator(
    name="near",
    form="heat NEAR/8 mann",
    keyword="NEAR",
    meaning="At most so many words stand between the two, in either order, in one field. Without a number: 10.",
    node=nodes.Near,
    number=DISTANCE,
    hint="AND and NOT go outside, in parentheses",
    notes=(
        "Both sides are words, phrases, patterns or OR groups of such.",
        "NEAR does not stop at sentences. In `a NEAR/5 b NEAR/3 c`, c stands near that a or that b.",
    ),
    examples=(
        *_cases("heat NEAR/2 mann", yes=("Heat by Mann", "Heat made by Mann", "Mann's newest epic Heat")),
        *_cases("heat NEAR/2 mann", no=("Heat was made by Mann", "Mann")),
        *_cases("heat NEAR/0 mann", yes=("Mann's Heat",), no=("Heat by Mann",)),
        *_cases('"heat 2" NEAR/1 (mann OR pacino)', yes=("Pacino in Heat 2",), no=("Pacino, not in Heat 2",)),
    ),
)

ONEAR = Operator(
    name="onear",
    form="mann ONEAR/4 heat",
    keyword="ONEAR",
    meaning="As NEAR, in this order.",
    node=nodes.Near,
    number=DISTANCE,
    hint="AND and NOT go outside, in parentheses",
    examples=(
        *_cases("mann ONEAR/1 heat", yes=("Mann's Heat", "Mann made Heat"), no=("Mann once made Heat", "Heat by Mann")),
    ),
)

EXCEPT = Operator(
    name="except",
    form='heat EXCEPT ("Miami Heat" OR "heat wave")',
    keyword="EXCEPT",
    meaning="These places do not count: an occurrence that shares a word with the right side is passed over, and the "
    "article is still found by another occurrence.",
    node=nodes.Except,
    hint="AND and NOT go outside, in parentheses",
    notes=(
        "NEAR and EXCEPT side by side are read from left to right: `a EXCEPT b NEAR/3 c` is `(a EXCEPT b) NEAR/3 c`.",
    ),
    examples=(
        *_cases('heat EXCEPT "Miami Heat"', yes=("Heat", "The Miami Heat star loves Heat"), no=("The Miami Heat",)),
        *_cases('us EXCEPT "last of us"', yes=("Us, and The Last of Us",), no=("The Last of Us",)),
    ),
)

FIELD = Operator(
    name="field",
    form="title:heat, body:(heat OR thief)",
    meaning="In this field alone: title, standfirst, body, author, section or tag. The last three are looked at only "
    "where a query names them.",
    node=nodes.Scoped,
    hint='A colon inside a name needs quotes: "Mission:Impossible"',
    notes=("A word without a field is looked for in title, standfirst and body.",),
    examples=(
        *_cases('title:"Heat 2"', yes=("title: Heat 2 is cast",), no=("Heat 2 is cast",)),
        *_cases("author:mann", yes=("author: Jane Doe, Michael Mann",), no=("Michael Mann",)),
        *_cases("mann", no=("author: Michael Mann",)),
        *_cases("tag:film", yes=("tag: Film, Trailer",), no=("section: Film",)),
        *_cases("section:(film OR movies)", yes=("section: Movies",), no=("section: Sport",)),
        *_cases("standfirst:heat", yes=("standfirst: Heat returns",), no=("title: Heat",)),
    ),
)

ABOUT = Operator(
    name="outlet and language",
    form="outlet:variety, lang:en",
    meaning="The article is of this outlet (its id), or in this language (en includes en-GB).",
    node=nodes.About,
    examples=(
        *_cases("heat outlet:joblo", yes=("Heat",)),
        *_cases("heat outlet:variety", no=("Heat",)),
        *_cases("lang:en", yes=("lang: en", "lang: en-GB"), no=("lang: de", "Heat")),
    ),
)

PREFIX = Operator(
    name="prefix",
    form="driv*",
    meaning="All words that begin so; three letters or more before the star. Also at the end of a phrase.",
    node=nodes.Term,
    hint="driv* finds drive, driver, driving",
    examples=(
        *_cases("driv*", yes=("driver", "Driving", "driv"), no=("overdrive", "dr")),
        *_cases('"michael man*"', yes=("Michael Mann", "Michael Manning"), no=("Michael Bay",)),
    ),
)

EXACT = Operator(
    name="exact",
    form='=IT, ="Us", =/Heat (2|II)/',
    meaning="As it is written: capitals and accents count.",
    node=nodes.Term,
    notes=("`case:NEON` is the same as `=NEON`.",),
    examples=(
        *_cases("=IT", yes=("IT returns",), no=("it returns", "It returns")),
        *_cases('="Us"', yes=("Jordan Peele's Us",), no=("US box office", "join us")),
        *_cases("=Zoe", no=("Zoë Kravitz",)),
    ),
)

PATTERN = Operator(
    name="pattern",
    form="/heat (2|ii)\\b/",
    meaning="A regular expression (RE2) on the text as it is. Capitals do not matter, unless = stands before it; "
    "accents do. Whole words are marked. A slash inside is written \\/.",
    node=nodes.Pattern,
    hint="patterns are RE2: no look-around, no back-references",
    notes=("A watch that only has patterns is asked about every article, and costs accordingly.",),
    examples=(
        *_cases(r"/heat (2|ii)\b/", yes=("Heat II", "HEAT 2"), no=("Heat 22", "heat")),
        *_cases(r"=/\bHeat\b/", yes=("Heat",), no=("heat",)),
    ),
)

OPERATORS = (*(WORD, PHRASE, AND, OR, NOT, GROUP, NEAR, ONEAR, EXCEPT, FIELD, ABOUT, PREFIX, EXACT, PATTERN),)
KEYWORDS = {operator.keyword: operator for operator in OPERATORS if operator.keyword}
NUMBERED = {keyword: operator.number for keyword, operator in KEYWORDS.items() if operator.number}
