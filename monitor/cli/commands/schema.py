"""`monitor schema`: the shape of monitor.toml, for editors, for the documentation, as an example."""

import json

import click

from monitor import config
from monitor.config import config_reference


@click.command()
@click.option("--as", "form", type=click.Choice(["json", "markdown", "example"]), default="json", show_default=True)
def schema(form: str) -> None:
    """The JSON Schema of monitor.toml, for editors.

    Save it next to the file and name it in the first line: #:schema ./monitor.schema.json
    """
    if form == "json":
        click.echo(json.dumps(config.json_schema(), indent=2))
    else:
        click.echo(config_reference.markdown() if form == "markdown" else config_reference.example(), nl=False)
