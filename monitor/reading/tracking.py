"""What is written into addresses to follow readers or to choose a layout, and never names another page.

A parameter is here only if it is known to carry no identity. Names that are ids on some sites (`source`, `cid`,
`ref` ...) count as tracking only with a value that says where a reader came from. Addresses themselves: `urls`.
"""

import re


def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


_PREFIXES = (
    "utm_", "mtm_", "matomo_", "piwik_", "pk_", "hsa_", "itm_", "fb_", "ga_", "hmb_", "bsft_", "wt.", "elq",
    "at_campaign", "at_medium", "at_link", "at_custom", "at_bbc", "at_format", "at_ptr", "aspsessionid",
    "ns_mchannel", "ns_source", "ns_campaign", "ns_linkname", "guce_", "amp_", "mkt_", "vero_", "oly_", "_bta_", "soc_",
)  # fmt: skip
_NAMES = _words(
    """
    fbclid gclid gclsrc gbraid wbraid dclid msclkid twclid ttclid yclid ysclid li_fat_id rdt_cid sccid igshid igsh epik
    srsltid gad_source gad_campaignid irclickid irgwc ef_id s_kwcid clickid rb_clickid awc wickedid _openstat xtor
    mc_cid mc_eid _hsenc _hsmi hsctatracking ml_subscriber ml_subscriber_hash ck_subscriber_id dm_i spm scm trk
    trkcampaign spmailingid spuserid spjobid spreportid __s _ga _gl usqp __twitter_impression guccounter
    ref_src ref_url referrer referer referringsource reflink cmp cmpid s_cid sc_cid sc_channel ncid icid intcid mbid
    cndid bxid esrc ito ocid cvid taid sr_share smid smtyp smvar emc nytapp unlocked_article_code wpisrc wpmm
    wprss hpid srnd sref leadsource in_source ftag dicbo tblci tblclk oborigurl hootpostid feedtype feedname
    traffic_source action_object_map action_type_map action_ref_map gs_l replytocom doing_wp_cron phpsessid jsessionid
    maca nr_email_referer share_bandit sfnsn wt_mc wt_zmc amp wpamp _amp noamp nonamp
    """
)
_ORIGIN_NAMES = _words(
    """
    ref source src from via feature cid mod partner share shared platform campaign channel medium tid output
    outputtype type view link_source linksource sharetype share_type origin s rss feed
    """
)
_ORIGINS = _words(
    """
    rss rss2 rssfeed rss-feed rss_feed atom feed feeds feedburner newsfeed twitter tw x facebook fb instagram linkedin
    pinterest reddit tumblr whatsapp telegram email mail newsletter nl social socialmedia social-media hootsuite buffer
    sharebutton share share_button homepage home hp frontpage google googlenews google-news applenews apple_news
    flipboard smartnews newsbreak msn yahoo amp mobile copy copylink copy_link push pushnotification widget youtu.be
    ss_tw ss_fb ss_mail rss_home rsslanding rssfeeds jetpack-twitter jetpack-facebook
    """
)
_SESSIONS = frozenset({"sid", "sessionid", "session_id", "osid"})
_SESSION_VALUE = re.compile(r"[0-9a-f]{32}|[0-9a-z]{26}")  # as PHP makes them
_AMP_END = re.compile(r"(?i)(?<=[^/])(?:/amp(?:\.html?)?|\.amp(?=\.html?$)|\.amp|\.amphtml)(\.html?)?$")
_AMP_START = re.compile(r"(?i)^/amp(?:html)?(?=/[^/]+/[^/])")


def is_tracking(name: str, value: str) -> bool:
    """Whether this parameter of a query may be dropped."""
    folded = name.lower()
    if folded in _NAMES or folded.startswith(_PREFIXES):
        return True
    if folded in _SESSIONS:
        return _SESSION_VALUE.fullmatch(value) is not None
    return folded in _ORIGIN_NAMES and value.lower() in _ORIGINS


def is_mobile(name: str, value: str, path: str) -> bool:
    """Whether this parameter chooses the small layout (`?m=1` of Blogger); `m` alone is an id elsewhere."""
    return name == "m" and value in {"0", "1"} and path.endswith(".html")


def without_amp(path: str) -> str:
    """The path of the full page, where this is a path of its AMP form."""
    if "amp" not in path and "AMP" not in path:
        return path
    return _AMP_END.sub(lambda found: found[1] or "", _AMP_START.sub("", path))
