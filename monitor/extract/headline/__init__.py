"""The headline of an article.

headings            the headings of a page
headlines           the election among what the page declares and its heading
title_parts         a title in its parts
title_candidates    everything that may be the headline
title_features      what speaks for and against each, in figures
title_sections      a title without the sections around it
own_links           what links to the page itself say, of a page whose choice is not sure
dated_lines         the line above a date, of a page that shows nothing of what it declares
title_choice        the election's, or the learned choice, with its confidence
"""
