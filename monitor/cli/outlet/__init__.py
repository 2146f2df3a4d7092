"""`monitor outlet`: list, add, check; opml for other readers; probing finds sources, sample reads into sample_files."""
