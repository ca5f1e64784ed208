"""PURE: check a package from its bytes alone; every fault is named with its place."""
