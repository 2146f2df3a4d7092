"""The kinds of incidents: one row a kind. What its rule, its notices, digests and the docs need to know stands here.

To add a kind: a row here, and the rule that finds it (`source_rules`, `outlet_rules`, `channel_rules`). Closing,
digests and the table in `docs/reference/troubles.md` follow from the row.
"""

from datetime import timedelta

from monitor.health.incident_kind import IncidentKind, Of, ToldBy

SOURCE_GONE = IncidentKind(
    name="source_gone",
    of=(Of.SOURCE,),
    means="404 or 410, three times in a row",
    advice="Look for the outlet's present address (monitor outlet probe), and change or remove this source.",
    over="it can be read again",
)
SOURCE_REFUSED = IncidentKind(
    name="source_refused",
    of=(Of.SOURCE,),
    means="401, 403, 429, 503 and the like, for more than half an hour or eight times in a row: the outlet refuses "
    "this program",
    advice="The outlet refuses this program. Poll it less often (poll, delay), name a contact in [crawl], or use "
    "another source of the outlet.",
    over="it can be read again",
    may_pass=True,
)
SOURCE_UNREADABLE = IncidentKind(
    name="source_unreadable",
    of=(Of.SOURCE,),
    means="it answers, but not with a listing: an error page, a challenge, another format",
    advice="Open the address in a browser: it may be an error page, a challenge or another format now. monitor outlet "
    "probe finds other sources.",
    over="it can be read again",
    may_pass=True,
)
SOURCE_WALLED = IncidentKind(
    name="source_walled",
    of=(Of.SOURCE,),
    means="a login, a request for consent or a challenge is answered in the place of the listing",
    advice="A person sees the listing, this program a block page. Name a contact in [crawl], ask the outlet for a feed "
    "that needs no login, or follow another source of it (monitor outlet probe).",
    over="it can be read again",
    may_pass=True,
)
SOURCE_TOO_LARGE = IncidentKind(
    name="source_too_large",
    of=(Of.SOURCE,),
    means="its listing has more bytes than are read, or lists more than can be handed on at once",
    advice="Follow a shorter listing of the outlet: its feed or its news sitemap in the place of a whole sitemap "
    "(monitor outlet probe).",
    over="it can be read again",
)
SOURCE_FAILING = IncidentKind(
    name="source_failing",
    of=(Of.SOURCE,),
    means="no answer, or a server error, for more than half an hour or eight times in a row",
    advice="If it goes on, open the address in a browser; the outlet's server or name may be down.",
    over="it can be read again",
    may_pass=True,
)
SOURCE_QUARANTINED = IncidentKind(
    name="source_quarantined",
    of=(Of.SOURCE,),
    means="its listing hung the parsing process for half a minute, or ended it: it is tried again after 15 minutes, an "
    "hour, six hours, then once a day; other sources and outlets are read as before",
    advice="Nothing needs to be done for the other outlets. Look at the bytes that were kept (gzip), and report them "
    "to this program's authors; follow another source of the outlet meanwhile (monitor outlet probe).",
    over="it can be read again",
)
SOURCE_EMPTY = IncidentKind(
    name="source_empty",
    of=(Of.SOURCE,),
    means="two readings in a row list nothing, and it used to list something; or neither it nor another source of its "
    "outlet ever listed anything, in three readings",
    advice="Open the address in a browser: a changed page needs another rule (select) or another source.",
    over="it can be read, and lists as usual",
)
SOURCE_MOVED = IncidentKind(
    name="source_moved",
    of=(Of.SOURCE,),
    means="permanent redirects (301, 308) have led to another host or path for two days; it is read there, and the "
    "incident names the new address",
    advice="Change the address in the configuration; redirects end one day.",
    over="it can be read, and lists as usual",
    harmless=True,
)
SOURCE_FROZEN = IncidentKind(
    name="source_frozen",
    of=(Of.SOURCE,),
    means='its server answered "not modified" (304), or would have, although it lists something new (said for a day); '
    "or it lists nothing new while the outlet's front page, or another list of the same articles, goes on",
    advice="Where its ETag or Last-Modified is wrong nothing needs to be done: it is asked for the whole listing each "
    "time. Where the list itself stands still, follow another source of the outlet (monitor outlet probe).",
    over="it lists something new again, or is read whole each time",
)
SOURCE_UNDATED = IncidentKind(
    name="source_undated",
    of=(Of.SOURCE,),
    means="no item of its last three listings has a date, and they used to have dates: articles take the date of "
    "their page, or of their finding",
    advice="Nothing is missed. An article whose page has no date either counts as published when it was found. If that "
    "matters, follow another source of the outlet (monitor outlet probe).",
    over="its items have dates again",
    harmless=True,
)
SOURCE_READDRESSED = IncidentKind(
    name="source_readdressed",
    of=(Of.SOURCE,),
    means="one of its last three listings had new addresses alone, and half of them at least lead to known articles: a "
    "site that was rebuilt, or addresses that change at each look",
    advice="Nothing alerts twice: articles are recognised by their text. If it goes on, each look reads their pages "
    "again: follow another source of the outlet (monitor outlet probe).",
    over="it lists addresses that are known",
    harmless=True,
)
LISTING_GAP = IncidentKind(
    name="listing_gap",
    of=(Of.SOURCE,),
    means="everything that one of the last three readings listed was new, and neither its earlier pages nor another "
    "listing of the outlet goes back to the reading before: articles may have come and gone unseen",
    advice="Poll it more often, or add a source with a longer listing (news sitemap, WordPress). monitor stats --by "
    "gaps shows what was asked.",
    over="it can be read, and lists as usual",
)
ROBOTS_CLOSED = IncidentKind(
    name="robots_closed",
    of=(Of.SOURCE, Of.OUTLET),
    means="robots.txt disallows the listing, or the last four pages that it listed",
    advice='Its robots.txt disallows this now. Follow another source of the outlet, set policy = "feed" if only its '
    "articles are disallowed, or stop following it.",
    over="robots.txt allows it again",
    blinds="its robots.txt disallows its pages",
    over_by=ToldBy.PAGES,
)
OUTLET_SILENT = IncidentKind(
    name="outlet_silent",
    of=(Of.OUTLET,),
    means="nothing new for twice as long as in an ordinary week, while its listings can be read",
    advice="Open its front page. If there is news, its listings are frozen: monitor outlet probe finds others.",
    over="it publishes again",
    over_by=ToldBy.LISTINGS,
)
OUTLET_WALLED = IncidentKind(
    name="outlet_walled",
    of=(Of.OUTLET,),
    means="the last four pages were block pages: captchas, requests for consent or for a login",
    advice="A person sees the page, this program a block page. These pages are looked at again by themselves; if they "
    'stay blocked, set policy = "feed" for this outlet.',
    over="its pages can be read again",
    blinds="its pages are block pages",
    over_by=ToldBy.PAGES,
)
OUTLET_GEO_BLOCKED = IncidentKind(
    name="outlet_geo_blocked",
    of=(Of.OUTLET,),
    means="the outlet did not show the last four pages in this machine's country",
    advice='Set policy = "feed" for this outlet, or run the monitor in a country that it serves. Then monitor outlet '
    "reopen reads the pages that were missed.",
    over="its pages can be read again",
    blinds="it does not show its pages in this country",
    over_by=ToldBy.PAGES,
)
OUTLET_THROTTLED = IncidentKind(
    name="outlet_throttled",
    of=(Of.OUTLET,),
    means="its host keeps asking this program to come back later (429, Retry-After), and no crawl of it was complete "
    "for more than an hour, or for six times its `poll` where that is shorter",
    advice="The host wants fewer requests. Poll the outlet less often, give it a longer delay, name a contact in "
    '[crawl], or set policy = "feed" so that its pages are not asked for.',
    over="a crawl of it was complete, or its host no longer asks for a pause",
    blinds="its host asks for a pause",
)
PAGES_UNREADABLE = IncidentKind(
    name="pages_unreadable",
    of=(Of.OUTLET,),
    means="no article, or only its description, could be made of the last eight pages, or they failed again and again, "
    "or were given up: they may be built in a new way, or refused to this program",
    advice="Its pages may be built in a new way, or be refused to us. monitor outlet sample shows what is read of one; "
    "selectors in a rule fix it.",
    over="its pages can be read again",
    blinds="no text can be made of its pages",
    over_by=ToldBy.PAGES,
)
RULE_BROKEN = IncidentKind(
    name="rule_broken",
    of=(Of.OUTLET,),
    means="[selectors of its rule](../guide/outlets.md#selectors) gave nothing, or far less than the general reading, "
    "on four pages in a row: the general reading is used; closes after three good pages",
    advice="Its pages changed, most likely; articles are read by the general reading meanwhile. Open the example, then "
    "correct the selectors or take them out (rules = [] does that to shipped ones). monitor outlet sample shows what a "
    "page gives.",
    over="the rule works again, or is another now",
    over_by=ToldBy.RULE,
)
OUTLET_DOUBTFUL = IncidentKind(
    name="outlet_doubtful",
    of=(Of.OUTLET,),
    means="of its last ten articles eight have a title, a text, authors or a day that "
    "[is right with less than 60 %](../design/extraction.md#how-sure-a-reading-is); closes after three good ones",
    advice="Look at the example: monitor outlet sample shows what is read of it, and a selector in the outlet's rule "
    "gives the part that is wrong. Where the reading is right, nothing is to be done.",
    over="its last articles are read surely, or by its rule",
    over_by=ToldBy.ARTICLES,
)
OUTLET_PAUSED = IncidentKind(
    name="outlet_paused",
    of=(Of.OUTLET,),
    means="three of its pages, or its robots.txt, hung or killed the parser: it is left alone for six hours or more",
    advice="Its pages or its robots.txt hung the parser; it is left alone until then. monitor explain shows the pages.",
    over="it is crawled again",
)
CRAWL_OVERDUE = IncidentKind(
    name="crawl_overdue",
    of=(Of.OUTLET,),
    means="it was due an hour ago: the daemon is stopped or overloaded",
    advice="The daemon may be stopped or overloaded: monitor status, and its log.",
    over="it is crawled again",
)
PAGE_QUARANTINED = IncidentKind(
    name="page_quarantined",
    of=(Of.PAGE,),
    means="it could hang the parser, or did; further pages of the outlet are added to the incident; closes after a "
    "day, or when the outlet is paused for them; the pages stay quarantined",
    advice="monitor explain shows what happened; the other pages are read as before.",
    over="a day has passed",
    passes_after=timedelta(days=1),
)
ALERTS_FLOODING = IncidentKind(
    name="alerts_flooding",
    of=(Of.OUTLET,),
    means="it had as many alerts in an hour as `[alerts] flood` allows, and further ones were held within the hour: it "
    "lists its archive again, or articles of many hours came at once; what is held stands in the digests",
    advice="Nothing is lost: digests have these articles, and monitor hits --outlet lists them. If so many are wanted, "
    "set a higher flood in [alerts] (0: no limit).",
    over="no alert of it was held for an hour: they go out again",
)
CHANNEL_FAILING = IncidentKind(
    name="channel_failing",
    of=(Of.CHANNEL,),
    means="messages were given up, and nobody retried or dropped them",
    advice="Correct the channel, then: monitor deliveries retry (or drop, if they are no longer wanted).",
    over="messages go out again",
)
CHANNEL_STUCK = IncidentKind(
    name="channel_stuck",
    of=(Of.CHANNEL,),
    means="its oldest message has been waiting for more than an hour",
    advice="Look at the error; the messages are kept and tried again by themselves. monitor deliveries list shows "
    "them.",
    over="messages go out again",
)
CHANNEL_REFUSED = IncidentKind(
    name="channel_refused",
    of=(Of.CHANNEL,),
    means="its receiver does not accept us (a password, a key, an address): it is tried once, and then rarely; all its "
    "messages wait",
    advice="Correct the channel in monitor.toml: it is tried at once then. Or, if its receiver was at fault: monitor "
    "channel resume NAME.",
    over="messages go out again",
)
CHANNEL_CLOSED = IncidentKind(
    name="channel_closed",
    of=(Of.CHANNEL,),
    means="its receiver said that it wants no more (HTTP 410): nothing is sent to it, and its messages wait",
    advice="Give it a new address, or remove it. If that was a mistake: monitor channel resume NAME.",
    over="messages go out again",
)
CHANNEL_MISSING = IncidentKind(
    name="channel_missing",
    of=(Of.CHANNEL,),
    means="a channel that monitor.toml no longer has left messages: they wait, or were given up; was it renamed?",
    advice="Give it its name back; or: monitor deliveries move NAME --to OTHER; or: monitor deliveries drop --channel "
    "NAME.",
    over="none of its messages is left, or it is there again",
)
WATCH_SILENT = IncidentKind(
    name="watch_silent",
    of=(Of.WATCH,),
    means="it found less than its `expect` says",
    advice="See whether its query still says what the outlets write (monitor watch test), and whether they are read "
    "(monitor status).",
    over="it finds what is expected again",
)
CALENDAR_UNREADABLE = IncidentKind(
    name="calendar_unreadable",
    of=(Of.WATCH,),
    means="the `calendar` of a watch cannot be read, three times in a row; the dates that it had stay",
    advice="See whether the file or the address is still right: monitor check reads files, monitor doctor asks "
    "addresses.",
    over="it can be read again",
)
NETWORK_DOWN = IncidentKind(
    name="network_down",
    of=(Of.NETWORK,),
    means="of the outlets tried in the last hour (three at least) four fifths brought no answer, or a page in place of "
    "their listing, or most come and go: it is this machine. It closes when that is surely over, minutes after all "
    "were read again",
    advice="Repair this machine's network or name server, or log in to it, if it is that of a hotel. No outlet is "
    "blamed; all are read again within a minute of its end.",
    over="outlets answer again",
)
CRAWLS_DYING = IncidentKind(
    name="crawls_dying",
    of=(Of.CRAWLS,),
    means="the crawling process ended in each crawl of the last ten minutes, and no page or listing is to blame: "
    "nothing is read",
    advice="The daemon's log has why (worker.died, with its stack): too little memory (ulimit -v, MemoryMax), or a "
    "broken installation. monitor doctor looks at the latter.",
    over="crawls end in order again",
)

KINDS: dict[str, IncidentKind] = {
    kind.name: kind for kind in list(globals().values()) if isinstance(kind, IncidentKind)
}
