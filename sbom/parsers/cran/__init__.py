"""R formats."""
