"""A search of the archive finds what a watch with the same query would."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from monitor import match
from monitor.match.query.fts5 import translate
from monitor.match.query.operators import OPERATORS
from monitor.model import Article, Outlet, Watch
from monitor.store import articles, outlets
from monitor.store.archive import Archive
from monitor.store.articles import NewArticle
from monitor.store.queries import search

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
EXAMPLES = [example for operator in OPERATORS for example in operator.examples]
VARIED = (
    "«Heat 2» выйдет в 2027 году", "進撃の巨人とHeat2", "ヒート2、マン監督", "한국의 히트 2", "हीट २ की शूटिंग",
    "ฮีท 2 เริ่มถ่ายทำ",
    "فيلم Heat 2 للمخرج مان", "הסרט Heat 2 של מאן", "Zoë Kravitz’s “Heat”", "ZOE\u0308 in HEAT", "Die Straße nach Heat",
    "Mann's 2.0 (not 2)", "AT&T, TV+ and $2", "🔥 Heat 🔥🔥", "Spider‑Man—Heat–Mann", "ﬁlm ｈｅａｔ", "İstanbul heat ı",
    "Michael B. Jordan, Jr.", "Heat/Mann\u00a02", "S. Mann s’ heat 's",
)  # fmt: skip


def test_search_finds_what_a_watch_finds(tmp_path: Path) -> None:
    """Every example's query over every example's text, and over texts of many scripts: the same articles."""
    given = [example.article for example in EXAMPLES]
    given += [Article(url="", outlet="joblo", title="", body=body) for body in VARIED]
    stored = [replace(article, url=f"https://example.org/{number}") for number, article in enumerate(given)]
    with Archive.open(tmp_path / "archive.db", create=True) as archive:
        outlets.sync(
            archive, [Outlet(id=name, name=name, home=f"https://{name}.org/") for name in ("joblo", "variety")], NOW
        )
        for one in stored:
            articles.add(archive, NewArticle(article=one, url_key=one.url, content_hash=one.url, found_at=NOW))
        queries = dict.fromkeys(example.query for example in EXAMPLES)
        assert queries
        for query in queries:
            watch = match.compile_watches([Watch(id="watch", name="Watch", query=query)])
            wanted = {one.url for one in stored if watch.match(one)}

            assert (query, _searched(archive, query)) == (query, wanted)


def _searched(archive: Archive, query: str) -> set[str]:
    """The addresses that `monitor search` would find."""
    wanted = translate(query)

    def accepts(article: Article) -> bool:
        return match.look(query, article) is not None

    if wanted is None:
        return {one.article.url for one in articles.recent(archive, NOW) if accepts(one.article)}
    return {row.report.url for row in search.search(archive, wanted, accept=accepts, limit=1000)}
