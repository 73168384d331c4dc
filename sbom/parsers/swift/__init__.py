"""Swift formats."""
