"""Whether a page is one of several that are turned: numbered pages, a next one, one that loads more."""

import re

from lxml import etree

from monitor.extract.statements import Statements, text_of

_NEXT = re.compile(
    r"\W*(?:next(?: page)?|older(?: (?:posts|entries|articles))?|load more(?: \w+)?|show more|view more|"
    r"nächste(?: seite)?|ältere (?:beiträge|artikel|einträge)|mehr (?:laden|anzeigen)|page suivante|voir plus|"
    r"(?:página )?siguiente|entradas (?:más )?antiguas|(?:ver|cargar) más|próxima(?: página)?|"
    r"(?:postagens )?mais antigas|carregar mais|pagina successiva|post più vecchi|carica altri|volgende(?: pagina)?|"
    r"næste|neste|nästa|äldre inlägg|следующая|далее|次へ|次のページ|下一页|下页|다음|następna|starsze posty|sonraki|"
    r">>|»|›|→)\W*",
    re.IGNORECASE,
)
_TURNS = frozenset({"next", "prev"})


def read(declared: Statements) -> tuple[int, bool]:
    """Through how many pages the numbers of its links lead, from 2 on; and whether it leads to a next page at all."""
    labels = {text_of(link) for link in declared.elements["a"] if not is_mark(link)}
    last = _last_of_a_run({int(label) for label in labels if label.isdecimal() and len(label) <= 3})
    turns = last > 0 or any(_turns(link) for link in (*declared.elements["link"], *declared.elements["a"]))
    return last, turns or any(_NEXT.fullmatch(label) for label in labels)


def is_mark(link: etree._Element) -> bool:
    """Whether a link leads to a place on the page itself (and not to a page that a script shows)."""
    target = link.get("href") or ""
    return target.startswith("#") and "page" not in target


def _last_of_a_run(numbers: set[int]) -> int:
    """How many numbers follow each other from 2 on: nothing where there is a single one."""
    count = 0
    while count + 2 in numbers:
        count += 1
    return count if count >= 2 else 0


def _turns(link: etree._Element) -> bool:
    relation = link.get("rel")  # most have none
    return relation is not None and not _TURNS.isdisjoint(relation.lower().split())
