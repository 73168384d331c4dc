"""Julia formats."""
