"""From a page to its authors: which of the places that name somebody is believed."""

import pytest

from monitor.extract import statements
from monitor.extract.authors import bylines, visible_bylines
from monitor.extract.layout.visible import prepared
from monitor.reading import html

TEXT = (
    "<p>Michael Mann told a packed hall in Los Angeles that the cameras will roll on “Heat 2” in the spring, three "
    "decades after the first film, and that nobody should ask for a date before then.</p>"
)
HEADLINE = "<h1>Mann returns to “Heat”</h1>"
HOUSE = '<meta property="og:site_name" content="Film Post"><meta name="author" content="Film Post">'


def authors(body: str, head: str = "", text: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The authors of a page with this body, head and text."""
    root = html.tree(f"<html><head>{head}</head><body>{body}</body></html>")
    assert root is not None
    visible = prepared(root, "Mann returns to “Heat”")
    around = visible.around()
    places = bylines.Places(
        near=[visible.blocks.nodes[block.node].element for block in around],
        around=[block.text for block in around],
        named=visible.blocks.bylines,
        labels=visible.labels,
        text=text,
        shown=lambda: (*(block.text for block in visible.blocks.blocks), *text),
    )
    return bylines.read(statements.read(root, "https://www.example.org/a"), ("Film Post",), places)


def test_a_byline_by_the_headline_beats_another_name_that_is_stated() -> None:
    """A statement may name who put the page up; who is shown as the author wrote it."""
    page = f'{HEADLINE}<p class="byline">By Jane Doe</p>{TEXT}'

    assert authors(page, '<meta name="author" content="Max Roe">') == ("Jane Doe",)
    assert authors(page, '<meta name="author" content="Jane Doe, John Roe">') == ("Jane Doe", "John Roe")


def test_who_is_stated_and_shown_stays() -> None:
    """Another name in the byline is then the physician's who checked the text, or the other script's."""
    checked = f'{HEADLINE}<p class="byline">Checked by Dr. John Roe</p><p>By Jane Doe</p>{TEXT}'
    written = f'{HEADLINE}<p class="byline">Иван Петров</p>{TEXT}'
    edited = f'{HEADLINE}<p class="byline">John Roe</p><p>Editor: Jane Doe</p>{TEXT}'

    assert authors(checked, '<meta name="author" content="Jane Doe">') == ("Jane Doe",)
    assert authors(written, '<meta name="author" content="Ivan Petrov">') == ("Ivan Petrov",)
    assert authors(edited, '<meta name="author" content="Jane Doe">') == ("John Roe",)


def test_an_agency_in_the_byline_goes_before_the_house() -> None:
    """An outlet that declares itself says less than the agency that it names."""
    assert authors(f'{HEADLINE}<p class="byline">Por Agencia EFE</p>{TEXT}', HOUSE) == ("Agencia EFE",)
    assert authors(f"{HEADLINE}{TEXT}", HOUSE) == ("Film Post",)


@pytest.mark.parametrize("line", ["Associated Press", "The Example Team", "Example Post wire services"])
def test_a_line_that_is_nothing_but_a_desk(line: str) -> None:
    """An agency or a staff alone on a line by the headline wrote it, where nobody is declared."""
    assert authors(f"{HEADLINE}<div>{line}</div>{TEXT}") == (line,)


def test_a_name_just_anywhere_is_heard_only_where_nobody_is_stated() -> None:
    """Next to a newsroom that is declared, a name far from the headline is that of an editor, or of another article."""
    lines = "<p>The film is said to be long.</p>" * 20
    page = f'{HEADLINE}{TEXT}{lines}<div class="text__byline">John Roe and Jane Doe</div>'

    assert authors(page, '<meta name="author" content="Film Post Newsroom">') == ("Film Post Newsroom",)
    assert authors(page) == ("John Roe", "Jane Doe")


def test_a_line_after_the_credit_of_a_picture_is_not_the_author() -> None:
    """An agency after "Photo by:" took the picture."""
    assert authors(f"{HEADLINE}<div>Photo by:</div><div>Associated Press</div>{TEXT}") == ()


def test_a_line_with_the_date_before_the_name() -> None:
    """The date may stand before the "By"."""
    assert authors(f"{HEADLINE}<h5>11/28/2016 11:00 AM PST BY JANE DOE</h5>{TEXT}") == ("Jane Doe",)


def test_a_label_on_a_line_of_its_own() -> None:
    """The name stands on the line after it."""
    assert authors(f"{HEADLINE}{TEXT}<h2>Article by</h2><div>Jane Doe</div>") == ("Jane Doe",)


@pytest.mark.parametrize("behind", ["All articles", "View all posts by Jane", "Film Critic"])
def test_a_name_above_what_tells_of_the_person(behind: str) -> None:
    """A name alone is an author's if a link to all articles or the person's work stands below it."""
    assert authors(f"{HEADLINE}<div>Jane Doe</div><div>{behind}</div>{TEXT}") == ("Jane Doe",)
    assert authors(f"{HEADLINE}<div>Jane Doe</div><div>Los Angeles</div>{TEXT}") == ()


def test_names_above_the_text_where_only_the_house_is_stated() -> None:
    """Papers whose pages state the paper as the author sign in the text's first line."""
    page = f"{HEADLINE}<p>Jane Doe/John Roe</p>{TEXT}"

    assert authors(page, HOUSE) == ("Jane Doe", "John Roe")
    assert authors(page) == ()


def test_the_name_in_the_address_of_the_authors_page() -> None:
    """Where a page names its author by address alone, the address names the author."""
    page = f"{HEADLINE}{TEXT}"

    assert authors(page, '<meta property="article:author" content="https://a.org/staff/jane-doe">') == ("Jane Doe",)
    assert authors(page, '<meta property="article:author" content="https://a.org/staff/no-author">') == ()


def test_the_name_of_the_site_is_no_author() -> None:
    """Themes of blogs give the site's name, which leads home, the class of an author."""
    site = '<div class="vcard author"><a href="https://www.example.org/">Doe Archive</a></div>'
    page = f'{site}{HEADLINE}<h4 class="vcard author">vom <span class="fn">Doe</span></h4>{TEXT}'

    assert authors(page) == ("Doe",)


def test_given_and_family_name() -> None:
    """A statement may give a name in two parts."""
    declared = '{"@type": "NewsArticle", "author": {"@list": [{"givenName": "Jane", "familyName": "Doe"}]}}'

    assert authors(f"{HEADLINE}{TEXT}", f'<script type="application/ld+json">{declared}</script>') == ("Jane Doe",)


def test_links_of_other_articles_authors_are_not_the_authors() -> None:
    """Of links that are marked as the author's, those next to the first count."""
    page = (
        f'{HEADLINE}<div><a rel="author" href="/a">Jane Doe</a></div>{TEXT}'
        '<ul><li><a href="/x">Another story</a> <a rel="author" href="/b">John Roe</a></li></ul>'
    )

    assert authors(page) == ("Jane Doe",)


def test_a_profile_linked_from_a_sentence_is_not_the_author() -> None:
    """Who is linked in running text is spoken of."""
    page = (
        f'{HEADLINE}<p class="byline">By Jane Doe</p><p>As <a href="/profile/roe">Dr. John Roe</a>, a surgeon with the '
        "hospital of the town, explains, the stunts are safe.</p>"
    )

    assert authors(page) == ("Jane Doe",)


def test_a_blog_signs_in_the_footer_of_the_post() -> None:
    """Microdata in the footer of a post is of the post; in that of the page it is not."""
    signed = '<span itemprop="author"><span itemprop="name">Jane Doe</span></span>'

    assert authors(f'<div>{HEADLINE}{TEXT}<div class="post-footer">{signed}</div></div>') == ("Jane Doe",)
    assert authors(f'<div>{HEADLINE}{TEXT}</div><div class="site-footer">{signed}</div>') == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (("LONDON (Reuters) - The cameras roll.", "(Reporting by Jane Doe in London; Editing by X)"), ("Jane Doe",)),
        (("LONDON (Reuters) - The cameras roll.", "Nobody would say more."), ("Reuters",)),
        (("【ロンドン＝岡田浩幸】１０日に行われた", "以上。"), ("岡田浩幸",)),
        (("The cameras roll.", "Nobody would say more.", "Jane Doe", "Head of the Guild"), ("Jane Doe",)),
        (("The cameras roll.", "Nobody would say more.", "— Jane Doe"), ("Jane Doe",)),
        (("The cameras roll.", "Good luck!", "Euer KayFox"), ("KayFox",)),
        (("The cameras roll.", "Good luck!", "Love, Jane"), ("Jane",)),
        (("The cameras roll.", "Ihre Ida Roe"), ("Ida Roe",)),
        (("The cameras roll.", "Nobody would love more of it.", "Love Island"), ()),
        (("The cameras roll.", "So war ihre Rolle.", "Ihre Meinung"), ()),
        (("The cameras roll.", "So war eure Rolle.", "Eure Meinung"), ()),
        (("The cameras roll.", "Nobody would say more.", "Related Items Below Here Today"), ()),
        (("The cameras roll.", "Nobody would say more of the story.", "Story Finder"), ()),
        (("The cameras roll.", "Nobody would say more of the story.", "— Story Finder"), ("Story Finder",)),
        (("The cameras roll.", "Nobody would say more.", "Site Map"), ()),
        (("摄影机开始转动。", "没有人愿意多说。", "返回顶部"), ()),
    ],
)
def test_the_text_itself_may_say_who_wrote_it(text: tuple[str, ...], found: tuple[str, ...]) -> None:
    """A reporter in the dateline or at the end, a signature, at last the agency of the dateline."""
    assert authors(f"{HEADLINE}{TEXT}", text=text) == found


def test_authors_of_a_list_after_the_text_wrote_other_articles() -> None:
    """Where a line by the headline stands in the article itself, links deeper in it are those of its text and lists."""
    others = '<ul><li>2 minutes ago <a href="/author/jon-russ">Jon Russ</a></li></ul>'
    byline = '<div class="byline">By <a href="/author/kay-fox">Kay Fox</a></div>'

    assert authors(
        f"<main><article>{HEADLINE}{byline}<time>Nov 27, 2026</time>{TEXT * 3}{others}</article></main>"
    ) == ("Kay Fox",)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("02日14:25 作者： 赵婕", ("赵婕",)),
        ("□ 本报记者 葛灵丹", ("葛灵丹",)),
        ("光明日报记者 王建宏 张文攀", ("王建宏", "张文攀")),
        ("河南商报记者马俊峰/文 受访者供图", ("马俊峰",)),
        ("作者:zboygirl 阅读(1660) 评论(5)", ("zboygirl",)),
        ("记者 采访", ()),
        ("作者：芊草凡凡 时间：2005-08-22", ("芊草凡凡",)),
        ("责任编辑：萧潇、张妍\n□ 本报记者 葛灵丹", ("葛灵丹",)),
        ("来源: 尹娟", ("尹娟",)),
        ("来源：巴彦淖尔日报 编辑：苏亮", ("苏亮",)),
        ("来源：欧阳修远", ("欧阳修远",)),
        ("来源：新华网", ()),
        ("来源：文汇报", ()),
        ("来源：东方早报 编辑：苏亮", ("苏亮",)),
    ],
)
def test_a_label_in_chinese_names_the_reporters(line: str, names: tuple[str, ...]) -> None:
    """After "author" or "reporter" stand one or several names, or an account; a word of the trade is none."""
    assert authors(f"{HEADLINE}<p>{line}</p>{TEXT}") == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("25.10.2022 - Reiner Nagel", ("Reiner Nagel",)),
        ("March 5, 2026 | Kay Fox", ("Kay Fox",)),
        ("Di, 25. Oktober 2022, 10:30 Uhr · Ida Roe", ("Ida Roe",)),
        ("2026-03-05 / Kay Fox", ("Kay Fox",)),
        ("Filed under: Film, Bühne — jancak @ 00:11", ("jancak",)),
        ("Concert — Garden Hall @ 20:00", ()),
        ("Lakers - Celtics @ 19:30", ()),
        ("25.10.2022 - Politik", ()),
        ("25.10.2022 - Kay Fox sieht die Freiheit der Planung", ()),
    ],
)
def test_a_name_after_the_day_by_the_headline_is_the_authors(line: str, names: tuple[str, ...]) -> None:
    """Where nobody is named otherwise, and nothing else stands on that line; a section is no name."""
    assert authors(f"{HEADLINE}<p>{line}</p>{TEXT}") == names


def test_a_declared_author_named_like_the_outlet_is_its_house() -> None:
    """A club's site declares its club; the account that posted is its author."""
    page = f"{HEADLINE}<p>Geschrieben von <a href=/u/6>Cooper</a></p>{TEXT}"
    meta = "<meta name=author content='EFC Bayrische Bembel'><meta property=og:site_name content='Bayrische Bembel'>"

    assert authors(meta + page) == ("Cooper",)
    assert authors(meta.replace("EFC ", "The Friends of the Lamps of the ") + page) != ("Cooper",)


def test_brackets_at_the_end_of_a_chinese_text_name_the_reporters() -> None:
    """Chinese papers sign in brackets after the last sentence."""
    assert authors(f"{HEADLINE}{TEXT}", text=("起", "过一个平安、祥和的新春佳节。（常书香 马丹阳 ）")) == (
        "常书香",
        "马丹阳",
    )
    assert authors(f"{HEADLINE}{TEXT}", text=("起", "改革难道不都是利益再分配的过程吗？”（姚峰 上海报道）")) == (
        "姚峰",
    )


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Written by Cassidy Horton", "Cassidy Horton"),
        ("Text von Christian Seiler Illustration von Markus Roost", "Christian Seiler"),
    ],
)
def test_a_label_far_from_the_headline_names_the_author(line: str, name: str) -> None:
    """A line that begins with "written by" or "text by" is heard anywhere; who drew stands after who wrote."""
    assert authors(f"{HEADLINE}{TEXT * 20}<p>{line}</p>") == (name,)


def test_a_link_to_all_posts_of_a_person_names_the_person() -> None:
    """The link of blogs' themes to all posts is read as the name that it ends with."""
    link = '<a rel="author" href="/author/cem">Zeige alle Beiträge von Cem Basman</a>'

    assert authors(f"{HEADLINE}{TEXT}<p>{link}</p>") == ("Cem Basman",)


def test_a_byline_that_names_more_than_is_stated_is_believed() -> None:
    """Statements may name the first author alone."""
    page = f'{HEADLINE}<p class="byline">By Jane Doe and Max Roe</p>{TEXT}'

    assert authors(page, '<meta name="author" content="Jane Doe">') == ("Jane Doe", "Max Roe")


def test_a_person_who_wrote_goes_before_a_team_that_published() -> None:
    """A team in the line by the headline, and who wrote it below the text."""
    assert authors(f"{HEADLINE}<p>By Team Film Post</p>{TEXT * 20}<p>Written by Jane Doe</p>") == ("Jane Doe",)


def test_an_account_that_is_linked_after_by_is_the_author() -> None:
    """A "by" alone, and one word that leads somewhere; not a word that is no link."""
    assert authors(f"{HEADLINE}<div>by</div><div><a href=/u/6>kayfox</a></div>{TEXT}") == ("kayfox",)
    assert authors(f"{HEADLINE}<div>by</div><div>Yesterday</div>{TEXT}") == ()


def test_labels_of_many_persons_far_from_the_text_are_of_other_works() -> None:
    """Books that a blogger reads are "by" others: none of them wrote the post."""
    books = "".join(f"<p>von {name} Roe</p>" for name in ("Ada", "Bea", "Cleo", "Dora", "Eva", "Fay"))
    menu = "<div>Shelf</div>" * 12

    assert authors(f"<article>{HEADLINE}{TEXT * 9}</article>{menu}{books}") == ()
    assert authors(f"<article>{HEADLINE}{TEXT * 9}</article>{menu}<p>von Ada Roe</p>") == ("Ada Roe",)


def test_who_wrote_a_film_did_not_write_of_it() -> None:
    """A line of the credits of a film or a broadcast is no byline."""
    assert authors(f"{HEADLINE}{TEXT * 20}<p>Director: Ida Roe</p><p>Writer: Kay Fox</p>") == ()
    assert authors(f"{HEADLINE}{TEXT * 20}<p>構成：山田太郎</p>") == ()


def test_a_byline_among_buttons_to_share_is_read() -> None:
    """A name of buttons that is a byline's, too, is no menu; its label may be there twice, for screen readers."""
    byline = "<div class=ShareByline><div><span>By</span><span>by KAY FOX and IDA ROE</span></div></div>"

    assert authors(f"{HEADLINE}{byline}{TEXT}", HOUSE) == ("Kay Fox", "Ida Roe")
    assert authors(f"{HEADLINE}{byline.replace('ShareByline', 'share')}{TEXT}", HOUSE) == ("Film Post",)


def test_the_footer_of_a_post_may_have_a_longer_name() -> None:
    """Microdata of an author in the footer of a template's article are of that article."""
    signed = '<span itemprop="author" itemscope><span itemprop="name">Jane Doe</span></span>'

    assert authors(f'{HEADLINE}{TEXT}<div class="article-template-footer-main">{signed}</div>') == ("Jane Doe",)
    assert authors(f'{HEADLINE}{TEXT}<div class="site-footer">{signed}</div>') == ()


def test_a_label_alone_may_name_the_kind_of_piece() -> None:
    """The name stands on the next line, as far down as the sources of the pictures."""
    assert authors(f"{HEADLINE}{TEXT}<ul><li>Artikel von:</li><li>Jane Doe</li></ul>") == ("Jane Doe",)


def test_what_is_asked_of_an_elements_names_is_asked_once() -> None:
    """Its answer is kept in mind, but for long names, which would fill the memory."""
    asked: list[str] = []

    def long_names(name: str) -> str | None:
        asked.append(name)
        return name if len(name) > 9 else None

    is_long = visible_bylines.kept(long_names)

    answers = [is_long(name) for name in ("byline", "byline", "x" * 500, "x" * 500, "x" * 501, "x" * 501)]

    assert answers == [False, False, True, True, True, True]
    assert asked == ["byline", "x" * 500, "x" * 501, "x" * 501]
