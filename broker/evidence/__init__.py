"""Pure evidence: the hash chain of a journal partition."""
