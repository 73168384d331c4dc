"""One file per command; bodies stay thin."""
