"""Continuous integration formats."""
