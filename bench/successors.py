"""Does another list hold the same articles? The rule by which a dead source is replaced, on feeds that were captured.

    python bench/successors.py CORPORA [--seed 1]

From each feed of at least twelve items come cases. The same list: what was known of it some time ago against what it
lists now, with some items left out on either side and neighbours in another order; and, of feeds captured over months,
what was known at each capture against the next. Another list: the items of one section or tag alone, and, the other way
round, a list of everything in the place of that section. The feeds are dealt out by the hash of their name: the
constants were chosen on one half, and the other is reported.
"""

import argparse
import gzip
import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit
from zlib import crc32

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from monitor import discover
from monitor.discover import overlap
from monitor.model import Link, SourceKind
from monitor.reading import urls

ITEMS = 12  # of a feed, at least
MADE = 6  # cases of each feed that is the same
NOW = datetime.now(UTC)
Case = tuple[str, bool, list[str], list[str]]  # which kind, whether it is the same list, before, now


def main() -> None:
    """Print, for each half, how many of each kind of case are decided rightly, by some values of the constants."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    halves: dict[str, list[Case]] = {"chosen on": [], "reported": []}
    feeds = 0
    for name, links in listings(asked.corpora):
        feeds += 1
        halves["chosen on" if crc32(name.encode()) % 2 else "reported"] += cases(links, chance)
    for path in sorted(asked.corpora.glob("feeds/series/*.jsonl.gz")):
        halves["chosen on" if crc32(path.name.encode()) % 2 else "reported"] += series(path)
    print(f"{feeds} feeds")
    for half, made in halves.items():
        print(f"\n{half}: {len(made)} cases")
        for least in (3, 5, 8):
            for same in (0.4, 0.5, 0.6, 0.7, 0.8):
                overlap.LEAST, overlap.SAME = least, same
                print(f"  LEAST {least}  SAME {same}  {figures(made)}")


def figures(made: list[Case]) -> str:
    """Of each kind of case, how many are decided rightly."""
    right: dict[str, list[bool]] = defaultdict(list)
    for kind, is_same, before, now in made:
        right[kind].append(overlap.is_same_list(before, now) is is_same)
    return "  ".join(f"{kind} {sum(each)}/{len(each)}" for kind, each in sorted(right.items()))


def listings(corpora: Path) -> Iterator[tuple[str, list[Link]]]:
    """The links of each feed that can be read, newest first where they have times."""
    for path in sorted((corpora / "feeds").rglob("*")):
        if not path.is_file() or path.suffix == ".jsonl" or path.name.endswith(".jsonl.gz"):
            continue
        body = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        if links := read(body):
            yield path.relative_to(corpora).as_posix(), links


def read(body: bytes) -> list[Link]:
    """The links of a feed that is long enough."""
    try:
        listed = discover.read_listing(SourceKind.FEED, body, "https://feed.example/", now=NOW).links
    except discover.ListingError:
        return []
    if len(listed) < ITEMS:
        return []
    dated = all(link.published_at for link in listed)
    return sorted(listed, key=lambda link: link.published_at or NOW, reverse=True) if dated else list(listed)


def cases(links: list[Link], chance: random.Random) -> Iterator[Case]:
    """What can be made of one feed."""
    keys = [key for link in links if (key := urls.key_of(link))]
    for _ in range(MADE):
        since = chance.randint(0, len(keys) // 2)  # items that appeared since
        yield "same", True, spoiled(keys[since:], chance), spoiled(keys[: len(keys) - since // 2], chance)
    for part in parts(links):
        if 5 <= len(part) <= 0.7 * len(keys):
            yield "part", False, keys, part
            yield "whole", False, part, keys


def parts(links: list[Link]) -> Iterator[list[str]]:
    """The items of each section or tag."""
    groups: dict[str, list[str]] = defaultdict(list)
    for link in links:
        key = urls.key_of(link)
        if key:
            path = urlsplit(link.url).path.strip("/").split("/")
            names = {f"tag {tag}" for tag in link.tags} | ({f"path {path[0]}"} if len(path) > 1 else set())
            for name in names:
                groups[name].append(key)
    yield from groups.values()


def spoiled(keys: list[str], chance: random.Random) -> list[str]:
    """Without a tenth of them, and one pair in five exchanged."""
    kept = [key for key in keys if chance.random() > 0.1]
    for place in range(len(kept) - 1):
        if chance.random() < 0.2:
            kept[place], kept[place + 1] = kept[place + 1], kept[place]
    return kept


def series(path: Path) -> Iterator[Case]:
    """What was known at each capture of a feed against the next."""
    known: list[str] = []
    for line in gzip.decompress(path.read_bytes()).decode().splitlines():
        now = [key for link in read_any(json.loads(line)["body"].encode()) if (key := urls.key_of(link))]
        if len(set(now) & set(known)) >= 3:
            yield "series", True, known, now
        known = [*(key for key in now if key not in known), *known][:200]


def read_any(body: bytes) -> list[Link]:
    """The links of a feed, however few."""
    try:
        listed = discover.read_listing(SourceKind.FEED, body, "https://feed.example/", now=NOW).links
    except discover.ListingError:
        return []
    return sorted(listed, key=lambda link: link.published_at or NOW, reverse=True)


if __name__ == "__main__":
    main()
