"""The file itself: engine, sqlite_errors, sqlite_file (open, make), copying, upgrade, backup, integrity, and its care.

The care is pruning (what is old) and tidying (what has served its time).
"""
