"""The credits of an article: sentences in which another outlet is named as the source of the report.

What counts is a name of an outlet with the words of crediting next to it, a link to its site at its name, or its name
where an agency signs: in the byline, or in the dateline ("LONDON (Reuters) -").
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from monitor.credit import grammar
from monitor.credit.grammar import Grammar
from monitor.credit.names import Mention, OutletNames, Word, words_of
from monitor.model import Article
from monitor.story import CreditedBy, OutletCredit
from monitor.text import sentence_spans

_WORDS = 8  # looked at on either side of a name
_INSERTION = 14  # words of what is put in between two commas
_LONGEST = 500  # characters kept of a sentence
_DATELINE = 80  # characters of a text in which its dateline stands
_LINK = re.compile(r"\[([^\]\[]{1,200})\]\((https?://[^\s()<>]{1,500})\)")
_PAUSE = re.compile(r"[,;:!?…]|\.(?=\s|$)|\n")  # the same before it: "per the crew, and Variety"
_LINKS = 200  # looked at in one text
_STOP = re.compile(r"[;:!?…]|\.(?=\s|$)|\n")  # ends what words next to a name may say of it


def find(article: Article, names: OutletNames) -> tuple[OutletCredit, ...]:
    """The outlets that `article` credits, each once, in order; its own is never among them."""
    found: dict[str, OutletCredit] = {}
    for credit in (*_signed(article, names), *_said(article, names)):
        if credit.outlet != article.outlet:
            found.setdefault(credit.outlet, credit)
    return tuple(found.values())


def _signed(article: Article, names: OutletNames) -> Iterator[OutletCredit]:
    for author in article.authors:
        words = words_of(author)
        for mention in names.mentions(words):
            if mention.last - mention.first == len(words):
                yield OutletCredit(outlet=mention.outlet, sentence=author[:_LONGEST], by=CreditedBy.AGENCY)
    opening = article.body[:_DATELINE]
    signed = re.match(r"[^\n(]{2,60}\(([^()\n]{2,30})\)\s*[-–—]", opening)
    if signed:
        words = words_of(signed.group(1))
        for mention in names.mentions(words):
            if mention.last - mention.first == len(words):
                yield OutletCredit(outlet=mention.outlet, sentence=signed.group().strip(), by=CreditedBy.AGENCY)


def _said(article: Article, names: OutletNames) -> Iterator[OutletCredit]:
    rules = grammar.of_language(article.language)
    for text in (article.title, article.standfirst or "", article.body):
        links: list[tuple[str, str]] = _LINK.findall(text)[:_LINKS]
        plain = _LINK.sub(r"\1", text)
        places = names.places(plain)
        if not places:
            continue
        linked = {anchor: outlet for anchor, url in links if (outlet := names.of_site(url))}
        for start, end in sentence_spans.holding(plain, places):
            yield from _in_sentence(plain[start:end], linked, names, rules)


def _in_sentence(sentence: str, linked: dict[str, str], names: OutletNames, rules: Grammar) -> Iterator[OutletCredit]:
    words = words_of(sentence)
    for mention in names.mentions(words):
        by = None
        if _is_credited(sentence, words, mention, rules):
            by = CreditedBy.WORDS
        elif mention.last - mention.first > 1 and rules.is_reporting([word[0] for word in words]):
            by = CreditedBy.NAME
        elif any(outlet == mention.outlet and anchor in sentence for anchor, outlet in linked.items()):
            by = CreditedBy.LINK
        if by:
            yield OutletCredit(outlet=mention.outlet, sentence=sentence[:_LONGEST], by=by)


def _is_credited(sentence: str, words: Sequence[Word], mention: Mention, rules: Grammar) -> bool:
    before = _unbroken(sentence, words[max(0, mention.first - _WORDS) : mention.first + 1][::-1], _PAUSE)[1:][::-1]
    after = _unbroken(sentence, words[mention.last - 1 : mention.last + _WORDS], _STOP)[1:]
    if rules.credited_before(before) or rules.credited_after(after):
        return True
    resumed = _after_insertion(sentence, words, mention.last)
    return bool(resumed) and rules.credited_after(_unbroken(sentence, resumed, _STOP))


def _after_insertion(sentence: str, words: Sequence[Word], at: int) -> Sequence[Word]:
    """The words after what stands between two commas behind a name: "X, which belongs to the same house, reported"."""
    if not 0 < at < len(words) or "," not in sentence[words[at - 1].end() : words[at].start()]:
        return ()
    for last in range(at + 1, min(len(words), at + _INSERTION)):
        if "," in sentence[words[last - 1].end() : words[last].start()]:
            return words[last : last + _WORDS]
    return ()


def _unbroken(sentence: str, words: Sequence[Word], stop: re.Pattern[str]) -> list[str]:
    """Of the words from a name on, in either direction, those that no stop separates from it."""
    run = [word[0] for word in words[:1]]
    for previous, word in pairwise(words):
        first, second = sorted((previous, word), key=lambda one: one.start())
        if stop.search(sentence, first.end(), second.start()):
            break
        run.append(word[0])
    return run
