"""Composites: definitions as data, the parent case, its clock."""
