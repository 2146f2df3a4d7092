"""A scheduled news monitor for entertainment desks.

The stages, in the order in which a piece of news passes them:

    discover -> fetch -> extract -> match -> dedupe -> credit -> novelty -> store -> digest -> deliver

and `health` watches over them. What they share lies below: the nouns in `model`, `story`, `story_moves`,
`story_terms`, `dated_events`, `embargo`, `news`,
`person`, `waking_hours`, `observations`, `brief`, `listing_gap`, `known_links`, `revised`,
`repeats`, `rereading`, `succession`, `events`, `refusals`, `causes`, `report_time` and `errors`, a message's `forms`
and `signed_links`, the web as it is read in `reading`, and `text`, `phrasing`, `addresses`, `cron`, `durations`,
`retry_after`, `atomic_file`, `archive_place`, `error_words` and `logs`; and what stands between a daemon and its
children: `pipe_lines`, `event_size`, the `slate`, and `background` work that does not fail unseen. What we ship is
the `catalogue`, what files say of a film or a person to be watched are `cards`, what the user says `config`, which
asks the stages what may be said to them. Above them the `desk` wires the stages over one archive; `pipelines`,
`settings`, `lean_settings` and `loader` are Scrapy's side of a crawl, which `crawl` makes and `worker` runs in a
process of its own; `jobs` are what the timetable runs, `journal` what the log says of it, `event_batches` hold what is
to be written, `unbegun_deliveries` what is to be sent, `dispatch` says where, and `huge_pages` are what memory lies in
that is held for days. At a start `window_start` makes the window of stories, before articles are written.
Calendars of watches are read by a `calendar_reader`, which `calendar_process` starts and cuts off.
A `rehearsal` lets the past come once more, to see what it would have sent.
What people ask of the archive are `views`, and what they hand on of it is a report of `clips`; they come in by `cli`,
or by the pages of `web`, which the daemon keeps up as its `web_process`, or by an `assistant`. `newsstand` is a small
press for the demo and the tests.
"""

__version__ = "0.1.0"
