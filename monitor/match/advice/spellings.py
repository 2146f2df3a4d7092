"""How articles spell folded words: "miami heat" is "Miami Heat" there."""

from collections import Counter
from collections.abc import Iterable

from monitor import text
from monitor.match.query.parser import is_plain
from monitor.model import Article


class Spellings:
    """The words of some articles, asked for the spelling of folded phrases."""

    def __init__(self, articles: Iterable[Article]) -> None:
        """Lay out the texts of these articles."""
        self._fields: list[tuple[list[str], list[str]]] = []
        self._starts: dict[str, list[tuple[int, int]]] = {}
        self._known: dict[str, str] = {}
        for article in articles:
            for field in (article.title, article.standfirst or "", article.body):
                self._add(field)

    def _add(self, field: str) -> None:
        folded = text.fold_words(field)
        for position, word in enumerate(folded):
            self._starts.setdefault(word, []).append((len(self._fields), position))
        self._fields.append((folded, [field[start:end] for start, end in text.words(field)]))

    def of(self, phrase: str) -> str:
        """The commonest spelling of a folded phrase; itself where there is none that a watch can take as a phrase."""
        if phrase not in self._known:
            self._known[phrase] = _best(self._counted(phrase.split())) or phrase
        return self._known[phrase]

    def is_name(self, phrase: str) -> bool:
        """Whether each of its words has a capital, as it is mostly written."""
        return all(word[:1].isupper() for word in self.of(phrase).split())

    def _counted(self, words: list[str]) -> Counter[str]:
        found: Counter[str] = Counter()
        for number, position in self._starts.get(words[0], ()):
            folded, written = self._fields[number]
            past = position + len(words)
            if folded[position:past] == words:
                found[" ".join(written[position:past])] += 1
        return found


def _best(counts: Counter[str]) -> str | None:
    """The commonest spelling; one without accents finds the others, and so does a lone word in small letters."""
    plain = [spelling for spelling in counts if is_plain(spelling)]
    wide = [one for one in plain if one.isascii()] or plain
    small = [one for one in wide if one.islower() and " " not in one]
    return min(small or wide, key=lambda one: (-counts[one], one), default=None)
