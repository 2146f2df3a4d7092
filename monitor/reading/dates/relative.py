"""A moment that is given as a distance from now: "3 hours ago", "vor 2 Tagen", "5分前"."""

import re
from datetime import datetime, timedelta

from monitor.reading.dates.moment import Moment

_MINUTE = r"(?P<minute>min(?:ut(?:e|en|es|o|os|i|a)|uut|s)?|dakika|минут\w*|分钟?|分鐘|분)"
_HOUR = r"(?P<hour>hours?|hrs?|stunden?|heures?|horas?|or[ae]|uur|saat|час\w*|小时|小時|時間|시간)"
_DAY = r"(?P<day>days?|tag(?:en)?|jours?|d[ií]as?|giorn[io]|dag(?:en)?|gün|дн\w*|день|天|日|일)"
_MANY = r"(?P<many>\d{1,2})"
_DISTANCE = rf"{_MANY}\s?(?:{_MINUTE}|{_HOUR}|{_DAY})"
_FORMS = (
    re.compile(rf"(?<!\w){_DISTANCE}\s?(?:ago\b|geleden\b|fa\b|önce\b|назад|前|전)", re.IGNORECASE),
    re.compile(rf"\b(?:vor|il y a|hace|há)\s{_DISTANCE}\b", re.IGNORECASE),
)
_LONGEST = 100  # characters of a line that holds one


def read(text: str, now: datetime) -> Moment | None:
    """The moment, on the clock of `now`. Only minutes are near enough to tell a time of day."""
    if len(text) > _LONGEST:
        return None
    for form in _FORMS:
        if found := form.search(text):
            many = int(found["many"])
            if found["minute"]:
                return Moment(now - timedelta(minutes=many))
            far = timedelta(hours=many) if found["hour"] else timedelta(days=many)
            at = (now - far).replace(hour=0, minute=0, second=0, microsecond=0)
            return Moment(at, has_time=False)
    return None
