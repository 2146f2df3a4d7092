"""When an article was published.

visible_dates     the dates that a page shows      date_texts   all its texts that may be dates, by order of trust
two_days          what figures mean that may be one day or another
clocks            a moment on the clock of another
publication       which of them is the publication, and which the update
date_candidates   every day that a page writes, in figures, where these believe none
date_choice       which of those is the publication, and how sure that is
"""
