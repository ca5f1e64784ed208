"""One suite for each port, run on memory and on the real thing."""
