"""The pages, one module each: what a page reads, and what its forms change. To add one, see docs/design/web.md.

    today       /              what develops, by watch
    story       /story/ID      one story: how it came, who credits whom, what changed
    thread      /thread/ID     the stories on one saga
    dates       /dates         what is to happen on which day; /dates.ics for calendars
    report      /report        the coverage of a period, to be handed on
    signed      /link/…        what a link of a message does, without a log-in; in no navigation

PAGES and SIGNED are all there is: routes, navigation and tests are made from them. Their order is that of the navigation.
"""

from monitor.web.pages import dates, report, signed, story, thread, today

PAGES = (today.PAGE, story.PAGE, thread.PAGE, dates.PAGE, report.PAGE)
SIGNED = (signed.PAGE,)
