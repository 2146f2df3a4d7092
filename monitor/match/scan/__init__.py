"""Where the terms of all watches stand in one article.

patterns      terms -> automaton            folded_text    an article, folded once, and the places in it
offsets       folded text -> original       term_check     whether a place is the term: accents, case, borders
"""
