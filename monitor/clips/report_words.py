"""Sentences and times that the forms of a report share."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from monitor.clips.clip import Clip, ClipReport, ClipStanding, ClipStory, OutletLine, Period, ReviewWave
from monitor.clips.voice import COUNTED, FORMULA
from monitor.digest import formats
from monitor.phrasing import capital, count, listing, quoted
from monitor.reading.dates.months import ENGLISH
from monitor.store.added_coverage import Medium

TIERS = {1: "Tier 1: original reporting", 2: "Tier 2: established press", 3: "Tier 3: aggregators and fan sites"}
_NO_TIER = "Without a tier"
_LONGEST_CHART = 62  # days that have room side by side


def day(at: datetime | date, period: Period) -> str:
    """`23 Nov 2026`; a day alone is that day in every zone."""
    local = at.astimezone(period.zone) if isinstance(at, datetime) else at
    return f"{local.day} {ENGLISH[local.month - 1]} {local.year}"


def moment(at: datetime | date, period: Period) -> str:
    """`Mon 23 Nov, 14:05`; a day alone has no hour. The year where it is not that of the period's end."""
    said = formats.day(at, period.zone)
    year = (at.astimezone(period.zone) if isinstance(at, datetime) else at).year
    said += f" {year}" if year != period.end.astimezone(period.zone).year else ""
    return f"{said}, {formats.clock(at, period.zone)}" if isinstance(at, datetime) else said


def period(of: Period) -> str:
    """`16 Nov 2026, 00:00 to 23 Nov 2026, 00:00 UTC`."""
    start, end = (f"{day(at, of)}, {formats.clock(at, of.zone)}" for at in (of.start, of.end))
    return f"{start} to {end} {formats.zone_name(of.zone, of.end)}"


def tier(of: int | None) -> str:
    """What a tier means."""
    return TIERS.get(of or 0, _NO_TIER)


def figures(report: ClipReport) -> list[tuple[str, str, str]]:
    """The numbers that open it: each with its name and what it is of."""
    own = report.own
    tally = Counter(clip.standing for clip in report.clips)
    first_tier = len({clip.outlet_key for clip in own if clip.tier == 1})
    return [
        _figure(len(own), "piece of coverage", "pieces of coverage", "reporting of the outlets' own"),
        _figure(report.outlet_count, "outlet", "outlets", f"{first_tier or 'none'} of tier 1"),
        _figure(len(report.led), "story", "stories", "each counted once"),
        _figure(tally[ClipStanding.COPY], "copy", "copies", "of other outlets' texts, counted apart"),
        _figure(
            tally[ClipStanding.PICKUP], "release pickup", "release pickups", "texts of press releases, counted apart"
        ),
        _figure(len(report.by_hand), "added by hand", "added by hand", "print, broadcast and others"),
    ]


def _figure(number: int, one: str, many: str, of: str) -> tuple[str, str, str]:
    return f"{number:,}", one if number == 1 else many, of


def opening(report: ClipReport) -> str:
    """The report in one or two sentences."""
    if not report.clips:
        return "Nothing was found in this period. What was not reached stands below."
    own = report.own
    said = f"{capital(count(len(own), 'piece'))} of coverage at {count(report.outlet_count, 'outlet')}"
    if not report.led:
        return f"{said}; no outlet reported it itself."
    led = report.led[0]
    first = f", first at {led.first_by}" if led.first_by and led.outlets > 1 else ""
    return f"{said}. What led: {quoted(led.title)} ({count(led.outlets, 'outlet')}{first})."


def tags(clip: Clip) -> list[str]:
    """What is to be said of a clip in a word each."""
    said = ["first"] if clip.is_first else []
    said += ["early review" if clip.is_early else "review"] if clip.is_review else []
    said += ["paywall"] if clip.is_paywalled else []
    said += [clip.medium.value] if clip.medium is not Medium.WEB else []
    said += [f"added by {clip.added_by}"] if clip.added_by is not None else []
    return said


def source(clip: Clip, of: Period) -> str:
    """`Variety · Jane Doe · Mon 23 Nov, 14:05`."""
    people = [name for name in clip.authors if name.casefold() != clip.outlet_name.casefold()]
    return " · ".join([clip.outlet_name, *([listing(people, 2)] if people else []), moment(clip.at, of)])


def reach_of(story: ClipStory) -> str:
    """`5 outlets: 2 of tier 1, 3 of tier 2`; and what repeats it."""
    said = ", ".join(
        f"{number} {f'of tier {tier}' if tier else 'without a tier'}" for tier, number in story.outlets_by_tier.items()
    )
    parts = [f"{count(story.outlets, 'outlet')}{f': {said}' if said else ''}"]
    named = (("copy", "copies"), ("release pickup", None), ("round-up", None))
    parts += [count(number, *name) for number, name in zip(repeated(story), named, strict=True) if number]
    return " · ".join(parts)


def repeated(story: ClipStory) -> tuple[int, int, int]:
    """How many copies, texts of press releases and round-ups a story has."""
    tally = Counter(clip.standing for clip in story.clips)
    return tally[ClipStanding.COPY], tally[ClipStanding.PICKUP], tally[ClipStanding.ROUND_UP]


def first(story: ClipStory, of: Period) -> str:
    """`First: Variety, Mon 23 Nov, 14:05 (or JoBlo, by the looks at their listings)`; empty where nobody was."""
    if story.first_by is None or story.first_at is None:
        return ""
    doubt = f" (or {listing(story.perhaps_first, 3)}: the looks at their listings do not tell)"
    return f"First: {story.first_by}, {moment(story.first_at, of)}{doubt if story.perhaps_first else ''}"


def embargo(wave: ReviewWave, of: Period) -> str:
    """`“Heat 2”: the embargo lifts Tue 1 Dec, 12:00. 1 review was early, 12 came since.`."""
    since = sum(len(clips) for _, clips in wave.hours) + wave.later
    early = f"{count(len(wave.early), 'review')} {'was' if len(wave.early) == 1 else 'were'} early"
    return f"{quoted(wave.watch)}: the embargo lifts {moment(wave.lifts_at, of)}. {early}, {since:,} came since."


def hour_after(wave: ReviewWave, hour: int, of: Period) -> str:
    """`Tue 1 Dec, 12:00`: when the hour began."""
    return moment(wave.lifts_at + timedelta(hours=hour), of)


def by_day(report: ClipReport) -> list[tuple[date, int, int]]:
    """For each day of the period its own coverage and all that repeats something; empty where these are too many."""
    zone = report.period.zone
    begin, last = (at.astimezone(zone) for at in (report.period.start, report.period.end - timedelta(seconds=1)))
    days = [begin.date() + timedelta(days=number) for number in range((last.date() - begin.date()).days + 1)]
    if len(days) > _LONGEST_CHART:
        return []
    tally: Counter[tuple[date, bool]] = Counter()
    for clip in report.clips:
        if clip.standing is not ClipStanding.RELEASE:
            on = clip.at.astimezone(zone).date() if isinstance(clip.at, datetime) else clip.at
            tally[on, clip.is_own] += 1
    return [(each, tally[each, True], tally[each, False]) for each in days]


_COVERAGE = (
    "A piece of coverage is an article with reporting of its outlet's own, or what a person added by hand. Copies of "
    "another outlet's text, texts of press releases and round-ups of many events are counted apart; a press release "
    "itself is not coverage."
)
_WEIGHT = "A story weighs 3 for each outlet of tier 1 that reported it itself, 2 for one of tier 2, otherwise 1."
_FIRST = "First is who was seen first: a declared time counts as far as the looks at the outlet's listings confirm it."
_PAYWALL = "“Paywall” marks articles whose page says that only a part of it is free."


def short_day(on: date) -> str:
    """`23 Nov`."""
    return f"{on.day} {ENGLISH[on.month - 1]}"


def by_tier(report: ClipReport) -> list[tuple[str, list[OutletLine]]]:
    """The outlets under the names of their tiers."""
    found: dict[str, list[OutletLine]] = {}
    for line in report.outlets:
        found.setdefault(tier(line.tier), []).append(line)
    return list(found.items())


def counted(report: ClipReport) -> list[str]:
    """How it was counted, a sentence each."""
    names = listing([quoted(name) for name in report.watches], 8)
    one = "watch" if len(report.watches) == 1 else "watches"
    said = [f"Counted is what was reported from {period(report.period)}, by the {one} {names}."]
    said += [_COVERAGE, _WEIGHT, _FIRST, _PAYWALL]
    if report.voices:
        said.append(f"Share of voice: {FORMULA}. {COUNTED}")
    if report.judged_wrong:
        said.append(f"{count(report.judged_wrong, 'article')} that a person judged to be on something else: left out.")
    if report.left_out:
        said.append(f"{report.left_out:,} later pieces are left out: a report has room for {len(report.clips):,}.")
    return said


def groups(report: ClipReport) -> list[tuple[str, Sequence[Clip]]]:
    """All clips by what they count as, those that are coverage by tier; without what is empty."""
    own = report.own
    found: list[tuple[str, Sequence[Clip]]] = [
        (tier(number), [clip for clip in own if (clip.tier if clip.tier in TIERS else None) == number])
        for number in (*TIERS, None)
    ]
    found += [
        ("Round-ups that name it", report.of(ClipStanding.ROUND_UP)),
        ("Copies of other outlets' texts", report.of(ClipStanding.COPY)),
        ("Texts of press releases", report.of(ClipStanding.PICKUP)),
        ("Press releases", report.of(ClipStanding.RELEASE)),
    ]
    return [(name, clips) for name, clips in found if clips]
