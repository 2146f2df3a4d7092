"""Files and folders on the command line."""

from pathlib import Path
from typing import Any

import click


class NamedPath(click.Path[Path]):
    """A file or folder that may be there or not. An empty name is a mistake, such as a variable that is not set."""

    def __init__(self, *, file_okay: bool = True, dir_okay: bool = True) -> None:
        super().__init__(file_okay=file_okay, dir_okay=dir_okay, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path, as it was given."""
        if value == "":
            self.fail("the name is empty; . is the folder in which you are", param, ctx)
        return Path(super().convert(value, param, ctx))
