"""Maven formats."""
