"""The pages, one module each: what a page reads, and what its forms change. To add one, see docs/design/web.md.

    today       /              what develops, by watch
    story       /story/ID      one story: how it came, who credits whom, what changed
    thread      /thread/ID     the stories on one saga
    report      /report        the coverage of a period, to be handed on

PAGES is all there is: routes, navigation and tests are made from it. Its order is that of the navigation.
"""

from monitor.web.pages import report, story, thread, today

PAGES = (today.PAGE, story.PAGE, thread.PAGE, report.PAGE)
