"""`monitor replay`: which messages past articles would have made, by a `rehearsal` of the archive or of files.

given_lines     readings of JSON lines
given_past      those of files: WARC, JSON lines
replay          the command
"""
