"""What holds for every history, searched for by Hypothesis and by exhaustion."""
