"""Offers: only the person submits."""
