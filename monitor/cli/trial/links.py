"""`monitor try links`: what a listing that is a file lists."""

from datetime import UTC, datetime

import click

from monitor.cli import output
from monitor.cli.trial import lines
from monitor.discover import ListingError, read_listing
from monitor.model import SourceKind

_UNKNOWN = "https://unknown.invalid/"


@click.command()
@click.option("--kind", type=click.Choice([kind.value for kind in SourceKind]), required=True)
@click.option("--url", default=_UNKNOWN, show_default=False, help="The address that the listing came from")
@click.argument("file", type=lines.Given)
def links(kind: str, url: str, file: str) -> None:
    """Read a feed, a sitemap, a section page or a WordPress answer; one JSON line {url, title, published} a link."""
    try:
        listing = read_listing(SourceKind(kind), lines.content(file), url, now=datetime.now(UTC))
    except (ListingError, ValueError) as error:
        raise click.ClickException(str(error)) from None
    for link in listing.links:
        output.json_line(
            {
                "url": link.url,
                "title": link.title,
                "published": lines.iso(link.published_at, has_time=link.published_has_time),
            }
        )
    if listing.children:
        output.say(f"an index of {len(listing.children)} sitemaps: {', '.join(listing.children[:3])} …")
