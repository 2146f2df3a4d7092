"""What the file holds: migrations/ (the only place where the schema stands), migrate, and what is said of it.

archive_reference is its page in our documentation, datasette_pages what Datasette is to know.
"""
