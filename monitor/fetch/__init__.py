"""Get it, politely and safely: the Scrapy components of a crawl.

It decides what may be requested and when; what the answer means is for the spiders and the later stages.
"""
