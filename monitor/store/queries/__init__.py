"""What is asked across tables: search, export, stats, delays, attribution (who was first, who credits whom).

revised_articles are those that said something else later, edited_hits those of some watches, with what they changed;
sent_stories are those that a channel was sent; developing are those that watches found something in of late;
search_facets are what a search could be narrowed by, watch_counts how much watches found;
review_counts are the reviews around embargoes;
reader_streams are what feed readers list;
outlet_reading is how each outlet was read in a period;
newest_articles is how far back the newest ones go;
history is for health, lost_links for digests; clock_shift and forgiveness (after an outage of our own) write.
"""
