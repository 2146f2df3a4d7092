"""The file itself: engine, sqlite_errors, sqlite_file (open, make), copying, upgrade, backup, integrity, and its care.

`evidence` keeps what hung the parser, `page_files` the pages of followed articles (`page_copies`: with a backup), in
folders next to it, and `warc_reading` reads such files, whoever wrote them. The care is pruning (what is old) and
tidying (what has served its time).
"""
