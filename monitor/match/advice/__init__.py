"""What is said of a watch before and after it runs.

watch_check, lint    its tests; what in it is likely a mistake      diff    the hits of two versions
common_words, ambiguity    a name that means other things too
card_watch           what of a card becomes a watch
spellings, proposals, cross_validation    terms that labelled hits bear out, tried on those held out
"""
