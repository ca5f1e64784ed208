"""The bench, run small."""
