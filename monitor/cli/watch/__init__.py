"""`monitor watch`: list, add, test, advise; preview tries a watch on the archive, chart draws its hits."""
