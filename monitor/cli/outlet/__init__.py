"""`monitor outlet`: which outlets are followed.

outlet                list, add, probe, sample, reopen; the others are added to it
known                 the outlets that can be named
outlet_changes        remove, pause, resume, rename, move
opml                  the feeds for other readers
outlet_show           the sources of one, and how each fares
outlet_check          what is odd in entries, samples and answers
checking              each source asked once, and what is good in the place of one that is not
changed_sources       what the daemon found in the place of sources, and the line for it
probing               asks a site for its sources
sample, sample_files  pages that a person looked at, read again and compared
"""
