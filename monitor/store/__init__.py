"""The archive: everything that was seen, in one SQLite file that sqlite-utils and Datasette open.

    schema/    what the file holds: migrations, and the page of the reference that shows them
    file/      the file itself: open, copy, upgrade, back up, check, tidy
    archive    one open file: transactions, rows, errors in words
    codec/     values to columns and rows to values
    outlets sources hosts fetches                      what is followed and asked
    links shortfalls pruned_links                      what is listed
    gaps                                               what came and went unseen
    successors                                         and what is read in the place of a dead source
    witness  outlet_credits                            when it appeared, and who had it from whom
    outlet_repeats                                     and what the outlet says in each of its texts
    articles shared_passages text_groups stories       what was read, and how it belongs together
    moves moved_state                                  and what was moved between stories
    sagas thread_terms story_links                     over years
    thread_moves                                       and what was moved between threads
    watches hits verdicts                              what was found
    watch_calendars watch_dates                        and what is to happen, as calendars say it
    stars notes added_coverage                         and what people say of it, or add
    notified                                           of what people know already
    identity                                           the name that its messages carry
    web_sessions reader_logins                         who is logged in to its pages, and in feed readers
    digests outbox leases channels alerts_made         what is sent, where, and what was sent
    held snoozes suppressed incidents                  what is not, or later, and what is wrong
    rereadings page_records                            which articles are read again, and their pages
    counters  day_counts                               how often all of it happened, and on which day
    queries/   search, export, statistics, history, a clock set back, an outage

A module is named after the table that it is about, and may write to others in the same breath: an article that is
stored joins its story, a source that is read is its outlet's success. Each function takes an `Archive` first. SQL lives
in this package and nowhere else, and the package decides nothing: what counts as an article, a hit or a story is
settled before it comes here.
"""
