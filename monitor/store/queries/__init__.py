"""What is asked across tables: search, export, stats, history (for health), lost_links (for digests), delays.

clock_shift is the one that writes.
"""
