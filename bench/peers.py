"""Which peers are installed. One that is not is named on stderr and left out of every table: it has no figures."""

import sys
from functools import cache
from importlib.util import find_spec

EXTRA = ".[bench]"
PEERS = {  # the module that must be there, and what brings it
    "trafilatura": ("trafilatura", EXTRA),
    "newspaper4k": ("newspaper", EXTRA),
    "readability-lxml": ("readability", EXTRA),
    "courlan": ("courlan", EXTRA),  # comes with trafilatura
    "dateparser": ("dateparser", "dateparser"),
    "tantivy": ("tantivy", "tantivy"),
    "reader": ("reader", EXTRA),
    "datasketch": ("datasketch", "datasketch"),
    "feedparser-rs": ("feedparser_rs", "feedparser-rs"),
    "fastfeedparser": ("fastfeedparser", "fastfeedparser"),
}


@cache
def installed(peer: str) -> bool:
    """Whether a peer can be compared with; if not, one line says so and what installs it."""
    module, source = PEERS[peer]
    if find_spec(module) is not None:
        return True
    print(f"{peer} is not installed: pip install {source}", file=sys.stderr)
    return False
