"""The headline of a page that its choice is not sure of: what links to the page itself say."""

import pytest
from lxml import html

from monitor.extract import statements
from monitor.extract.article import lines_of
from monitor.extract.headline import own_links, title_choice
from monitor.extract.headline.title_candidates import TitleCandidates
from monitor.extract.headline.title_choice import OWN_LINK, ChosenTitle
from monitor.extract.headline.title_features import page_words
from monitor.extract.layout.blocks import Walk

HEADLINE = "Old ferry sails for the last time"
NAME = "Port Dispatch, news of the harbour"
URL = "https://www.portdispatch.example/show.php?id=8842"
TEXT = """
<p>The ferry that took the workers over the harbour for sixty years sailed on Sunday for the last time, and some four
hundred people stood on the quay in the rain to see her go, many of them with flowers in their hands.</p>
<p>The town had sold her in the spring. A museum will show her engine, and the rest goes to a yard abroad.</p>
"""


def named(links: str, url: str = URL, head: str = "") -> str:
    """What is taken of a page with these links, where the outlet's name was chosen."""
    page = statements.read(html.document_fromstring(f"<title>{NAME}</title>{head}<body>{links}{TEXT}"), url)
    found = TitleCandidates()
    chosen = found.add(NAME)
    found.add(HEADLINE)
    found.add("Archive")
    assert chosen is not None
    return own_links.named(chosen, found, page_words(url, {"dispatch"}, [], [], []), page).text


@pytest.mark.parametrize(
    "link",
    [
        f'<a href="/show.php?id=8842">{HEADLINE}</a>',
        f'<a href="{URL}"><b>Old ferry</b> sails for the last time</a>',
        f'<a href="?id=8842">{HEADLINE} - Dispatch</a>',
        f'<a href="?id=8842" title="Permanent link to {HEADLINE}"><img src=a></a>',
        f'<a href="?id=8842">Archive</a><a href="?id=8842">{HEADLINE}</a>',  # a word is no headline
    ],
)
def test_a_link_to_the_page_itself_says_its_headline(link: str) -> None:
    """In its text or in its `title`, with the outlet's name or without."""
    assert named(link) == HEADLINE


@pytest.mark.parametrize(
    "link",
    [
        f'<a href="?id=8843">{HEADLINE}</a>',  # to another page
        f'<a href="/other?id=8842">{HEADLINE}</a>',
        f'<a href="?id=8842#comments">{HEADLINE}</a>',  # to a place of the page
        '<a href="?id=8842">Read what people say</a>',  # that is no candidate
        f'<a href="?id=8842">{HEADLINE}</a><a href="?id=8842">{NAME}</a>',  # what was chosen is said, too
    ],
)
def test_other_links_change_no_choice(link: str) -> None:
    """Where no link to the page says a candidate, or one says the chosen one, it stays."""
    assert named(link) == NAME


def test_the_page_is_known_by_the_address_that_it_declares() -> None:
    """A page that was asked for by a number is linked to by its canonical address; a front page names the outlet."""
    canonical = '<link rel=canonical href="https://www.portdispatch.example/old-ferry">'
    link = f'<a href="/old-ferry">{HEADLINE}</a>'

    assert named(link, head=canonical) == HEADLINE
    assert named(link) == NAME
    assert named(f"<a href=/>{HEADLINE}</a>", url="https://www.portdispatch.example/") == NAME
    assert named(f"<a href=/>{HEADLINE}</a>", url="http://[portdispatch.example/a") == NAME


def test_a_choice_that_is_not_sure_gives_way() -> None:
    """Of a page whose headings name the section, and whose `title` element names the outlet."""

    def chosen(link: str) -> ChosenTitle:
        body = f"<div>Dispatch</div><h2>News of the day</h2><h4><a href={link}>{HEADLINE}</a></h4>"
        root = html.document_fromstring(f"<title>Dispatch</title><body>{body}{TEXT}")
        return title_choice.read(statements.read(root, URL), ("p", "p"), None, lambda: lines_of(Walk().read(root)))

    assert chosen("?id=8843").text == "News of the day"
    assert chosen("?id=8842") == ChosenTitle(HEADLINE, OWN_LINK)
