"""`monitor try`: one stage on a person's own data, without an archive and without the network.

One file a stage: links, extract, match, group, desk, url; lines reads and writes the JSON lines of all.
"""

from monitor.cli.entry import LazyGroup

trial = LazyGroup(
    "try",
    table={
        "extract": ("monitor.cli.trial.extract", "extract", "Read article pages: title, date, authors, body."),
        "match": ("monitor.cli.trial.match", "match", "Find watches in articles."),
        "group": ("monitor.cli.trial.group", "group", "Group articles into stories, and find copies."),
        "desk": ("monitor.cli.trial.desk", "desk", "Show which alerts articles would have made."),
        "url": ("monitor.cli.trial.url", "url", "The canonical form of addresses."),
        "links": ("monitor.cli.trial.links", "links", "Read a feed, a sitemap or a section page."),
    },
    help="Run one stage on your own data, without an archive.",
)
