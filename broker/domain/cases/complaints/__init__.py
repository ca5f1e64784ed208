"""The complaint (投诉, 12345): a track of both sides with a clock of its own."""
