""".NET formats."""
