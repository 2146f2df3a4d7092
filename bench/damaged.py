"""Whether each damaged or hostile page gives an article or a refusal, and how long the worst of them takes.

    python bench/damaged.py --corpus CORPORA [--pages 10000] [--jobs 2]

Labelled pages, each damaged in one of eight ways by a fixed seed (cut, a part left out, repeated, moved, bytes flipped,
a tag or an attribute a thousandfold, another page within it), then every file of CORPORA/hostile, as it is and within
a page. The exit code is 1 where one raised, or was refused for a fault of the parser. Seconds are of the
processor.
"""

import argparse
import gzip
import random
import sys
import time
from collections import Counter
from functools import partial
from multiprocessing import Pool
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import extract_pages
from extract_peers import NOW

from monitor.extract import read_article
from monitor.model import Outlet, Page, Refusal
from monitor.refusals import Reason

SEED = 13
URL = "https://bench.invalid/2026/11/a-page-that-is-damaged"
OUTLET = Outlet(id="bench", name="bench", home="https://bench.invalid/")
TAGS = (
    b"<div>",
    b"<p>",
    b"</div>",
    b"<table><tr><td>",
    b"<li>",
    b"<a href=x>",
    b"<h1>x",
    b"<b><i>",
    b"<!--",
    b"<time>",
)
AROUND = b"<html><body><article><h1>A headline of several words</h1><p>A paragraph that says something.</p>%s</article>"
WAYS = ("cut", "left out", "repeated", "moved", "flipped", "tags", "attributes", "two in one")
_rows: list[extract_pages.Row] = []


def main() -> None:
    """Damage, read, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    _rows.extend(extract_pages.rows(options.corpus))
    hostile = sorted(path for path in (options.corpus / "hostile").rglob("*") if path.is_file())
    with Pool(options.jobs) as pool:
        found = pool.map(damaged, range(options.pages), chunksize=50)
        found += [one for some in pool.map(partial(hostile_ones, options.corpus), hostile) for one in some]
    faults = [(name, result) for name, result, _ in found if result.startswith("fault")]
    for name, seconds, result in sorted(((n, s, r) for n, r, s in found), key=lambda one: -one[1])[:5]:
        print(f"{seconds:6.2f} s  {result:20} {name}")
    for result, count in Counter(result for _, result, _ in found).most_common():
        print(f"{count:6}  {result}")
    mean = sum(seconds for *_, seconds in found) / len(found)
    print(
        f"{len(found)} pages, {1000 * mean:.0f} ms on average, {max(seconds for *_, seconds in found):.2f} s the worst"
    )
    for name, result in faults:
        print(f"{result}: {name}")
    sys.exit(bool(faults))


def damaged(number: int) -> tuple[str, str, float]:
    """The name, the result and the seconds of one damaged page."""
    draw = random.Random(SEED + number)
    row, other, way = draw.choice(_rows), draw.choice(_rows), WAYS[number % len(WAYS)]
    body = extract_pages.page(row)
    start, end = sorted((draw.randrange(len(body) + 1), draw.randrange(len(body) + 1)))
    if way == "cut":
        body = body[:end]
    elif way == "left out":
        body = body[:start] + body[end:]
    elif way == "repeated":
        body = body[:start] + body[start:end][:20_000] * draw.choice((2, 5, 30)) + body[end:]
    elif way == "moved":
        body = body[end:] + body[:start] + body[start:end]
    elif way == "flipped":
        bytes_of = bytearray(body)
        for _ in range(len(body) // draw.choice((20, 200, 2000))):
            bytes_of[draw.randrange(len(body))] = draw.randrange(256)
        body = bytes(bytes_of)
    elif way == "tags":
        body = body[:start] + draw.choice(TAGS) * draw.choice((1_000, 5_000)) + body[start:]
    elif way == "attributes":
        body = (
            body[:start]
            + b"<p "
            + b"".join(b"a%d=1 " % each for each in range(draw.choice((1_000, 9_000))))
            + body[start:]
        )
    else:
        inner = extract_pages.page(other)
        body = body[:start] + inner + body[start:]
    return (f"{way}, {row['id']}, number {number}", *result_of(body))


def hostile_ones(corpus: Path, path: Path) -> list[tuple[str, str, float]]:
    """The same of a hostile file, as it is, unpacked, and within a page."""
    body = path.read_bytes()
    bodies = [body] + ([gzip.decompress(body)] if path.suffix == ".gz" and body.startswith(b"\x1f\x8b") else [])
    name = str(path.relative_to(corpus))
    return [(name, *result_of(each)) for one in bodies for each in (one, AROUND.replace(b"%s", one))]


def result_of(body: bytes) -> tuple[str, float]:
    """What a page gives, and the seconds of the processor that it takes."""
    start = time.process_time()
    try:
        read = read_article(Page(url=URL, body=body, content_type="text/html"), OUTLET, now=NOW)
    except Exception as error:  # noqa: BLE001 - that none is raised is what is measured
        return f"fault: {type(error).__name__}: {error}"[:120], time.process_time() - start
    seconds = time.process_time() - start
    if not isinstance(read, Refusal):
        return "article", seconds
    return (f"fault: {read.detail}" if read.reason is Reason.PARSER_FAULT else f"refused: {read.reason}"), seconds


if __name__ == "__main__":
    main()
