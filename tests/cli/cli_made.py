"""What the command line's tests are made of: a configuration, texts, and what a run of a command printed."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

NOW = datetime.now(UTC).replace(microsecond=0)
CONFIG = """
[crawl]
seed = false
[alerts]
max_age = "48h"

[[outlet]]
id = "joblo"
name = "JoBlo"
home = "https://www.joblo.com/"
sources = [{ kind = "feed", url = "https://www.joblo.com/feed/" }]

[[outlet]]
id = "variety"
name = "Variety"
home = "https://variety.com/"
sources = [{ kind = "feed", url = "https://variety.com/feed/" }]

[[watch]]
name = "Heat 2"
query = '"Heat 2"'
to = ["files"]

[[channel]]
name = "files"
kind = "file"
path = "out"

[[digest]]
name = "morning"
schedule = "0 8 * * *"
timezone = "UTC"
"""
BODY = (
    "Michael Mann told the press that Heat 2 will begin shooting next year. The director, who made Heat in 1995, said "
    "that the script is finished and that the studio has agreed to a budget. Adam Driver is in talks to play the part "
    "that Robert De Niro had. Nothing has been signed, people who know of the talks said on Friday."
)

GAME = (
    "Miami beat Boston by two points after overtime at the Kaseya Center, where 19,600 people saw Tyler Herro score "
    "41 and Bam Adebayo take sixteen rebounds. The Heat had trailed by nineteen in the third quarter. Coach Spoelstra "
    "praised his bench, and the guard's ankle will be examined before the road trip to Chicago and Denver."
)


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output, as JSON."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Standard output, as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Ran]
