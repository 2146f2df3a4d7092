"""When it was published: visible_dates finds them on the page, publication chooses among them and those declared."""
