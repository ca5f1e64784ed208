"""The composition root: an adapter for each port; the only folder that knows all the others."""
