"""What is kept on disk, one contract suite for every database."""
