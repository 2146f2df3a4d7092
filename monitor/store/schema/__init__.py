"""What the file holds: migrations/ (the only place where the schema stands), migrate, archive_reference (its page)."""
