"""Which pages are not articles, in the order in which that shows.

preflight      before the page is parsed: its address, its answer, hostile markup
page_address   what words of an address say about the page
block_pages    captcha, consent, login, outages, by the words of block_words
listing_pages  pages that list articles, by signs that listing_weights weighs
listing_parts  what listings are built of        next_pages   whether a page is one of several that are turned
"""
