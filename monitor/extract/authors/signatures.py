"""What the text itself says of who wrote it: signatures, datelines with a reporter or an agency, "Reporting by"."""

import re
from collections.abc import Callable, Iterable, Sequence

from monitor.extract.authors.chinese_names import is_chinese_name
from monitor.extract.authors.person_names import is_personal, people

_REPORTING = re.compile(r"\(?(?:Additional )?[Rr]eporting (?:and writing )?by ([^;.()]{4,120})")
_POSTED = re.compile(r"(?:Posted |Written )?[Bb]y ([^.\n–—]{4,120}?)\s[-–—]\s")
_DASH = re.compile(r"^[—–-]{1,2}\s?")
_WORD = re.compile(r"[^\W\d_]+")
_WIDE_LINE = 60  # characters of a line, or of the end of a text, that names its reporters
_END = '.!?…"”“»'
_WIDE_DATELINE = re.compile(r"^【[^】＝=・]{1,12}[＝=・]([^】]{2,8})】")  # 【ロンドン＝岡田浩幸】
_KOREAN = re.compile(r"(?:^|[\s=(\[])([\uac00-\ud7a3]{2,4})\s?기자(?:\s|=|$|\))")
_IDEOGRAPHS = r"[\u4e00-\u9fff]{2,4}"
_WIDE_NAMES = rf"({_IDEOGRAPHS}(?:[\s\u3000、]+{_IDEOGRAPHS}){{0,3}})"
_WIDE_LABEL = re.compile(  # 本报记者 葛灵丹; 02日14:25 作者： 赵婕; 作者:zboygirl 阅读(1660)
    rf"(?:作者|记者|記者|撰文|通讯员)\s*[:：]?\s*{_WIDE_NAMES}\s*(?=$|[)）/／|。，,:：【（(]|\d|\s)|"
    r"作者\s*[:：]\s*([A-Za-z][\w.-]{2,20})(?=$|\s)"
)
_NO_NAMES = frozenset(
    "单位 采访 採訪 报道 報導 摄影 簡介 简介 电话 出处 来源 评论员 時間 时间 日期 浏览 阅读 点击 关注 评论 分享".split()  # noqa: SIM905
)
_WIDE_OTHER = re.compile(  # 来源: 尹娟; 编辑：苏亮; who is nobody else's source and no site
    r"(?:来源|來源|编辑|編輯|责编|責編|责任编辑|責任編輯|编译|編譯|整理|文)\s?[:：/／｜]\s*([\u4e00-\u9fff]{2,4})(?=$|[\s)）|/／])"
)
_FAREWELL = re.compile(  # Euer HansEhrlich; Love, Jane; not "Love Island", "LG Display", "Ihre Meinung"
    r"^(?:Eu(?:er|re)|(?:Ihre?|Deine?)(?=\s\S+\s\S)|(?:Yours(?: truly)?|Cheers|Love|LG|XOXO)(?=,)|"
    r"Liebe Grüße|Viele Grüße|Herzlichst)[,:]?\s(?P<name>[A-ZÀ-Þ][\w.'-]{2,20}(?: [A-ZÀ-Þ][\w.'-]{1,20})?)$"
)
_WIDE_REPORT = re.compile(  # the last words of a text: （姚峰 上海报道）
    r"[（(]\s*(?:本?[报報]?[记記]者\s*)?([\u4e00-\u9fff]{2,4})(?:[\s\u3000]+|[自发發从從])[\u4e00-\u9fff]{2,6}(?:报道|報[道導]|电|電)\s*[)）]\s*$"
)
_WIDE_END = re.compile(rf"[。！？”]\s*[（(]\s*{_WIDE_NAMES}\s*[)）]\s*$")  # the last words of a text
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


def labelled(lines: Sequence[str], paragraphs: Sequence[str]) -> list[str]:
    """Who is named in Chinese: after a label in a short line or at an end of the text, or in brackets that close it."""
    shorts = [text for text in (*lines, *paragraphs[:3], *paragraphs[-3:]) if len(text) <= _WIDE_LINE]
    ends = [text[-_WIDE_LINE:] for text in paragraphs[-2:]]
    for text in (*shorts, *ends):
        if found := _WIDE_LABEL.search(text):
            return _several(found.group(1) or found.group(2))
    for text in reversed(paragraphs[-2:]):
        if found := _WIDE_REPORT.search(text) or _WIDE_END.search(text):
            return _several(found.group(1))
    for text in (*shorts, *ends):
        for name in _WIDE_OTHER.findall(text):
            if is_chinese_name(name) and is_personal(name):
                return [name]
    return []


def farewell(paragraphs: Sequence[str]) -> list[str]:
    """Who takes leave of the readers in the last line: "Euer HansEhrlich"."""
    found = _FAREWELL.match(paragraphs[-1]) if paragraphs else None
    return [found["name"]] if found else []


def _several(names: str) -> list[str]:
    return [name for name in re.split(r"[\s\u3000、]+", names) if name not in _NO_NAMES]


def signature(paragraphs: Sequence[str], shown: Callable[[], Iterable[str]]) -> list[str]:
    """The name that closes the text on a line of its own, or with an office on the next. `shown` are the page's lines.

    Without a dash in front it is any short line, and its capitals alone make it a name: not if the page writes one of
    its words small elsewhere ("About Us", "Story Finder"), nor in a script without capitals.
    """
    for place in (-1, -2):
        if len(paragraphs) < 1 - place or not all(len(text) <= 60 for text in paragraphs[place:]):
            break
        line = paragraphs[place]
        name = _DASH.sub("", line)
        if paragraphs[place - 1][-1] in _END and people([name], strict=True).persons == (name,):
            return [name] if name != line or _is_proper(name, shown()) else []
    return []


def _is_proper(name: str, lines: Iterable[str]) -> bool:
    small = {word.lower() for word in _WORD.findall(name) if word[0].isupper()}
    return bool(small) and not any(word in small for line in lines for word in _WORD.findall(line))


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
