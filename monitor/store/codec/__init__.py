"""How values stand in columns.

timestamps, json_columns     single values
records                      rows -> values, each field from the column of its name
article_rows, report_rows    a whole article; what hits and stories show of one
"""
