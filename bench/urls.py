"""URL keys against named peers: which pairs they make one, which they keep apart, and how fast.

    python bench/urls.py CORPORA [--show]

Agreement is judged on pairs that other projects keep as expectations, on the canonical addresses that real pages
declare, and on the URL standard's own resolution cases. Speed is reported as a ratio to w3lib's in the same run.
"""

import argparse
import gzip
import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from peers import installed
from w3lib.url import canonicalize_url

from monitor.reading import urls

Key = Callable[[str], str | None]

PEERS: dict[str, Key] = {
    "monitor": urls.canonical,
    "w3lib": canonicalize_url,
}
if installed("courlan"):
    from courlan import clean_url, normalize_url

    PEERS |= {"courlan": clean_url, "courlan strict": lambda url: str(normalize_url(url, strict=True))}
# Rules of other projects that a URL key means to follow: what they call equal must be one key.
RULES = {"canonicalize_url", "clean_url", "normalize_url", "BasicURLNormalizer", "amp:ampFormats", "normalizeUrl",
         "strip_tracking_parameters:trackingParameters"}  # fmt: skip


def main() -> None:
    """Print every table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--show", action="store_true", help="print the cases that differ")
    options = parser.parse_args()
    folder = options.corpora / "urls"
    pairs(folder / "pairs.jsonl", show=options.show)
    page_canonicals(folder / "page-canonicals.jsonl", show=options.show)
    resolution(folder / "wpt-url-resolution.jsonl.gz", show=options.show)
    different(options.corpora, show=options.show)
    speed(options.corpora)


def rows(path: Path) -> Iterable[dict[str, Any]]:
    """The objects of a file of JSON lines, packed or not."""
    data = path.read_bytes()
    for line in (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).splitlines():
        yield json.loads(line)


def guarded(key: Key, url: str) -> str | None:
    """The key, or None where a peer raises."""
    try:
        return key(url)
    except Exception:  # noqa: BLE001 - peers raise what they like
        return None


def pairs(path: Path, *, show: bool) -> None:
    """Pairs of input and expected form: one key for both."""
    chosen = [row for row in rows(path) if row["rule"] in RULES and row["expected"] and "js" not in row["options"]]
    chosen = [row for row in chosen if urls.is_web(row["input"]) and urls.is_web(row["expected"])]
    print(f"pairs that other projects call one page: {len(chosen)}")
    for name, key in PEERS.items():
        same = [row for row in chosen if guarded(key, row["input"]) == guarded(key, row["expected"]) is not None]
        print(f"  {name:<16} {len(same):>4} one key")
        if show and name == "monitor":
            for row in chosen:
                if row not in same:
                    ours = urls.canonical(row["input"]), urls.canonical(row["expected"])
                    print("     ", row["rule"], row["input"], "->", row["expected"], ours)


def page_canonicals(path: Path, *, show: bool) -> None:
    """The address asked for and the one that the page declares, where both are on one site."""
    chosen = [row for row in rows(path) if urls.same_site(row["requested_url"], row["declared_canonical"])]
    print(f"requested address and the canonical that the page declares: {len(chosen)} on one site")
    for name, key in PEERS.items():
        same = [row for row in chosen if guarded(key, row["requested_url"]) == guarded(key, row["declared_canonical"])]
        print(f"  {name:<16} {len(same):>4} one key")
        if show and name == "monitor":
            for row in chosen:
                if row not in same:
                    print("     ", row["requested_url"], "|", row["declared_canonical"])


def resolution(path: Path, *, show: bool) -> None:
    """The standard's cases with http(s) results: what would be requested."""
    good = refused = total = 0
    for row in rows(path):
        if row.get("protocol") not in {"http:", "https:"} and not row.get("failure"):
            continue
        total += 1
        ours = urls.without_tracking(row["input"], row["base"])
        if row.get("failure"):
            refused += ours is None
            continue
        expected = row["href"].partition("#")[0].replace(f"{row['username']}:{row['password']}@", "")
        expected = expected.replace(f"{row['username']}@", "", 1) if row["username"] else expected
        if ours == expected.removesuffix("?"):
            good += 1
        elif show:
            print("     ", repr(row["input"]), row["base"], "->", row["href"], "| ours", ours)
    failing = sum(bool(row.get("failure")) for row in rows(path))
    print(f"WHATWG resolution: {good} of {total - failing} addresses alike, {refused} of {failing} failures refused")


def different(corpora: Path, *, show: bool) -> None:
    """Addresses of pages with different headlines: each must keep its own key."""
    titles: dict[str, str] = {}
    for row in rows(corpora / "stories" / "uci-headlines.jsonl.gz"):
        titles.setdefault(row["url"], row["title"])
    for name in ("articles/truth.jsonl", "pages/truth.jsonl"):
        for row in rows(corpora / name):
            if row.get("url") and row.get("title"):
                titles.setdefault(row["url"], row["title"])
    print(f"addresses of pages with a headline: {len(titles)}")
    for name, key in PEERS.items():
        keys = defaultdict(set)
        for url, title in titles.items():
            keys[guarded(key, url)].add((url, title.casefold()))
        merged = {key: group for key, group in keys.items() if len({title for _, title in group}) > 1}
        print(f"  {name:<16} {len(merged):>4} keys hold different headlines")
        if show and name == "monitor":
            for group in merged.values():
                print("     ", *sorted(group))


def speed(corpora: Path) -> None:
    """Keys a second over real addresses, as a ratio to w3lib."""
    listed = [row["url"] for row in rows(corpora / "stories" / "uci-headlines.jsonl.gz")]
    rates = {}
    for name, key in PEERS.items():
        started = time.process_time()
        for url in listed:
            guarded(key, url)
        rates[name] = len(listed) / (time.process_time() - started)
    base = rates["w3lib"]
    for name, rate in rates.items():
        print(f"speed {name:<16} {rate:>10,.0f} keys/s   {rate / base:.2f} of w3lib")


if __name__ == "__main__":
    main()
