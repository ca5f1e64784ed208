"""The custody of originals (原件): a track beside the stages of both sides (invariant 8)."""
