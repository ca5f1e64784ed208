"""Measures the figures to hold: run it with `make bench`, or `python -m bench --quick`."""
