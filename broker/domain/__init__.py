"""Pure rules of cross-region cases: standard library only; no clock, randomness, environment."""
