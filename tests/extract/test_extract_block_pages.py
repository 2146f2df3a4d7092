"""Pages that stand in an article's place, and articles that only sound like them."""

from datetime import UTC, datetime

import pytest

from monitor.extract import read_article
from monitor.model import Article, Link, Outlet, Page, Refusal
from monitor.refusals import Reason

NOW = datetime(2026, 1, 1, tzinfo=UTC)
OUTLET = Outlet(id="filmpost", name="Film Post", home="https://www.example.org/")
URL = "https://www.example.org/2024/news/heat-2-goes-before-the-cameras"
PARAGRAPH = (
    "The harbour authority said on Friday that the stars would walk past an empty stand, after two days of talks "
    "about who may hold a camera and where."
)
SECOND = (
    "Ida Roe, who wrote about the first film thirty years ago, watched it from a window across the street and said "
    "that the guests looked rather lost."
)
BYLINE = '<p class="byline">By Ida Fenn</p>'
DAY = '<time datetime="2024-01-05T10:00:00Z">Jan 5, 2024</time>'
DECLARED = (
    '<meta property="og:type" content="article"><meta property="article:published_time" content="2024-01-05T10:00:00Z">'
)
# As a person would headline a report, each with the words of another kind of block page.
HEADLINES = [
    "Access denied: reporters kept out of the Heat 2 premiere",
    "Page not found: the lost diary of a script girl",
    "Sign in to the choir: Vance joins a town hall project",
    "Streaming site has been removed by court order",
    "Oops! Wrong envelope: Vance wins after all",
    "The domain is for sale: a studio ends as a name",
    "Security check: how the Heat 2 vault was built",
    "Something went wrong: the making of a flop",
    "Under maintenance: a theatre closes for two years",
    "503 Service: the hotline that became a musical",
]
# What servers say while they are out of order, by language.
OUTAGES = [
    ("Site maintenance", "We'll be back soon! We are performing some maintenance at the moment."),
    ("502 Bad Gateway", "nginx"),
    ("Error", "Error establishing a database connection"),
    ("Unsupported browser", "Please update your browser to read Film Post."),
    ("Film Post", "Something went wrong. Please try again later."),
    ("Sorry, we're unable to complete your request", "Please try again, or call us."),
    ("Wartungsarbeiten", "Wir führen derzeit Wartungsarbeiten durch. Bitte versuchen Sie es später noch einmal."),
    ("Maintenance en cours", "Le site est momentanément indisponible. Merci de revenir dans quelques minutes."),
    ("En mantenimiento", "Estamos realizando tareas de mantenimiento. Volveremos en breve."),
    ("Sito in manutenzione", "Il sito è temporaneamente non disponibile."),
    ("Em manutenção", "O site está temporariamente indisponível. Voltamos em breve."),
    ("Onderhoud", "De website is tijdelijk niet bereikbaar wegens onderhoudswerkzaamheden."),
    ("Przerwa techniczna", "Trwają prace konserwacyjne. Zapraszamy wkrótce."),
    ("メンテナンス中", "ただいまメンテナンス中です。しばらくしてから再度アクセスしてください。"),
    ("서비스 점검 중", "서비스 점검 중입니다. 잠시 후 다시 이용해 주세요."),
    ("الموقع تحت الصيانة", "يرجى المحاولة لاحقا."),
    ("Maintenance", "Film Post is being updated. Thank you for your patience."),
    ("Технические работы", "На сайте ведутся технические работы. Пожалуйста, зайдите позже."),
]


def read(headline: str, *body: str, head: str = "", above: str = "", listed: str | None = None) -> Article | Refusal:
    """A page of this headline and these paragraphs, as the listing had it under `listed`."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in body)
    markup = (
        f'<html><head><meta charset="utf-8"><title>{headline} | Film Post</title>{head}</head><body>'
        f"<main><h1>{headline}</h1>{above}{text}</main></body></html>"
    )
    link = Link(url=URL, title=listed) if listed else None
    return read_article(Page(url=URL, body=markup.encode(), content_type="text/html"), OUTLET, link, now=NOW)


@pytest.mark.parametrize(("title", "text"), OUTAGES)
def test_an_outlet_that_is_out_of_order_says_so(title: str, text: str) -> None:
    """With status 200, in any language; that the listing names an article does not make it one."""
    for listed in (None, "Heat 2 goes before the cameras"):
        found = read(title, text, listed=listed)

        assert isinstance(found, Refusal)
        assert found.reason is Reason.OUTAGE


@pytest.mark.parametrize("headline", HEADLINES)
def test_a_headline_with_the_words_of_a_wall_is_a_headline(headline: str) -> None:
    """If the listing has it too; if the page declares an article; or if an author and a day stand over sentences."""
    found = [
        read(headline, PARAGRAPH, listed=headline),
        read(headline, PARAGRAPH, head=DECLARED),
        read(headline, PARAGRAPH, SECOND, above=BYLINE + DAY),
    ]

    assert all(isinstance(one, Article) for one in found)


@pytest.mark.parametrize("headline", HEADLINES)
def test_without_any_of_these_the_words_count(headline: str) -> None:
    """A paragraph alone may be the page's excuse; so may two of them without an author."""
    assert isinstance(read(headline, PARAGRAPH), Refusal)
    assert isinstance(read(headline, PARAGRAPH, above=BYLINE + DAY), Refusal)
    assert isinstance(read(headline, PARAGRAPH, SECOND, above=DAY), Refusal)


def test_a_wall_under_the_articles_own_headline_is_a_wall() -> None:
    """The paragraph has the words itself, whatever the listing says."""
    headline = "Access denied: reporters kept out of the Heat 2 premiere"
    wall = "Access to this page has been denied because we believe that you use automation tools to read it."

    found = read(headline, wall, listed=headline)

    assert isinstance(found, Refusal)
    assert found.reason is Reason.CAPTCHA


@pytest.mark.parametrize(
    ("content", "target"),
    [
        ("0; url=/film/heat-2", "https://www.example.org/film/heat-2"),
        ("1;URL='https://other.example/heat-2'", "https://other.example/heat-2"),
        ('0;https://other.example/a"b', "https://other.example/a%22b"),
        ("0; url=" + URL, None),
        ("0; url=javascript:alert(1)", None),
        ("0; url=file:///etc/passwd", None),
    ],
)
def test_where_a_page_leads_is_read(content: str, target: str | None) -> None:
    """An address of the web, absolute; what leads to itself or elsewhere leads nowhere."""
    head = f"<meta http-equiv='Refresh' content=\"{content}\">".replace('a"b', "a&quot;b")

    found = read("Film Post", "If nothing happens, please follow the link.", head=head)

    assert isinstance(found, Refusal)
    assert (found.reason, found.leads_to) == (Reason.REDIRECT, target)


# What each reason that another look may change is found by, on a page that may be an article.
_LINKED = "<ul>" + "<li><a href='/a'>Heat 2 is shot in March, and what else the harbour says</a></li>" * 9 + "</ul>"
GATES = {
    Reason.SOFT_404: ("Page not found: the lost diary of a script girl", "", ""),
    Reason.OUTAGE: ("Under maintenance: a theatre closes for two years", "", ""),
    Reason.CAPTCHA: ("Vance walks the harbour", '<script src="https://hcaptcha.com/1/api.js"></script>', ""),
    Reason.CONSENT: ("Vance walks the harbour", '<script src="https://consent.google.com/a.js"></script>', ""),
    Reason.LOGIN: ("Sign in to the choir: Vance joins a town hall project", "", ""),
    Reason.NOT_ARTICLE: ("The domain is for sale: a studio ends as a name", "", ""),
    Reason.REDIRECT: ("Vance walks the harbour", '<meta http-equiv="refresh" content="0; url=/film/other">', ""),
    Reason.SECTION_PAGE: ("What the harbour said of the stars on Friday", "", _LINKED),
    Reason.FRONT_PAGE: ("What the harbour said of the stars on Friday", '<link rel="canonical" href="/">', _LINKED),
    Reason.NO_TEXT: ("海港审判的证人在周二获得释放", "", None),  # shorter than any text
}


@pytest.mark.parametrize("reason", [one for one in Reason if not one.is_final and one is not Reason.PARSER_FAULT])
def test_no_doubtful_gate_refuses_what_its_listing_names(reason: Reason) -> None:
    """A page that shows the title of its listing over a paragraph is the article, whatever else speaks against it.

    What is final by nature (no HTML, too large, hostile) stays; so does a defect of ours, which is no gate.
    """
    headline, head, more = GATES[reason]
    body = () if more is None else (PARAGRAPH, more)
    refused, taken = (read(headline, *body, head=head, listed=listed) for listed in (None, headline))

    assert isinstance(refused, Refusal)
    assert refused.reason is reason
    assert isinstance(taken, Article)
    assert taken.title == headline
    assert PARAGRAPH in taken.body or more is None


@pytest.mark.parametrize("listed", ["Read more", "Quite another story about the harbour", None])
def test_a_listing_that_says_something_else_changes_nothing(listed: str | None) -> None:
    """A challenge stays one."""
    headline, head, _ = GATES[Reason.CAPTCHA]

    assert isinstance(read(headline, PARAGRAPH, head=head, listed=listed), Refusal)


@pytest.mark.parametrize(
    ("title", "text", "reason"),
    [
        ("الصفحة غير موجودة", "عذرا، لم نجد ما تبحث عنه.", Reason.SOFT_404),
        ("पृष्ठ नहीं मिला", "कृपया बाद में फिर आएँ।", Reason.SOFT_404),
        ("Stránka nenalezena", "Zkuste to prosím znovu.", Reason.SOFT_404),
        ("We care about your privacy", "You can accept or manage your choices.", Reason.CONSENT),
        ("Cookies", "To read on you must accept cookies and tracking, or take a subscription.", Reason.CONSENT),
        ("Sign up for our newsletter", "The best of film in your inbox, every Friday.", Reason.NOT_ARTICLE),
        ("Newsletter abonnieren", "Jeden Freitag das Beste vom Film.", Reason.NOT_ARTICLE),
    ],
)
def test_walls_and_forms_in_the_words_of_their_language(title: str, text: str, reason: Reason) -> None:
    """Whatever the page declares: each page of such a site says the same of itself."""
    for head in ("", DECLARED):
        found = read(title, text, head=head)

        assert isinstance(found, Refusal)
        assert found.reason is reason


def test_a_pitch_for_the_newsletter_does_not_make_a_brief_a_form() -> None:
    """The words count in a headline alone."""
    assert isinstance(read("Vance leaves Heat 2", PARAGRAPH, "Sign up for our newsletter", head=DECLARED), Article)


def test_a_page_that_speaks_of_what_was_sought_is_none_though_teasers_follow() -> None:
    """However it is headlined; who writes of a page that is gone does not speak to who looks for it."""
    teasers = (PARAGRAPH, SECOND, PARAGRAPH, SECOND, PARAGRAPH)
    lost = read("Lost in space", "The page you were looking for does not exist.", *teasers)

    assert isinstance(lost, Refusal)
    assert lost.reason is Reason.SOFT_404
    assert isinstance(read("Lost in space", "The page of the diary does not exist any more.", *teasers), Article)


@pytest.mark.parametrize(
    "headline",
    [
        "Maintenance – a thriller of the night shift at a hospital",
        "Newsletter | The podcast that ate a whole newsroom",
        "Vance says that the best content is reserved for subscribers",
    ],
)
def test_a_headline_that_goes_on_is_no_notice(headline: str) -> None:
    """After a notice stands the outlet's name at most; what is for subscribers is "this article", not what one says."""
    assert isinstance(read(headline, PARAGRAPH), Article)


def test_who_does_not_subscribe_reads_of_subscribers_alone() -> None:
    """A paragraph that says so is no paragraph of an article, whatever the page declares."""
    wall = "This content is for subscribers only. Subscribe now for a dollar a week, or log in if you have an account."
    found = read("Subscribe to read", wall, head=DECLARED)

    assert isinstance(found, Refusal)
    assert found.reason is Reason.LOGIN
