"""PHP formats."""
