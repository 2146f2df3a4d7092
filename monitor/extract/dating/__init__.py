"""When an article was published.

visible_dates   the dates that a page shows      date_texts   all its texts that may be dates, by order of trust
publication     which of them is the publication, and which the update
"""
