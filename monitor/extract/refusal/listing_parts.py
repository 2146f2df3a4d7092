"""What listings are built of: rows of like cards, and what sorts, filters, counts and sells what they list."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from monitor.extract.layout.blocks import Block
from monitor.extract.layout.visible import VisiblePage
from monitor.extract.refusal.preflight import address
from monitor.extract.statements import Statements, text_of

_FEW, _MANY = 5, 12  # members of a row
_MUCH, _MOST = 0.4, 0.8  # of a page's text
_NEARLY_ALL = 0.8  # of a row's members
_LEADS = 0.6  # of a block's text inside links
_COMMENTS = re.compile(r"comment|kommentar|comentario|repl(?:y|ies)|message|post-?body", re.IGNORECASE)
_SORTS = re.compile(
    r"\W*(?:sort(?:ed)?(?: by)?\b.*|filters?(?: \(\d+\))?|(?:filter|refine|order)(?: results)? by\b.*|"
    r"clear all(?: filters)?|refine (?:results|your search)|show filters|sortier(?:en|t) nach\b.*|sortierung|filtern|"
    r"trier par\b.*|filtrer(?: par\b.*)?|ordenar por\b.*|filtrar(?: por\b.*)?|ordina per\b.*|sorteer op\b.*|"
    r"並べ替え|排序|сортировать\b.*|sortuj\b.*)",
    re.IGNORECASE,
)
_COUNTS = re.compile(
    r"\W*(?:(?:showing|displaying|viewing|total of|results?|anzeige|ergebnisse)\W{1,3})?\d[\d.,]{0,9}"
    r"(?: ?(?:-|–|to|bis|of|von|/) ?\d[\d.,]{0,9})*(?: (?:of|von|from|out of) \d[\d.,]{0,9})? ?"
    r"(?:results?|products?|items?|articles?|posts?|entries|matches|listings|episodes|ergebnisse?|treffer|produkte?|"
    r"artikel|beiträge|einträge|résultats?|produits?|resultados?|productos?|artículos?|risultati|prodotti|件)\b"
    r"(?!.*\bcart\b)|\W*(?:showing|displaying|viewing)\W{1,3}\d[\d.,]{0,9} ?(?:-|–|to) ?\d",
    re.IGNORECASE,
)
_SELLS = re.compile(
    r"add to (?:my )?(?:cart|bag|basket|trolley)|in den (?:warenkorb|einkaufswagen)|ajouter au panier|"
    r"(?:añadir|agregar) al carrito|adicionar ao carrinho|aggiungi al carrello|in (?:mijn )?winkelwagen|カートに入れる|"
    r"加入购物车|(?:добавить )?в корзину|(?:dodaj )?do koszyka|sepete ekle",
    re.IGNORECASE,
)
_LABEL = 40  # characters
_LINKS = 50  # of a block, that are looked at
_COUNT = 80
IsDate = Callable[[Block], object]


@dataclass(frozen=True, slots=True)
class Controls:
    """What a page has to find one's way in a list, and to buy what is on it."""

    sorts: bool = False
    counts: bool = False
    sells: bool = False


def controls(declared: Statements, visible: VisiblePage) -> Controls:
    """Whether a page sorts or filters, counts, and sells what it lists."""
    shown = [block.text for block in visible.blocks.blocks if block.size < _COUNT]
    labels = [*shown, *_labels(declared)]
    return Controls(
        sorts=any(len(label) < _LABEL and _SORTS.fullmatch(label) for label in labels),
        counts=any(_COUNTS.match(line) for line in shown),
        sells=any(len(label) < _LABEL and _SELLS.fullmatch(label) for label in labels),
    )


def _labels(declared: Statements) -> Iterator[str]:
    """What stands on the buttons and before the fields of a page, which are no blocks of its text."""
    for element in declared.root.iter("button", "label", "option", "input"):
        text = element.get("value") if element.tag == "input" else text_of(element)
        if text:
            yield text.strip()


def is_dated_cards(visible: VisiblePage, is_date: IsDate, url: str) -> bool:
    """Whether much of the page is a row of cards within its text that each lead to a page and have a day."""
    inside = visible.blocks.nodes[visible.chosen]
    return any(
        visible.blocks.nodes[row[0]].first >= inside.first
        and visible.blocks.nodes[row[-1]].last <= inside.last
        and _share(visible, row, is_date) >= _NEARLY_ALL
        for row in _rows(visible, _FEW, _MUCH, url)
        if _share(visible, row[:_FEW], is_date) > 0 and _share(visible, row, _leads) >= _NEARLY_ALL
    )


def is_one_row(visible: VisiblePage, url: str) -> bool:
    """Whether nearly the whole page is a row of many blocks with links."""
    return bool(_rows(visible, _MANY, _MOST, url))


def _rows(visible: VisiblePage, members: int, share: float, url: str) -> list[list[int]]:
    """The rows of so many blocks or more that lead to other pages than `url`, if they have that share of the page."""
    nodes, total = visible.blocks.nodes, visible.blocks.before[-1] if visible.blocks.before else 0
    found, own = [], {"", url, address(url).path}
    for row in visible.rows:
        if _COMMENTS.search(nodes[row[0]].name):
            continue  # who answers has a link and a day, too
        linked = [index for index in row if nodes[index].links > 0]
        if len(linked) < members or sum(nodes[index].size for index in linked) < share * total:
            continue
        linked = [index for index in linked if _leads_on(nodes[index].element, own)]
        if len(linked) >= members and sum(nodes[index].size for index in linked) >= share * total:
            found.append(linked)
    return found


def _leads_on(element: etree._Element, own: Collection[str]) -> bool:
    """Whether one of the first links in an element leads to another page: not so the posts of a live blog."""
    targets = [link.get("href") or "" for link in islice(element.iter("a"), _LINKS)]
    marks = ("#" in target and "page" not in target and target.partition("#")[0] in own for target in targets)
    return not targets or not all(marks)


def _share(visible: VisiblePage, row: list[int], asked: IsDate) -> float:
    """The share of a row's members of which a block is as asked."""
    nodes, blocks = visible.blocks.nodes, visible.blocks.blocks
    return sum(any(asked(block) for block in blocks[nodes[at].first : nodes[at].last]) for at in row) / len(row)


def _leads(block: Block) -> bool:
    return block.links > block.size * _LEADS
