"""Ruby formats."""
