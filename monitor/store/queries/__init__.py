"""What is asked across tables: search, export, stats, history (for health), and clock_shift, the one that writes."""
