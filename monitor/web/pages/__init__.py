"""The pages, one module each: what a page reads, and what its forms change. To add one, see docs/design/web.md.

    today       /              what develops, by watch
    story       /story/ID      one story: how it came, who credits whom, what changed
    threads     /threads       the sagas, that with the newest story first
    thread      /thread/ID     the stories on one saga
    dates       /dates         what is to happen on which day; /dates.ics for calendars
    report      /report        the coverage of a period, to be handed on
    signed      /link/…        what a link of a message does, without a log-in; in no navigation
    search      /search        the archive in the language of the watches
    watches     /watches       what is looked for; the trial of a new watch
    watch       /watch/ID      what one found, to judge; its words, to try and save
    outlets     /outlets       each outlet: looks, delays, coverage, what is wrong
    outlet      /outlet/ID     one outlet: its hours, its last reads and why each was refused
    firsts      /firsts        outlets and authors by what they had first, and who credits whom
    deliveries  /deliveries    what went where; retry, drop, a trial message
    digests     /digests       past ones as they were sent, and the next
    digest      /digests/ID    one of them, and its page as it went out
    language_help /help        the query language

PAGES and SIGNED are all there is: routes, navigation (in their order) and tests are made from them.
"""

from monitor.web.pages import (
    dates,
    deliveries,
    digest,
    digests,
    firsts,
    language_help,
    outlet,
    outlets,
    report,
    search,
    signed,
    story,
    thread,
    threads,
    today,
    watch,
    watches,
)

PAGES = (
    today.PAGE,
    story.PAGE,
    search.PAGE,
    threads.PAGE,
    thread.PAGE,
    watches.PAGE,
    watch.PAGE,
    dates.PAGE,
    report.PAGE,
    outlets.PAGE,
    outlet.PAGE,
    firsts.PAGE,
    deliveries.PAGE,
    digests.PAGE,
    digests.NEXT,
    digests.NEXT_SHEET,
    digest.PAGE,
    digest.SHEET,
    language_help.PAGE,
)
SIGNED = (signed.PAGE,)
