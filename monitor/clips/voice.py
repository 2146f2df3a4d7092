"""Share of voice: how much of what was written on several subjects was on each.

    share of a subject = its stories / the stories of all subjects that are compared

A story counts once for each subject that it has own reporting on, however many outlets reported it: a count of articles
would measure how often a text was copied. The weighted share is the same of points, 3, 2 or 1 an outlet by its tier.
Round-ups, copies, press releases and their texts count for nobody, and what was added by hand does not either: nobody
added it for the others. A subject is a watch, and its query decides what is on it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from monitor.clips import weight
from monitor.clips.clip import Clip, Voice

FORMULA = "share = stories of the subject ÷ sum of the stories of all subjects compared"
COUNTED = (
    "A story counts once for each subject, if an outlet reported it itself; round-ups, copies, texts of press releases "
    "and coverage added by hand are not counted. The weighted share is that of points: each outlet of a story has 3 in "
    "tier 1, 2 in tier 2, otherwise 1."
)


def compared(subjects: Mapping[str, Iterable[Clip]], own: str) -> tuple[Voice, ...]:
    """The voice of each subject by its name, the loudest first; `own` is the name of the report's."""
    counted = [_of(name, clips, is_subject=name == own) for name, clips in subjects.items()]
    all_stories = sum(one.stories for one in counted)
    all_points = sum(one.points for one in counted)
    voices = [
        replace(
            one,
            share=one.stories / all_stories if all_stories else 0.0,
            weighted=one.points / all_points if all_points else 0.0,
        )
        for one in counted
    ]
    return tuple(sorted(voices, key=lambda one: (-one.stories, -one.points, not one.is_subject, one.name)))


def _of(name: str, clips: Iterable[Clip], *, is_subject: bool) -> Voice:
    own = [clip for clip in clips if clip.is_own and clip.added_by is None]
    by_story: dict[object, list[Clip]] = defaultdict(list)
    for clip in own:  # an article that another program added has no story: it is one by itself
        by_story[clip.story if clip.story is not None else (clip.article_id, clip.url)].append(clip)
    return Voice(
        name=name,
        stories=len(by_story),
        clips=len(own),
        outlets=len({clip.outlet_key for clip in own}),
        points=sum(weight.points(of) for of in by_story.values()),
        is_subject=is_subject,
    )
