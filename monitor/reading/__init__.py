"""Reading the web's raw matter, once for all that need it: bytes, markup, addresses, dates, language.

    encoding          bytes -> text
    hostile_markup    what no parser may have
    html, css         text -> tree or plain text; what a selector finds in a tree
    host_names        hosts: their ASCII form, the domain that was registered
    url_parts         an address taken apart, out of redirectors
    urls, tracking    its canonical form, same site; what of an address is only for counting
    dates/            a date as some publisher writes it -> a moment
    ical_events       a calendar -> its events
    url_words         what words in a path say of the page
    language          the language of a text that declares none, of those in one script by their trigrams

Used by discovery and extraction alike, so that both read a thing the same way. Pure: no clock, no network.
"""
