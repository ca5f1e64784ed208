"""Two clerks for one decision (拟办、复核): one proposes, a second confirms or sends back."""
