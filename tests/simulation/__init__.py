"""Two regions under seeded faults in virtual time."""
