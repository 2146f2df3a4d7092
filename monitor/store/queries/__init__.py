"""What is asked across tables: search, export, stats, delays, attribution (who was first, who credits whom).

revised_articles are those that said something else later;
history is for health, lost_links for digests; clock_shift and forgiveness (after an outage of our own) write.
"""
