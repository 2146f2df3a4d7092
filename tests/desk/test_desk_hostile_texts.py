"""Texts that broke mails, pages or terminals elsewhere go through all stages as an outlet would bring them."""

import json
import unicodedata
from datetime import timedelta

import make
import naughty
import pytest
from desk_made import BODY, NOW, OUTLETS

from monitor.extract import from_listing
from monitor.model import Link
from monitor.store.queries import search

HARMFUL = {"\u202e", "\u202c", "\u2028", "\u2029", "\ufeff"}


def rows(desk, sql):
    return [tuple(row) for row in desk.context.archive.rows(sql)]


@pytest.mark.parametrize("text", naughty.ALL, ids=lambda text: ascii(text)[:40])
@pytest.mark.figure("hostile inputs")
def test_a_hostile_title_and_byline_are_stored_found_and_sent(desk, text):
    """Title, byline and text are stored without a sign that commands anything; the hit goes into a mail."""
    link = Link(
        url="https://joblo.example/a",
        title=f"Heat 2 {text}",
        authors=(text, f"By {text}"),
        content=f"<p>{BODY}</p>",
        published_at=NOW - timedelta(minutes=5),
    )
    article = from_listing(link, OUTLETS[0], now=NOW)
    desk.ingest(make.read(article, NOW), NOW)

    ((title, authors),) = rows(desk, "select title, authors from articles")
    stored = [title, *json.loads(authors or "[]")]
    assert len(title) <= 500
    for sign in "".join(stored):
        assert unicodedata.category(sign) not in ("Cc", "Cs"), ascii(stored)
        assert sign not in HARMFUL, ascii(stored)
    assert rows(desk, "select watch_id from hits") == [("heat-2",)]
    assert [found.report.article_id for found in search.search(desk.context.archive, '"heat 2"')] == [1]

    mails = rows(desk, "select rendered from deliveries where channel = 'mail'")
    assert len(mails) == 2
    assert all("Heat 2" in mail for (mail,) in mails)
