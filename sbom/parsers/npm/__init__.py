"""JavaScript formats."""
