"""The Google Reader API: the watches in feed readers on phones. See docs/design/web.md.

reader_routes    the addresses: log-in, calls; who asks, and whether they may
reader_token     what a feed reader is given at its log-in, and shows with each call
reader_calls     each call: what it lists, what it changes, and those that are refused
reader_call      what a call is given
reader_forms     items and lists, as the API writes them
stream_names     watches, labels and states by their names there: which items are wanted
item_ids         the numbers of items, in the three ways in which they are written
"""
