"""The file itself: engine (which SQLite), sqlite_file (open, make, check), sqlite_errors, maintenance."""
