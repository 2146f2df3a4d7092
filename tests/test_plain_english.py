"""What people read is in plain words: those of the glossary do not come back."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
WHERE = ("monitor", "spiders", "scheduler.py", "docs", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")
WHERE += ("Makefile", "packaging", "bench", "monitor.example.toml")
# Not ours to word: fiction, words of other languages, files that are published and never edited.
ELSEWHERE = (
    "monitor/newsstand/articles/",
    "monitor/store/schema/migrations/",
    "monitor/text/stopwords.py",
    "monitor/match/advice/common_words",
    "monitor/dedupe/vocabulary/",
)
KINDS = {".py", ".md", ".toml", ".html", ".txt", ".service", ".yml", ""}

# The word, and the plain one.
GLOSSARY = {
    r"told": "reported, notified, sent or said",
    r"mend(s|ed|ing)?": "fix",
    r"anew": "again",
    r"parted": "separated",
    r"amid": "within",
    r"barred": "disallowed",
    r"beside": "next to",
    r"the reader": "the parser, or the recipient",
    r"is no (CSS|feed|page|sitemap|operator|valid)": "is not a …",
}
# A file, what stands in it, and why it may.
EXCEPTIONS = {
    ("monitor/credit/grammar/en.toml", "told"): "what articles write",
    ("monitor/novelty/phrases/en.toml", "told"): "what articles write",
    ("monitor/novelty/phrases/en.toml", "amid"): "what articles write",
    ("monitor/dispatch/cluster.py", "told"): "a column of the inbox, which workers of other versions write",
    ("monitor/dispatch/cluster_sql.py", "told"): "a column of the inbox, which workers of other versions write",
    ("monitor/store/schema/archive_reference.py", "the reader"): "quotes a published migration, to reword it",
}


def pages() -> Iterator[tuple[str, str]]:
    """The files that are in the repository, and their texts."""
    for place in WHERE:
        paths = sorted((ROOT / place).rglob("*")) if (ROOT / place).is_dir() else [ROOT / place]
        for path in paths:
            name = path.relative_to(ROOT).as_posix()
            if path.is_file() and path.suffix in KINDS and not name.startswith(ELSEWHERE):
                yield name, path.read_text(encoding="utf-8")


def found(name: str, text: str) -> Iterator[tuple[str, str]]:
    """The words of the glossary in a text, each with its place and the plain word."""
    for number, line in enumerate(text.splitlines(), 1):
        for word, plain in GLOSSARY.items():
            for match in re.finditer(rf"\b{word}\b", line, re.IGNORECASE):
                yield match[0].lower(), f"{name}:{number}: “{match[0]}”: write {plain}"


def test_the_glossary_is_kept() -> None:
    """No word of the glossary stands in what a person reads: code, docs and messages alike."""
    texts = list(pages())
    assert len(texts) > 300

    wrong = [place for name, text in texts for word, place in found(name, text) if (name, word) not in EXCEPTIONS]
    assert not wrong, "\n".join(["", *wrong])


@pytest.mark.parametrize(("name", "word"), EXCEPTIONS)
def test_an_exception_is_still_needed(name: str, word: str) -> None:
    """An exception whose word is gone goes too."""
    text = (ROOT / name).read_text(encoding="utf-8")

    assert word in [each for each, _ in found(name, text)]


@pytest.mark.parametrize(
    ("line", "plain"),
    [
        ("It was told twice.", "reported, notified, sent or said"),
        ("what a person must mend", "fix"),
        ("parted by commas", "separated"),
        ("It harms THE READER.", "the parser, or the recipient"),
        ("tolders recommended the readers' apartment", None),
    ],
)
def test_a_word_is_found_whole(line: str, plain: str | None) -> None:
    """The place and the plain word are named; words that merely hold one are left alone."""
    places = [place for _, place in found("a.md", f"\n{line}")]

    assert places == ([f"a.md:2: “{places[0].split('“')[1].split('”')[0]}”: write {plain}"] if plain else [])
