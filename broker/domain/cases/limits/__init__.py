"""The limits of a case: its terms, what falls due by itself, and the signals of supervision."""
