"""Go formats."""
