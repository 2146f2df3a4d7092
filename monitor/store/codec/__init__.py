"""How values stand in columns: timestamps, json_columns, and article_rows, a whole article."""
