"""Pure read models: what windows, applicants and programs are shown, folded from the journal."""
