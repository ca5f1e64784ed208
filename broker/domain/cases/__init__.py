"""The case (办件): commands.py decide.py events.py evolve.py state.py, read in that order."""
