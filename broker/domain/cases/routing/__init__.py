"""Which office of the handling region has the case (办件调度), and its transfer (移送)."""
