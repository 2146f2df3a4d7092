"""What a watch can have besides its query: one definition for each option, with examples that tests run."""

from dataclasses import dataclass, replace

from monitor.model import Article, Watch


@dataclass(frozen=True, slots=True)
class Trial:
    """A watch, as the file has it, and an article that it finds, or does not."""

    written: str  # the lines of the configuration, separated by ";"
    watch: Watch
    title: str
    body: str
    found: bool
    article: Article


@dataclass(frozen=True, slots=True)
class Option:
    """One option. `name` is its key in the configuration."""

    name: str
    takes: str
    meaning: str
    trials: tuple[Trial, ...]


_WATCH = Watch(id="watch", name="Watch", query="heat")
_ARTICLE = Article(url="https://example.org/", outlet="joblo", title="", body="")


def _trial(written: str, watch: Watch, text: tuple[str, str], article: Article = _ARTICLE, *, found: bool) -> Trial:
    title, body = text
    return Trial(written, watch, title, body, found, replace(article, title=title, body=body))


def _trials(written: str, watch: Watch, *, yes: tuple[str, ...] = (), no: tuple[str, ...] = ()) -> tuple[Trial, ...]:
    return (
        *(_trial(written, watch, ("", body), found=True) for body in yes),
        *(_trial(written, watch, ("", body), found=False) for body in no),
    )


_NEAR_BY = replace(_WATCH, context=("Mann", "Pacino"), context_within="3")
_SENTENCE = replace(_WATCH, context=("Mann",), context_within="sentence")
_TITLED = replace(_WATCH, scope="title or first 4 words")

OPTIONS = (
    Option(
        "context",
        "list of names or queries",
        "One of these must be found too. An entry without quotes is a phrase; in small letters, its plural with -s "
        "counts as well. "
        "Context may stand inside the match itself. A phrase of the query that holds a shorter one of it needs none: "
        'in `"Avengers: Doomsday" OR Doomsday` only the short form does. Section and tags are looked at too.',
        (
            *_trials(
                'query = "heat"; context = ["Michael Mann", "film"]',
                replace(_WATCH, context=("Michael Mann", "film")),
                yes=("Heat. Much later: Michael Mann.", "Heat and other films"),
                no=("Heat. Mann, Michael.", "The heat today"),
            ),
            *_trials(
                'query = \'"Avengers: Doomsday" OR Doomsday\'; context = ["Marvel"]',
                replace(_WATCH, query='"Avengers: Doomsday" OR Doomsday', context=("Marvel",)),
                yes=("Avengers: Doomsday is cast", "Doomsday is Marvel's next"),
                no=("The doomsday clock",),
            ),
        ),
    ),
    Option(
        "context_match",
        '"any" or "all"',
        "Whether one of the contexts is enough, or all are needed.",
        _trials(
            'query = "heat"; context = ["Mann", "Pacino"]; context_match = "all"',
            replace(_WATCH, context=("Mann", "Pacino"), context_match="all"),
            yes=("Mann directs Pacino in Heat",),
            no=("Mann directs Heat",),
        ),
    ),
    Option(
        "context_within",
        '"article", "sentence" or a number of words',
        "How near the context must stand. Only the places that have it near are hits. A title is one sentence.",
        (
            *_trials(
                'query = "heat"; context = ["Mann", "Pacino"]; context_within = 3',
                _NEAR_BY,
                yes=("Heat is now Mann's", "Heat is now by Mann"),
                no=("Heat is now made by Mann",),
            ),
            *_trials(
                'query = "heat"; context = ["Mann"]; context_within = "sentence"',
                _SENTENCE,
                yes=("He saw Heat, and then he met Mr. Mann.",),
                no=("He saw Heat. Then he met Mann.",),
            ),
        ),
    ),
    Option(
        "except",
        "list of names or queries",
        "Places that do not count, wherever the query looks; as EXCEPT.",
        _trials(
            'query = "heat"; except = ["Miami Heat", "heat wave"]',
            replace(_WATCH, masks=("Miami Heat", "heat wave")),
            yes=("The Miami Heat star loves Heat",),
            no=("The Miami Heat in a heat wave",),
        ),
    ),
    Option(
        "aliases",
        "list of names or queries",
        "Each is as good as the query. A name without quotes is a phrase.",
        _trials(
            'query = \'"Heat 2"\'; aliases = ["Heat II", "Untitled Heat Sequel"]',
            replace(_WATCH, query='"Heat 2"', aliases=("Heat II", "Untitled Heat Sequel")),
            yes=("Heat II is cast", "The untitled Heat sequel"),
            no=("Heat sequel",),
        ),
    ),
    Option(
        "case",
        "true or false",
        "Capitals and accents count, in the whole query and its aliases.",
        _trials('query = "US"; case = true', replace(_WATCH, query="US", case=True), yes=("The US",), no=("Join us",)),
    ),
    Option(
        "min_count",
        "a number",
        "How many places are needed in the article, at least.",
        _trials(
            'query = "heat"; min_count = 2',
            replace(_WATCH, min_count=2),
            yes=("Heat, heat", "Heat is heat is heat"),
            no=("Heat",),
        ),
    ),
    Option(
        "in",
        'title, standfirst, body, "first N words", joined by "or"',
        "Where the words must stand. What NOT excludes is looked for everywhere all the same.",
        (
            *_trials(
                'query = "heat"; in = "title or first 4 words"',
                _TITLED,
                yes=("A sequel to Heat", "To Heat a sequel"),
                no=("A new sequel to Heat",),
            ),
            _trial('query = "heat"; in = "title or first 4 words"', _TITLED, ("Heat returns", "A film."), found=True),
        ),
    ),
    Option(
        "outlets",
        "list of ids or @tags",
        "Only articles of these outlets.",
        (
            *_trials('query = "heat"; outlets = ["joblo"]', replace(_WATCH, outlets=("joblo",)), yes=("Heat",)),
            *_trials('query = "heat"; outlets = ["variety"]', replace(_WATCH, outlets=("variety",)), no=("Heat",)),
        ),
    ),
    Option(
        "lang",
        "list of language codes",
        "Only articles in these languages; `en` includes en-GB. Articles whose language is unknown are looked at too.",
        tuple(
            _trial(
                'query = "heat"; lang = ["en"]',
                replace(_WATCH, languages=("en",)),
                ("", f"Heat ({language or 'language unknown'})"),
                replace(_ARTICLE, language=language),
                found=found,
            )
            for language, found in (("en-GB", True), (None, True), ("de", False))
        ),
    ),
)
