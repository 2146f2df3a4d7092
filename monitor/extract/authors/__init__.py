"""Who wrote it.

visible_bylines, byline_lines          what stands on the page by the headline: elements, and lines
signatures                             and at the ends of the text
person_names, chinese_names            what is a name
organisations                          and whose
bylines                                chooses among them and what the page declares
author_candidates, author_features     who may have written a page of which these name nobody, in figures
author_choice                          who wrote it, and how sure that is
"""
