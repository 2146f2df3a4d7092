"""The commands that are one file each, named as they are typed.

init check run web crawl                  first steps
hits judge search story revisions follow thread threads explain    what was found
star note add report dates                     what people say of it and add, and the report
digest channel template person snooze deliveries   what is sent, and to whom
status stats export datasette             how it is, and for other programs
cluster schema mcp                        other machines, editors, assistants
backup restore prune                      care of the archive
"""
