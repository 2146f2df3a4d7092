"""What the file holds: tables, indexes, views; migrate brings an older file there; archive_reference documents it."""
