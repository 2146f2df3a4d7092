"""`monitor try match`: which watches are found in articles that are lines of a file, and where."""

from pathlib import Path

import click

from monitor import config
from monitor.cli import output
from monitor.cli.entry import PARTLY, stop
from monitor.cli.trial import lines
from monitor.match import compile_watches


@click.command()
@click.option(
    "--watches",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="A TOML file with [[watch]] tables",
)
@click.argument("articles", type=lines.Given)
def match(file: Path, articles: str) -> None:
    """Find watches in ARTICLES, JSON lines {id, url, title, body, …}.

    One JSON line {id, watch, field, start, end, text} for each place; `text` is the field's text[start:end].
    """
    watches = config.load_watches(file)
    names = {watch.id: watch.name for watch in watches}
    matcher = compile_watches(watches)
    failed = False
    for line in lines.read(articles):
        if line.error:
            output.json_line({"id": line.id, "error": line.error})
            failed = True
            continue
        for hit in matcher.match(lines.article(line)):
            for mark in hit.marks:
                output.json_line(
                    {
                        "id": line.id,
                        "watch": names[hit.watch],
                        "field": mark.field,
                        "start": mark.start,
                        "end": mark.end,
                        "text": mark.text,
                    }
                )
    if failed:
        stop(PARTLY)
