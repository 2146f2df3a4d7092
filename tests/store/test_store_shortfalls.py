from datetime import timedelta

from store_made import NOW, populate

from monitor.model import Link, LinkState, Shortfall
from monitor.store import links, shortfalls
from monitor.store.archive import Archive
from monitor.store.queries import history

BODY = Shortfall(part="body", css=".text", gave="nothing", instead="5,312 characters")
TEXT = Shortfall(part="text", gave="0 characters", instead="90 characters")


def test_what_a_page_fell_short_of_is_known_with_its_link(archive: Archive) -> None:
    """The last reading counts: what an earlier one lacked is gone."""
    article = populate(archive)
    link = Link(url="https://joblo.example/short")
    links.ensure(archive, "joblo", link, NOW)
    links.stored(archive, link, article, NOW)
    shortfalls.keep(archive, link, (BODY, TEXT), NOW)
    shortfalls.keep(archive, link, (BODY, TEXT), NOW)

    (tried,) = [each for each in history.tried(archive, "joblo") if each.url == link.url]
    assert (tried.state, tried.shortfalls) == (LinkState.STORED, (BODY, TEXT))

    shortfalls.keep(archive, link, (), NOW + timedelta(hours=1))
    assert all(each.shortfalls == () for each in history.tried(archive, "joblo"))


def test_a_link_that_is_not_known_is_no_fault(archive: Archive) -> None:
    """An event of an outlet that is gone."""
    shortfalls.keep(archive, Link(url="https://joblo.example/never"), (BODY,), NOW)

    assert archive.value("select count(*) from shortfalls") == 0
