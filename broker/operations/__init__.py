"""Runs the product: child processes, the demo, faults and audits, all above the wiring."""
