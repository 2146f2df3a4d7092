"""The desk wires the stages over one archive; nothing else does.

    sync       configuration -> outlets, watches; a new or changed watch is matched over the archive
    order      what is known of an outlet -> the order of its next crawl
    ingest     event -> match -> dedupe -> store -> alert        (one transaction; the same event twice changes nothing)
    digest_due hits of a due window -> digest -> deliveries      (one transaction)
    claim, settle      deliveries out, outcomes in
    check_health       history -> incidents -> notices

It reads no clock: `now` is an argument. It belongs to one thread.
"""

from monitor.desk.desk import Desk

__all__ = ["Desk"]
