"""What the newsstand's outlets are and what they publish: read from `outlets.toml` and `articles/*/*.md`.

An article file is a TOML header between two lines of `+++`, then paragraphs in a little Markdown. Its minute of
publication counts from the start of the timeline: below zero it is out before the first crawl. Nothing here knows
of addresses or of the present time.
"""

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
MARK = "+++"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One place where an outlet lists articles. `only` and `without` filter by section."""

    kind: str  # feed sitemap section wordpress
    format: str  # rss atom json news-sitemap sitemap-index section wordpress
    path: str
    only: str | None = None
    without: str | None = None
    content: bool = False  # the whole text stands in the listing
    broken: int | None = None  # this HTTP status, always
    select: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A publication. `path` is the pattern of its articles' paths, `offset` its zone in minutes east of UTC."""

    id: str
    name: str
    tagline: str
    sources: tuple[Source, ...]
    path: str
    language: str = "en"
    offset: int = 0
    zone: str = "UTC"
    charset: str = "utf-8"
    validators: tuple[str, ...] = ("etag", "last-modified")
    tracking: str = ""  # a query that its feeds hang on every link
    robots: str = "User-agent: *\nDisallow: /private/\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A change after publication: a new headline, replaced sentences, or both."""

    minute: float
    headline: str | None = None
    swaps: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One published piece, or, where `page` says so, what stands at its address instead of one."""

    id: str  # outlet/slug
    outlet: str
    slug: str
    number: int
    headline: str
    body: str
    minute: float
    byline: tuple[str, ...] = ()
    standfirst: str = ""
    section: str = "News"
    tags: tuple[str, ...] = ()
    story: str | None = None  # the event that it tells, shared by all that tell it
    copy_of: str | None = None
    page: str = "article"  # article captcha consent soft-404 attributes
    edits: tuple[Edit, ...] = ()
    edited: float | None = None  # the minute of the last edit applied

    def at(self, minute: float) -> "Article":
        """The article as it reads at that minute."""
        text = self
        for edit in self.edits:
            if edit.minute <= minute:
                body = text.body
                for old, new in edit.swaps:
                    body = body.replace(old, new)
                text = replace(text, headline=edit.headline or text.headline, body=body, edited=edit.minute)
        return text


@dataclass(frozen=True, slots=True)
class Press:
    """All outlets with all that they will ever publish."""

    outlets: tuple[Outlet, ...]
    articles: tuple[Article, ...]

    @property
    def last_minute(self) -> float:
        """When the last piece is out and the last edit made."""
        return max([0.0, *(a.minute for a in self.articles), *(e.minute for a in self.articles for e in a.edits)])

    def article(self, article_id: str) -> Article:
        """The article of that id; raises KeyError."""
        for article in self.articles:
            if article.id == article_id:
                return article
        raise KeyError(article_id)

    def of(self, outlet_id: str, minute: float) -> list[Article]:
        """What that outlet has published by then, as it reads then, newest first."""
        out = [a.at(minute) for a in self.articles if a.outlet == outlet_id and a.minute <= minute]
        return sorted(out, key=lambda a: (-a.minute, a.slug))

    @classmethod
    def load(cls, folder: Path = FOLDER) -> "Press":
        """The press of a folder: by default the one that ships."""
        with (folder / "outlets.toml").open("rb") as file:
            outlets = tuple(_outlet(row) for row in tomllib.load(file)["outlet"])
        known = {outlet.id for outlet in outlets}
        articles = []
        for number, path in enumerate(sorted((folder / "articles").glob("*/*.md")), start=1001):
            article = read_article(path.read_text(encoding="utf-8"), path.parent.name, path.stem, number)
            if article.outlet not in known:
                raise ValueError(f"{path}: there is no outlet {article.outlet!r}")
            articles.append(article)
        return cls(outlets, tuple(articles))


def read_article(text: str, outlet: str, slug: str, number: int) -> Article:
    """The article of a file's text.

    Raises:
        ValueError: no header, or one that is not understood.
    """
    before, mark, rest = text.partition(f"{MARK}\n")
    header, end, body = rest.partition(f"\n{MARK}\n")
    if before.strip() or not mark or not end:
        raise ValueError(f"{outlet}/{slug}: the header must stand between two lines of {MARK}")
    fields = tomllib.loads(header)
    edits = tuple(
        Edit(minute=row["minute"], headline=row.get("headline"), swaps=tuple((a, b) for a, b in row.get("swaps", ())))
        for row in fields.pop("edit", ())
    )
    fields["byline"] = tuple(fields.get("byline", ()))
    fields["tags"] = tuple(fields.get("tags", ()))
    try:
        return Article(
            id=f"{outlet}/{slug}", outlet=outlet, slug=slug, number=number, body=body.strip(), edits=edits, **fields
        )
    except TypeError as error:
        raise ValueError(f"{outlet}/{slug}: {error}") from error


def _outlet(row: dict[str, Any]) -> Outlet:
    sources = tuple(Source(**source) for source in row.pop("sources"))
    if "validators" in row:
        row["validators"] = tuple(row["validators"])
    return Outlet(sources=sources, **row)
