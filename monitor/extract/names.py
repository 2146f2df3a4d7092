"""What the class and the id of an element say of its content: not the article, hardly the article, or its text.

The names are split into words (`relatedStories`, `related-stories`, `c-related__stories` are the same two), which are
looked up. Names lie now and then, so this is a hint: who holds most of a page's text is heard first (see `body`).
"""

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache


class Says(IntEnum):
    """How a name speaks for or against the text under it."""

    NEVER = -4  # comments, footers, navigation, related links: not even where they hold most of the page
    RARELY = -3  # sidebars, overlays, shares: words that layouts use for the whole page, too
    BESIDE = -2  # bylines, captions, authors' lives: beside the text
    HARDLY = -1  # tools, promotions, widgets: what is short or mostly links there is dropped
    NOTHING = 0
    HERE = 1  # the article's text
    LEAD = 2  # its standfirst


_NEVER = """
    nav navi navigation navbar topnav subnav mainnav globalnav localnav submenu megamenu breadcrumb breadcrumbs crumbs
    comment comments commentlist commenting disqus livefyre viafoura coral spotim openweb commento kommentare kommentar comentarios comentario commentaires
    footer colophon cookie cookies cookiebanner onetrust didomi
    outbrain taboola teads zergnet revcontent mgid plista strossle
    related relateds relatedposts relatedarticles relatedstories relatedcontent relatedlinks relatednews relacionadas relacionados recirc recirculation
    recommended recommendation recommendations recommender mostpopular mostread mostviewed trending yarpp upnext readnext readalso alsoread seealso morestories morenews
    newsletter newsletters mailchimp addthis addtoany sharethis sharedaddy
    advert adverts advertisement advertisements adsense adslot adunit dfp adbox adcontainer werbung
    screenreader sronly visuallyhidden skiplink skiplinks tagcloud blogroll pagination
"""
_RARELY = """
    menu dropdown sidebar siderail rightrail leftrail respond replies consent gdpr recommend recommends popular onward
    share shares sharing sharebar sharebox sharetools sharebuttons socialshare signup subscribe subscription subscriptions subscriber
    popup modal lightbox interstitial overlay ad ads adv advertising gpt sponsor sponsored sponsors adwrapper anzeige publicidad publicite
    pager paging login signin loginform noprint toc tableofcontents poll quiz survey ticker stockticker searchform searchbox livechat chatbot
"""
_BESIDE = """
    meta postmeta entrymeta articlemeta metadata byline bylines author authors authorbox authorbio bio biography dateline timestamp pubdate
    caption captions figcaption imagecaption credit credits imagecredit photocredit copyright bildunterschrift
    tags taglist disclaimer correction corrections rating ratings
"""
_HARDLY = """
    tag topic topics categories category keywords filed labels date time tool tools toolbar buttons button btn actions
    promo promos promotion promotions teaser teasers banner banners widget widgets carousel slider swiper slideshow legend
    social follow followus followers cta calltoaction donate donation donations membership paywall piano regwall
    link links linklist linkbox readmore more reactions reaction feedback infobox factbox affiliate product products shop shopping deals price prices
    player video videos audio podcast podcasts gallery masthead logo print hint notice info infos about contact contacts moreon
"""
_WORDS = {
    word: verdict
    for verdict, words in ((Says.HARDLY, _HARDLY), (Says.BESIDE, _BESIDE), (Says.RARELY, _RARELY), (Says.NEVER, _NEVER))
    for word in words.split()
}
_PAIRS = {
    ("read", "more"): Says.HARDLY, ("read", "next"): Says.NEVER, ("read", "also"): Says.NEVER, ("also", "read"): Says.NEVER, ("see", "also"): Says.NEVER, ("up", "next"): Says.NEVER,
    ("more", "stories"): Says.NEVER, ("more", "news"): Says.NEVER, ("more", "from"): Says.NEVER, ("more", "articles"): Says.NEVER, ("more", "posts"): Says.NEVER, ("most", "read"): Says.NEVER, ("most", "popular"): Says.NEVER, ("most", "viewed"): Says.NEVER,
    ("sign", "up"): Says.NEVER, ("sign", "in"): Says.NEVER, ("log", "in"): Says.NEVER, ("pop", "up"): Says.NEVER, ("side", "bar"): Says.NEVER, ("right", "rail"): Says.NEVER, ("right", "column"): Says.HARDLY, ("sr", "only"): Says.NEVER,
    ("visually", "hidden"): Says.NEVER, ("screen", "reader"): Says.NEVER, ("you", "may"): Says.NEVER, ("prev", "next"): Says.NEVER, ("next", "prev"): Says.NEVER, ("post", "navigation"): Says.NEVER, ("skip", "link"): Says.NEVER,
    ("call", "out"): Says.NOTHING, ("about", "author"): Says.NEVER, ("author", "bio"): Says.NEVER, ("author", "box"): Says.NEVER, ("author", "info"): Says.BESIDE, ("table", "contents"): Says.NEVER, ("in", "depth"): Says.NOTHING,
    ("social", "embed"): Says.NOTHING, ("social", "media"): Says.NOTHING, ("media", "embed"): Says.NOTHING, ("tag", "page"): Says.NOTHING, ("date", "published"): Says.BESIDE, ("article", "footer"): Says.NEVER, ("post", "footer"): Says.NEVER, ("entry", "footer"): Says.NEVER,
}  # fmt: skip
_HERE = re.compile(
    r"article[-_]{0,2}body|articlebody|entry-?content|post-?content|post-?body|story-?body|story-?content|article[-_]{0,2}content|article-?text|articletext|storytext|content-?body|body-?content|"
    r"rich-?text|td-post-content|post_text|text-?body|field-name-body|body-?copy|main-?content|story__body|post__content|article-?copy",
    re.IGNORECASE,
)
_LEAD = re.compile(r"stand-?first|(?:^|[\s_-])(?:dek|deck|intro|introduction|lead|lede|vorspann|sapo|chapo|chapeau|excerpt|entradilla|bajada|ingress|subhead|subheadline|sub-?title|summary|abstract|teaser-?text|sottotitolo|sommario|subtitulo)(?:$|[\s_-])|article-?(?:lead|intro|summary|description|dek|subtitle)", re.IGNORECASE)
_WHOLE_PAGE = re.compile(r"\b(?:has|with|no|without|is|show|hide|include|not)-", re.IGNORECASE)  # `has-sidebar` speaks of the layout
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Hint:
    """What a name says, and by which word."""

    says: Says
    word: str = ""


_NO_HINT = Hint(Says.NOTHING)


@lru_cache(maxsize=20_000)
def hint(name: str) -> Hint:
    """What a name (classes and id, parted by spaces) says."""
    if _HERE.search(name):
        return Hint(Says.HERE)
    verdict = _NO_HINT
    for part in name[:_LONGEST].split():
        if ":" not in part and "[" not in part and not _WHOLE_PAGE.match(part):  # else a utility of a layout framework
            found = _part(part)
            verdict = found if found.says < verdict.says else verdict
    if verdict.says >= Says.HARDLY and _LEAD.search(name):
        return Hint(Says.LEAD)
    return verdict


def _part(part: str) -> Hint:
    words = [word.lower() for word in _WORD.findall(part)]
    whole = "".join(words)
    verdict = Hint(_WORDS.get(whole, Says.NOTHING), whole)
    position = 0
    while position < len(words):
        pair = _PAIRS.get((words[position], words[position + 1])) if position + 1 < len(words) else None
        said = pair if pair is not None else _WORDS.get(words[position], Says.NOTHING)
        if said < verdict.says:
            verdict = Hint(said, words[position])
        position += 1 if pair is None else 2
    return verdict
