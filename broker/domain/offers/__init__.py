"""Offers (不来即享): a platform fills a draft in beforehand; only the person hands it in.

commands.py decide.py events.py evolve.py state.py, read in that order. An offer is no application:
until the person submits it there is no case, no clock runs, and silence means nothing.
"""
