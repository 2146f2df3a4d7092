"""Who wrote it.

visible_bylines, signatures            what stands on the page, above the text and below it
person_names, chinese_names            what is a name
organisations                          and whose
bylines                                chooses among them and what the page declares
author_candidates, author_features     who may have written a page of which these name nobody, in figures
author_choice                          who wrote it, and how sure that is
"""
