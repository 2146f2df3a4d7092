"""The archive: everything that was seen, in one SQLite file that sqlite-utils and Datasette open.

One module a table; each function takes an `Archive` first. SQL lives in this package and nowhere else, and the
package decides nothing: what counts as an article, a hit or a story is settled before it comes here.
"""
