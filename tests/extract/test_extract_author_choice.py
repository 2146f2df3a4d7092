"""Who wrote a page of which the rules name nobody: what is weighed, who is named, and how sure."""

from datetime import UTC, datetime

import pytest

from monitor.extract import article, forest
from monitor.extract.authors import author_choice, author_features
from monitor.extract.authors.author_choice import ChosenAuthors
from monitor.health import doubt_rules
from monitor.model import Link, Outlet, Page
from monitor.reading import html

TEXT = "".join(
    f"<p>The harbour authority said on day {day} that the ships would wait until the fog had lifted over the bay and "
    "the pilots were back on board.</p>"
    for day in range(6)
)
OUTLET = Outlet(id="p", name="Port Dispatch", home="https://www.portdispatch.example/")


def chosen(markup: str, *listed: str) -> ChosenAuthors:
    """The authors of a page with a headline and a text; `listed` is whom its listing names."""
    root = html.tree(f"<title>Fog holds ships</title>{markup}")
    assert root is not None
    page = Page(url="https://www.portdispatch.example/2026/11/fog", body=b"")
    link = Link(url=page.url, authors=listed) if listed else None
    read = article.look(root, page, OUTLET, link, datetime(2026, 11, 29, tzinfo=UTC))
    return author_choice.read(read.declared, read.names, read.author_places(), read.visible)


def test_a_byline_that_no_rule_hears_is_weighed() -> None:
    """An account's link in a footer without a paragraph, which the walk passes over, is named: it is sure enough."""
    footer = "<div class=post-footer><a class=author href=/profile/1>jancak</a> <a href=/share>Share</a></div>"

    found = chosen(f"<body><h1>Fog holds ships in the bay</h1>{TEXT}{footer}")

    assert found.names == ("jancak",)
    assert found.confidence is not None
    assert author_choice.LEAST <= found.confidence < 1


@pytest.mark.parametrize("line", ["About Us", "Read More", "Direkt zum Inhalt", "Related Articles", "Site Map"])
def test_nobody_is_named_where_nobody_is_likely(line: str) -> None:
    """A line made like a name that stands where names do is no author: no name is better than a wrong one."""
    shown = f"<div>{line}</div>"

    assert chosen(f"<body><h1>Fog holds ships in the bay</h1>{shown}{TEXT}<h3>{line}</h3>") == ChosenAuthors(())


META = "<meta name=author content='Jane Doe'>"
LD = """<script type="application/ld+json">{"@type": "NewsArticle", "author": {"name": "Jane Doe"}}</script>"""
TOP = "<body><h1>Fog holds ships in the bay</h1>"


@pytest.mark.parametrize(
    ("markup", "sure"),
    [
        (f"{LD}{TOP}<p>By Jane Doe</p>{TEXT}", 0.97),
        (f"{LD}{TOP}{TEXT}", 0.87),
        (f"{META}{TOP}<p>By Jane Doe</p>{TEXT}", 0.91),
        (f"{META}{TOP}{TEXT}", 0.84),
        (f"{TOP}<p><a href=/author/jane-doe>Jane Doe</a></p>{TEXT}", 0.93),
        (f"{TOP}<p>By Jane Doe</p>{TEXT}", 0.89),
        (f"{TOP}<p><span class=author>Jane Doe</span></p>{TEXT}", 0.83),
        (f"{TOP}{TEXT}<p>Jane Doe</p>", 0.75),
    ],
)
def test_whom_the_rules_name_is_as_sure_as_what_names_it(markup: str, sure: float) -> None:
    """Declared and shown by the headline most, a signature least; where the listing agrees, sure in any case."""
    assert chosen(markup) == ChosenAuthors(("Jane Doe",), sure)
    assert chosen(markup, "Jane Doe") == ChosenAuthors(("Jane Doe",), max(0.95, sure))


@pytest.mark.parametrize("signed", ["Jane Doe", "— Jane Doe", "Eure Jane"])
def test_an_outlet_that_signs_its_articles_is_not_doubted(signed: str) -> None:
    """A signature is not so rarely right that an outlet that always signs reads doubtfully."""
    found = chosen(f"{TOP}{TEXT}<p>{signed}</p>")

    assert found.names[0].startswith("Jane")
    assert (found.confidence or 0) >= doubt_rules.DOUBTFUL


def test_a_person_who_is_surely_shown_is_named_rather_than_the_house() -> None:
    """Where a page declares its outlet alone, whoever the boxes of its author name is weighed."""
    house = "<meta name=author content='Port Dispatch'><meta property=og:site_name content='Port Dispatch'>"
    footer = "<footer class=entry-meta><a class=author rel=x href=/author/jane>Jane Doe</a></footer>"
    unsure = "<div class=sidebar><span class=username>Jane Doe</span></div>"

    assert chosen(f"{house}{TOP}{TEXT}").names == ("Port Dispatch",)
    assert chosen(f"{house}{TOP}{TEXT}{footer}").names == ("Jane Doe",)
    assert chosen(f"{TOP}{TEXT}{unsure}").names == ("Jane Doe",)
    assert chosen(f"{house}{TOP}{TEXT}{unsure}").names == ("Port Dispatch",)


def test_a_link_that_asks_for_an_author_is_a_sign() -> None:
    """An address may name its author in its query; another's query does not."""
    line = "<ul><li class=post-info><a href=/index.php?author=3>Jane Doe</a></li></ul>"

    assert chosen(f"{TOP}{line}{TEXT}").names == ("Jane Doe",)
    assert chosen(f"{TOP}{line.replace('author', 'tag')}{TEXT}").names == ()


def test_a_given_name_is_told_in_full_where_the_page_has_it() -> None:
    """The box that tells of the author has the family's name, too; another person's box has not."""
    meta = "<meta name=author content=Linda>"
    box = "<div class=author-bio><a class=author-name href=/author/linda>Linda McCall</a></div>"

    assert chosen(f"{meta}{TOP}{TEXT * 4}{box}").names == ("Linda McCall",)
    assert chosen(f"{meta}{TOP}{TEXT * 4}{box.replace('Linda', 'Ida')}").names == ("Linda",)
    assert chosen(f"{meta}{TOP}{TEXT * 4}{box}{box.replace('McCall', 'Roe')}").names == ("Linda",)
    assert chosen(f"{meta}{TOP}<p>Linda Roe</p>{TEXT * 4}").names == ("Linda",)


def test_the_listing_is_believed_before_a_signature() -> None:
    """Whom a feed names wrote it, rather than who closes the text on a line."""
    assert chosen(f"{TOP}{TEXT}<p>Jane Doe</p>", "Kay Fox").names == ("Kay Fox",)
    assert chosen(f"{TOP}<p>By Jane Doe</p>{TEXT}", "Kay Fox").names == ("Jane Doe",)


def test_the_model_is_of_these_features() -> None:
    """The shipped forest was learnt from the features that the product computes, in their order."""
    assert forest.load(author_choice.MODEL).features == author_features.FEATURES
