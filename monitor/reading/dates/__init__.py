"""A date as some publisher writes it -> a moment, with or without a time of day.

date_parser    the one way in       months, calendars    names of months, other calendars than ours
zones          names of time zones  relative             "3 hours ago"
"""
