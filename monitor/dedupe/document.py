"""Documents and their profiles: an article as the grouping sees it, and what it is about."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Self

from monitor.dedupe.gist import Gist, gist, of_many_subjects
from monitor.dedupe.near_duplicates import Signature
from monitor.dedupe.reading import Read, read
from monitor.dedupe.round_ups import has_many_subjects
from monitor.dedupe.terms import as_english, quoted, words
from monitor.model import Article
from monitor.report_time import ReportTime

if TYPE_CHECKING:
    from monitor.dedupe._terms import EnglishText

try:
    from monitor.dedupe._reading import read_english
except ImportError:  # nothing was compiled, so no text is given to it

    def read_english(title: "EnglishText", standfirst: "EnglishText", body: "EnglishText") -> Read:
        """As `read`."""
        return read(title.words(), standfirst.words(), body.words(), body.quotes)


@dataclass(frozen=True, kw_only=True)
class Document:
    """An article as the grouping sees it. `id` is the archive's; None before it has one."""

    id: int | None
    outlet: str
    title: str
    body: str
    found_at: datetime
    standfirst: str | None = None
    published_at: datetime | None = None
    published_has_time: bool = True

    @classmethod
    def of(cls, article: Article, article_id: int | None, found_at: datetime) -> Self:
        """An article that was found then."""
        return cls(
            id=article_id,
            outlet=article.outlet,
            title=article.title,
            body=article.body,
            found_at=found_at,
            standfirst=article.standfirst,
            published_at=article.published_at,
            published_has_time=article.published_has_time,
        )

    @cached_property
    def read(self) -> tuple[list[str], list[int]]:
        """The words of its text, and its quotations, as `quoted` has them: found once for all that asks."""
        return quoted(self.body)

    @property
    def moment(self) -> datetime:
        """When it counts as reported."""
        return ReportTime.of(self.published_at, has_time=self.published_has_time, found_at=self.found_at).at


@dataclass(frozen=True, slots=True)
class Profile:
    """The terms of a text with their strengths, those of its headline and its gist, and its signature."""

    terms: dict[str, float]
    headline: tuple[str, ...]
    bare: frozenset[str]  # terms of the headline that the text itself never says; none where there is no text
    signature: Signature
    gist: Gist
    words: int  # of its text, without the headline


def profile(doc: Document) -> Profile:
    """What `doc` is about."""
    found = _read(doc)
    about = gist(doc.title, doc.outlet, found.silent)
    if about.subject and about.subject <= found.bare and has_many_subjects(doc.body):
        about = of_many_subjects(about)  # its headline names nothing of it
    return Profile(found.terms, found.headline, found.bare, found.signature, about, found.words)


def _read(doc: Document) -> Read:
    """What it says: by the compiled form, where there is one and all is English."""
    is_text = doc.body not in {doc.standfirst, doc.title}  # a feed gives one text as both
    title, standfirst, body = doc.title, doc.standfirst or "", doc.body if is_text else ""
    if (
        (english_title := as_english(title)) is not None
        and (english_standfirst := as_english(standfirst)) is not None
        and (english_body := as_english(body)) is not None
    ):
        return read_english(english_title, english_standfirst, english_body)
    return read(words(title), words(standfirst), *(doc.read if is_text else ([], [])))
