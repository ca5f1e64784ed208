"""Carries a case between the region that receives it and the region that decides it."""
