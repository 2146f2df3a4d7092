"""`monitor import`: what is watched and followed, from the files of other programs.

import_file, import_report     the command: reads, asks, writes; the difference as it is printed
given_file                     the file's bytes, what kind of file it is, its characters
outlines, subscribed_outlets   OPML -> the feeds in it -> shipped outlets to follow, and tables of new ones
sheets, column_keys, cells     CSV and XLSX -> rows; which key a column is; the value in a cell
name_lists                     whether lines are names, or what the text is instead
watch_rows, watch_cards        rows, names alone, or cards -> tables of watches
imported_items, difference     what is new, the same, changed or refused against the configuration
"""
