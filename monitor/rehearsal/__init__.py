"""The past once more: which messages it would have made, on a temporary archive, in its own time.

    past readings in order of time -> a desk in simulated time -> messages, what was quiet -> messages a week

past_reading    a text as it was read at a moment, and the order of many
archived_past   the readings that an archive holds
rehearsal       the desk in simulated time
replayed        what came of it: rows, and messages a week of each watch
forecast        how many messages a week a new watch would make, bounded in time
"""
