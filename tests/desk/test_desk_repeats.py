"""What an outlet repeats in articles of three threads goes out with its orders, and is no change of a text."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import make
import pytest
from desk_made import rows
from make import NOW

from monitor import repeats
from monitor.desk import Desk
from monitor.events import ArticleRead
from monitor.store import outlet_repeats
from monitor.views import address_facts

PITCH = "Sign up for our daily newsletter and never miss a story again."
SUBJECTS = (
    ("Orchestra strikes in Vienna", "Violinists of the Vienna orchestra walked out over wages before a gala on Friday"),
    (
        "Studio fire in Mumbai",
        "A blaze destroyed two sound stages of a Mumbai studio, and nobody was hurt, police said",
    ),
    ("Novelist wins the Booker", "The Booker jury picked a debut about lighthouse keepers from Norway for its prize"),
    ("Stuntman sues over a fall", "A stuntman who broke his leg on set asks a Texas court for nine million dollars"),
)


def _read(subject: int, slug: str = "", of: str = "joblo", pitch: str = f"\n\n{PITCH}", **fields: Any) -> ArticleRead:
    title, text = SUBJECTS[subject]
    body = f"{text}. {text.split()[-1].title()} is what {title.split()[0].lower()}s spoke of for days.{pitch}"
    return make.read(make.article(of, slug or f"s{subject}", title=title, body=body, **fields))


def _known(desk: Desk, of: str = "joblo", later: int = 0) -> list[str]:
    order = desk.order(of, NOW + timedelta(days=later))
    return outlet_repeats.texts(desk.context.archive, of, order.repeats)


@pytest.fixture
def knowing(desk: Desk) -> Desk:
    """A desk that has seen the pitch in three threads of one outlet."""
    for subject in range(3):
        assert not _known(desk)
        desk.ingest(_read(subject), NOW)
    return desk


def test_three_threads_make_it_furniture_of_that_outlet_for_sixty_days(knowing: Desk) -> None:
    """And a page that comes without it, having left it out, keeps it known."""
    assert (_known(knowing), _known(knowing, "variety"), _known(knowing, later=61)) == ([PITCH], [], [])

    read = _read(3, pitch="", left_out=knowing.order("joblo", NOW).repeats)
    knowing.ingest(replace(read, at=NOW + timedelta(days=30)), NOW + timedelta(days=30))

    assert _known(knowing, later=61) == [PITCH]
    told = address_facts.facts(knowing.context.archive, read.link.url, NOW)["article"]
    assert (told["left_out"], told["left_out_texts"]) == (1, [PITCH])


def test_articles_of_one_thread_and_of_several_outlets_make_none(desk: Desk) -> None:
    """A text under two addresses, a copy with another headline, one agency's text at three outlets: one thread."""
    for slug in ("a", "b", "c", "d"):
        read = _read(0, slug)
        article = replace(read.article, body=f"{read.article.body}\n\nThis is copy {slug}.")
        desk.ingest(replace(read, article=article), NOW)
    for subject, of in enumerate(("joblo", "variety", "deadline")):
        desk.ingest(_read(subject, of=of), NOW)

    assert not any(_known(desk, of) for of in ("joblo", "variety", "deadline"))


@pytest.mark.parametrize("first", ["with", "without"])
def test_a_text_read_again_with_or_without_it_has_not_changed(knowing: Desk, first: str) -> None:
    """It was stored before the outlet was known, or the outlet was forgotten since: no revision, no message."""
    known = knowing.order("joblo", NOW).repeats
    forms = {"with": _read(3), "without": _read(3, pitch="", left_out=known)}
    knowing.ingest(forms.pop(first), NOW)
    (again,) = forms.values()

    assert knowing.ingest(replace(again, at=NOW + timedelta(hours=1)), NOW + timedelta(hours=1)) == 0
    assert rows(knowing, "select count(*) from revisions") == [(0,)]

    changed = replace(again.article, body=again.article.body.replace("spoke", "shouted"))
    knowing.ingest(replace(again, article=changed, at=NOW + timedelta(hours=2)), NOW + timedelta(hours=2))

    assert rows(knowing, "select removed, added from revisions where body like '%spoke%'") == [("[]", "[]")]
    assert rows(knowing, "select count(*) from articles where body like '%shouted%' and body not like '%Sign up%'") == [
        (1,)
    ]


def test_a_places_paragraph_gives_way_unless_it_is_repeated(desk: Desk) -> None:
    """The table has 512 rows of an outlet, however much it writes; what comes again keeps its row for sixty days."""
    archive, places = desk.context.archive, outlet_repeats.PLACES
    for thread in (1, 2, 2, 3):
        outlet_repeats.keep(archive, "joblo", thread, [repeats.Paragraph(7, "ours")], NOW)
    rival = [
        repeats.Paragraph(7 + places, "theirs"),
        repeats.Paragraph(9, "once"),
        repeats.Paragraph(9 + places, "more"),
    ]
    outlet_repeats.keep(archive, "joblo", 4, rival, NOW)
    kept = "select begins, threads from outlet_repeats order by place"

    assert rows(desk, kept) == [("ours", 3), ("more", 1)]
    assert outlet_repeats.of_outlet(archive, "joblo", NOW) == (7,)

    outlet_repeats.keep(archive, "joblo", 4, rival, NOW + timedelta(days=61))
    assert rows(desk, kept) == [("theirs", 1), ("more", 1)]
