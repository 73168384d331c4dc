"""Snaps."""
