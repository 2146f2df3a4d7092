"""`monitor doctor`: the examinations of machine, archive and channels, and how they are shown."""
