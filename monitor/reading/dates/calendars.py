"""Dates of other calendars and scripts, written as the western press writes them: eras, Buddhist and Persian years.

令和6年3月5日 -> 2024年3月5日    5 มี.ค. 67 -> 5 มีนาคม 2024    ۱۵ اسفند ۱۴۰۲ -> 2024-03-05    오후 2:30 -> 2:30 pm
"""

import re
import unicodedata
from datetime import date

_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
_CHINESE = "〇一二三四五六七八九"
_TEN = re.compile(r"([一二三四五六七八九])?十([一二三四五六七八九])?(?=[年月日號号時时點点分])")
_CHINESE_DIGIT = re.compile(r"[〇零○一二三四五六七八九](?=[〇零○一二三四五六七八九]{0,3}[年月日號号時时點点分])")
_ERA = re.compile(rf"({'|'.join(_ERAS)})\s?(\d{{1,3}}|元)\s?年")
_THAI = re.compile(r"[\u0e01-\u0e2e]")
_BUDDHIST = re.compile(r"(?<!\d)2[45]\d\d(?!\d)")
_AHEAD = 543  # years by which the Buddhist calendar is ahead
_THAI_YEAR = (2555, 2575)  # of two figures: outside, they may be of our calendar
_VIETNAMESE = "một|giêng|hai|ba|tư|năm|sáu|bảy|tám|chín|mười một|mười hai|mười|chạp"
_VIETNAMESE_MONTHS = dict(zip(_VIETNAMESE.split("|"), (1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 10, 12), strict=True))
_VIETNAMESE_WORDS = re.compile(
    rf"(?:(\d\d?)\s)?tháng\s({_VIETNAMESE})\b(?:\s(\d\d?))?,?\s(?:năm\s)?(?=(?:19|20)\d\d)", re.IGNORECASE
)
_PERSIAN = """
    فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند
    حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت
""".split()  # noqa: SIM905 - the months of Iran, then those of Afghanistan
_PERSIAN_WORDS = re.compile(rf"(?<!\d)(\d{{1,2}})\s({'|'.join(_PERSIAN)})(?:\sماه)?،?\s(1[34]\d\d)(?!\d)")
_PERSIAN_DIGITS = re.compile(r"(?<![\d/.-])(1[34]\d\d)([/-])(\d{1,2})\2(\d{1,2})(?![\d/-])")
_LAST = 1420  # later years of this form are those of the lunar calendar
_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")
_NAMES = {
    "كانون الثاني": "يناير", "كانون الأول": "ديسمبر", "تشرين الأول": "أكتوبر", "تشرين الثاني": "نوفمبر",
    "ม.ค.": "มกราคม", "ก.พ.": "กุมภาพันธ์", "มี.ค.": "มีนาคม", "เม.ย.": "เมษายน", "พ.ค.": "พฤษภาคม", "มิ.ย.": "มิถุนายน",
    "ก.ค.": "กรกฎาคม", "ส.ค.": "สิงหาคม", "ก.ย.": "กันยายน", "ต.ค.": "ตุลาคม", "พ.ย.": "พฤศจิกายน", "ธ.ค.": "ธันวาคม",
}  # fmt: skip
_NAME = re.compile("|".join(map(re.escape, _NAMES)))
_THAI_SHORT = re.compile(rf"({'|'.join(name for name in _NAMES.values() if name[0] >= 'ก')})\s?(\d\d)(?![\d:.])")


def western(text: str, language: str | None = None) -> str:
    """The text with its digits, years and halves of the day as the western press writes them.

    In figures alone, `language` (its first subtag) tells whether years are Buddhist.
    """
    if text.isascii():
        text = _BUDDHIST.sub(_from_buddhist, text) if language == "th" else text
        return _PERSIAN_DIGITS.sub(_from_digits, text)
    plain = "".join(_digit(character) for character in unicodedata.normalize("NFC", text).translate(_DIGITS))
    plain = _NAME.sub(lambda found: _NAMES[found[0]], plain)
    plain = _CHINESE_DIGIT.sub(_from_chinese, _TEN.sub(_from_ten, plain))
    plain = _ERA.sub(_from_era, plain)
    if _THAI.search(plain):
        plain = _BUDDHIST.sub(_from_buddhist, _THAI_SHORT.sub(_from_thai, plain))
    plain = _VIETNAMESE_WORDS.sub(_from_vietnamese, plain)
    return _PERSIAN_DIGITS.sub(_from_digits, _PERSIAN_WORDS.sub(_from_words, plain))


def _digit(character: str) -> str:
    """A digit of any script, or a wide sign, as its plain one."""
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    return unicodedata.normalize("NFKC", character) if "\uff01" <= character <= "\uff5e" else character


def _from_ten(found: re.Match[str]) -> str:
    """十一 -> 11, 二十 -> 20."""
    tens, ones = (_CHINESE.index(figure) if figure else None for figure in found.groups())
    return str(10 * (1 if tens is None else tens) + (ones or 0))


def _from_chinese(found: re.Match[str]) -> str:
    return str(max(0, _CHINESE.find(found[0])))


def _from_buddhist(found: re.Match[str]) -> str:
    return str(int(found[0]) - _AHEAD)


def _from_thai(found: re.Match[str]) -> str:
    """A year of two figures after a month's name."""
    year = 2500 + int(found[2])
    return f"{found[1]} {year}" if _THAI_YEAR[0] <= year <= _THAI_YEAR[1] else found[0]


def _from_vietnamese(found: re.Match[str]) -> str:
    """Tháng Ba 5, 2024 -> 5 tháng 3 2024."""
    day = found[1] or found[3]
    return f"{day} tháng {_VIETNAMESE_MONTHS[found[2].lower()]} " if day else found[0]


def _from_era(found: re.Match[str]) -> str:
    return f"{_ERAS[found[1]] + (1 if found[2] == '元' else int(found[2]))}年"


def _from_words(found: re.Match[str]) -> str:
    return _gregorian(int(found[3]), _PERSIAN.index(found[2]) % 12 + 1, int(found[1])) or found[0]


def _from_digits(found: re.Match[str]) -> str:
    return _gregorian(int(found[1]), int(found[3]), int(found[4])) or found[0]


def _gregorian(year: int, month: int, day: int) -> str | None:
    """The day of the Persian calendar in ours: its leap years come by a cycle of 33 years."""
    if not (year <= _LAST and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    of_year = (month - 1) * 31 if month < 7 else (month - 7) * 30 + 186
    cycle = year + 1595
    days = 365 * cycle + cycle // 33 * 8 + (cycle % 33 + 3) // 4 + of_year + day
    return date.fromordinal(days - 356_033).isoformat()
