"""Conda formats."""
