"""A date as some publisher writes it -> a moment, with or without a time of day.

    credible      the way in for listings: dates and distances, without the future and the absurd
    date_parser   the way in for texts that may be dates      relative     "3 hours ago"
    locales       a publisher's habits: clock, order of figures
    calendars     eras, other calendars and figures -> western
    day_forms     the day                                     months, weekdays    their names in the press's languages
    clock_times   the time of day                             zone_names          the zone written after it
    moment        what comes out

Discovery and extraction read through it alike, so that a date means the same in a feed and on a page.
"""
