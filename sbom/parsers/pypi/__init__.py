"""Python formats."""
