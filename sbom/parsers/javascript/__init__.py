"""JavaScript that was copied into a source."""
