"""Shells around what is kept on disk: read model, objects, keys."""
