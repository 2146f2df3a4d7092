"""How a page is laid out: class_names -> blocks -> container of the article -> what of it is visible."""
