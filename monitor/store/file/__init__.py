"""The file itself: engine, sqlite_errors, sqlite_file (open, make), copying, upgrade, backup, integrity, tidying."""
