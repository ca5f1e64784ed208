"""Pure rules of cross-region cases: standard library only, no clock, no randomness, no environment."""
