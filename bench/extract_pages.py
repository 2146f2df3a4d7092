"""The labelled pages, dealt by outlet into five folds, and which of their truths are sound.

CORPORA/articles and CORPORA/pages are the open half, CORPORA/wide the pages of outlets that nobody had looked at. A
fold is the SHA-256 of the registrable domain: pages of one outlet are never in two folds. Whatever is learnt or chosen
for a page is learnt or chosen on the other four.

A truth is not sound, and is counted apart ("all labels" in the tables, never dropped in silence), where

- a title keeps the outlet: it ends in a separator (" | ", " - ", " :: ") and words of the outlet's domain;
- an author's string holds several names, or a role with the name: it has a comma, a semicolon, "&", "/" or "and" (in
  the languages of the pages);
- a date is of 1970, which a system writes that knows none, or the corpus's own check found the day written nowhere on
  the page (`date_not_seen_in_page`);
- `extract_unsound.json` lists the page's id under the measure, with the reason.
"""

import gzip
import hashlib
import json
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from monitor.reading import host_names

Row = dict[str, Any]

FOLDS = 5
UNSOUND = Path(__file__).resolve().with_name("extract_unsound.json")
SOURCES = {  # short names; the rest go by their repository
    "scrapinghub/article-extraction-benchmark": "zyte",
    "Murrough-Foley/web-content-extraction-benchmark": "wcxb",
    "geodrome/page-signal": "l3s-gn1",
    "MSVCode/ir-research-data": "msv-ir",
    "rundimeco/waddle": "daniel",
    "immortal-autumn/Chinese-Web-Content-Extraction-Dataset": "chinese",
    "dragnet_data": "dragnet",
    "cleaneval-final": "cleaneval",
    "cleaneval-dev": "cleaneval",
    "CleanPortalEval-master": "cleanportal",
}
FREE = re.compile(r"Apache-2\.0|MIT|BSD|CC-BY-4\.0|PSF|ISC|public domain", re.IGNORECASE)  # what may teach
_NAMED = re.compile(r"\s[|\-\u2010-\u2015:»·/]+\s(?P<tail>[^|»·]{2,40})$")
_SEVERAL = re.compile(r"[,;&/|]|\s(?:and|und|et|y|e|og|och|en|i|и)\s", re.IGNORECASE)


def rows(corpus: Path, kinds: tuple[str, ...] = ("articles", "pages")) -> list[Row]:
    """Every labelled page, with `part` (open, wide), `path`, `fold`, `set`, and `free`: whether it may teach."""
    found: list[Row] = []
    for part, folder in (("open", corpus), ("wide", corpus / "wide")):
        if not folder.is_dir():
            continue
        manifest = folder / "manifest.jsonl"
        licences = {row["file"]: row["licence"] for row in _lines(manifest)} if manifest.exists() else {}
        for kind in kinds:
            for row in _lines(folder / kind / "truth.jsonl"):
                name = (row.get("extra") or {}).get("set") or ""
                found.append(
                    row
                    | {
                        "part": part,
                        "path": folder / row["file"],
                        "fold": fold(outlet(row)),
                        "set": SOURCES.get(name) or SOURCES.get(row["source"]) or row["source"].split("/")[1],
                        "free": _is_free(licences.get(row["file"], "")),
                    }
                )
    return found


def _lines(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def _is_free(licence: str) -> bool:
    """Whether a licence lets a page teach: weights learnt from it are shipped."""
    return FREE.search(licence) is not None and "GPL" not in licence


def outlet(row: Row) -> str:
    """The registrable domain, or the page's own name where no outlet is known."""
    host = urlsplit(row["url"] or "").hostname or row.get("outlet") or ""
    host = host or (row.get("extra") or {}).get("outlet_guessed_from_links") or ""
    return host_names.registrable_domain(host) or host or f"{row['source']}:{row['file']}"


def fold(name: str) -> int:
    """The fold of an outlet: 0 to 4, the same for ever."""
    return int(hashlib.sha256(f"outlet:{name}".encode()).hexdigest()[:8], 16) % FOLDS


def page(row: Row) -> bytes:
    """The bytes of one page."""
    body: bytes = row["path"].read_bytes()
    return gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body


def is_sound(row: Row, measure: str) -> bool:
    """Whether the truth of a measure ("body", "title", "authors", "date") is sound by the rules above."""
    if row["id"] in _listed().get(measure, {}):
        return False
    if measure == "title" and row["title"]:
        named = _NAMED.search(row["title"])
        bare = re.sub(r"\W", "", outlet(row).split(".")[0].lower())
        tail = re.sub(r"\W", "", named["tail"].lower()) if named else ""
        return not (len(tail) > 2 and (tail in bare or bare in tail or tail.endswith(("com", "net", "org"))))
    if measure == "authors":
        return not any(_SEVERAL.search(name) for name in row["authors"])
    if measure == "date" and row["published"]:
        is_seen = not (row.get("extra") or {}).get("date_not_seen_in_page")
        return bool(is_seen) and not row["published"].startswith("1970-01-01")
    return True


@cache
def _listed() -> dict[str, dict[str, str]]:
    listed: dict[str, dict[str, str]] = json.loads(UNSOUND.read_text(encoding="utf-8"))
    return listed
