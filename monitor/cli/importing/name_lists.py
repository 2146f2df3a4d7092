"""Whether lines are names, and if not, what the text is instead: any text at all has lines.

A name is short. Text that runs on, settings, code and tables have lines that no name is like; a list may hold a few
of those (a title of seventeen words, one with `=` in it), so it is the share of such lines that decides.
"""

import json
import re
import tomllib
from collections.abc import Sequence
from contextlib import suppress
from itertools import pairwise

from monitor import phrasing
from monitor.cli.importing import sheets
from monitor.errors import UserError

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")  # a tab, line ends and the end of a file of DOS are text
_ADDRESS = re.compile(r"(?:[a-z]{2,10}://|www\.|[\w.-]{2,80}\.[a-z]{2,}/)\S", re.IGNORECASE)
_SIGN = re.compile(
    r"""\s[=!<>+:|-]?=>?\s | => | -> | ://? (?=\S) | \S@\S+\.\S   # settings, code, addresses
    | ^[\w.-]+=+\S | ^/\S+$                                      # settings without blanks, paths
    | [a-z_]{2}\((?!\d{4}\))[\x20-\x7e]*$                          # calls; no year, nor what a Korean name means
    | [({\[,;:=\\|]$ | ^[^\w!?.\x80-\U0010ffff]{2,}$ | ^[)\]}]  # what goes on in the next line, brackets alone
    | ^\[+[a-z_.]+\]+$ | ^\|                                        # sections, rows of a table
    | ^[A-Z-]{4,}[:;]\S | ^-\s[a-z_]+:\s  # calendars and cards, lists in YAML
    | ^[\w.-]+\s?[<>!~]=+\s?\S | ^[^\s:]+(?::[^\s:]*){2,}$         # versions that are asked for, fields between colons
    | ^(?:FROM|RUN|COPY|ADD|CMD|ENTRYPOINT|ENV|EXPOSE|WORKDIR|USER|ARG|LABEL|VOLUME)\s[a-z\d./"\[$-]  # of a Dockerfile
    | ^(?:User-agent|Disallow|Allow|Crawl-delay):\s? | \sHTTP/\d      # of robots.txt, requests
    | ^(?:cd|ls|sudo|mkdir|rm|cp|mv|chmod|chown|curl|ssh|apt|pip|npm|git)\s\S""",  # commands
    re.VERBOSE,
)
_KEPT_BY_MACHINES = re.compile(
    r"""\d\d:\d\d:\d\d | ^\d{4}-\d\d-\d\d(?:[T\s]|$) | ^\[\s*\d+(?:[.:]\d+)+\]  # of logs; "3:10 to Yuma" has none
    | ^(?:[\d*/,-]+\s+){5}\S | ^@(?:reboot|yearly|annually|monthly|weekly|daily|hourly)\s  # times of a crontab
    | ^\d{1,3}(?:\.\d{1,3}){3}\b | ^(?=\S*\d)(?=\S*[a-f])[\da-f-]{7,}(?:\s|$)  # addresses of machines, sums, commits
    | ^-?\d+\.\d+(?:[;,\s]+-?\d+\.\d+)+$                             # places on a map
    | ^[\d.,]+(?:[;\s]+[\d.,]+){2,}$ | ^\+[\d\s()-]{7,}$ | \s--[a-z] | \s-[a-z](?:\s|$)  # figures, telephones, options
    | ^[\w.*-]+/$ | ^\*\.\w | ^</?[a-z][^>]*> | ^[<>]\s | ^\\[a-z]+\{      # folders, markup, differences, TeX
    | ^\S+\.(?:txt|md|py|sh|json|ya?ml|toml|cfg|ini|log|csv|tsv|xml|html?|css|jpe?g|png|gif|svg|pdf|docx?|xlsx?|pptx?
      |zip|gz|tar|mp[34]|mkv|avi|mov|wav|flac|srt|exe|dll|pyc|lock)$  # names of files
    """,
    re.VERBOSE,
)
_SETTING = re.compile(  # of programs, keys of machines, tasks: what such files have in most lines
    r"""^(?:web|worker|release|clock|scheduler|beat|cron):\s[a-z./]                # of a Procfile
    | ^module\s\S+/\S | ^go\s\d+\.\d+ | ^use\s\. | ^require\s\S+\.\S | \sv\d+\.\d+\.\d  # of Go
    | ^(?:[A-Z][a-z\d]+){2,}\s(?:yes|no|on|off|[~*/]\S*|[a-z\d]\S*[./]\S+)$ | ^(?:Host|User)\s[a-z*]\S*$ | ^Port\s\d+$
    | ^nameserver\s[\da-f:.]+$ | ^(?:machine\s\S+\.\S+|login\s\S+|password\s\S+)$  # of networks and servers
    | ^(?:mode\s(?:http|tcp)|timeout\s[a-z]+\s\d+[a-z]*|bind\s\S*:\d+)$ | \sIN\s(?:SOA|A|AAAA|CNAME|MX|NS|TXT)\s
    | \bssh-[a-z\d]+\sAAAA | \bALL=\( | \s(?:ext[234]|xfs|btrfs|vfat|tmpfs|nfs|proc|swap)\s
    | ^\.[a-z_-]+$ | ^(?:tap|brew|cask|gem|msgid|msgstr)\s["'] | ^(?:alias|export)\s\w+= | ^options\s\w+\s\w+=
    | ^set\s[a-z-]+(?:[=\s](?:on|off|vi|emacs|\d+))?$ | ^[a-z]+\s\d+\.\d+\.\d+$ | ^\w+\*\w+:\s | \s::=\s
    | ^[*-]\s\[[\sxX]\]\s | ^\*+\s(?:TODO|DONE)\s""",
    re.VERBOSE,
)
_HUNK = re.compile(r"(?m)^@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@")  # of a difference between two texts
_FIGURES = re.compile(r"[\d\s.,:/$€£+-]+")  # and nothing else, as in 1917: a few such names are in any list
_TITLE = re.compile(r"[1-9]\d{0,3}")  # of figures, as most names of figures are
_MANY = 8  # lines; in more, figures are mostly no names
_TITLES = 40  # of figures alone: hardly more films have such a name
_REPEATED = 4  # times that a line stands there on average: then they are no names
_MOST = 100_000  # names
_SHORT = 1_000  # characters of a line, and
_FILE = 1024 * 1024  # of a text that may be TOML: longer ones take its parser the square of their length
_SIGNED = (
    ("%PDF-", "a PDF"),
    ("{\\rtf", "a text of a word processor"),
    ("BEGIN:V", "a calendar or card"),
    ("#!/", "a script"),
    ("#EXTM3U", "a playlist"),
    ("[playlist]", "a playlist"),
    ("WEBVTT", "subtitles"),
    ("-----BEGIN ", "a key or a certificate"),
)
# Of a query, as searches and alerts elsewhere have them: `"Dune 3" OR Dune`, `Heat -"Miami Heat"`, `site:a.example`.
_QUERY = re.compile(
    r"""\s(?:OR|AND|NOT|ODER|UND|NICHT)\s | \bAROUND\(\d+\) | \s(?:NEAR|W|N)/\d | ["”]\s*\|\s*["“]
    | (?<!\w)(?:site|source|inurl|intext|(?:all)?intitle|filetype|from|title|body|headline|lang|min_faves):\S
    | (?<!\w)(?:after|before|since|until):\d | ^\+[^\W\d].*\s\+[^\W\d] | \s-["“] | \s-(?=[^\W\d_]{3})""",
    re.VERBOSE,
)
# A title may be written so, too: "Truth OR Dare". No word of it is small, and no sign of a search stands there.
_OPERATORS = frozenset({"OR", "AND", "NOT", "ODER", "UND", "NICHT"})
_TITLE_LIKE = re.compile(r"[^\W_a-zß-ÿ][\w'’.!?:]*(?:\s[^\W_a-zß-ÿ][\w'’.!?:]*)+")
_IN_QUOTES = re.compile(r"[\"“„«]\s?([^\"“”„«»]+?)\s?[\"”“»]")
_LONGEST = 120  # characters of a name
_MOST_WORDS = 16
_RUNNING = 8  # words; where most lines have more, the text runs on
_SENTENCE = 6  # words; as many before a full stop are no name
_SENTENCE_UNSPACED = 20  # characters before the full stop of Chinese and Japanese; names with one have fewer
_HINT = "a list has one name a line, and is read with --as names whatever its lines are"
_TABLE = "put the names in a list, one a line, or in a table with `name` above their column"


def refuse_other_texts(text: str, lines: Sequence[tuple[int, str]]) -> None:
    """Say what the text is, if it is no list of names; `lines` are those that would be names, with their numbers.

    Raises:
        UserError: it is something else.
    """
    if len(lines) > _MOST:
        raise UserError(f"has {len(lines):,} lines, and {_MOST:,} names at most are read", hint="split it")
    _refuse_known_forms(text, lines)
    _refuse_other_lines(text, lines)


def is_query(name: str) -> bool:
    """Whether a line asks as a search does, so that nothing would be found by its words as they stand there."""
    return bool(_QUERY.search(name)) and not name.isupper()


def may_be_title(name: str) -> bool:
    """Whether what asks as a search does is perhaps a title: one operator between words that have capitals all."""
    operators = sum(word in _OPERATORS for word in name.split())
    return operators == 1 and bool(_TITLE_LIKE.fullmatch(name))


def unquoted(name: str) -> str:
    """A name that is in quotes as a whole, as searches for a phrase have it, without them."""
    whole = _IN_QUOTES.fullmatch(name)
    return whole[1] if whole else name


def _refuse_known_forms(text: str, lines: Sequence[tuple[int, str]]) -> None:
    for begin, what in _SIGNED:
        if text.startswith(begin):
            raise UserError(f"is {what}, and no list of names", hint=_TABLE)
    if _HUNK.search(text):
        raise UserError("is the difference of two texts, and no list of names", hint=_TABLE)
    if _CONTROL.search(text):
        raise UserError("is neither OPML, CSV, XLSX nor a list of names")
    if _is_json(text) or (lines and _is_json(lines[0][1])):
        raise UserError("is JSON, and of no kind that is known", hint=_TABLE)
    if _is_toml(text):
        raise UserError(
            "is TOML, and no list of names",
            hint="of a monitor.toml, `monitor --config FILE watch list --csv` writes the watches as a table",
        )


def _refuse_other_lines(text: str, lines: Sequence[tuple[int, str]]) -> None:
    if sheets.looks_like_rows([line for _, line in lines]) or _has_columns(text):
        raise UserError(
            "looks like a table whose first row does not name the columns",
            hint="put a row such as `name,query` above it; a list of names is read with --as names",
        )
    addresses = [line for _, line in lines if _ADDRESS.match(line)]
    if len(addresses) * 2 > len(lines):
        raise UserError("is a list of addresses, and no list of names", hint="an outlet: `monitor outlet add ADDRESS`")
    if _are_figures([line for _, line in lines]):
        raise UserError("is a list of figures, and no list of names", hint=_HINT)
    if len(lines) > _MANY and len({line for _, line in lines}) * _REPEATED < len(lines):
        raise UserError("is no list of names: the same lines stand there again and again", hint=_HINT)
    settings = [place for place in lines if _SETTING.search(place[1])]
    if len(settings) * 4 > len(lines):
        number, line = settings[0]
        raise UserError(
            f'is no list of names, but looks like settings: line {number} is "{phrasing.cut(line, 60)}"',
            hint=_HINT,
        )
    strange = [place for place in lines if _is_no_name(place[1])]
    running = [place for place in lines if len(place[1].split()) > _RUNNING]
    if len(strange) * 4 > len(lines) or (len(lines) > 2 and len(running) * 2 > len(lines)):
        number, line = (strange or running)[0]
        raise UserError(f'is no list of names: line {number} is "{phrasing.cut(line, 60)}"', hint=_HINT)


def _are_figures(lines: Sequence[str]) -> bool:
    """Whether most of many lines are figures, and these no titles (1917, 300, 42): counts, prices, years in a row."""
    figures = [line for line in lines if _FIGURES.fullmatch(line)]
    if len(lines) <= _MANY or len(figures) * 2 <= len(lines):
        return False
    if not len(set(figures)) == len(figures) <= _TITLES or not all(map(_TITLE.fullmatch, figures)):
        return True
    numbers = [*map(int, figures)]
    return len({later - number for number, later in pairwise(numbers)}) == 1


def _has_columns(text: str) -> bool:
    """Whether every line has a tab within it, as cells that were copied have."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return len(lines) > 1 and all("\t" in line for line in lines)


def _is_no_name(line: str) -> bool:
    words = line.split()
    if len(line) > _LONGEST or len(words) > _MOST_WORDS or _SIGN.search(line) or _KEPT_BY_MACHINES.search(line):
        return True
    if line.endswith("。"):
        return len(line) > _SENTENCE_UNSPACED
    return len(words) >= _SENTENCE and line.endswith(".") and line[-2].islower()  # no "...", no initials


def _is_json(text: str) -> bool:
    """Whether a text is an object or a list of JSON."""
    with suppress(ValueError, RecursionError):
        return text.lstrip().startswith(("{", "[")) and isinstance(json.loads(text), dict | list)
    return False


def _is_toml(text: str) -> bool:
    """Whether a text sets anything in TOML; a film called [REC] does not."""
    if len(text) > _FILE or max(map(len, text.splitlines()), default=0) > _SHORT:
        return False
    with suppress(ValueError, RecursionError):
        return any(value not in ({}, [{}]) for value in tomllib.loads(text).values())
    return False
