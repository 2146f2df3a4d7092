from monitor.dedupe.postings import Postings as Postings
