"""`monitor replay`: which messages past articles would have made, on a temporary archive, in their own time.

archive, or files -> past readings in order of time -> a desk in simulated time -> messages, what was quiet -> a table

past_reading    a text as it was read at a moment, and the order of many
archived_past   the readings that an archive holds
given_lines     those of JSON lines
given_past      those of files: WARC, JSON lines
rehearsal       the desk in simulated time
replayed        what came of it: rows, and messages a week of each watch
forecast        how many messages a week a new watch would make, bounded in time
replay          the command
"""
