"""Get it, politely and safely: what every request of a crawl goes through, and the Scrapy components that use it.

It decides what may be requested and when; what the answer means is for the spiders and the later stages.

    look            is there anything new? where not, no crawl is made
    source_requests how a source is asked for          conditional     validators out and back
    permission      what robots.txt permits, by `robots`

    exchange        one request in its host's turn, with what its answer asks for
    pace            one request at a time per host     room            so many bytes at once, however many crawls
    client          the request itself, within limits  connections     to public addresses only

    places          where a request goes, by its address
    codings         a body as it was before it was packed for the way

    hooks           what a crawl is connected to       crawl_context   what its parts share
    received        a listing as it came
    middleware      Scrapy's way to robots.txt         handler         Scrapy's way to `exchange`
    redirects       where an address moved to          page_tags       whether a page asks not to be kept
    failures        why there is no answer, in words   failure_causes  the same as values
"""
