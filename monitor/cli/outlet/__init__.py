"""`monitor outlet`: which outlets are followed.

outlet                list, add, check; the others are added to it
outlet_changes        remove, pause, resume, rename, move
opml                  the feeds for other readers
checking              each source asked once, and what is good in the place of one that is not
probing               asks a site for its sources
sample, sample_files  pages that a person looked at, read again and compared
"""
