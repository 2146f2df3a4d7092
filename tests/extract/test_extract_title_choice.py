"""The headline where a page's sources leave a doubt: parts of titles, lines without a heading, confidence."""

import math
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import html

from monitor.extract import forest, read_article, statements
from monitor.extract.article import lines_of
from monitor.extract.headline import (
    dated_lines,
    headings,
    title_choice,
    title_features,
    title_parts,
    title_sections,
)
from monitor.extract.headline.title_candidates import Line, TitleCandidates
from monitor.extract.headline.title_choice import ABOVE_DATE, AGREED, LISTED, SAID, ChosenTitle
from monitor.extract.layout.blocks import Walk
from monitor.model import Article, Outlet, Page, PageRule

HEADLINE = "Judge frees the witness in the harbour trial"
TEXT = """
<p>The judge said on Tuesday that the witness of the harbour trial may leave, as nobody had shown that he lied to the
court about the night of the fire, and that the trial goes on without him in the spring.</p>
<p>The lawyers of the owners said that they will appeal, and that the court had heard the wrong man for weeks while
those who sold the ships were on their way to another country.</p>
<p>The trial began in the autumn. Three men are accused of setting fire to a ship that had been insured twice.</p>
"""
URL = "https://www.portdispatch.example/2026/story8842.html"


def chosen(page: str, url: str = URL) -> ChosenTitle:
    """The headline of a page."""
    root = html.document_fromstring(page)
    return title_choice.read(statements.read(root, url), ("p", "p"), None, lambda: lines_of(Walk().read(root)))


@pytest.mark.parametrize(
    "title",
    [
        f"{HEADLINE}|Port Dispatch",
        f"Port Dispatch - World - {HEADLINE}",
        f"{HEADLINE} - World - Port Dispatch",
        f"News > World -- {HEADLINE}",
        f"{HEADLINE} :: World News",
        f"» {HEADLINE}:: Port Dispatch » Archive",
    ],
)
def test_section_and_outlet_are_cut_from_the_title_element(title: str) -> None:
    """Of a title that holds section and outlet, the part that the page shows above its text is the headline."""
    page = f"<title>{title}</title><body><div><a href=/>Port Dispatch</a></div><div>{HEADLINE}</div>{TEXT}"

    assert chosen(page).text == HEADLINE


def test_where_heading_and_declaration_agree_nothing_is_weighed() -> None:
    """What a heading and OpenGraph say alike is the headline, whatever else the page holds."""
    page = f'<title>x</title><meta property=og:title content="{HEADLINE}"><body><h1>{HEADLINE}</h1>{TEXT}'

    root = html.document_fromstring(page)

    def unasked() -> list[Line]:
        raise AssertionError

    assert title_choice.read(statements.read(root, URL), ("p", "p"), None, unasked) == ChosenTitle(HEADLINE, AGREED)


def test_a_lesser_heading_that_was_sought_out_is_believed_unweighed() -> None:
    """Where the `h1` is a step of the trail, the `h2` that says what is declared; but the listing's word goes first."""
    other = "Judge frees the witness"
    head = f'<title>Harbour trial</title><meta property=og:title content="{HEADLINE}">'
    page = f"{head}<body><div class=breadcrumb><h1>Harbour</h1></div><h2>{HEADLINE}</h2><div>{other}</div>{TEXT}"
    root = html.document_fromstring(page)
    declared, lines = statements.read(root, URL), lines_of(Walk().read(root))

    assert chosen(page) == ChosenTitle(HEADLINE, SAID)
    assert title_choice.read(declared, ("p", "p"), other, lambda: lines) == ChosenTitle(other, LISTED)
    assert title_choice.read(declared, ("p", "p"), "Elsewhere", lambda: lines) == ChosenTitle(HEADLINE, SAID)


def test_an_h1_that_a_lesser_declaration_repeats_is_believed_unweighed() -> None:
    """What the `h1` and the microdata say is the headline, where OpenGraph says something else."""
    head = '<title>Harbour trial</title><meta property=og:title content="The end of a long trial">'
    page = f"{head}<body><h1 itemprop=headline>{HEADLINE}</h1><h2>The end of a long trial</h2>{TEXT}"

    assert chosen(page) == ChosenTitle(HEADLINE, SAID)


@pytest.mark.parametrize(
    ("head", "heading", "believed"),
    [
        ("", f"<h1><span class=kicker>Courts</span> {HEADLINE}</h1>", SAID),  # what is marked as a kicker
        ("", f"<h2><em class=topline>Courts:</em> {HEADLINE}</h2>", SAID),
        ("", f"<h1><em>Courts</em> <b>{HEADLINE}</b></h1>", SAID),  # what a declaration lacks
        ("", f"<h1><b>{HEADLINE}</b> <em>Courts</em></h1>", SAID),
        ("", f"<h1>Courts {HEADLINE}</h1>", None),  # it may be all of the headline
        (f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{HEADLINE}"}}</script>', "", None),
    ],
)
def test_a_heading_without_its_kicker_is_believed_unweighed(head: str, heading: str, believed: float | None) -> None:
    """What a heading says but for a kicker that is marked, or that a declaration lacks, is the headline."""
    page = f'<title>Courts: {HEADLINE}</title><meta property=og:title content="{HEADLINE}">{head}<body>{heading}{TEXT}'
    root = html.document_fromstring(page)
    top = headings.read(root.iter("h1"))

    assert title_choice.trust(statements.read(root, URL), top, HEADLINE, list) == believed


def test_sections_that_are_links_are_cut_from_a_title() -> None:
    """Of a title with a section, what the page shows alone is left, if the section is a link to another page."""
    title, links = f"Courts - {HEADLINE} | Port Dispatch", f"<a href=/courts>Courts</a><a href=#top>{HEADLINE}</a>"

    def cut(body: str) -> str:
        root = html.document_fromstring(f"<title>{title}</title><body>{body}{TEXT}")
        lines, found = lines_of(Walk().read(root)), TitleCandidates()
        for heading in headings.read(root.iter("h4")):
            found.show("h4", heading, 0)
        found.declare("tag", title)
        words = title_features.page_words(URL, {"portdispatch"}, [title], [], lines)
        return title_sections.without_sections(title, found, words, statements.read(root, URL))

    whole = f"Courts - {HEADLINE}"
    assert chosen(f"<title>{whole}</title><body>{links}<h1>{whole}</h1><h4>{HEADLINE}</h4>{TEXT}").text == HEADLINE
    assert chosen(f"<title>{whole}</title><body><h1>{whole}</h1><h4>{HEADLINE}</h4>{TEXT}").text == whole
    assert cut(f"{links}<h4>{HEADLINE}</h4>") == HEADLINE
    assert cut(f"{links}<div>{HEADLINE}</div>") == HEADLINE
    assert cut(links) == title  # nothing is shown alone
    assert cut(f"<h4>{HEADLINE}</h4>") == title  # the section is no link
    assert cut(f"<a href=#top>{HEADLINE}</a><a href=/>Port Dispatch</a><h4>Courts</h4>") == title  # nor is the headline


@pytest.mark.parametrize(
    ("said", "shown", "headline"),
    [
        ("Port could win 15m", "Port could win £15m", "Port could win £15m"),
        ("::The trial of the year::", "The trial of the year", "The trial of the year"),
        ("The trial of the year", "THE TRIAL: OF THE YEAR", "The trial of the year"),
        ("港口火灾案宣判", "港口 火灾案 宣判", "港口火灾案宣判"),
    ],
)
def test_a_chosen_headline_has_the_form_that_the_page_shows(said: str, shown: str, headline: str) -> None:
    """What the `title` element lacks of a headline, or adds to it, is as a line has it; not its capitals or gaps."""
    assert chosen(f"<title>{said}</title><body><div>{shown}</div>{TEXT}").text == headline


_DAY, _LEAD = (
    "Sat, 29 Dec 2025 17:50",
    "A ban that the council asked for came into force in the whole country on Tuesday, and shops fear it.",
)


@pytest.mark.parametrize(
    ("title", "shown", "headline"),
    [
        ("Port Dispatch", ["Top stories of all", HEADLINE, _DAY], HEADLINE),
        ("Port Dispatch", [HEADLINE, "Jane Doe", _DAY, _LEAD], HEADLINE),  # a name of two words is none
        ("Port Dispatch", [HEADLINE, _LEAD, _DAY], HEADLINE),  # nor is a sentence
        ("Port Dispatch", [HEADLINE, "By Jane Anne Miller", _DAY], HEADLINE),  # nor who wrote
        ("Port Dispatch", ["Von Jane Anne Miller", _DAY], None),
        ("Port Dispatch", ["By the sea of Azov", _DAY], "By the sea of Azov"),
        ("Port Dispatch", [HEADLINE, "Published 2 January", _DAY], "Published 2 January"),
        ("Port Dispatch", [HEADLINE, "<a href=/world>World</a>", _DAY], None),
        ("Port Dispatch", [HEADLINE, "Jane Doe"], None),
        ("The harbour fire - Port Dispatch", ["The harbour fire", HEADLINE, _DAY], None),  # a part of it is shown
        (None, [HEADLINE, _DAY], None),  # by OpenGraph
    ],
)
def test_the_line_above_a_date_is_the_headline_of_a_page_that_shows_nothing_of_its_title(
    title: str | None, shown: list[str], headline: str | None
) -> None:
    """Of lines made alike above the text the one over the date, where no declared title nor a part of one is shown."""
    body = "".join(f"<div>{line}</div>" for line in shown)
    root = html.document_fromstring(f"<title>{title}</title><body>{body}{TEXT}")
    lines, found = lines_of(Walk().read(root)), TitleCandidates()
    words = title_features.page_words(URL, set(), [], [], lines)
    for line in lines[: words.text_at]:
        if not line.is_link:
            found.add(line.text)
    found.declare("tag" if title else "og", title or "Port Dispatch")
    above = dated_lines.above_date(found, words, lines)

    assert (above and above.text) == headline


def test_a_doubtful_choice_gives_way_to_the_line_above_a_date() -> None:
    """Of a page whose `title` element is the same on all, and whose headline is a line as its day and its text are."""
    shown = f"<div>A ban for the winter</div><div>{_DAY}</div><div>{_LEAD}</div>"
    page = f"<title>Port Dispatch - Latest harbour news, results, reports</title><body>{shown}{TEXT}"

    assert chosen(page) == ChosenTitle("A ban for the winter", ABOVE_DATE)


def test_a_doubtful_headline_is_less_sure() -> None:
    """A headline that one line shows is less sure than one that the title element says, too."""
    alone = chosen(f"<title>Port Dispatch</title><body><div>{HEADLINE}</div>{TEXT}")
    both = chosen(f"<title>{HEADLINE}</title><body><h1>{HEADLINE}</h1>{TEXT}")

    assert alone.confidence is not None
    assert both.confidence is not None
    assert alone.confidence < both.confidence


def test_an_article_has_the_confidence_of_its_headline() -> None:
    """The confidence of a chosen headline goes out with its article, and none of one that a rule gives."""
    markup = f'<meta property=og:title content="{HEADLINE}"><body><h1>{HEADLINE}</h1>{TEXT}'
    page = Page(url=URL, body=markup.encode())
    outlet = Outlet(id="p", name="Port Dispatch", home="https://www.portdispatch.example/")
    ruled = replace(outlet, rules=(PageRule(title="h1"),))

    found = [read_article(page, one, now=datetime(2026, 11, 29, tzinfo=UTC)) for one in (outlet, ruled)]

    assert [(one.title, one.title_confidence) for one in found if isinstance(one, Article)] == [
        (HEADLINE, AGREED),
        (HEADLINE, None),
    ]


def test_an_outlets_name_is_cut_from_the_chosen_headline() -> None:
    """Where every statement of the headline ends in the outlet's name, it is cut from the one that is chosen."""
    named = f"{HEADLINE} – Portdispatch"
    head = f'<title>{named} - Portdispatch</title><meta property=og:title content="{named} - Portdispatch">'
    data = f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{named}"}}</script>'

    assert chosen(f"{head}{data}<body><h1>{named}</h1>{TEXT}").text == HEADLINE


def test_a_page_without_a_title_has_no_headline() -> None:
    """Where nothing may be a headline, none is made up."""
    assert chosen("<body></body>") == ChosenTitle(None)


def test_an_odd_element_that_shows_the_headline_is_no_fault() -> None:
    """An element with a control character in its name may show the headline; its dates are looked for all the same."""
    outlet = Outlet(id="p", name="Port Dispatch", home="https://www.portdispatch.example/")
    body = f"<title>Port Dispatch</title><body><a\x01>{HEADLINE}<p>2 May 2026</p>{TEXT}".encode()

    article = read_article(Page(url=URL, body=body), outlet, now=datetime(2026, 11, 29, tzinfo=UTC))

    assert isinstance(article, Article)
    assert article.published_at == datetime(2026, 5, 2, tzinfo=UTC)


def test_titles_in_scripts_without_spaces_have_parts() -> None:
    """A dash between ideographs separates headline and channel without spaces."""
    title = "姚明婉拒雨伞冒雨护送大熊猫-文娱-中国网"

    assert "姚明婉拒雨伞冒雨护送大熊猫" in {title[start:end] for start, end in title_parts.runs(title)}


def test_the_runs_of_a_title_are_bounded() -> None:
    """A title of a thousand parts has no more runs than one of eight."""
    assert len(list(title_parts.runs(" | ".join(["part"] * 1000)))) <= 36


def test_the_model_is_of_these_features() -> None:
    """The shipped forest was learnt from the features that the product computes, in their order."""
    model = forest.load(title_choice.MODEL)

    assert model.features == title_features.FEATURES
    assert len(model.trees) == 100
    assert max(node[0] for tree in model.trees for node in tree) < len(model.features)


def test_a_forest_adds_the_leaves_that_the_values_lead_to(tmp_path: Path) -> None:
    """A value up to the threshold goes left; the leaves and the base add up to log odds, scaled to a confidence."""
    file = tmp_path / "model.json"
    file.write_text(
        '{"features":["a"],"base":-1.0,"scale":[2.0,0.5],"trees":[[[0,0.5,1,2],[-1,0.25,0,0],[-1,3.0,0,0]]]}'
    )

    model = forest.load(file)

    assert [model.odds([value]) for value in (0.5, 0.6)] == [-0.75, 2.0]
    assert model.confidence(2.0) == pytest.approx(1 / (1 + math.exp(-4.5)))


def test_what_compares_candidates_is_sure_by_how_far_one_is_ahead(tmp_path: Path) -> None:
    """The odds of the likeliest are those against all others of the page; one alone is as sure as any can be."""
    file = tmp_path / "model.json"
    tree = "[[0,0.5,1,2],[-1,1.0,0,0],[0,1.5,3,4],[-1,2.0,0,0],[-1,3.0,0,0]]"
    file.write_text(f'{{"features":["a"],"base":0,"scale":[1.0,0.0],"compares":true,"trees":[{tree}]}}')

    two = forest.Ballot(["one", "two"], [[1.0], [2.0]]).likeliest(file)
    three = forest.Ballot(["one", "two", "three"], [[1.0], [2.0], [1.0]]).likeliest(file)

    assert two == ("two", pytest.approx(1 / (1 + math.exp(-1.0))))
    assert three == ("two", pytest.approx(1 / (1 + 2 * math.exp(-1.0))))
    assert forest.Ballot(["one"], [[0.0]]).likeliest(file) == ("one", pytest.approx(0.99995, abs=1e-5))


@pytest.mark.parametrize("listed", [HEADLINE, f"{HEADLINE} - Port Dispatch", f"{HEADLINE.upper()}"])
def test_what_the_listing_says_too_is_the_headline(listed: str) -> None:
    """A line that no heading marks, on a page that declares something else: of its candidates the listing's."""
    page = f"<title>World News</title><body><h1>Port Dispatch</h1><div>{HEADLINE}</div><div>A trial</div>{TEXT}"
    root = html.document_fromstring(page)
    declared = statements.read(root, URL)

    def lines() -> list[Line]:
        return lines_of(Walk().read(root))

    found = title_choice.read(declared, ("Port Dispatch", "p"), listed, lines)

    assert found == ChosenTitle(HEADLINE, LISTED)
    for other in ("World News", "Ship owners appeal against the sentence of the court"):  # a section's name; a teaser's
        assert title_choice.read(declared, ("Port Dispatch", "p"), other, lines).confidence != LISTED


def test_a_heading_without_spaces_is_like_a_title_with_them() -> None:
    """Its letters are compared where one of the two has no words to compare."""
    headline = "世界首个戊肝疫苗获准上市 患者见曙光"
    page = f"<title>{headline}--科技--人民网</title><body><h1>{headline}</h1>{TEXT}"

    assert chosen(page, "http://scitech.people.com.example/1234") == ChosenTitle(headline, AGREED)


def test_a_heading_that_names_the_outlet_agrees_with_no_title() -> None:
    """Of two parts of the `title` element that the page shows, neither is believed unweighed."""
    name = "Starlight Entertainment News Blog"
    page = f"<title>{name} - {HEADLINE}</title><body><h1>{name}</h1><h3>{HEADLINE}</h3>{TEXT}"
    found = chosen(page)

    assert found.text == HEADLINE
    assert found.confidence is not None
    assert found.confidence < AGREED
    assert chosen(page.replace(f"<h3>{HEADLINE}</h3>", "")).confidence == AGREED
