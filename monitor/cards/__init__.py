"""Cards: what a file says of a film, a person, a show, an album or a game that is to be watched.

card          the noun: names, credits and ids of one entry
card_file     a file of any of these forms, read whole: its entries, and the one that is meant
wikidata      the JSON of Wikidata's entities
sparql        the JSON of an answer of its query service
card_tables   CSV: the export of an IMDb list, or a table of one's own

Files only: nothing here asks the network. What a file holds was written by strangers; a card's texts are clean lines.
What of a card becomes a watch is `match.advice.card_watch`.
"""
