"""What the class and the id of an element say of its content: not the article, hardly the article, or its text.

The names are split into words (`relatedStories`, `related-stories`, `c-related__stories` are the same two), which are
looked up. Names lie now and then, so this is a hint: who holds most of a page's text is heard first (see `body`).
"""

import re
from enum import IntEnum
from functools import lru_cache, partial
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple


class Says(IntEnum):
    """How a name speaks for or against the text under it."""

    NEVER = -4  # comments, footers, navigation, related links: not even where they hold most of the page
    RARELY = -3  # sidebars, overlays, shares: words that layouts use for the whole page, too
    ASIDE = -2  # bylines, captions, authors' lives: next to the text
    HARDLY = -1  # tools, promotions, widgets: what is short or mostly links there is dropped
    NOTHING = 0
    LEAD = 1  # its standfirst
    HERE = 2  # the article's text


NEVER, RARELY, ASIDE, HARDLY, NOTHING, LEAD, HERE = Says  # Python 3.11 looks a member up in its class for .25 us
_NEVER = """
    nav navi navigation navbar topnav subnav mainnav globalnav localnav submenu megamenu breadcrumb breadcrumbs
    crumbs comment comments commentlist commenting disqus livefyre viafoura coral spotim openweb commento
    kommentare kommentar comentarios comentario commentaires footer colophon cookie cookies cookiebanner
    onetrust didomi outbrain taboola teads zergnet revcontent mgid plista strossle related relateds relatedposts
    relatedarticles relatedstories relatedcontent relatedlinks relatednews relacionadas relacionados recirc
    recirculation recommended recommendation recommendations recommender mostpopular mostread mostviewed
    trending yarpp upnext readnext readalso alsoread seealso morestories morenews newsletter newsletters
    mailchimp addthis addtoany sharethis sharedaddy advert adverts advertisement advertisements adsense adslot
    adunit dfp adbox adcontainer werbung screenreader sronly visuallyhidden skiplink skiplinks tagcloud blogroll
    pagination
"""
_RARELY = """
    menu dropdown sidebar siderail rightrail leftrail respond replies consent gdpr recommend recommends popular
    onward share shares sharing sharebar sharebox sharetools sharebuttons socialshare signup subscribe
    subscription subscriptions subscriber popup modal lightbox interstitial overlay ad ads adv advertising gpt
    sponsor sponsored sponsors adwrapper anzeige publicidad publicite pager paging login signin loginform
    noprint toc tableofcontents poll quiz survey ticker stockticker searchform searchbox livechat chatbot
"""
_ASIDE = """
    meta postmeta entrymeta articlemeta metadata byline bylines author authors authorbox authorbio bio biography
    dateline timestamp pubdate caption captions figcaption imagecaption credit credits imagecredit photocredit
    copyright bildunterschrift infobox factbox image img picture photo photos foto fotos bild tags taglist
    disclaimer correction corrections rating ratings
"""
_HARDLY = """
    tag topic topics categories category keywords filed labels date time tool tools toolbar buttons button btn
    actions promo promos promotion promotions teaser teasers banner banners widget widgets carousel slider
    swiper slideshow legend social follow followus followers cta calltoaction donate donation donations
    membership paywall piano regwall link links linklist linkbox readmore more reactions reaction feedback
    affiliate product products shop shopping deals price prices player video videos audio
    podcast podcasts gallery masthead logo print hint notice info infos about contact contacts moreon
"""
_WORDS = {
    word: verdict
    for verdict, words in ((HARDLY, _HARDLY), (ASIDE, _ASIDE), (RARELY, _RARELY), (NEVER, _NEVER))
    for word in words.split()
}
_PAIRS_OF = {
    NEVER: """
        read-next read-also also-read see-also up-next more-stories more-news more-from more-articles more-posts
        most-read most-popular most-viewed sign-up sign-in log-in pop-up side-bar right-rail sr-only
        visually-hidden screen-reader you-may prev-next next-prev post-navigation skip-link about-author
        author-bio author-box table-contents article-footer post-footer entry-footer
    """,
    ASIDE: """
        author-info date-published
    """,
    HARDLY: """
        read-more right-column
    """,
    NOTHING: """
        call-out in-depth social-embed social-media media-embed tag-page
    """,
}
_PAIRS = {
    tuple(pair.split("-")): verdict for verdict, pairs in _PAIRS_OF.items() for pair in pairs.split()
}  # of neighbouring words, which say other than each alone
_HERE = re.compile(
    r"articlebody|articlebodies|articletext|articlecontent|articlecopy|entrycontent|postcontent|"
    r"posttext|postbody|storybody|storycontent|storytext|storycopy|contentbody|bodycontent|"
    r"richtext|fieldnamebody|textbody|bodycopy|bodytext|maincontent|newsbody|newstext|newscontent|"
    r"singlecontent|pagecontent"
)
_OF_HERE = re.compile("content|text|bod|copy")  # one of them is in each, and in few other names
_LEAD_WORDS = frozenset(
    """
    abstract bajada chapeau chapo deck dek description entradilla excerpt ingress intro introduction lead lede
    preamble sapo sommario sottotitolo standfirst subhead subheadline subtitle subtitulo summary vorspann
""".split()  # noqa: SIM905 - a list of words reads better so
)
_BYLINE_WORDS = frozenset(
    """
    auteur auteurs author authorname authors autor autore autoren autores autorin by byline bylinename bylines
    contributor contributors creator creators journalist journalists postedby reporter reporters submitted
    username vcard writer writers writtenby
""".split()  # noqa: SIM905 - a list of words reads better so
)
_DATELINE_WORDS = frozenset(
    """
    articledate byline created data date dateline dates datetime datum entrydate fecha info meta metadata
    postdate posted pubdate publication publish publishdate published publishtime stamp submitted time times
    timestamp uhrzeit
""".split()  # noqa: SIM905 - a list of words reads better so
)
_NO_DATELINE_WORDS = frozenset(
    """
    card cards comment comments copyright countdown event events footer item list menu modified more next prev
    recommend related sidebar teaser update updated widget
""".split()  # noqa: SIM905 - a list of words reads better so
)
_WHOLE_PAGE = (
    "has-",
    "with-",
    "no-",
    "without-",
    "is-",
    "show-",
    "hide-",
    "include-",
    "not-",
)  # `has-sidebar` speaks of the layout
_FIRST, _LEADS, _NAMES, _DATES, _NO_DATES = 1, 2, 4, 8, 16
_FLAGS = dict.fromkeys([*_WORDS, *(word for pair in _PAIRS for word in pair)], 0)  # what a word is besides
for _flag, _words in (
    (_FIRST, {first for first, _ in _PAIRS}),
    (_LEADS, _LEAD_WORDS),
    (_NAMES, _BYLINE_WORDS),
    (_DATES, _DATELINE_WORDS),
):
    _FLAGS |= {word: _FLAGS.get(word, 0) | _flag for word in _words}
_KNOWN = frozenset(_FLAGS)  # most names have none of them
_FLAGS |= {word: _FLAGS.get(word, 0) | _NO_DATES for word in _NO_DATELINE_WORDS}
_WORD = re.compile(r"[A-Z]?[a-zà-ÿ]+|[A-Z]+(?![a-z])|\d+")
_SMALL_WORD = re.compile(r"[a-zà-ÿ]+|\d+")  # the same where nothing is a capital
LONGEST = 300  # characters of a name that are heard: longer ones would fill the memory of `hint`


class Hint(NamedTuple):  # made in half the time of a frozen dataclass, and a page has a hundred new names
    """What a name says, and by which word; whether it speaks of authors, and of dates."""

    says: Says
    word: str = ""
    byline: bool = False
    dateline: bool = False


NO_HINT = Hint(NOTHING)
_made = partial(tuple.__new__, Hint)
_says, _byline, _dateline = map(itemgetter, (0, 2, 3))


@lru_cache(maxsize=20_000)
def hint(name: str) -> Hint:
    """What a name (classes and id, by spaces; `LONGEST` at most) says: the worst of its parts; the text before all."""
    names = name.split()
    if len(names) == 1:
        return _part(names[0])
    parts = [found for found in map(_part, names) if found is not NO_HINT]
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return NO_HINT
    best = max(parts, key=_says)
    worst = best if best.says is HERE else min(parts, key=_says)
    if best.says is LEAD and worst.says >= HARDLY:
        worst = best
    return Hint(worst.says, worst.word, any(map(_byline, parts)), any(map(_dateline, parts)))


@lru_cache(maxsize=50_000)
def _part(part: str) -> Hint:
    small = part.lower()
    words = _SMALL_WORD.findall(part) if small == part else [word.lower() for word in _WORD.findall(part)]
    whole = "".join(words)
    is_here = ("content" in whole or "text" in whole or "bod" in whole or "copy" in whole) and _HERE.search(whole)
    if not is_here and whole not in _KNOWN and _KNOWN.isdisjoint(words):
        return NO_HINT  # most
    if ":" in part or "[" in part or small.startswith(_WHOLE_PAGE):
        return NO_HINT  # a utility of a layout framework
    said, word, flags = _WORDS.get(whole, NOTHING), whole, _FLAGS.get(whole, 0)
    for one, following in pairwise([*words, ""]):
        if (flag := _FLAGS.get(one)) is not None:
            flags |= flag
            found = _WORDS.get(one, NOTHING)
            if flag & _FIRST:
                found = _PAIRS.get((one, following), found)
            if found < said:
                said, word = found, one
    if is_here:
        said, word = HERE, whole
    elif flags & _LEADS and said >= HARDLY:
        said = LEAD
    return _made((said, word, flags & _NAMES > 0, flags & (_DATES | _NO_DATES) == _DATES))
