"""Reading the web's raw matter, once for all that need it: bytes, markup, addresses, dates, language.

    decode       bytes -> text -> tree                    soup, css    fragments of markup, selectors
    urls         addresses: canonical form, same site     tracking     what of an address is only for counting
    dates/       a date as some publisher writes it -> a moment
    language     the language of a text that declares none

Used by discovery and extraction alike, so that both read a thing the same way. Pure: no clock, no network.
"""
