"""The report as JSON: everything in it, times in UTC."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

from monitor.clips import report_words
from monitor.clips.clip import Clip, ClipReport, ClipStanding, ClipStory, ReviewWave
from monitor.clips.voice import FORMULA


def value(report: ClipReport) -> dict[str, Any]:
    """The report as JSON has it."""
    found: dict[str, Any] = _plain(
        {
            "title": report.title,
            "watches": report.watches,
            "start": report.period.start,
            "end": report.period.end,
            "timezone": report.period.zone.key,
            "made_at": report.made_at,
            "figures": {
                "coverage": len(report.own),
                "outlets": report.outlet_count,
                "stories": len(report.led),
                **{standing.value.replace(" ", "_"): len(report.of(standing)) for standing in ClipStanding},
                "by_hand": len(report.by_hand),
            },
            "clips": [_clip(clip) for clip in report.clips],
            "stories": [_story(story) for story in report.stories],
            "outlets": [asdict(line) for line in report.outlets],
            "share_of_voice": {"formula": FORMULA, "subjects": [asdict(one) for one in report.voices]},
            "reviews": [_wave(wave) for wave in report.waves],
            "not_reached": asdict(report.reach),
            "judged_wrong": report.judged_wrong,
            "left_out": report.left_out,
            "counted": report_words.counted(report),
        }
    )
    return found


def text(report: ClipReport) -> str:
    """The same as text."""
    return json.dumps(value(report), ensure_ascii=False, indent=1) + "\n"


def _story(story: ClipStory) -> dict[str, Any]:
    return {
        "id": story.id,
        "title": story.title,
        "weight": story.weight,
        "first_by": story.first_by,
        "first_at": story.first_at,
        "perhaps_first": story.perhaps_first,
        "outlets": story.outlets,
        "outlets_by_tier": {str(tier or ""): number for tier, number in story.outlets_by_tier.items()},
        "articles": [clip.article_id for clip in story.clips],
    }


def _wave(wave: ReviewWave) -> dict[str, Any]:
    return {
        "watch": wave.watch,
        "embargo": wave.lifts_at,
        "early": [clip.article_id for clip in wave.early],
        "by_hour": {str(hour): [clip.article_id for clip in clips] for hour, clips in wave.hours},
        "later": wave.later,
    }


def _plain(value: Any) -> Any:
    """What JSON can say: times in UTC, days alone as they are."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def _clip(clip: Clip) -> dict[str, Any]:
    return asdict(clip) | {
        "quote": clip.quoted,
        "quote_marks": _marks(clip),
        "stars": [{"by": one.by, "at": one.at, "watch": one.watch} for one in clip.stars],
        "notes": [{"text": one.text, "by": one.by, "at": one.at} for one in clip.notes],
    }


def _marks(clip: Clip) -> list[tuple[int, int]]:
    """Where the watch's words stand in the quote."""
    marks, at = [], 0
    for piece, is_marked in clip.quote:
        if is_marked:
            marks.append((at, at + len(piece)))
        at += len(piece)
    return marks
