"""What the text itself says of who wrote it: signatures, datelines with a reporter or an agency, "Reporting by"."""

import re
from collections.abc import Sequence

from monitor.extract.authors.person_names import people

_REPORTING = re.compile(r"\(?(?:Additional )?[Rr]eporting (?:and writing )?by ([^;.()]{4,120})")
_POSTED = re.compile(r"(?:Posted |Written )?[Bb]y ([^.\n–—]{4,120}?)\s[-–—]\s")
_DASH = re.compile(r"^[—–-]{1,2}\s?")
_END = '.!?…"”“»'
_WIDE_DATELINE = re.compile(r"^【[^】＝=・]{1,12}[＝=・]([^】]{2,8})】")  # 【ロンドン＝岡田浩幸】
_KOREAN = re.compile(r"(?:^|[\s=(\[])([\uac00-\ud7a3]{2,4})\s?기자(?:\s|=|$|\))")
_AGENCY = (
    r"(?:AP|Reuters|REUTERS|AFP|dpa(?:/[a-z]+)?|DPA|EFE|ANSA|APA|UPI|PTI|IANS|ANI|CP|PA|Xinhua|Bloomberg|TASS|"
    r"Kyodo|Yonhap|JIJI|Jiji|Europa Press|Anadolu)"
)
_DATELINE = re.compile(rf"^(?:[^()\n]{{2,60}}\s)?\(({_AGENCY})\)\s?[-–—.]")  # LONDON (Reuters) -
_CLOSING = re.compile(rf"[(]({_AGENCY})[)]\s*$|^©?\s?({_AGENCY})\s*$")


def reporters(paragraphs: Sequence[str]) -> list[str]:
    """Who is named as a reporter in the first or the last paragraphs."""
    if not paragraphs:
        return []
    for text in paragraphs[:2]:
        if found := _WIDE_DATELINE.match(text) or _KOREAN.search(text[:80]):
            return [found.group(1)]
    for text in paragraphs[-2:]:
        if found := _REPORTING.search(text[-400:]):
            return [found.group(1)]
        if found := _KOREAN.search(text[-80:]):
            return [found.group(1)]
    return []


def signature(paragraphs: Sequence[str]) -> list[str]:
    """The name that closes the text on a line of its own, or with an office on the next."""
    for place in (-1, -2):
        if len(paragraphs) < 1 - place or not all(len(text) <= 60 for text in paragraphs[place:]):
            break
        name = _DASH.sub("", paragraphs[place])
        if paragraphs[place - 1][-1] in _END and people([name], strict=True).persons == (name,):
            return [name]
    return []


def described(description: str | None) -> list[str]:
    """Who posted it, where a page is described by the beginning of its text."""
    found = _POSTED.match(description or "")
    return [found.group(1)] if found else []


def agency(paragraphs: Sequence[str]) -> list[str]:
    """The agency in the dateline, or the one that closes the text."""
    for text, pattern in ((text, rule) for text, rule in zip(_ends(paragraphs), (_DATELINE, _CLOSING), strict=False)):
        if found := pattern.search(text):
            return [next(group for group in found.groups() if group)]
    return []


def _ends(paragraphs: Sequence[str]) -> tuple[str, ...]:
    return (paragraphs[0], paragraphs[-1]) if paragraphs else ()
