"""A defect of ours on one page: the crawl goes on, and the log has where it happened."""

import logging

from fetch_raw import PAGE, answer, feed

from monitor.events import ArticleRead, LinkRefused
from monitor.extract import article
from monitor.refusals import Reason


def test_a_defect_of_ours_is_logged_with_its_place(raw, crawl, monkeypatch, caplog) -> None:
    """The link is refused for it, the next page is read, and the log has the page and the traceback."""
    original = article.headlines.read
    failing = iter([ZeroDivisionError("in the middle")])

    def read(*args: object) -> object:
        if error := next(failing, None):
            raise error
        return original(*args)

    monkeypatch.setattr(article.headlines, "read", read)
    raw.answers = {"/feed": feed(raw.base + "/a", raw.base + "/b"), "/a": answer(PAGE), "/b": answer(PAGE)}
    with caplog.at_level(logging.ERROR):
        events = crawl()

    (refused,) = [event for event in events if isinstance(event, LinkRefused)]
    (line,) = [record for record in caplog.records if record.getMessage() == "page.parser_fault"]
    assert refused.reason is Reason.PARSER_FAULT
    assert refused.detail == "a defect of this program in reading the page: in the middle"
    assert len([event for event in events if isinstance(event, ArticleRead)]) == 1
    assert line.url == refused.link.url
    assert line.exc_info is not None
    assert line.exc_info[0] is ZeroDivisionError
