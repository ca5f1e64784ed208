"""The read model as pure functions."""
