"""Container build and compose formats."""
