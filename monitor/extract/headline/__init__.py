"""The article's title: headings of the page, and headlines, which chooses among them and what the page declares."""
