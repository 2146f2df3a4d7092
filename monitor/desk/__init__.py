"""The desk wires the stages over one archive; nothing else does.

    sync       configuration -> outlets, watches; a new or changed watch is matched over the archive
    order      what is known of an outlet -> the order of its next crawl
    ingest     event -> match -> dedupe -> store -> alert        (one transaction; the same event twice changes nothing)
    digest_due hits of a due window -> digest -> deliveries      (one transaction)
    claim, settle      deliveries out, outcomes in
    send_settled       headlines that waited, stories that persons moved -> alert    (one transaction)
    check_health       history -> incidents -> notices

Its parts:

    desk, context                      which part answers which call; what all of them work with
    orders, rests, order_size, lock    what a crawl is ordered, and how much of it; one daemon an archive
    embargo_pace                       how often outlets are asked when an embargo lifts
    date_keeping, calendar_clock       the dates of watches, and when their calendars are read
    ingest, story_window, arrival      an article comes in, is grouped, is known
    thread_placing, thread_archive     which saga its story is part of, by what the archive knows of earlier ones
    moving, late_moves                 what a person merges and splits, and what turns out to be one
    regrouped                          what is sent after that, of what another story kept back
    thread_moving                      the same of threads
    sent_before                        what those whom an alert is for were sent of its story
    tidings                            what its text brings to a watch that earlier ones did not
    developments, personal, holding    the facts of an alert; those of one person; those that wait for their hours
    polishing                          new headlines that wait while editors polish
    alerting, backfill, due_digests    what is said of it, now, later or in a digest
    digest_news                        what is new in a digest, and what was edited
    source_read                        what a source listed
    link_events, link_retries          links that became no article
    second_looks, reread_clock         articles that are read again, and when
    followed                           what is sent on those that a person follows
    gap_events                         what came and went between two looks
    learned                            when an outlet publishes how much
    posting                            the outbox
    incident_check                     health over what is kept
    deaths                             a crawling process hung or died: whose fault it was, and what follows
    replacement                        what is read in the place of a dead source
    outage                             our own network is down: nobody is blamed, all is read again after it

It reads no clock: `now` is an argument. It belongs to one thread.
"""

from monitor.desk.desk import Desk

__all__ = ["Desk"]
