"""The query language: text -> tree, and back.

operators, options    the language's one definition     lexer -> parser -> nodes
suggestions           what a misspelt operator meant    unparse, fts5    a tree as text, as a full-text query
query_reference       the documentation, made from the definition
initials              the other form of a name that is written with points, or without
"""
