"""Get it, politely and safely: the Scrapy components of a crawl.

It decides what may be requested and when; what the answer means is for the spiders and the later stages.

    hooks           what a crawl is connected to
    crawl_context   what its parts share            pace   one request at a time per host
    room            so many bytes at once, however many crawls
    middleware      robots.txt before every request, by `robots`
    handler         the request itself, to public addresses only, and the Retry-After of its answer
    conditional     validators out and back         redirects   where an address moved to
    page_tags       whether a page asks not to be kept
    failures        why there is no answer, in words          failure_causes  the same as values
"""
