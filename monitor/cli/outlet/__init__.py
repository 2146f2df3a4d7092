"""`monitor outlet`: list, add, check; probing asks a site for its sources, sample reads a few of its pages."""
