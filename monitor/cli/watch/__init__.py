"""`monitor watch`: what is looked for, and what a watch finds in the archive.

watch          list, test; the others are added to it
add, advise    a new watch; changes to one, going by its judged hits
carded         what a card's file gives to a new watch
watch_changes  remove, pause, resume, rename, move
named_watch    the watch that is named, and how common its words are in the archive
preview        what is said of what a watch finds in the archive
chart          its hits by day, as one line of bars
"""
