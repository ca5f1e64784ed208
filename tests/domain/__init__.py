"""Rules of the domain, each with a name to remember."""
