"""What people ask of the archive, as values: the same for a terminal, a page and a program.

    readable          times, lists and texts as a person reads them, and as JSON has them
    row_forms         rows as JSON and as a spreadsheet
    today             what develops: the stories that watches found something in of late
    outlet_names      outlets by name, also those that nobody follows
    hit_rows          hits and reports as rows of a list
    found_articles    what a query finds in the archive, and what it could be narrowed by
    watch_page        a watch: its hits by day and outlet, how many are right, what it last found
    watch_trial       what a watch finds in the archive, against the version in use
    watch_advice      what to change in a watch, going by the judged hits
    story_course      a story as it came: reports with their new facts, revisions, messages, moves
    dated_steps       what is to happen on a day, as articles say it
    calendar_form     that as a calendar
    calendar_dates    what calendars say of watches: dates, embargoes with their reviews by the hour
    remarks           the stars and notes of people
    reader_items      the items of feed readers
    story_figures     a story and a thread as programs have them
    story_facts       a story beyond its articles: thread, links, moves, roles
    thread_facts      a thread beyond its stories: its moves
    news_facts        the facts of an article by which alerts are decided
    suppression       why an alert was not sent, in words
    what_fails        what fails, in words: sources, channels
    outlet_rows       how each followed outlet fares
    stat_rows         counts as rows: delays, gaps, firsts, credits
    channel_rows      how each channel fares
    out_of_order      what is sent after all, behind later messages
    outlet_health     each outlet: looks, delays, coverage, problems
    outlet_page       one outlet with its hours, its last reads and why each was refused
    leaders           outlets and authors by what they had first
    trial_form        a trial message in every form
    metrics           counters and gauges for Prometheus
    clause_rows       which clauses of a query hold in an article, and where
    found_articles    what a query finds in the archive
    named_things      an article or a watch by what somebody calls it
    address_facts     what happened to an address at every stage
    digest_rows       the digests of the configuration, and when they come

It reads the archive and changes nothing; who asks decides how it looks.
"""
