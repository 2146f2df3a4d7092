"""`monitor outlet`: list, add, check; probing asks a site for its sources, sample reads pages into sample_files."""
