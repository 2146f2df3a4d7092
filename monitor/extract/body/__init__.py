"""The article's text.

body_text        the blocks that the rules choose; boilerplate knows what is never part of it, slides galleries
choice_features  the numbers by which a choice of blocks is judged
block_features   those of each block, on doubtful pages
corrections      single blocks that a reading keeps, or leaves out, wrongly
correction_features, kept_runs    the numbers for it
other_runs       whole runs that a reading keeps wrongly; run_features the numbers for it
captions         those of a gallery, which has no other text
hidden_blocks    what the page does not show
letter_counts    letters, figures and words of a text
second_reading   how sure a text is, and other readings of doubtful pages
"""
