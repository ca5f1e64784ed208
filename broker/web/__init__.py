"""HTTP: the API, the pages, the registry facade; everything else is reached through ports.py."""
